"""Who opened which customers lately, how many are too many, and what was found."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.roles import Role, is_role, role_choices

CUSTOMERS, CALLED_CUSTOMERS, MINUTES = 30, 150, 60


class CustomerOpening(models.Model):
    """When somebody last opened a customer's card or numbers; the same customer again is the same row. Kept for a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    customer = models.CharField(max_length=30, help_text=_("Number of the customer, or of the order of a caller"))
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("opened customer")
        verbose_name_plural = _("opened customers")
        constraints = [
            models.UniqueConstraint(fields=["person", "customer"], name="one_opening_per_person_and_customer")
        ]
        indexes = [models.Index(fields=["person", "opened_at"], name="opening_by_person_and_time")]

    def __str__(self) -> str:
        return self.customer


class SweepRule(models.Model):
    """From how many different customers on opening them is a sweep. A role without a row has the row without a role."""

    role = models.CharField(_("role"), max_length=30, choices=role_choices, unique=True, blank=True)
    customers = models.PositiveIntegerField(default=CUSTOMERS, help_text=_("Who did not call within a day"))
    called_customers = models.PositiveIntegerField(default=CALLED_CUSTOMERS, help_text=_("All, those who called too"))
    minutes = models.PositiveIntegerField(default=MINUTES, help_text=_("Within how many minutes"))

    class Meta:
        verbose_name = _("sweep rule")
        verbose_name_plural = _("sweep rules")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role="") | models.Q(is_role("role")), name="sweep_rule_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(customers__gte=2, minutes__range=(1, 1440))
                & models.Q(called_customers__gte=models.F("customers")),
                name="a_sweep_is_of_several_customers_within_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(Role(self.role).label) if self.role else "*"


class Sweep(models.Model):
    """Somebody looked at more people than their work can need, until the security administrator has looked into it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    customers = models.PositiveIntegerField(null=True, blank=True)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        indexes = [models.Index(fields=["person", "found_at"], name="sweep_by_person_and_time")]

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"
