"""The hand-over of a shift over HTTP: one's own desk while it is given away, and the record of those that are closed."""

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.values import iso
from command_center.ground.custody.models import Custody, Handover, HandoverReceipt
from command_center.ground.custody.services import handing_over
from command_center.ground.custody.services.duty import duty_of
from command_center.ground.organisation.hearing import heard
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from command_center.screens.handover import use_cases
from command_center.screens.handover.night import night
from command_center.screens.handover.shapes import (
    FillIn,
    HandoverOut,
    MyHandover,
    ReadOut,
    RecordOut,
    RestIn,
    relief_card,
)
from command_center.screens.open_items.shapes import refs_of


@described(responses=MyHandover, problems=(403,))
@api_view(["GET"])
def my_handover(request: Request) -> Response:
    """My desk: am I on duty, what stands in my name (ranked), who could take it, and what the open hand-over says so far."""
    require(request.user, Right.DUTY)
    return Response(_mine(_me(request), now()))


@described(request=Nothing, responses={201: MyHandover}, problems=(403, 409))
@api_view(["POST"])
def begin(request: Request) -> Response:
    """I begin to hand over, or go on with what I began."""
    body_of(Nothing, request, only_known=False)
    return _step(request, lambda me, at: handing_over.begin(giver=me, at=at), code=201)


@described(request=FillIn, responses=MyHandover, problems=(403, 409, 422))
@api_view(["POST"])
def fill(request: Request) -> Response:
    """Who takes these items, what is to be known of them, or both. Merged orders go with the one they follow."""
    body = body_of(FillIn, request)
    if body["to"] is None and body["remark"] is None:
        raise Invalid(_("Say who takes it, or a remark."), pointer="/to")

    def act(me: User, at: datetime) -> Any:
        to = None if body["to"] is None else _person(body["to"])
        return use_cases.fill(_open(me).pk, refs_of(body["items"]), giver=me, to=to, remark=body["remark"])

    return _step(request, act)


@described(request=RestIn, responses=MyHandover, problems=(403, 409, 422))
@api_view(["POST"])
def rest(request: Request) -> Response:
    """Who takes the rest and whatever still comes in (null: nobody), and a word for the whole shift."""
    body = body_of(RestIn, request)

    def act(me: User, at: datetime) -> Any:
        to = None if body["to"] is None else _person(body["to"])
        return handing_over.set_rest(_open(me).pk, giver=me, to=to, remark=body["remark"])

    return _step(request, act)


@described(request=Nothing, responses=HandoverOut, problems=(403, 409, 422))
@api_view(["POST"])
def close(request: Request) -> Response:
    """Every open item of mine gets its new name, and I am off duty. 409 with ``nameless`` while one has none."""
    require(request.user, Right.DUTY)
    body_of(Nothing, request, only_known=False)
    me = _me(request)

    def once() -> tuple[int, Any]:
        closed = use_cases.close(_open(me), giver=me, at=now())
        return 200, HandoverOut(_with_names(Handover.objects.all(), me).get(pk=closed.pk)).data

    return answer_once(request, "handover", once)


@described(request=Nothing, responses=MyHandover, problems=(403, 409))
@api_view(["POST"])
def drop(request: Request) -> Response:
    """I stay after all."""
    body_of(Nothing, request, only_known=False)
    return _step(request, lambda me, at: handing_over.drop(_open(me).pk, giver=me, at=at))


class HandoverList(ListAPIView[Handover]):
    """Closed hand-overs of the area, latest first."""

    queryset = Handover.objects.all()
    serializer_class = HandoverOut
    ordering_fields = ["closed_at"]
    ordering = ["-pk"]

    def get_queryset(self) -> "QuerySet[Handover]":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(
            _with_names(super().get_queryset().filter(closed_at__isnull=False), self.request.user), self.request.user
        )


@described(responses=RecordOut)
@api_view(["GET"])
def record(request: Request, handover_id: int) -> Response:
    """The night in figures, and in ranked lines what was handed over, as it stands now."""
    require(request.user, Right.READ_ORDERS)
    closed = _with_names(Handover.objects.filter(closed_at__isnull=False), request.user)
    handover = get_scoped(closed, request.user, pk=handover_id)
    at = now()
    return Response(
        {
            **HandoverOut(handover).data,
            "at": iso(at),
            "since": iso(handover.duty.since),
            "figures": night(handover.org_path, handover.duty.since, handover.closed_at or at, _me(request)),
            "lines": use_cases.record_lines(handover, _me(request), at=at),
        }
    )


@described(request=Nothing, responses=ReadOut, problems=(403, 404))
@api_view(["POST"])
def read(request: Request, handover_id: int) -> Response:
    """I have read what was handed over to me."""
    require(request.user, Right.DUTY)
    body_of(Nothing, request, only_known=False)

    def once() -> tuple[int, Any]:
        receipt = handing_over.confirm_read(handover_id, person=_me(request), at=now())
        return 200, {"read_at": iso(receipt.read_at)}

    return answer_once(request, "handover", once)


def _step(request: Request, act: Any, *, code: int = 200) -> Response:
    """One step of my own hand-over; the answer is my whole desk as it stands after it."""
    require(request.user, Right.DUTY)
    me = _me(request)

    def once() -> tuple[int, Any]:
        at = now()
        act(me, at)
        return code, _mine(me, at)

    return answer_once(request, "handover", once)


def _mine(me: User, at: datetime) -> dict[str, Any]:
    duty = duty_of(me)
    handover = use_cases.open_handover(me) if duty else None
    unread = HandoverReceipt.objects.filter(person=me, read_at=None, handover__closed_at__isnull=False)
    lines, left_out = use_cases.giver_lines(me, handover, at=at)
    rest_to = handover.rest_to if handover else None
    return {
        "at": iso(at),
        "duty": None if duty is None else {"id": duty.pk, "centre": duty.centre.name, "since": iso(duty.since)},
        "handover": None
        if handover is None
        else {
            "id": handover.pk,
            "started_at": iso(handover.started_at),
            "remark": handover.remark,
            "rest_to": None if rest_to is None else {"id": rest_to.pk, "name": str(rest_to)},
        },
        "lines": lines,
        "left_out": left_out,
        "nameless": 0 if rest_to else left_out + sum(line["to"] is None for line in lines),
        "reliefs": [relief_card(each) for each in use_cases.reliefs(duty.centre.path, me)] if duty else [],
        "to_read": list(unread.order_by("pk").values_list("handover_id", flat=True)),
    }


def _open(me: User) -> Handover:
    handover = use_cases.open_handover(me)
    if handover is None:
        raise Conflict(_("You have begun no hand-over."))
    return handover


def _person(pk: int) -> User:
    person = User.objects.filter(pk=pk, is_active=True).select_related("home").first()
    if person is None:
        raise Invalid(_("There is no such person."), pointer="/to")
    return person


def _me(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _with_names(handovers: "QuerySet[Handover]", reader: Any) -> "QuerySet[Handover]":
    """With who took how much of it, as far as the reader may hear of that."""
    taken = Custody.objects.filter(handover=OuterRef("handover"), holder=OuterRef("person"))
    taken = taken.filter(heard(reader, subject="item_kind", of="item_id"))
    count = Coalesce(Subquery(taken.order_by().values("handover").annotate(count=Count("pk")).values("count")), 0)
    receipts = HandoverReceipt.objects.select_related("person").annotate(heard=count)
    named = handovers.select_related("giver", "centre", "duty").defer("centre__area")
    return named.prefetch_related(Prefetch("receipts", receipts))
