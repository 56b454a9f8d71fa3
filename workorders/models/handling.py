"""What is said and done about a matter that a unit handles: given on to another unit, spoken of with the customer, answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit
from workorders.models.orders import WorkOrder


class Transfer(models.Model):
    """转派: an order given from one unit to another. Append-only by trigger; the first giving has no unit before it."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="transfers")
    from_unit = models.ForeignKey(OrgUnit, null=True, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_unit=None) | ~Q(from_unit=F("to_unit")), name="a_transfer_goes_to_another_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} → {self.to_unit_id}"


class Answer(models.Model):
    """答复: what came of a matter, and whether its customer was told; rework overwrites by a new row."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=200, blank=True)
    measures = models.TextField()
    told_at = models.DateTimeField(null=True, blank=True)
    not_told_reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(not_told_reason=""), name="told_or_not_told_but_never_both"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.measures[:40]}"
