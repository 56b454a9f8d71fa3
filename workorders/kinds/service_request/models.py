"""A service request's own facts, beside what every order has."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workorders.models.orders import WorkOrder


class ServiceRequest(models.Model):
    """``booked_at``: for when the customer booked a charging post or a visit; whoever goes is there before it."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, primary_key=True, related_name="service_request")
    booked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("service request")
        verbose_name_plural = _("service requests")

    def __str__(self) -> str:
        return str(self.order_id)
