"""Asking whether power is really back, before an outage is closed (domain reference §4.5)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import ServicePoint
from outages.life.choices import Answer
from outages.life.models import Outage


class RestoreCheck(models.Model):
    """One round of questions. The sample is drawn with ``seed``: the same outage gives the same sample again."""

    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    seed = models.BigIntegerField()
    population = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    finished_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name = _("restore check")
        verbose_name_plural = _("restore checks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["outage"], condition=Q(finished_at=None), name="one_open_check_per_outage")
        ]

    def __str__(self) -> str:
        return f"{self.outage_id} {self.at:%F %T}"


class CheckAnswer(models.Model):
    """One service point that is asked, by its meter or by a call, and what came back."""

    check_round = models.ForeignKey(RestoreCheck, on_delete=models.PROTECT, related_name="answers")
    service_point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="+")
    important = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("check answer")
        verbose_name_plural = _("check answers")
        constraints = [
            models.UniqueConstraint(fields=["check_round", "service_point"], name="one_answer_per_check_and_point"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="check_answer_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.service_point_id} {self.answer}"
