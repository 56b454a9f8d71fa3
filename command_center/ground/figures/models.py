"""Figures kept as sums by day, in versions: what is valid now, and what was valid at any earlier moment, with the reason for each."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit


class Why(models.TextChoices):
    """Why a version was written. Only the last four restate a day that was over."""

    FIRST = "FIRST", _("Counted for the first time")
    RUNNING = "RUNNING", _("Counted while the day ran")
    EVENT = "EVENT", _("Something happened to an order or an outage of that day")
    LIMIT = "LIMIT", _("A limit passed")
    CORRECTION = "CORRECTION", _("The ledger of interruptions was corrected")
    DRIFT = "DRIFT", _("Found by the check: no event told of it")


class DailyValue(models.Model):
    """One version of what a day of one unit adds to a figure. Append-only: a later version only ends the one before.

    ``place`` is the unit in which it is counted, ``within`` the path by which it is decided who may ask (of a complaint the two differ);
    ``gate`` is that of what was told in confidence. A row of zeros says that there is nothing any more. ``about``: up to three
    subjects on whose account it was counted again, as ``{"subject", "id", "said"}``: ``said`` is the event, or the id of a correction.
    """

    figure = models.CharField(max_length=40)
    day = models.DateField(help_text=_("In China"))
    place = models.CharField(max_length=120, blank=True)
    within = models.CharField(max_length=120, blank=True)
    gate = models.CharField(max_length=20, blank=True)
    top = models.DecimalField(max_digits=30, decimal_places=10)
    under = models.DecimalField(max_digits=30, decimal_places=10)
    rows = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=20, choices=Why)
    about = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("kept figure of a day")
        verbose_name_plural = _("kept figures of a day")
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "day", "place", "within", "gate"], condition=Q(superseded_at=None),
                name="one_valid_version_per_figure_day_and_place",
            ),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="a_version_has_a_known_reason"),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
                name="a_version_ends_after_it_began",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["figure", "day"], name="kept_by_figure_and_day"),
            models.Index(fields=["recorded_at"], name="kept_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.day} {self.place} {self.top}/{self.under}"


class TouchedDay(models.Model):
    """A day to be counted again, and on whose account. Gone once it was counted."""

    day = models.DateField()
    why = models.CharField(max_length=20, choices=Why)
    subject = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(default=0)
    said = models.CharField(max_length=50, blank=True, help_text=_("The event, or the number of a correction"))
    org_path = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("day to be counted again")
        verbose_name_plural = _("days to be counted again")
        constraints = [
            models.UniqueConstraint(fields=["day", "why", "subject", "subject_id"], name="a_day_is_touched_once"),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="a_touched_day_has_a_known_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.why} {self.subject} {self.subject_id}"


class SubjectDays(models.Model):
    """On which days an order or an outage counted last: when a moment of it moves, the day that it left is counted again too."""

    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    days = ArrayField(models.DateField())

    class Meta:
        verbose_name = _("days of a subject")
        verbose_name_plural = _("days of subjects")
        constraints = [models.UniqueConstraint(fields=["subject", "subject_id"], name="days_once_per_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"


class Book(models.Model):
    """One row: up to which event the kept figures have read, up to which moment limits were looked at, when they were counted last."""

    seq = models.BigIntegerField()
    limits_until = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("state of the kept figures")
        verbose_name_plural = _("state of the kept figures")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_book_of_figures")]

    def __str__(self) -> str:
        return f"{self.seq}"


class Sweep(models.Model):
    """A walk over all days and figures, half a year at a time: the first count, and the check every night. ``position``: how far it came."""

    why = models.CharField(max_length=20, choices=Why)
    first = models.DateField()
    last = models.DateField()
    position = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0, help_text=_("Values that were not what the rows say"))
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("walk over the kept figures")
        verbose_name_plural = _("walks over the kept figures")
        constraints = [
            models.UniqueConstraint(
                fields=["why"], condition=Q(finished_at=None), name="one_walk_of_a_kind_over_figures"
            ),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="a_walk_has_a_known_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.why} {self.first} {self.last}"


class WeeklyReport(models.Model):
    """The figures of a unit and an ISO week as they were told: ``body`` has values, words in both languages and rows of the charts.

    Written once; a later correction of the rows restates figures and no report.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    org_path = models.CharField(max_length=120)
    first = models.DateField(help_text=_("The Monday of the week"))
    made_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        verbose_name = _("weekly report")
        verbose_name_plural = _("weekly reports")
        constraints = [
            models.UniqueConstraint(fields=["unit", "first"], name="one_report_per_unit_and_week"),
            models.CheckConstraint(condition=Q(first__iso_week_day=1), name="a_week_begins_on_monday"),
        ]
        indexes = [models.Index(fields=["first"], name="report_by_week")]

    def __str__(self) -> str:
        return f"{self.org_path} {self.first}"
