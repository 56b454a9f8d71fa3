"""The supervision desk over HTTP: figures per centre, one list of rows, the people who were called, and giving items to people."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described, query_of
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import Invalid, NotFound
from command_center.ground.core.values import iso
from command_center.ground.custody.services.giving import live_rows
from command_center.ground.organisation.hearing import audible
from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from command_center.screens.open_items.shapes import MOST_AT_ONCE, LineShape, RefIn, refs_of
from command_center.screens.supervision import watch as watching
from workorders.custody import give as give_items


class WatchQuery(serializers.Serializer[Any]):
    list = serializers.ChoiceField(choices=list(watching.WATCHES), required=False, default="overdue")
    centre = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=20, help_text="Code of a centre; empty: all of mine"
    )


class WatchShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    words = serializers.CharField()
    tone = serializers.CharField()
    count = serializers.IntegerField()


class DeskShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    path = serializers.CharField()
    level = serializers.CharField()
    is_top = serializers.BooleanField()
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="List → orders below this desk; `open`: all"
    )


class SupervisionOut(serializers.Serializer[Any]):
    at = Moment()
    watches = WatchShape(many=True)
    desks = DeskShape(many=True)
    lines = LineShape(many=True)
    shown_at_most = serializers.IntegerField()


@described(parameters=[WatchQuery], responses=SupervisionOut, problems=(403, 404, 422))
@api_view(["GET"])
def watch(request: Request) -> Response:
    """What has to be looked at now: figures of every list per centre, and the rows of one list."""
    require(request.user, Right.READ_ORDERS)
    asked, at = query_of(WatchQuery, request), now()
    me = request.user
    assert isinstance(me, User)
    under = get_scoped(OrgUnit.objects.all(), me, field="path", code=asked["centre"]).path if asked["centre"] else ""
    orders = watching.open_in(me, under)
    others = watching.others_in(me, under, at)
    by_code = watching.counts(orders, others, at)
    return Response(
        {
            "at": iso(at),
            "watches": watching.shown_watches(by_code),
            "desks": watching.centres_of(me, under, by_code),
            "lines": watching.lines(orders, others, asked["list"], at),
            "shown_at_most": watching.SHOWN,
        }
    )


class HolderIn(serializers.Serializer[Any]):
    items = serializers.ListField(child=RefIn(), min_length=1, max_length=MOST_AT_ONCE)
    to = serializers.IntegerField(
        required=False,
        default=None,
        allow_null=True,
        min_value=1,
        help_text="Id of a person on duty; without it myself",
    )
    remark = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class GaveOut(serializers.Serializer[Any]):
    given = serializers.IntegerField(help_text="How many have another name now")


@described(request=HolderIn, responses=GaveOut, problems=(403, 404, 409, 422))
@api_view(["POST"])
def give(request: Request) -> Response:
    """These items stand in this person's name from now on, or in mine."""
    require(request.user, Right.CUSTODY)
    body = body_of(HolderIn, request)
    refs = refs_of(body["items"])
    if audible(live_rows(refs), request.user, subject="item_kind", of="item_id").count() != len(refs):
        raise NotFound()
    to = _person(body["to"]) if body["to"] else request.user
    assert isinstance(to, User)

    def once() -> tuple[int, Any]:
        return 200, {"given": give_items(refs, to=to, at=now(), actor=request.user, remark=body["remark"])}

    return answer_once(request, "supervision", once)


def _person(pk: int) -> User:
    person = User.objects.filter(pk=pk, is_active=True).select_related("home").first()
    if person is None:
        raise Invalid(_("There is no such person."), pointer="/to")
    return person
