"""Which orders may not be touched, and in which people are pseudonyms already."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workorders.models.orders import WorkOrder


class LegalHold(models.Model):
    """A dispute, a court, an accident: everything of the order stays as it is until the hold is lifted."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(_("reason"), max_length=200)
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-held_at"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(lifted_at=None), name="one_live_hold_per_order"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="a_hold_is_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.order)


class Pseudonymised(models.Model):
    """People of this order are pseudonyms since then; ``people``: how many there were, which nothing else tells any more."""

    order = models.OneToOneField(WorkOrder, primary_key=True, on_delete=models.PROTECT, related_name="pseudonymised")
    at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("pseudonymised order")
        verbose_name_plural = _("pseudonymised orders")

    def __str__(self) -> str:
        return str(self.order_id)
