"""可开放容量 and the supply plan: what equipment can still carry, by which rule, and how a person signs what rules drafted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import SupplyNode
from workorders.models.orders import WorkOrder


class NodeLoad(models.Model):
    """What a transformer or feeder is rated for and carried at its peak. ``invented`` data says so wherever it is shown."""

    node = models.OneToOneField(SupplyNode, on_delete=models.CASCADE, related_name="load")
    rated_kva = models.FloatField()
    peak_kw = models.FloatField()
    pv_kw = models.FloatField(default=0, help_text=_("Photovoltaic that feeds in there already"))
    measured_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    invented = models.BooleanField(default=False, help_text=_("Made up for a demonstration"))

    class Meta:
        verbose_name = _("rating and load of equipment")
        verbose_name_plural = _("ratings and loads of equipment")
        constraints = [
            models.CheckConstraint(
                condition=Q(rated_kva__gt=0, peak_kw__gte=0, pv_kw__gte=0), name="a_rating_is_positive"
            )
        ]

    def __str__(self) -> str:
        return f"{self.node_id} {self.rated_kva} kVA"


class HeadroomRule(models.Model):
    """The formula in force from a day: headroom = rating × power factor × loading − peak − what is promised already.

    Kilowatts and metres; shares in per cent. The newest one that is in force counts.
    """

    valid_from = models.DateField(unique=True)
    power_factor = models.FloatField(default=0.95)
    transformer_loading_percent = models.PositiveSmallIntegerField(default=80)
    feeder_loading_percent = models.PositiveSmallIntegerField(default=70)
    simultaneity_percent = models.PositiveSmallIntegerField(
        default=60, help_text=_("Of what is promised and not connected yet, how much comes at the peak")
    )
    pv_percent = models.PositiveSmallIntegerField(default=80, help_text=_("Of the rating, for photovoltaic"))
    single_phase_most_kw = models.FloatField(default=16)
    low_voltage_most_kw = models.FloatField(default=160)
    low_voltage_most_m = models.FloatField(default=400)
    source = models.CharField(max_length=200, blank=True)
    assumed = models.BooleanField(default=True, help_text=_("Nobody published it: to be confirmed by the utility"))

    class Meta:
        verbose_name = _("rule of headroom")
        verbose_name_plural = _("rules of headroom")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(power_factor__gt=0, power_factor__lte=1), name="a_power_factor_is_at_most_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%F}"


class SupplyPlan(models.Model):
    """供电方案: drafted by rules with its reasons, signed by a person. A signed one stays, also once it has lapsed; another draft may follow it.

    ``reasons`` are rows of ``{"code", …numbers}`` in the words of ``plan_words.py``.
    """

    class Voltage(models.TextChoices):
        LV_220 = "LV_220", _("220 V, one phase")
        LV_380 = "LV_380", _("380 V, three phases")
        MV_10 = "MV_10", _("10 kV")

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="supply_plans")
    voltage = models.CharField(max_length=10, choices=Voltage)
    node = models.ForeignKey(SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    distance_m = models.FloatField(null=True, blank=True)
    asked_kw = models.FloatField(null=True, blank=True)
    headroom_kw = models.FloatField(null=True, blank=True)
    granted_kw = models.FloatField(null=True, blank=True)
    grid_works = models.BooleanField(default=False, help_text=_("Something has to be built in the grid first"))
    reasons = models.JSONField(default=list)
    rule = models.ForeignKey(HeadroomRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lapsed_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("supply plan")
        verbose_name_plural = _("supply plans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(signed_at=None), name="one_open_draft_per_case"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="a_plan_is_signed_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(lapsed_at=None) | Q(signed_at__isnull=False, lapsed_at__gt=F("signed_at")),
                name="a_plan_lapses_after_it_was_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.voltage}"
