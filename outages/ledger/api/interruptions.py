"""The ledger's rows of an outage, customers masked, and their correction. Nothing is edited: retracted and appended."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Min, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.acting import act_once
from command_center.ground.core.api.bodies import IF_MATCH, body_of, described
from command_center.ground.core.api.filters import WholeFilter, YesNoFilter
from command_center.ground.core.api.moments import Moment, confirm_field
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.organisation.closed_years import accept_past
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from customers.phones import mask_name
from outages.ledger.models import CorrectionKind, Interruption
from outages.ledger.services import correcting
from outages.life.api.acting import OutageState, state_of
from outages.life.api.places import scope_of_meters
from outages.life.models import Outage
from outages.life.scope import scope_of


class InterruptionOut(RowShape[Interruption]):
    """One service point without power over ``[off_at, on_at)``."""

    outage = serializers.CharField(source="outage.number")
    customer_number = serializers.CharField(source="service_point.customer.number")
    customer = serializers.SerializerMethodField()
    meter_number = serializers.CharField(source="service_point.meter_number")
    transformer = serializers.CharField(source="transformer.code")

    class Meta:
        model = Interruption
        fields = [
            "id", "outage", "off_at", "on_at", "ended_by", "back_fed", "step_id", "phases", "customer_number", "customer",
            "meter_number", "transformer", "area_kind", "kind", "basis",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField())
    def get_customer(self, row: Interruption) -> str:
        return mask_name(row.service_point.customer.name)


def with_customers(rows: "QuerySet[Interruption]") -> "QuerySet[Interruption]":
    """With what ``InterruptionOut`` names."""
    return rows.select_related("outage", "service_point__customer", "transformer")


class InterruptionFilter(django_filters.FilterSet):
    open = YesNoFilter(field_name="on_at", lookup_expr="isnull", label="Without power now")
    step = WholeFilter(field_name="step_id", label="Id of the restoration step")

    class Meta:
        model = Interruption
        fields: list[str] = []


class InterruptionList(ListAPIView[Interruption]):
    """Who is or was dark by this outage, as it stands now: what was retracted is left out."""

    queryset = Interruption.objects.standing()
    serializer_class = InterruptionOut
    filterset_class = InterruptionFilter
    ordering_fields = ["off_at", "on_at"]
    ordering = ["pk"]

    def get_queryset(self) -> "QuerySet[Interruption]":
        require(self.request.user, Right.READ_OUTAGES)
        rows = with_customers(super().get_queryset())
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.filter(outage=get_scoped(Outage.objects.all(), self.request.user, number=self.kwargs["number"]))


def first_evidence(outage: Outage) -> datetime | None:
    """The first that speaks for darkness: a signal, or when the outage was noticed."""
    first = outage.evidence.aggregate(first=Min("at"))["first"]
    return min((moment for moment in (first, outage.started_at, outage.detected_at) if moment), default=None)


class CorrectIn(serializers.Serializer[Any]):
    """START and END carry the true moment; NEVER_OFF says that this customer had power all the time."""

    kind = serializers.ChoiceField(
        choices=[(k.value, k.label) for k in (CorrectionKind.START, CorrectionKind.END, CorrectionKind.NEVER_OFF)]
    )
    at = Moment(required=False)
    confirm_at = confirm_field()
    reason = serializers.CharField(max_length=200)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] != CorrectionKind.NEVER_OFF and "at" not in attrs:
            raise serializers.ValidationError({"at": _("Say when it was.")})
        return attrs


class CorrectedState(OutageState):
    correction = serializers.IntegerField()


def was_off(
    *,
    outage_id: int,
    service_points: list[str],
    off_at: datetime,
    confirm_at: datetime | None,
    at: datetime,
    actor: Any,
    **said: Any,
) -> dict[str, Any]:
    """Customers who are not in the ledger were off too; minutes that another interruption covers do not count twice."""
    scope = scope_of_meters(service_points, actor)
    began = Outage.objects.values_list("started_at", flat=True).get(pk=outage_id)
    accept_past(actor, off_at, at=at, pointer="/off_at", confirmed=confirm_at, evidence_at=began)
    done = correcting.correct_was_off(outage_id=outage_id, scope=scope, off_at=off_at, at=now(), actor=actor, **said)
    return {"correction": done.pk}


@described(request=CorrectIn, responses=CorrectedState, parameters=[IF_MATCH], problems=(401, 403, 404, 409, 412, 422))
@api_view(["POST"])
def correct(request: Request, interruption_id: int) -> Response:
    """One customer's time off, time on, or the whole of it; every figure computed afterwards follows."""
    require(request.user, Right.OUTAGES)
    rows = Interruption.objects.select_related("outage")
    row = get_scoped(rows, request.user, field="outage__org_path", pk=interruption_id)
    said = body_of(CorrectIn, request)
    return act_once(
        request,
        "outages",
        perform=lambda: {"correction": _correct(interruption_id, said, request.user)},
        locked_rev=lambda: Outage.objects.lock(row.outage_id).rev,
        state_of=lambda: state_of(row.outage_id),
    )


def _correct(row_id: int, data: dict[str, Any], actor: Any) -> int:
    row = Interruption.objects.select_related("outage").get(pk=row_id)
    if row.retracted_at is not None:
        raise Conflict(_("This row was corrected already."))
    said = {"scope": scope_of(points=[row.service_point_id]), "reason": data["reason"], "at": now(), "actor": actor}
    if data["kind"] != CorrectionKind.NEVER_OFF:
        first = first_evidence(row.outage) if data["kind"] == CorrectionKind.START else row.off_at
        accept_past(actor, data["at"], at=now(), pointer="/at", confirmed=data["confirm_at"], evidence_at=first)
    if data["kind"] == CorrectionKind.NEVER_OFF:
        return correcting.correct_never_off(outage_id=row.outage_id, **said).pk
    if data["kind"] == CorrectionKind.START:
        if row.off_at != row.outage.started_at:
            raise Invalid(_("This customer went dark later than the outage began: correct its end or retract it."))
        return correcting.correct_start(outage_id=row.outage_id, off_at=data["at"], **said).pk
    if row.step_id is None:
        raise Invalid(_("No step of restoration ended this interruption."), pointer="/kind")
    [correction] = correcting.correct_end(step_id=row.step_id, on_at=data["at"], **said)
    return correction.pk
