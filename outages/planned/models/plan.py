"""A planned outage: what is to be opened when, what speaks against it, what would avoid it, and its history."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.custody.models import ItemKind
from command_center.ground.network.models import Branch, SupplyNode
from command_center.ground.organisation.models import OrgUnit
from outages.life.choices import PREARRANGED, OutageKind
from outages.life.models import Outage
from outages.planned.choices import PLAN_KINDS, NotDone, PlanChangeKind
from outages.planned.events import PlanAttentionRaised
from outages.planned.process import PLAN
from outages.planned.querysets import PlannedOutageQuerySet
from outages.planned.states import PLAN_LIVE, PlanStatus
from workorders.engine.process import Process
from workorders.engine.subject import Change, Subject

PLAN_STATUSES = [(str(code), state.label) for code, state in PLAN.states.items()]


class PlannedOutage(Subject):
    """Work that needs somebody to be without power over ``[planned_start_at, planned_end_at)``.

    ``announced_*`` is the window that customers were told first: being on time is measured against it. ``round`` rises
    when a checked or postponed plan is drafted anew: findings, waivers, notices and frozen customers belong to one.
    ``customers`` are service points; ``customer_hours`` assumes the whole window.
    """

    kind = models.CharField(max_length=20, choices=PLAN_KINDS, default=OutageKind.PLANNED)
    status = models.CharField(max_length=20, choices=PLAN_STATUSES, default=PlanStatus.DRAFT.value)
    round = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    work = models.TextField(blank=True, help_text=_("What is done"))
    reason = models.CharField(max_length=200, help_text=_("In words that customers read"))

    feeder = models.ForeignKey(
        SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="planned_outages"
    )
    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="planned_outages")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    planned_start_at = models.DateTimeField()
    planned_end_at = models.DateTimeField()
    announced_start_at = models.DateTimeField(null=True, blank=True)
    announced_end_at = models.DateTimeField(null=True, blank=True)
    actual_start_at = models.DateTimeField(null=True, blank=True)
    actual_end_at = models.DateTimeField(null=True, blank=True)

    customers = models.PositiveIntegerField(default=0)
    important = models.PositiveIntegerField(default=0)
    life_support = models.PositiveIntegerField(default=0)
    time_critical = models.PositiveIntegerField(default=0)
    customer_hours = models.FloatField(default=0)

    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    not_done = models.CharField(max_length=20, choices=NotDone, blank=True)
    outage = models.OneToOneField(
        Outage, null=True, blank=True, on_delete=models.PROTECT, related_name="planned_outage"
    )

    objects = PlannedOutageQuerySet.as_manager()
    item_kind = ItemKind.PLAN.value
    attention_raised = PlanAttentionRaised

    class Meta:
        verbose_name = _("planned outage")
        verbose_name_plural = _("planned outages")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=[s.value for s in PlanStatus]), name="plan_status_is_known"),
            models.CheckConstraint(condition=Q(kind__in=list(PREARRANGED)), name="a_plan_is_prearranged"),
            models.CheckConstraint(
                condition=Q(planned_start_at__lt=F("planned_end_at")), name="a_plan_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(actual_end_at=None) | Q(actual_start_at__lt=F("actual_end_at")),
                name="work_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.IN_PROGRESS) | Q(outage__isnull=False, actual_start_at__isnull=False),
                name="a_started_plan_has_its_outage",
            ),
            models.CheckConstraint(condition=Q(not_done__in=["", *NotDone.values]), name="not_done_reason_is_known"),
            models.CheckConstraint(condition=~Q(attention="") | Q(attention_also=[]), name="a_plan_has_a_first_reason"),
        ]
        indexes = [
            models.Index(OpClass("org_path", "varchar_pattern_ops"), "status", name="plan_path_and_status"),
            models.Index(
                fields=["feeder", "planned_start_at"],
                condition=Q(status__in=sorted(s.value for s in PLAN_LIVE)),
                name="live_plans_of_a_feeder",
            ),
            models.Index(fields=["updated_at"], name="plan_by_update"),
        ]

    @classmethod
    def history(cls) -> type["PlanChange"]:
        return PlanChange

    @property
    def process(self) -> Process:
        return PLAN

    @property
    def hours(self) -> float:
        return (self.planned_end_at - self.planned_start_at).total_seconds() / 3600


class PlannedMove(models.TextChoices):
    OPEN = "OPEN", _("To be opened")
    CLOSE = "CLOSE", _("To be closed")


class PlannedDevice(models.Model):
    """A device of the plan: opened for the work, or a tie closed to keep others supplied."""

    plan = models.ForeignKey(PlannedOutage, on_delete=models.CASCADE, related_name="devices")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="planned_moves")
    move = models.CharField(max_length=10, choices=PlannedMove, default=PlannedMove.OPEN)

    class Meta:
        verbose_name = _("device of a plan")
        verbose_name_plural = _("devices of plans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "branch"], name="one_move_per_plan_and_device"),
            models.CheckConstraint(condition=Q(move__in=PlannedMove.values), name="planned_move_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.move} {self.branch_id}"


class Severity(models.TextChoices):
    WARN = "WARN", _("Warning")
    BLOCK = "BLOCK", _("Blocks")


class PlanFinding(models.Model):
    """What a check found: a code, how grave it is, and the numbers for its words."""

    plan = models.ForeignKey(PlannedOutage, on_delete=models.CASCADE, related_name="findings")
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, choices=Severity)
    params = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("finding about a plan")
        verbose_name_plural = _("findings about plans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "round", "code", "at"], name="one_finding_per_check_and_code"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="finding_severity_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.severity}"


class PlanWaiver(models.Model):
    """A named supervisor lets a plan go on against a blocking finding or a missed notice. Append-only by trigger."""

    plan = models.ForeignKey(PlannedOutage, on_delete=models.PROTECT, related_name="waivers")
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, help_text=_("Code of a finding or of a notice rule"))
    reason = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "round", "code"], name="one_waiver_per_round_and_code"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_waiver_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.code}"


class AlternativeKind(models.TextChoices):
    LIVE_LINE = "LIVE_LINE", _("Live-line work")
    GENERATOR = "GENERATOR", _("Generator vehicle")
    TRANSFER = "TRANSFER", _("Transfer by a tie")


class PlanAlternative(models.Model):
    """What would keep customers supplied meanwhile, and the customer-hours it saves (domain reference §4.9).

    Load margins are not known here: a transfer says who can be reached, not whether the other feeder bears it.
    """

    plan = models.ForeignKey(PlannedOutage, on_delete=models.CASCADE, related_name="alternatives")
    kind = models.CharField(max_length=20, choices=AlternativeKind)
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    vehicle = models.ForeignKey(
        "outages.GeneratorVehicle", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    customers = models.PositiveIntegerField(default=0)
    customer_hours = models.FloatField(default=0)
    chosen = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("alternative to a plan")
        verbose_name_plural = _("alternatives to plans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "branch", "vehicle"],
                nulls_distinct=False,
                name="one_alternative_of_a_kind_and_device",
            ),
            models.CheckConstraint(condition=Q(kind__in=AlternativeKind.values), name="alternative_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.customer_hours:g}"


class PlanChange(Change):
    """One step in the life of a plan, with the window before it. ``reason``: a person's words, or a code."""

    about = "plan"
    plain = PlanChangeKind.STATUS

    plan = models.ForeignKey(PlannedOutage, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20, choices=PlanChangeKind)
    old = models.CharField(max_length=20, choices=PLAN_STATUSES, blank=True)
    new = models.CharField(max_length=20, choices=PLAN_STATUSES)
    start_before_at = models.DateTimeField(null=True, blank=True)
    end_before_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta(Change.Meta):
        verbose_name = _("change of a plan")
        verbose_name_plural = _("changes of plans")
        constraints = [
            models.CheckConstraint(condition=Q(new__in=[s.value for s in PlanStatus]), name="plan_change_is_known"),
            models.CheckConstraint(condition=Q(kind__in=PlanChangeKind.values), name="plan_change_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.old} → {self.new}"

    @classmethod
    def line(cls, subject: PlannedOutage, **said: Any) -> Self:
        window = {"start_before_at": subject.planned_start_at, "end_before_at": subject.planned_end_at}
        return super().line(subject, **window, **said)
