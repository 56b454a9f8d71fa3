"""The ledger: who was without power from when to when, as we know it now and as we knew it at any earlier moment.

A row is written once, ended once and retracted once; a trigger keeps everything else from happening to it. A correction
retracts rows and appends others, with a reason and an author, and every figure computed from the ledger follows.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import SupplyNode
from command_center.ground.organisation.models import AreaKind
from customers.models import ServicePoint
from outages.ledger.querysets import InterruptionQuerySet
from outages.life.choices import EndedBy, OutageKind
from outages.life.models import Outage


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class CorrectionKind(models.TextChoices):
    START = "START", _("Time off")
    END = "END", _("Time on")
    NEVER_OFF = "NEVER_OFF", _("Was never off")
    WAS_OFF = "WAS_OFF", _("Was off too")
    EARLIER = "EARLIER", _("Was off earlier, by another outage")
    STILL_OFF = "STILL_OFF", _("Was still off")
    SPLIT = "SPLIT", _("Split")
    MERGE = "MERGE", _("Merge")
    UNMERGE = "UNMERGE", _("Merge undone")
    MOVE = "MOVE", _("Moved to another device")
    DISMISS = "DISMISS", _("Dismissal")
    REINSTATE = "REINSTATE", _("Reinstatement")
    KIND = "KIND", _("Kind of outage")


class Correction(models.Model):
    """Why rows of the ledger were retracted and others appended: one act, one reason, one author. Append-only."""

    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=20, choices=CorrectionKind)
    reason = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CorrectionKind.values), name="correction_kind_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"


class RestorationStep(models.Model):
    """Power came back to an exact set of customers at one moment: the rows of the ledger that name this step."""

    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    ended_by = models.CharField(max_length=20, choices=EndedBy)
    by_device = models.ForeignKey(
        "network.Branch", null=True, blank=True, on_delete=models.PROTECT, related_name="restoration_steps"
    )
    phases = models.CharField(max_length=8, blank=True, help_text=_("Empty: all three"))
    customers = models.PositiveIntegerField(default=0)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("restoration step")
        verbose_name_plural = _("restoration steps")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(ended_by__in=EndedBy.values), name="step_end_is_known")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.ended_by} {self.customers}"


class CustomerBasis(models.TextChoices):
    """The two ways of counting of DL/T 836 (domain reference §5.2)."""

    LV = "LV", _("Low-voltage user")
    MV = "MV", _("Medium-voltage user")


class Interruption(models.Model):
    """One service point without power over ``[off_at, on_at)``; ``on_at`` null while it lasts.

    ``recorded_at``, ``ended_recorded_at`` and ``retracted_at`` are system time: when the database learned of it.
    Whether it is momentary or sustained is no fact of the row: the limit is a parameter of each figure.
    ``org_path`` to ``basis`` are as they were at the opening; ``phases`` are the customer's, e.g. ``A`` or ``ABC``.
    """

    # One index a question and no more: ten thousand rows are opened and closed within a second.
    service_point = models.ForeignKey(
        ServicePoint, on_delete=models.PROTECT, related_name="interruptions", db_index=False
    )
    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="interruptions", db_index=False)
    off_at = models.DateTimeField()
    on_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=20, choices=EndedBy, blank=True)
    back_fed = models.BooleanField(default=False, help_text=_("Supplied again, not from the normal side"))
    step = models.ForeignKey(
        RestorationStep, null=True, blank=True, on_delete=models.PROTECT, related_name="interruptions", db_index=False
    )
    phases = models.CharField(max_length=8, default="ABC")

    recorded_at = models.DateTimeField(db_default=Now())
    ended_recorded_at = models.DateTimeField(null=True, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)
    correction = models.ForeignKey(
        Correction, null=True, blank=True, on_delete=models.PROTECT, related_name="appended", db_index=False
    )
    retracted_by = models.ForeignKey(
        Correction, null=True, blank=True, on_delete=models.PROTECT, related_name="retracted", db_index=False
    )

    # The equipment of that day: history stays although the tree is rebuilt, so no constraint of the database.
    feeder = models.ForeignKey(
        SupplyNode,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    transformer = models.ForeignKey(
        SupplyNode, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    org_path = models.CharField(max_length=120)
    area_kind = models.CharField(max_length=10, choices=AreaKind)
    kind = models.CharField(max_length=20, choices=OutageKind)
    basis = models.CharField(max_length=2, choices=CustomerBasis)

    objects = InterruptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("interruption")
        verbose_name_plural = _("interruptions")
        constraints = [
            ExclusionConstraint(
                name="one_interruption_per_service_point_at_a_time",
                expressions=[
                    ("service_point", RangeOperators.EQUAL),
                    (TsTzRange("off_at", "on_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(retracted_at=None),
            ),
            models.CheckConstraint(
                condition=Q(on_at=None) | Q(on_at__gt=F("off_at")), name="power_returns_after_it_went"
            ),
            models.CheckConstraint(
                condition=Q(on_at=None, ended_by="", ended_recorded_at=None)
                | (Q(on_at__isnull=False, ended_recorded_at__isnull=False) & ~Q(ended_by="")),
                name="an_end_says_what_ended_it",
            ),
            models.CheckConstraint(
                condition=Q(retracted_at=None, retracted_by=None)
                | Q(retracted_at__isnull=False, retracted_by__isnull=False),
                name="a_retraction_has_its_correction",
            ),
            models.CheckConstraint(condition=Q(ended_by__in=["", *EndedBy.values]), name="interruption_end_is_known"),
            models.CheckConstraint(condition=Q(basis__in=CustomerBasis.values), name="customer_basis_is_known"),
        ]
        indexes = [
            models.Index(fields=["service_point"], condition=Q(retracted_at=None), name="interruption_of_a_customer"),
            models.Index(fields=["outage"], condition=Q(retracted_at=None), name="interruption_of_an_outage"),
            models.Index(fields=["correction"], condition=~Q(correction=None), name="interruption_by_correction"),
            models.Index(fields=["retracted_by"], condition=~Q(retracted_by=None), name="interruption_by_retraction"),
            models.Index(fields=["off_at"], condition=Q(retracted_at=None), name="interruption_by_start"),
            models.Index(fields=["on_at"], condition=Q(retracted_at=None), name="interruption_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.service_point_id} {self.off_at:%F %T}"
