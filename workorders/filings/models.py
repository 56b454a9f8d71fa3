"""A filing in advance, and the pause of a unit's right to file."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit
from customers.models import Customer
from workorders.models.orders import kinds


class Filing(models.Model):
    """A unit says in advance what is known of a customer's matter, with its evidence, from a day until a day.

    Orders of that customer (and kind, where one is named) that open while it is in force are marked with it: nobody is
    answered otherwise for it, but whoever reads the order knows.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="filings")
    org_path = models.CharField(max_length=120)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="filings")
    kind = models.CharField(max_length=20, blank=True, choices=kinds)
    reason = models.CharField(max_length=500)
    evidence = models.CharField(max_length=500, help_text=_("What shows it: a record, a photo, a letter"))
    from_on = models.DateField()
    until_on = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("filing in advance")
        verbose_name_plural = _("filings in advance")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lte=F("until_on")), name="a_filing_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(evidence=""), name="a_filing_has_reason_and_evidence"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | (Q(revoked_by__isnull=False) & ~Q(revoked_reason="")),
                name="a_filing_is_revoked_by_a_person_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["customer", "until_on"], name="filing_by_customer")]

    def __str__(self) -> str:
        return self.reason[:60]


class FilingPause(models.Model):
    """A unit that abused it files nothing until that day: one to three months (domain reference §2.4)."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="filing_pauses")
    from_on = models.DateField()
    until_on = models.DateField()
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pause of filing")
        verbose_name_plural = _("pauses of filing")
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lt=F("until_on")), name="a_filing_pause_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} – {self.until_on}"
