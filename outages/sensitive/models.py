"""Who must not be without power (domain reference §4.8).

Sensitive personal data: shown within the jurisdiction only, never exported; ``str()`` names nobody.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import ServicePoint
from outages.sensitive.querysets import SensitiveQuerySet


class SensitiveClass(models.TextChoices):
    SPECIAL = "SPECIAL", _("Special important user")
    GRADE_1 = "GRADE_1", _("Important user, grade 1")
    GRADE_2 = "GRADE_2", _("Important user, grade 2")
    TEMPORARY = "TEMPORARY", _("Temporarily important")
    SENSITIVE = "SENSITIVE", _("Sensitive customer")
    LIFE_SUPPORT = "LIFE_SUPPORT", _("Life support")
    TIME_CRITICAL = "TIME_CRITICAL", _("Time-critical production")


IMPORTANT = (SensitiveClass.SPECIAL, SensitiveClass.GRADE_1, SensitiveClass.GRADE_2, SensitiveClass.TEMPORARY)
# An outage that touches one of these is an order of grade 1.
MOST_URGENT = (SensitiveClass.SPECIAL, SensitiveClass.GRADE_1, SensitiveClass.LIFE_SUPPORT)


class SensitiveUse(models.TextChoices):
    TOBACCO_CURING = "TOBACCO_CURING", _("Tobacco curing")
    AQUACULTURE = "AQUACULTURE", _("Aquaculture")
    COLD_STORE = "COLD_STORE", _("Cold store")
    GREENHOUSE = "GREENHOUSE", _("Greenhouse")
    HOME_OXYGEN = "HOME_OXYGEN", _("Oxygen at home")
    HOSPITAL = "HOSPITAL", _("Hospital")
    WATER = "WATER", _("Water works")
    TELECOM = "TELECOM", _("Telecommunications")
    GOVERNMENT = "GOVERNMENT", _("Government")
    EVENT = "EVENT", _("Event or exam")
    OTHER = "OTHER", _("Other use")


class SensitiveEntry(models.Model):
    """Why one service point counts more. A season is two numbers MMDD, e.g. 615 to 930, and may cross New Year."""

    service_point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="sensitive_entries")
    sensitive_class = models.CharField(max_length=20, choices=SensitiveClass)
    use = models.CharField(max_length=20, choices=SensitiveUse, default=SensitiveUse.OTHER)
    season_from = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Month and day, e.g. 615"))
    season_to = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Month and day, e.g. 930"))
    hours_to_damage = models.FloatField(null=True, blank=True)
    own_generator = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who keeps this entry true"),
    )
    consent = models.BooleanField(default=False, help_text=_("The customer agreed to be listed"))
    last_verified_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    org_path = models.CharField(max_length=120)

    objects = SensitiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("sensitive entry")
        verbose_name_plural = _("sensitive register")
        constraints = [
            models.UniqueConstraint(
                fields=["service_point", "sensitive_class", "use"], name="one_entry_per_point_class_and_use"
            ),
            models.CheckConstraint(
                condition=Q(sensitive_class__in=SensitiveClass.values), name="sensitive_class_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(sensitive_class=SensitiveClass.LIFE_SUPPORT) | Q(consent=True),
                name="life_support_needs_consent",
            ),
            models.CheckConstraint(
                condition=Q(season_from=None, season_to=None)
                | Q(season_from__range=(101, 1231), season_to__range=(101, 1231)),
                name="a_season_has_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sensitive_class} {self.pk}"
