"""The numbers by which the judge decides, as effective-dated data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class JudgementParameter(models.Model):
    """What holds from ``valid_from`` on. A new number is a new row with its first day; no row: the defaults here."""

    least_signals = models.PositiveSmallIntegerField(
        default=2, help_text=_("Places that must report before more than one place counts as dark")
    )
    probable_after_minutes = models.PositiveSmallIntegerField(
        default=15, help_text=_("A suspicion that nothing spoke against for so long is probable")
    )
    grace_minutes = models.PositiveSmallIntegerField(
        default=10,
        help_text=_("A call so soon after the return of power opens no new outage: the meter is asked first"),
    )
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("judgement parameter")
        verbose_name_plural = _("judgement parameters")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="a_parameter_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}"
