"""Promises about an order: limits of the trade, running clocks, and when they stood still."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.organisation.models import AreaKind
from workorders.models.orders import WorkOrder
from workorders.querysets import ClockQuerySet


class ClockCode(models.TextChoices):
    ACCEPT = "ACCEPT", _("Acceptance")
    CREW_ACCEPT = "CREW_ACCEPT", _("Crew acceptance")
    ARRIVE = "ARRIVE", _("Arrival")
    RESTORE = "RESTORE", _("Restoration")
    REPLY = "REPLY", _("Reply")
    REVIEW = "REVIEW", _("Review")
    CALLBACK = "CALLBACK", _("Callback")


class Outcome(models.TextChoices):
    MET = "MET", _("In time")
    MISSED = "MISSED", _("Late")
    VOID = "VOID", _("Not counted")


class TimeLimit(models.Model):
    """A limit of the trade as effective-dated data: rules differ by year and province."""

    code = models.CharField(max_length=20, choices=ClockCode)
    area_kind = models.CharField(max_length=10, choices=AreaKind, blank=True, help_text=_("Empty: every area"))
    limit_minutes = models.PositiveIntegerField()
    warn_percents = ArrayField(models.PositiveSmallIntegerField(), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        constraints = [
            models.UniqueConstraint(fields=["code", "area_kind", "valid_from"], name="one_limit_per_code_area_and_date")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.area_kind} {self.limit_minutes} min"


class Clock(models.Model):
    """One promise about one order. A reassignment never restarts it; the next moment something is due is indexed."""

    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="clocks")
    code = models.CharField(max_length=20, choices=ClockCode)
    started_at = models.DateTimeField()
    limit_minutes = models.PositiveIntegerField()
    warn_percents = ArrayField(models.PositiveSmallIntegerField(), default=list)
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    warned_percent = models.PositiveSmallIntegerField(default=0)
    next_warning_at = models.DateTimeField(null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "code"], condition=Q(stopped_at=None), name="one_running_clock_per_order_and_code"
            ),
            models.CheckConstraint(condition=Q(code__in=ClockCode.values), name="clock_code_is_known"),
        ]
        indexes = [
            # The timer reads due rows only.
            models.Index(fields=["next_warning_at"], condition=Q(stopped_at=None, paused_at=None), name="clock_due")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_at:%F %T}"


class Pause(models.Model):
    """A stretch in which the listed clocks stood still: who, why, until when. At most three an order."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=30)
    detail = models.TextField(blank=True)
    started_at = models.DateTimeField()
    expected_resume_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="one_open_pause_per_order")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.reason}"
