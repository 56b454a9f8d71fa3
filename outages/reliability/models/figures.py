"""Sums of the ledger by day, so that a month of a province is read from thousands of rows and not from millions.

One row per outage and day, and per unit, kind of area, feeder and so on within it. The outage is part of the key because
"how many outages" cannot be added up from rows that share them; and a correction of an outage restates its rows alone.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import SupplyNode
from command_center.ground.organisation.models import AreaKind
from outages.life.choices import CauseClass, OutageKind
from outages.life.models import Outage


class Counted(models.TextChoices):
    """Who is one in a count. The bases of DL/T 836 are made of these (``outages.reliability.selectors.figures.BASES``)."""

    LV_CUSTOMER = "LV_CUSTOMER", _("Low-voltage user")
    MV_CUSTOMER = "MV_CUSTOMER", _("Medium-voltage user")
    TRANSFORMER = "TRANSFORMER", _("Public transformer")


class Band(models.IntegerChoices):
    """How long it lasted. Limits of three and of five minutes are both sums of bands, so one row serves both."""

    SHORT = 0, _("Up to 3 minutes")
    BRIEF = 1, _("Up to 5 minutes")
    SUSTAINED = 2, _("Longer than 5 minutes")
    OPEN = 3, _("Not over yet")


class DailyFigure(models.Model):
    """``day`` is the Chinese day on which the interruptions began. An open one has no duration yet: ``seconds`` is 0."""

    day = models.DateField()
    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="figures", db_index=False)
    org_path = models.CharField(max_length=120)
    area_kind = models.CharField(max_length=10, choices=AreaKind)
    kind = models.CharField(max_length=20, choices=OutageKind)
    cause_class = models.CharField(max_length=20, choices=CauseClass)
    feeder = models.ForeignKey(
        SupplyNode, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    counted = models.CharField(max_length=20, choices=Counted)
    band = models.PositiveSmallIntegerField(choices=Band)
    interruptions = models.PositiveBigIntegerField()
    seconds = models.PositiveBigIntegerField(help_text=_("Customers × seconds"))

    class Meta:
        verbose_name = _("daily figure")
        verbose_name_plural = _("daily figures")
        constraints = [
            models.UniqueConstraint(
                fields=["outage", "day", "org_path", "area_kind", "kind", "feeder", "counted", "band"],
                nulls_distinct=False,
                name="one_figure_per_outage_day_and_place",
            ),
            models.CheckConstraint(condition=Q(counted__in=Counted.values), name="figure_counts_what_is_known"),
            models.CheckConstraint(condition=Q(band__in=Band.values), name="figure_band_is_known"),
        ]
        indexes = [models.Index(fields=["day", "counted"], name="figure_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.org_path} {self.counted} {self.interruptions}"


class ServedCustomers(models.Model):
    """How many there were on a day: N_T of the indices is the mean of the counts within a period."""

    day = models.DateField()
    org_path = models.CharField(max_length=120)
    area_kind = models.CharField(max_length=10, choices=AreaKind)
    counted = models.CharField(max_length=20, choices=Counted)
    customers = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("customers served")
        verbose_name_plural = _("customers served")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "org_path", "area_kind", "counted"], name="one_count_per_day_and_place"
            ),
            models.CheckConstraint(condition=Q(counted__in=Counted.values), name="served_counts_what_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.org_path} {self.counted} {self.customers}"


class MajorEventThreshold(models.Model):
    """T_MED of the province for a year, from the five before it: computed once, then frozen (domain reference §5.1)."""

    year = models.PositiveSmallIntegerField(unique=True)
    days = models.PositiveIntegerField()
    alpha = models.FloatField()
    beta = models.FloatField(help_text=_("Sample standard deviation"))
    minutes = models.FloatField(help_text=_("Daily SAIDI above this is a major event day"))
    customers_served = models.PositiveIntegerField()
    sustained_over_seconds = models.PositiveIntegerField()
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("major event threshold")
        verbose_name_plural = _("major event thresholds")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year} {self.minutes:.2f}"


class FigureRun(models.Model):
    """A refresh: what had changed in the ledger up to ``changed_until`` stands in the figures.

    While it goes on, ``counted_to`` is the id of the last outage that was counted; the next worker goes on behind it.
    """

    changed_until = models.DateTimeField()
    outages = models.PositiveIntegerField()
    counted_to = models.BigIntegerField(null=True, blank=True, help_text=_("Not finished: counted up to this outage"))
    finished_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("refresh of figures")
        verbose_name_plural = _("refreshes of figures")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.changed_until:%F %T}"
