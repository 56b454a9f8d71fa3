"""Intake of what is no fault: opinions, requests, complaints … One door; the kind says what becomes of it."""

from typing import Any

from django.db import IntegrityError
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.values import iso
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from customers.phones import read_phone
from workorders.kinds import KINDS, PROCESSES, label_of
from workorders.kinds.complaint.process import COMPLAINT
from workorders.kinds.complaint.services.classifying import file_classified
from workorders.matter import Matter
from workorders.models import Source
from workorders.selectors.public_steps import noticed_next
from workorders.services.matters import Taken, open_matter

FILED = [(process.kind, process.label) for process in KINDS if process.file_right and not process.repair]


class MatterReporterIn(serializers.Serializer[Any]):
    name = serializers.CharField(required=False, default="", allow_blank=True, max_length=80)
    phone = serializers.CharField(required=False, default="", allow_blank=True, max_length=40)


class MatterIn(serializers.Serializer[Any]):
    """``about``: number of the order it is about, of a complaint also of an outage; ``same_as``: of the one that is this very matter, told before.

    ``concerns`` and ``unit`` are codes of units: whom the matter is about, and whom it was told to. ``category`` and ``grade``:
    what a complaint alleges and how grave it is, both or neither; for who may classify (``GET complaint-categories/``).
    """

    kind = serializers.ChoiceField(choices=FILED)
    sub_kind = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    source_id = serializers.CharField(max_length=100)
    description = serializers.CharField(max_length=10_000)
    reporter = MatterReporterIn(required=False, allow_null=True, default=None)
    customer_number = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    meter_number = serializers.CharField(required=False, default="", allow_blank=True, max_length=30)
    address = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    lat = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-180, max_value=180)
    about = serializers.CharField(required=False, default="", allow_blank=True, max_length=30)
    same_as = serializers.CharField(required=False, default="", allow_blank=True, max_length=30)
    concerns = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    unit = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    confidential = serializers.BooleanField(required=False, default=False)
    callback_wanted = serializers.BooleanField(required=False, default=True)
    booked_at = Moment(required=False, default=None, allow_null=True)
    category = serializers.CharField(required=False, default="", allow_blank=True, max_length=40)
    grade = serializers.CharField(required=False, default="", allow_blank=True, max_length=40)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["lat"] is None) != (attrs["lon"] is None):
            raise serializers.ValidationError({"lat": [_("The other half of the place is missing.")]})
        if attrs["category"] and attrs["kind"] != COMPLAINT.kind:
            raise serializers.ValidationError({"category": [_("Only a complaint has a category.")]})
        if bool(attrs["category"]) != bool(attrs["grade"]):
            lacks = "grade" if attrs["category"] else "category"
            raise serializers.ValidationError({lacks: [_("A complaint is classified by both: category and grade.")]})
        return attrs


class MatterOut(serializers.Serializer[Any]):
    """``joined``: the matter was there already, told before through the same or another channel.

    ``next_due_at`` is what somebody of ours has to do next, ``customer_due_at`` what the caller will notice next and may be told.
    """

    number = serializers.CharField()
    kind = serializers.CharField()
    status = serializers.CharField()
    state = serializers.CharField(help_text="The state in the reader's language")
    joined = serializers.BooleanField()
    next_due_at = Moment(allow_null=True)
    next_due_code = serializers.CharField(allow_blank=True)
    customer_due_at = Moment(allow_null=True)
    customer_due_code = serializers.CharField(allow_blank=True)


@described(request=MatterIn, responses={201: MatterOut, 200: MatterOut}, problems=(401, 403, 422))
@api_view(["POST"])
def file_matter(request: Request) -> Response:
    """An order of any kind but a fault. 200: it was there already; two channels make one case with the stricter clock."""
    require(request.user, Right.REPORT, Right.SUPERVISE)
    said = body_of(MatterIn, request)
    require(request.user, PROCESSES[said["kind"]].file_right)
    alleged = {name: said.pop(name) for name in ("category", "grade")}
    if alleged["category"]:
        require(request.user, COMPLAINT.by_name["classify"].right)
    matter = matter_from(said)

    def once() -> tuple[int, dict[str, Any]]:
        taken = _open(matter, alleged, request.user)
        return (200 if taken.known or taken.joined else 201), answer_of(taken)

    return answer_once(request, "matters", once)


def _open(matter: Matter, alleged: dict[str, str], actor: Any) -> Taken:
    """When the same report arrives twice at once the later one finds the order of the first."""

    def opened() -> Taken:
        if alleged["category"]:
            return file_classified(matter, at=now(), actor=actor, category=alleged["category"], grade=alleged["grade"])
        return open_matter(matter, at=now(), actor=actor)

    try:
        return opened()
    except IntegrityError:
        return opened()


def matter_from(said: dict[str, Any]) -> Matter:
    """``said`` as validated by ``MatterIn``."""
    told = dict(said)
    reporter = told.pop("reporter") or {"name": "", "phone": ""}
    latitude, longitude = told.pop("lat"), told.pop("lon")
    phone = read_phone(reporter["phone"]).number or reporter["phone"][:20]
    return Matter(**told, reporter_name=reporter["name"], reporter_phone=phone, latitude=latitude, longitude=longitude)


def answer_of(taken: Taken) -> dict[str, Any]:
    order = taken.order
    noticed = noticed_next(order.pk)
    return {
        "number": order.number,
        "kind": order.kind,
        "status": order.status,
        "state": label_of(order.kind, order.status),
        "joined": taken.joined,
        "next_due_at": iso(order.next_due_at),
        "next_due_code": order.next_due_code,
        "customer_due_at": iso(noticed.due_at) if noticed else None,
        "customer_due_code": noticed.code if noticed else "",
    }
