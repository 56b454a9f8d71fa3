"""Orders, what was told, and every move."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import ESCALATED, grade_of
from command_center.ground.custody.falling import TRADES
from command_center.ground.custody.models import ItemKind
from command_center.ground.custody.services.holding import Item
from command_center.ground.network.models import SupplyNode
from command_center.ground.organisation.models import AreaKind, OrgUnit, ServiceGrid
from customers.models import Customer, ServicePoint
from workorders.engine.process import Process
from workorders.engine.subject import Change, Subject
from workorders.events import AttentionRaised
from workorders.kinds import MERGED, PROCESSES, REPAIR_KINDS
from workorders.kinds.fault.states import WITH_CREW, Status
from workorders.querysets import WorkOrderQuerySet

# Of every kind together; which of them a kind has is the constraint ``an_order_has_a_state_of_its_kind``. A code that
# several kinds have is shown by its word in the first of them where no kind is at hand.
STATUSES = list(
    {
        str(code): state.label for process in reversed(PROCESSES.values()) for code, state in process.states.items()
    }.items()
)
KINDS = [(process.kind, process.label) for process in PROCESSES.values()]


# As functions, so that a new state or kind changes no field and needs no migration.
def statuses() -> list[tuple[str, Any]]:
    return STATUSES


def kinds() -> list[tuple[str, Any]]:
    return KINDS


def declared(function: str, *fields: str) -> Func:
    """True for what a kind declares: a function of the database, kept by ``workorders/declared.py``."""
    return Func(*fields, function=function, output_field=models.BooleanField())


class Source(models.TextChoices):
    HOTLINE_95598 = "HOTLINE_95598", _("95598 hotline")
    HOTLINE_12345 = "HOTLINE_12345", _("12345 hotline")
    HOTLINE_12398 = "HOTLINE_12398", _("12398 hotline")
    APP = "APP", _("Customer app")
    WECHAT = "WECHAT", _("WeChat")
    PHONE = "PHONE", _("Local phone")
    GRID_MANAGER = "GRID_MANAGER", _("Grid manager")
    WALK_IN = "WALK_IN", _("Walk-in")
    SOCIAL = "SOCIAL", _("110, fire, mayor line")
    ALARM = "ALARM", _("Meter or terminal alarm")


class FaultKind(models.TextChoices):
    MV = "MV", _("Medium voltage")
    LV = "LV", _("Low voltage")
    METERING = "METERING", _("Metering")
    CUSTOMER_SIDE = "CUSTOMER_SIDE", _("Customer side")
    QUALITY = "QUALITY", _("Power quality")
    NOT_ELECTRICAL = "NOT_ELECTRICAL", _("Not electrical")
    UNKNOWN = "UNKNOWN", _("Unknown")


class Urgency(models.TextChoices):
    NORMAL = "NORMAL", _("Normal")
    IMPORTANT = "IMPORTANT", _("Important")
    URGENT = "URGENT", _("Urgent")


_WITH_CREW = sorted(status.value for status in WITH_CREW)
# A crew holds the order and its visit is still to come or going on. A suspended order keeps its crew. The database says the
# same by ``workorders_has_crew``.
CREW_ON_IT = Q(kind__in=REPAIR_KINDS) & (
    Q(status__in=_WITH_CREW) | Q(status=Status.SUSPENDED.value, suspended_from__in=_WITH_CREW)
)
# Two crews at one supply when the rule was made: nobody had been asked for a reason.
BEFORE_THE_RULE = "before_the_rule"
NOT_CLOSED = Q(closed_at=None)
CONFIDENTIAL = "confidential"


class WorkOrder(Subject):
    """An order with its process."""

    kind = models.CharField(max_length=20, choices=kinds, default="FAULT")
    sub_kind = models.CharField(max_length=20, blank=True, db_default="", help_text=_("Sub-type of its kind: a code"))
    status = models.CharField(max_length=20, choices=statuses, default=Status.RECEIVED.value)
    suspended_from = models.CharField(max_length=20, blank=True)

    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="orders")
    unit = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="unit_orders")
    grid = models.ForeignKey(ServiceGrid, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    source = models.CharField(max_length=20, choices=Source)
    reporter_name = models.CharField(max_length=80, blank=True)
    reporter_phone = models.CharField(max_length=20, blank=True)
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    service_point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    node = models.ForeignKey(SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")

    description = models.TextField()
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area_kind = models.CharField(max_length=10, choices=AreaKind, default=AreaKind.RURAL)
    fault_kind = models.CharField(max_length=20, choices=FaultKind, default=FaultKind.UNKNOWN)
    grade = models.PositiveSmallIntegerField(default=3)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    grade_reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    hazard = models.BooleanField(default=False)

    about = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="orders_about",
        help_text=_("The order that this one is about"),
    )
    concerns = models.ForeignKey(
        OrgUnit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The unit that the matter is about: it may not handle it"),
    )
    confidential = models.BooleanField(
        default=False, db_default=False, help_text=_("Who told it is known to those alone who follow it up")
    )
    gate = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text=_("Who besides its place may hear of it (roles.py)"),
    )
    callback_wanted = models.BooleanField(default=True, db_default=True)

    custodian_count = models.PositiveSmallIntegerField(default=1)
    urge_count = models.PositiveSmallIntegerField(default=0)
    second_crew_reason = models.CharField(
        max_length=200, blank=True, db_default="", help_text=_("Why a person sends a second crew to the same supply")
    )
    second_crew_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_orders")

    permit_number = models.CharField(max_length=60, blank=True)
    etr_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField()
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_code = models.CharField(max_length=20, blank=True)

    objects = WorkOrderQuerySet.as_manager()
    item_kind = ItemKind.ORDER.value
    attention_raised = AttentionRaised
    set_aside_in = "suspended_from"
    has_clocks = True
    calls = (ESCALATED,)

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        constraints = [
            models.CheckConstraint(
                condition=declared("workorders_is_state_of_kind", "kind", "status"),
                name="an_order_has_a_state_of_its_kind",
            ),
            models.CheckConstraint(
                condition=declared("workorders_is_sub_kind_of_kind", "kind", "sub_kind"),
                name="an_order_has_a_sub_type_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(grade__range=(1, 3)), name="order_grade_is_1_to_3"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="a_place_has_two_coordinates",
            ),
            models.CheckConstraint(
                condition=~Q(status=MERGED) | Q(parent__isnull=False), name="a_merged_order_has_a_parent"
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="no_order_is_its_own_parent"),
            models.UniqueConstraint(
                fields=["service_point"],
                condition=Q(declared("workorders_has_crew", "kind", "status", "suspended_from"), second_crew_reason=""),
                name="one_live_crew_per_supply",
            ),
            models.CheckConstraint(
                condition=Q(second_crew_reason__in=("", BEFORE_THE_RULE)) | Q(second_crew_by__isnull=False),
                name="a_second_crew_is_asked_for_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(attention="") | Q(attention_also=[]), name="an_order_has_a_first_reason"
            ),
        ]
        indexes = [
            models.Index(OpClass("org_path", "varchar_pattern_ops"), "status", name="order_path_and_status"),
            models.Index(fields=["status", "next_due_at"], name="order_by_time_left"),
            models.Index(fields=["updated_at"], name="order_by_update"),
            models.Index(fields=["reported_at"], name="order_by_report"),
            models.Index(fields=["kind", "reported_at"], name="order_by_kind_and_report"),
            models.Index(fields=["grade", "id"], name="order_by_grade"),
            # Those that have it alone: few are open, and an open one is not closed.
            models.Index(fields=["next_due_at", "id"], condition=Q(next_due_at__isnull=False), name="order_by_due"),
            models.Index(fields=["closed_at", "id"], condition=Q(closed_at__isnull=False), name="order_by_close"),
            models.Index(fields=["reported_at"], condition=~Q(attention=""), name="order_to_be_looked_at"),
            models.Index(fields=["gate"], condition=~Q(gate=""), name="order_behind_a_gate"),
            models.Index(fields=["latitude", "longitude"], condition=NOT_CLOSED, name="open_order_by_place"),
        ]

    @classmethod
    def history(cls) -> type["StatusChange"]:
        return StatusChange

    @property
    def process(self) -> Process:
        return PROCESSES[self.kind]

    def grade_of(self, code: str) -> int:
        return grade_of(code, self.grade)

    @property
    def gate_by_kind(self) -> str:
        """Its gate, said once and kept: a supervision's is that of the order it is about, else its kind says it, or that it was told in confidence."""
        if self.kind == "SUPERVISION" and self.about is not None and self.about.gate:
            return self.about.gate
        return str(self.process.read_right or (CONFIDENTIAL if self.confidential else ""))

    @property
    def item(self) -> Item:
        """Nobody answers for an order that they may not hear of: what springs from a report of wrongdoing falls to the same seats."""
        trade = self.gate if self.gate in TRADES else self.process.trade
        return Item(self.item_kind, self.pk, self.org_path, trade)

    @property
    def has_parts(self) -> bool:
        """Whether something came together in this order that can be parted again. Two queries."""
        return self.merged_orders.filter(status=MERGED).exists() or self.reports.filter(urge=True).exists()

    @property
    def downgrade_waits(self) -> bool:
        """Of a complaint: somebody proposed that it is none. One query."""
        return self.downgrades.filter(decided_at=None).exists()

    @property
    def appeal_waits(self) -> bool:
        """Of a complaint: the unit concerned disputes the liability. One query."""
        return self.appeals.filter(decided_at=None).exists()

    @property
    def may_be_appealed(self) -> bool:
        """Of a complaint about a unit: found justified, and not disputed before. Two queries."""
        facts = getattr(self, "complaint", None) if self.concerns_id else None
        return facts is not None and facts.liability in ("LIABLE", "PARTLY") and not self.appeals.exists()

    @property
    def located(self) -> bool:
        return self.latitude is not None


class StatusChange(Change):
    """One move of an order: disputes and durations are answered from here."""

    about = "order"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="status_changes")
    old = models.CharField(max_length=20, choices=statuses, blank=True)
    new = models.CharField(max_length=20, choices=statuses)
    detail = models.TextField(blank=True)

    class Meta(Change.Meta):
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        constraints = [
            models.CheckConstraint(condition=declared("workorders_is_state", "new"), name="change_status_is_known")
        ]


class FaultReport(models.Model):
    """What somebody told us, as they told it. Each leads to exactly one order: it opens it, or it urges it.

    ``service_point`` and ``phone`` (E.164) are what a later report of the same matter is recognised by.
    """

    source = models.CharField(max_length=20, choices=Source)
    source_id = models.CharField(max_length=100)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="reports")
    urge = models.BooleanField(default=False, db_default=False, help_text=_("Told about an order that was there"))
    service_point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    phone = models.CharField(max_length=20, blank=True, db_default="")
    warnings = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        db_default=[],
        help_text=_("What was not taken as told"),
    )
    payload = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("fault report")
        verbose_name_plural = _("fault reports")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="one_report_per_source_and_id"),
            models.UniqueConstraint(fields=["order"], condition=Q(urge=False), name="one_report_opens_an_order"),
        ]
        indexes = [models.Index(fields=["phone", "id"], condition=~Q(phone=""), name="report_by_phone")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"
