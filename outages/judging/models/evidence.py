"""What speaks for an outage, or against it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import Branch, SupplyNode
from customers.models import ServicePoint
from outages.life.models import Outage
from workorders.models import WorkOrder


class EvidenceKind(models.TextChoices):
    """Domain reference §4.4, from the least to the most trusted."""

    CALL = "CALL", _("Customer call")
    METER_OFF = "METER_OFF", _("Meter lost power")
    METER_ON = "METER_ON", _("Meter has power")
    TERMINAL = "TERMINAL", _("Terminal or fault indicator")
    BREAKER = "BREAKER", _("Breaker trip")
    CREW = "CREW", _("Crew on site")
    PLAN = "PLAN", _("Outage plan")


class Extent(models.TextChoices):
    """How far it is dark, in the words of the buttons before a crew that stands there."""

    NOBODY = "NOBODY", _("The meter has power: the customer's own fault")
    HOUSE = "HOUSE", _("Only this house is dark")
    BUILDING = "BUILDING", _("The whole building is dark")
    VILLAGE = "VILLAGE", _("The whole village is dark")
    DEVICE = "DEVICE", _("Everybody behind a device is dark")


class Evidence(models.Model):
    """One signal. ``source_key`` names it at its source: the same signal delivered twice is one row.

    Without an outage it waits for the judge; ``at`` is when it happened, ``received_at`` when it reached us. Of a crew's
    finding ``author`` is who says so, and ``detail`` holds ``extent``, ``cause_class``, ``cause``, ``note``, ``hazard``,
    ``customers`` and ``effect``: what became of it (``outages.findings.rules``).
    """

    outage = models.ForeignKey(Outage, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind)
    source_key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    service_point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    node = models.ForeignKey(SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    order = models.ForeignKey(WorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    org_path = models.CharField(max_length=120)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_is_known")]
        indexes = [
            models.Index(fields=["at"], name="evidence_by_time"),
            models.Index(fields=["service_point", "-at"], name="evidence_of_a_point"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"
