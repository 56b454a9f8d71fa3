"""When power will be back: every estimate ever given, so that accuracy and steadiness can be measured."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outages.life.choices import EstimateSource
from outages.life.models import Outage


class RestorationEstimate(models.Model):
    """One estimate. ``etr_at`` is the P80, which the customer is told; ``p50_at`` the median. Append-only by trigger."""

    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="estimates")
    revision = models.PositiveIntegerField()
    etr_at = models.DateTimeField()
    p50_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=EstimateSource)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("restoration estimate")
        verbose_name_plural = _("restoration estimates")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["outage", "revision"], name="one_estimate_per_revision"),
            models.CheckConstraint(condition=Q(source__in=EstimateSource.values), name="estimate_source_is_known"),
            models.CheckConstraint(
                condition=Q(p50_at=None) | Q(p50_at__lte=F("etr_at")), name="median_is_not_after_p80"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.etr_at:%F %T}"
