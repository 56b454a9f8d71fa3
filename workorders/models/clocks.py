"""Promises about an order: limits of the trade, running clocks, when they stood still and how their end was moved."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import AreaKind, OrgUnit
from workorders.clocks import codes, limits
from workorders.models.orders import Source, WorkOrder
from workorders.querysets import ClockQuerySet

IS_CODE_WORD = RegexValidator(codes.CODE_SHAPE, _("Capital letters, digits and underscores."))


class Outcome(models.TextChoices):
    MET = "MET", _("In time")
    MISSED = "MISSED", _("Late")
    VOID = "VOID", _("Not counted")


class Basis(models.TextChoices):
    """Why a limit holds, the strictest as a rule first: a house rule, a promise to the public, a regulation."""

    RULE = limits.RULE, _("Internal rule")
    PROMISE = limits.PROMISE, _("Public promise")
    LAW = limits.LAW, _("Regulation")


class Voltage(models.TextChoices):
    MV = "MV", _("Medium voltage")
    LV = "LV", _("Low voltage")


class TimeLimit(models.Model):
    """A limit of the trade as effective-dated data: rules differ by year and province.

    An empty column means every value; the most specific row wins (``workorders.clocks.limits``).
    """

    code = models.CharField(max_length=20, choices=codes.choices)
    kind = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        validators=[IS_CODE_WORD],
        help_text=_("Empty: every kind of order"),
    )
    sub_kind = models.CharField(
        max_length=30,
        blank=True,
        default="",
        db_default="",
        validators=[IS_CODE_WORD],
        help_text=_("Empty: every sub-kind"),
    )
    area_kind = models.CharField(max_length=10, choices=AreaKind, blank=True, help_text=_("Empty: every area"))
    voltage = models.CharField(
        max_length=10, choices=Voltage, blank=True, default="", db_default="", help_text=_("Empty: every voltage")
    )
    channel = models.CharField(
        max_length=20, choices=Source, blank=True, default="", db_default="", help_text=_("Empty: every channel")
    )
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.RULE, db_default=Basis.RULE)
    limit_minutes = models.PositiveIntegerField(null=True, blank=True, help_text=_("Minutes around the clock"))
    limit_working_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Or working days, by the calendar of the centre")
    )
    warn_percents = ArrayField(models.PositiveSmallIntegerField(), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    assumed = models.BooleanField(
        default=False, db_default=False, help_text=_("Nobody published it: to be confirmed by the utility")
    )

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        constraints = [
            models.UniqueConstraint(
                fields=["code", *limits.COLUMNS, "basis", "valid_from"], name="one_limit_per_case_basis_and_date"
            ),
            models.CheckConstraint(
                # "Is not null" stands there because a check that is neither true nor false lets the row in.
                condition=Q(limit_minutes__isnull=False, limit_minutes__gt=0, limit_working_days=None)
                | Q(limit_minutes=None, limit_working_days__isnull=False, limit_working_days__gt=0),
                name="a_limit_is_minutes_or_working_days",
            ),
            models.CheckConstraint(condition=Q(code__regex=codes.CODE_SHAPE), name="limit_code_is_a_code_word"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.area_kind} {self.amount}"

    @property
    def calendar(self) -> str:
        """WALL: every minute counts; WORK: working hours only."""
        return "WALL" if self.limit_working_days is None else "WORK"

    @property
    def amount(self) -> str:
        return f"{self.limit_minutes} min" if self.limit_working_days is None else f"{self.limit_working_days} d"


class Clock(models.Model):
    """One promise about one order. A reassignment never restarts it; the next moment something is due is indexed.

    ``limit_minutes`` and whatever else is in minutes are those of its calendar: working time when ``work_centre`` says
    whose days and hours count, else around the clock. The ``outer_`` limit is the wider one of two (an internal rule
    steers, a public promise stands behind it) and has its own outcome.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="clocks")
    code = models.CharField(max_length=20, choices=codes.choices)
    basis = models.CharField(max_length=10, choices=Basis, blank=True, default="", db_default="")
    work_centre = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    limit_minutes = models.PositiveIntegerField()
    extended_seconds = models.PositiveIntegerField(default=0, db_default=0)
    warn_percents = ArrayField(models.PositiveSmallIntegerField(), default=list)
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0, db_default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    worked_seconds = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Working time from start to end, of a clock of working days that has ended")
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="", db_default="")
    warned_percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_warning_at = models.DateTimeField(null=True, blank=True)
    outer_basis = models.CharField(max_length=10, choices=Basis, blank=True, default="", db_default="")
    outer_limit_minutes = models.PositiveIntegerField(null=True, blank=True)
    outer_due_at = models.DateTimeField(null=True, blank=True)
    outer_outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="", db_default="")

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "code"], condition=Q(stopped_at=None), name="one_running_clock_per_order_and_code"
            ),
            models.CheckConstraint(condition=Q(code__regex=codes.CODE_SHAPE), name="clock_code_is_a_code_word"),
        ]
        indexes = [
            # The timer reads due rows only.
            models.Index(fields=["next_warning_at"], condition=Q(stopped_at=None, paused_at=None), name="clock_due"),
            # A changed calendar moves these and no others.
            models.Index(
                fields=["work_centre"],
                condition=Q(stopped_at=None, work_centre__isnull=False),
                name="clock_in_work_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_at:%F %T}"

    @property
    def raw_minutes(self) -> float | None:
        """From start to end with the pauses, in its own calendar; None while it runs."""
        if self.stopped_at is None:
            return None
        if self.worked_seconds is not None:
            return self.worked_seconds / 60
        return (self.stopped_at - self.started_at).total_seconds() / 60

    @property
    def net_minutes(self) -> float | None:
        """What counted against the limit; None while it runs."""
        return None if self.raw_minutes is None else self.raw_minutes - self.paused_seconds / 60


class DueChange(models.Model):
    """A due moment that was moved other than by a pause, with the old one kept. Append-only by trigger."""

    class Why(models.TextChoices):
        EXTENDED = "EXTENDED", _("Extension")
        CALENDAR = "CALENDAR", _("Calendar changed")
        CHANNEL = "CHANNEL", _("Told through another channel")

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="due_changes")
    why = models.CharField(max_length=10, choices=Why)
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    reason = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("moved due moment")
        verbose_name_plural = _("moved due moments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(why="EXTENDED"), name="a_clock_is_extended_once"),
            models.CheckConstraint(
                condition=~Q(why="EXTENDED") | (Q(new_due_at__gt=F("old_due_at"), actor__isnull=False) & ~Q(reason="")),
                name="an_extension_is_later_and_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_at:%F %T} → {self.new_due_at:%F %T}"


class Pause(models.Model):
    """A stretch in which the listed clocks stood still: who, why, until when, on what evidence. At most three an order."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=30)
    detail = models.TextField(blank=True)
    evidence = models.TextField(
        blank=True, default="", db_default="", help_text=_("What shows it: a call, a photo, a permit number")
    )
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
