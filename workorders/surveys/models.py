"""One question an order, its own link, and what the customer said."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workorders.models.aftercare import Satisfaction
from workorders.models.orders import WorkOrder

SAID = (Satisfaction.SATISFIED, Satisfaction.FAIR, Satisfaction.UNSATISFIED)


class AnsweredBy(models.TextChoices):
    LINK = "LINK", _("By link")
    MESSAGE = "MESSAGE", _("By message")


class Survey(models.Model):
    """``score`` is 1 to 5 where a number was said. ``matter``: the order that was opened because they are not satisfied.

    ``refused_at``: by this link they said that they want no such question again.
    """

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="survey")
    nonce = models.UUIDField(default=uuid.uuid4)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    satisfaction = models.CharField(max_length=20, choices=[(c.value, c.label) for c in SAID], blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=10, choices=AnsweredBy, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    matter = models.ForeignKey(WorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, satisfaction="", answered_by="")
                | Q(answered_at__isnull=False) & ~Q(satisfaction="") & ~Q(answered_by=""),
                name="an_answered_survey_says_how_and_by_what",
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="survey_score_is_1_to_5"),
            models.CheckConstraint(
                condition=~Q(satisfaction="UNSATISFIED") | Q(matter__isnull=False),
                name="who_is_not_satisfied_is_a_matter_of_somebody",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="survey_by_day")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.satisfaction}"
