"""The one table that holds who told us of a confidential matter."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workorders.models.orders import FaultReport, WorkOrder


class Complainant(models.Model):
    """Who told us of a confidential order, sealed (domain reference §9.1). The first row of an order is whose matter it is.

    The digests recognise the same caller without naming them. A row for each report; one without a report where an order
    sprang from another one.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="complainants")
    report = models.OneToOneField(
        FaultReport, null=True, blank=True, on_delete=models.PROTECT, related_name="complainant"
    )
    sealed = models.BinaryField()
    phone_digest = models.CharField(max_length=64, blank=True)
    customer_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("confidential complainant")
        verbose_name_plural = _("confidential complainants")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["phone_digest"], condition=~Q(phone_digest=""), name="complainant_by_phone"),
            models.Index(fields=["customer_digest"], condition=~Q(customer_digest=""), name="complainant_by_customer"),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"
