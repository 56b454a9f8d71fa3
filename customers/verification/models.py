"""A code that was sent to a phone; neither the number nor the code can be read from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PhoneCode(models.Model):
    """One code for one purpose (``withdraw-complaint``) about one thing (an order's number). The newest one counts."""

    purpose = models.CharField(max_length=30)
    reference = models.CharField(max_length=40)
    phone_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("phone code")
        verbose_name_plural = _("phone codes")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "reference"], condition=Q(used_at=None), name="one_open_code_per_purpose_and_thing"
            )
        ]
        indexes = [models.Index(fields=["phone_digest", "sent_at"], name="code_by_phone")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.reference}"
