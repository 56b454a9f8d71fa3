"""Generator vehicles, and where each of them supplies customers of an outage (domain reference §4.9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit
from customers.models import ServicePoint
from outages.life.models import Outage


class GeneratorStatus(models.TextChoices):
    STANDBY = "STANDBY", _("On standby")
    ASSIGNED = "ASSIGNED", _("Assigned")
    EN_ROUTE = "EN_ROUTE", _("En route")
    CONNECTED = "CONNECTED", _("Connected")
    SUPPLYING = "SUPPLYING", _("Supplying")
    RETURNING = "RETURNING", _("Returning")
    MAINTENANCE = "MAINTENANCE", _("In maintenance")


class GeneratorVehicle(models.Model):
    """应急发电车."""

    code = models.CharField(max_length=30, unique=True)
    plate = models.CharField(max_length=20, blank=True)
    kva = models.PositiveIntegerField()
    kv = models.FloatField(default=0.4, help_text=_("Output voltage, kV: 0.4 or 10"))
    fuel_hours = models.FloatField()
    status = models.CharField(max_length=20, choices=GeneratorStatus, default=GeneratorStatus.STANDBY)
    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="generators")
    org_path = models.CharField(max_length=120)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        verbose_name = _("generator vehicle")
        verbose_name_plural = _("generator vehicles")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=GeneratorStatus.values), name="generator_status_is_known")
        ]

    def __str__(self) -> str:
        return self.plate or self.code


class GeneratorAssignment(models.Model):
    """A vehicle sent to customers of an outage; the time supplied is not interrupted, from ``supplying_from_at`` on."""

    vehicle = models.ForeignKey(GeneratorVehicle, on_delete=models.PROTECT, related_name="assignments")
    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="generators")
    service_point = models.ForeignKey(ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    supplying_from_at = models.DateTimeField(null=True, blank=True)
    supplying_to_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("generator assignment")
        verbose_name_plural = _("generator assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["vehicle"], condition=Q(released_at=None), name="one_live_assignment_per_generator"
            )
        ]

    def __str__(self) -> str:
        return f"{self.vehicle_id} → {self.outage_id}"
