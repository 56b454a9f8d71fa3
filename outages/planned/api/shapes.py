"""A planned outage as the API shows it: the card of the list, and the plan in full."""

from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.organisation.models import User
from customers.phones import mask_address, mask_name
from outages.planned.choices import NoticeOutcome
from outages.planned.models.notices import AffectedCustomer, Notice
from outages.planned.models.plan import (
    PlanAlternative,
    PlanChange,
    PlanFinding,
    PlannedDevice,
    PlannedOutage,
    PlanWaiver,
)
from outages.planned.process import PLAN
from outages.planned.selectors.plans import findings_of, waived_codes
from workorders.engine.shapes import VerbShape
from workorders.engine.told import buttons


class DeviceOfPlan(RowShape[PlannedDevice]):
    code = serializers.CharField(source="branch.code")
    name = serializers.CharField(source="branch.name")
    kind = serializers.CharField(source="branch.device")
    open = serializers.BooleanField(source="branch.is_open")

    class Meta:
        model = PlannedDevice
        fields = ["code", "name", "kind", "move", "open"]


class ClashOut(serializers.Serializer[Any]):
    """What the last check found; its numbers are in the detail."""

    code = serializers.CharField()
    severity = serializers.CharField()
    waived = serializers.BooleanField()


class ToldOut(serializers.Serializer[Any]):
    """Notices of the present round to single customers; ``not_delivered``: those that failed or were refused."""

    notices = serializers.IntegerField()
    not_delivered = serializers.IntegerField()
    first_at = Moment()


class FeederRef(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class PlanCard(RowShape[PlannedOutage]):
    """``customers`` are service points, ``customer_hours`` those of the whole window. ``late_seconds``: after the end told."""

    kind = serializers.CharField(default="plan", read_only=True)
    plan_kind = serializers.CharField(source="kind")
    attention = serializers.CharField(allow_null=True)
    feeder = FeederRef(allow_null=True, read_only=True)
    centre = serializers.CharField(source="centre.name")
    applicant = serializers.CharField(source="applicant.name", default=None, allow_null=True)
    approver = serializers.CharField(source="approver.name", default=None, allow_null=True)
    outage = serializers.CharField(source="outage.number", default=None, allow_null=True)
    devices = DeviceOfPlan(many=True)
    lat = serializers.FloatField(source="latitude", allow_null=True)
    lon = serializers.FloatField(source="longitude", allow_null=True)
    late_seconds = serializers.SerializerMethodField()
    clashes = serializers.SerializerMethodField()
    told = serializers.SerializerMethodField()

    class Meta:
        model = PlannedOutage
        fields = [
            "kind", "id", "rev", "number", "plan_kind", "status", "round", "title", "work", "reason", "devices", "feeder",
            "centre", "lat", "lon", "planned_start_at", "planned_end_at", "announced_start_at", "announced_end_at",
            "actual_start_at", "actual_end_at", "late_seconds", "customers", "important", "life_support",
            "time_critical", "customer_hours", "applicant", "approver", "approved_at", "checked_at", "not_done",
            "attention", "attention_also", "clashes", "told", "outage", "updated_at",
        ]  # fmt: skip

    def get_late_seconds(self, plan: PlannedOutage) -> int | None:
        if plan.actual_end_at is None or plan.announced_end_at is None:
            return None
        return round((plan.actual_end_at - plan.announced_end_at).total_seconds())

    @extend_schema_field(ClashOut(many=True))
    def get_clashes(self, plan: PlannedOutage) -> list[dict[str, Any]]:
        waived = {waiver.code for waiver in plan.waivers.all() if waiver.round == plan.round}
        last = [f for f in plan.findings.all() if (f.round, f.at) == (plan.round, plan.checked_at)]
        return [{"code": each.code, "severity": each.severity, "waived": each.code in waived} for each in last]

    @extend_schema_field(ToldOut(allow_null=True))
    def get_told(self, plan: PlannedOutage) -> dict[str, Any] | None:
        told: dict[str, Any] | None = getattr(plan, "told", None)  # annotated by ``with_names``; null: nobody yet
        return told

    def to_representation(self, plan: PlannedOutage) -> dict[str, Any]:
        return {**super().to_representation(plan), "kind": "plan", "attention": plan.attention or None}


class PlanFindingOut(RowShape[PlanFinding]):
    waived = serializers.SerializerMethodField()

    class Meta:
        model = PlanFinding
        fields = ["code", "severity", "params", "at", "waived"]

    def get_waived(self, finding: PlanFinding) -> bool:
        return finding.code in self.context["waived"]


class WaiverOut(RowShape[PlanWaiver]):
    author = serializers.CharField(source="author.name")

    class Meta:
        model = PlanWaiver
        fields = ["code", "reason", "author", "at", "round"]


class AlternativeOut(RowShape[PlanAlternative]):
    device = serializers.CharField(source="branch.code", default=None, allow_null=True)
    vehicle = serializers.CharField(source="vehicle.code", default=None, allow_null=True)

    class Meta:
        model = PlanAlternative
        fields = ["id", "kind", "device", "vehicle", "customers", "customer_hours", "chosen", "note"]


class ChangeOut(RowShape[PlanChange]):
    actor = serializers.CharField(source="actor.name", default=None, allow_null=True)

    class Meta:
        model = PlanChange
        fields = ["kind", "old", "new", "start_before_at", "end_before_at", "at", "actor", "reason"]


class NoticeCount(serializers.Serializer[Any]):
    channel = serializers.CharField()
    outcome = serializers.CharField()
    notices = serializers.IntegerField()
    first_sent_at = Moment()


class PlanDetail(PlanCard):
    findings = PlanFindingOut(many=True, read_only=True)
    waivers = WaiverOut(many=True, read_only=True)
    alternatives = AlternativeOut(many=True, read_only=True)
    notices = NoticeCount(many=True, read_only=True)
    changes = ChangeOut(many=True, read_only=True)
    verbs = VerbShape(many=True, read_only=True)
    may_redraft = serializers.BooleanField(read_only=True)

    class Meta(PlanCard.Meta):
        more = ("findings", "waivers", "alternatives", "notices", "changes", "verbs", "may_redraft")
        fields = [*PlanCard.Meta.fields, *more]


def with_names(plans: "QuerySet[PlannedOutage]") -> "QuerySet[PlannedOutage]":
    """With everything that a card shows, in a fixed number of queries."""
    related = plans.select_related("feeder", "centre", "applicant", "approver", "outage").annotate(told=_told())
    return related.defer("centre__area").prefetch_related("devices__branch", "findings", "waivers")


def _told() -> Subquery:
    mine = Notice.objects.filter(plan=OuterRef("pk"), round=OuterRef("round")).order_by().values("plan")
    failed = Count("pk", filter=Q(outcome__in=[NoticeOutcome.FAILED, NoticeOutcome.REFUSED]))
    counted = JSONObject(notices=Count("affected"), not_delivered=failed, first_at=Min("sent_at"))
    return Subquery(mine.annotate(told=counted).values("told"))


def plan_detail(plan: PlannedOutage, user: User) -> dict[str, Any]:
    """Findings of the last check; waivers, alternatives, the whole history; notices of the round by channel; the person's verbs."""

    told = Notice.objects.filter(plan=plan, round=plan.round).order_by("channel", "outcome")
    counts = told.values("channel", "outcome").annotate(notices=Count("pk"), first_sent_at=Min("sent_at"))
    waived = {"waived": waived_codes(plan)}
    return {
        **PlanCard(plan).data,
        "findings": PlanFindingOut(findings_of(plan), many=True, context=waived).data,
        "waivers": WaiverOut(plan.waivers.select_related("author"), many=True).data,
        "alternatives": AlternativeOut(plan.alternatives.select_related("branch", "vehicle"), many=True).data,
        "notices": NoticeCount(counts, many=True).data,
        "changes": ChangeOut(plan.changes.select_related("actor"), many=True).data,
        "verbs": buttons(PLAN, plan, user),
        "may_redraft": _may_redraft(plan, user),
    }


def _may_redraft(plan: PlannedOutage, user: User) -> bool:
    """The form that drafts is the one that drafts anew: no button of a verb, so it is told apart."""
    verb = PLAN.by_name["redraft"]
    return verb.is_offered(plan) and user.may(verb.right)


class NoticeOut(serializers.Serializer[Any]):
    channel = serializers.CharField()
    outcome = serializers.CharField()


class AffectedOut(RowShape[AffectedCustomer]):
    """As frozen when the notices went out; masked."""

    customer = serializers.SerializerMethodField()
    customer_number = serializers.CharField(source="customer.number")
    meter_number = serializers.CharField(source="service_point.meter_number")
    address = serializers.SerializerMethodField()
    notices = NoticeOut(many=True, read_only=True)

    class Meta:
        model = AffectedCustomer
        fields = ["id", "customer", "customer_number", "meter_number", "address", "sensitive_class", "notices"]

    def get_customer(self, row: AffectedCustomer) -> str:
        return mask_name(row.customer.name)

    def get_address(self, row: AffectedCustomer) -> str:
        return mask_address(row.service_point.address)
