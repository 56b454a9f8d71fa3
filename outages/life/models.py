"""An outage, what it claims to cover, its orders and its history."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.custody.models import ItemKind
from command_center.ground.network.models import Branch, SupplyNode
from command_center.ground.organisation.models import OrgUnit
from outages.life.choices import CauseClass, ChangeKind, OutageKind
from outages.life.events import OutageAttentionRaised
from outages.life.process import OUTAGE
from outages.life.querysets import OutageQuerySet
from outages.life.states import LIVE, SET_ASIDE, Status
from workorders.engine.process import Process
from workorders.engine.subject import Change, Subject
from workorders.models import WorkOrder

# Who is without power no longer needs nobody to look: count on the row → the reason that it gave.
COUNTED = {
    "life_support_out": "life_support",
    "important_out": "important_customer",
    "time_critical_out": "time_critical",
}
STATUSES = [(str(code), state.label) for code, state in OUTAGE.states.items()]


class Outage(Subject):
    """One loss of supply with one origin. ``started_at`` is the true start, ``detected_at`` when we noticed.

    Counts are of service points and follow the ledger; while merely predicted they are the scope's. ``etr_at`` is the P80 of
    the last estimate, ``etr_p50_at`` its P50.
    """

    kind = models.CharField(max_length=20, choices=OutageKind, default=OutageKind.FAULT)
    status = models.CharField(max_length=20, choices=STATUSES, default=Status.PREDICTED.value)
    before = models.CharField(
        max_length=20, choices=STATUSES, blank=True, help_text=_("Status before it was set aside")
    )

    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="outages")
    operating_org = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="operated_outages")
    serving_org = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="served_outages")
    device = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="outages")
    node = models.ForeignKey(
        SupplyNode,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outages",
        help_text=_("The named equipment that is off"),
    )
    feeder = models.ForeignKey(
        SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="feeder_outages"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    cause_class = models.CharField(max_length=20, choices=CauseClass, default=CauseClass.UNKNOWN)
    cause = models.CharField(max_length=120, blank=True)
    confidence = models.FloatField(null=True, blank=True, help_text=_("0 to 1"))
    reason_code = models.CharField(max_length=40, blank=True)
    reason_params = models.JSONField(default=dict, blank=True)
    root_cause_key = models.CharField(max_length=80, blank=True, db_index=True)

    started_at = models.DateTimeField()
    detected_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    planned_end_at = models.DateTimeField(null=True, blank=True)

    lead_order = models.OneToOneField(
        WorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="led_outage"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_outages")
    nested_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="nested_outages"
    )

    etr_at = models.DateTimeField(null=True, blank=True)
    etr_p50_at = models.DateTimeField(null=True, blank=True)
    etr_source = models.CharField(max_length=10, blank=True)
    etr_revision = models.PositiveIntegerField(default=0)

    customers_total = models.PositiveIntegerField(default=0)
    customers_out = models.PositiveIntegerField(default=0)
    important_out = models.PositiveIntegerField(default=0)
    life_support_out = models.PositiveIntegerField(default=0)
    time_critical_out = models.PositiveIntegerField(default=0)

    objects = OutageQuerySet.as_manager()
    item_kind = ItemKind.OUTAGE.value
    attention_raised = OutageAttentionRaised
    set_aside_in = "before"

    class Meta:
        verbose_name = _("outage")
        verbose_name_plural = _("outages")
        constraints = [
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(status__in=sorted(s.value for s in LIVE), device__isnull=False),
                name="one_live_outage_per_device",
            ),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="outage_status_is_known"),
            models.CheckConstraint(condition=Q(kind__in=OutageKind.values), name="outage_kind_is_known"),
            models.CheckConstraint(condition=Q(cause_class__in=CauseClass.values), name="outage_cause_class_is_known"),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__range=(0, 1)), name="confidence_is_between_0_and_1"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="an_outage_has_two_coordinates",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED.value) | Q(parent__isnull=False),
                name="a_merged_outage_has_a_parent",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(s.value for s in SET_ASIDE)) | ~Q(before=""),
                name="a_set_aside_outage_knows_its_way_back",
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="no_outage_is_its_own_parent"),
            models.CheckConstraint(
                condition=Q(nested_in=None) | ~Q(nested_in=F("pk")), name="no_outage_is_nested_in_itself"
            ),
            models.CheckConstraint(
                condition=Q(customers_out__lte=F("customers_total")), name="no_more_out_than_were_off"
            ),
            models.CheckConstraint(
                condition=~Q(attention="") | Q(attention_also=[]), name="an_outage_has_a_first_reason"
            ),
        ]
        indexes = [
            models.Index(OpClass("org_path", "varchar_pattern_ops"), "status", name="outage_path_and_status"),
            models.Index(fields=["started_at"], name="outage_by_start"),
            models.Index(fields=["updated_at"], name="outage_by_update"),
        ]

    @classmethod
    def history(cls) -> type["OutageChange"]:
        return OutageChange

    @property
    def process(self) -> Process:
        return OUTAGE

    def over_with(self, fields: Mapping[str, Any]) -> list[str]:
        """Those whose last customer has power again by these counts."""
        standing = set(self.reasons)
        return [code for name, code in COUNTED.items() if fields.get(name) == 0 and code in standing]

    @property
    def came_from_plan(self) -> bool:
        """Whether a plan became it; what was split off one is an outage of its own."""
        return hasattr(self, "planned_outage")

    @property
    def live(self) -> bool:
        return Status(self.status) in LIVE


class OutageScope(models.Model):
    """What an outage claims to have put in the dark, as the trace gave it: kept apart, because it can be thousands of ids.

    A service point is meant when its connectivity node, its transformer or itself is listed; by an ``unmapped`` transformer
    only when it has no node of its own (``outages.life.scope``).
    """

    outage = models.OneToOneField(Outage, primary_key=True, on_delete=models.CASCADE, related_name="scope")
    node_ids = ArrayField(models.BigIntegerField(), default=list)
    transformer_ids = ArrayField(models.BigIntegerField(), default=list)
    unmapped_transformer_ids = ArrayField(models.BigIntegerField(), default=list)
    service_point_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name = _("outage scope")
        verbose_name_plural = _("outage scopes")

    def __str__(self) -> str:
        return f"{self.outage_id}"


class OrderRole(models.TextChoices):
    LEAD = "LEAD", _("Leads the repair")
    CHILD = "CHILD", _("Follows")


class OutageOrder(models.Model):
    """An order belongs to one outage at most; one of them leads the repair, so that one crew goes."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="outage_link")
    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="orders")
    role = models.CharField(max_length=10, choices=OrderRole, default=OrderRole.CHILD)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("order of an outage")
        verbose_name_plural = _("orders of outages")
        constraints = [
            models.UniqueConstraint(
                fields=["outage"], condition=Q(role=OrderRole.LEAD), name="one_lead_order_per_outage"
            ),
            models.CheckConstraint(condition=Q(role__in=OrderRole.values), name="order_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} → {self.outage_id}"


class OutageChange(Change):
    """One step in the life of an outage, with the device, the other outage or the correction that it is about."""

    about = "outage"
    plain = ChangeKind.STATUS

    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20, choices=ChangeKind)
    old = models.CharField(max_length=20, choices=STATUSES, blank=True)
    new = models.CharField(max_length=20, choices=STATUSES)
    device_before = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    device_after = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Outage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    correction = models.ForeignKey(
        "outages.Correction", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    detail = models.TextField(blank=True)

    class Meta(Change.Meta):
        verbose_name = _("outage change")
        verbose_name_plural = _("outage changes")
        constraints = [
            models.CheckConstraint(condition=Q(new__in=[s.value for s in Status]), name="outage_change_is_known"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="outage_change_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.old} → {self.new}"
