"""What a crew's phone told about an order after the desk had taken it from the crew or suspended it: kept, never dropped."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workorders.models.orders import WorkOrder


class LateStep(models.TextChoices):
    """The verbs of a crew."""

    DEPART = "depart", _("Set off")
    ARRIVE = "arrive", _("Arrived")
    START = "start", _("Repair begun")
    RESTORE = "restore", _("Power restored")
    FINDINGS = "findings", _("Fault found")
    REPLY = "reply", _("Reply filed")
    HELP = "help", _("Help asked for")
    NOTHING_FOUND = "nothing-found", _("No fault found")
    NOT_RESTORED = "not-restored", _("Power not back after all")


class LateWord(models.Model):
    """Append-only by trigger. ``observed_at`` is the phone's moment, ``received_at`` ours.

    ``in_time``: said while the crew still held the order, so only its way to us was late.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="late_words")
    crew = models.CharField(max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=LateStep)
    said = models.JSONField(default=dict)
    photo = models.ImageField(upload_to="replies/%Y/%m/", blank=True)
    observed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    in_time = models.BooleanField()

    class Meta:
        verbose_name = _("late word of a crew")
        verbose_name_plural = _("late words of crews")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=LateStep.values), name="late_step_is_known"),
            models.CheckConstraint(
                condition=Q(observed_at__lte=models.F("received_at")), name="a_late_word_was_said_before_it_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.crew} {self.step}"
