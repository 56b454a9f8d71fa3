"""The numbers by which the judge decides, as effective-dated data: they differ by level, centre and year."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.organisation.models import OrgUnit


class JudgementLevel(models.TextChoices):
    """From the meter up (domain reference §4.5)."""

    METER = "METER", _("Meter")
    METER_BOX = "METER_BOX", _("Meter box")
    LV_BRANCH = "LV_BRANCH", _("Low-voltage branch")
    AREA = "AREA", _("Transformer area")
    TRANSFORMER = "TRANSFORMER", _("Transformer")
    LATERAL = "LATERAL", _("Lateral")
    SECTION = "SECTION", _("Section")
    FEEDER = "FEEDER", _("Feeder")
    SUBSTATION = "SUBSTATION", _("Substation")


class JudgementParameter(models.Model):
    """When a level counts as off. Empty centre: everywhere. A new number is a new row with its first day."""

    level = models.CharField(max_length=20, choices=JudgementLevel)
    centre = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    share_off = models.FloatField(help_text=_("Share of children off, 0 to 1"))
    least_children = models.PositiveSmallIntegerField(default=2, help_text=_("Independent children off, at least"))
    least_signals = models.PositiveSmallIntegerField(default=2)
    window_minutes = models.PositiveSmallIntegerField(default=10)
    probable_after_minutes = models.PositiveSmallIntegerField(default=15)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("judgement parameter")
        verbose_name_plural = _("judgement parameters")
        constraints = [
            models.UniqueConstraint(
                fields=["level", "centre", "valid_from"],
                nulls_distinct=False,
                name="one_parameter_per_level_centre_and_date",
            ),
            models.CheckConstraint(condition=Q(level__in=JudgementLevel.values), name="judgement_level_is_known"),
            models.CheckConstraint(condition=Q(share_off__range=(0, 1)), name="share_off_is_between_0_and_1"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.share_off}"
