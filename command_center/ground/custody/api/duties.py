"""Who is on duty at which desk; signing on and off; relieving somebody who has gone."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.filters import CharIn, ChoiceIn, YesNoFilter
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.core.errors import Invalid
from command_center.ground.custody.models import DeskDuty
from command_center.ground.custody.services.duty import relieve_absent, sign_off, sign_on
from command_center.ground.organisation.hearing import heard
from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import Right, Role
from command_center.ground.organisation.scope import get_scoped, require, scoped


class DutyOut(RowShape[DeskDuty]):
    """``items`` is how many open items stand in this name now."""

    person_name = serializers.CharField(source="person")
    centre_name = serializers.CharField(source="centre.name")
    centre_code = serializers.CharField(source="centre.code")
    items = serializers.IntegerField()

    class Meta:
        model = DeskDuty
        fields = [
            "id", "person_id", "person_name", "role", "centre_code", "centre_name", "since", "until", "items",
        ]  # fmt: skip


class DutyFilter(django_filters.FilterSet):
    live = YesNoFilter(field_name="until", lookup_expr="isnull", label="On duty now")
    centre = CharIn(field_name="centre__code", label="Code of the centre")
    role = ChoiceIn(choices=Role.choices)

    class Meta:
        model = DeskDuty
        fields: list[str] = []


def with_items(duties: "QuerySet[DeskDuty]", reader: Any) -> "QuerySet[DeskDuty]":
    """With how much each holds, as far as the reader may hear of it."""
    mine = heard(reader, subject="person__custodies__item_kind", of="person__custodies__item_id")
    held = Count("person__custodies", filter=Q(until=None, person__custodies__until=None) & mine)
    return duties.select_related("person", "centre").defer("centre__area").annotate(items=held)


class DutyList(ListAPIView[DeskDuty]):
    """Duties at the desks of the area, latest first."""

    queryset = DeskDuty.objects.all()
    serializer_class = DutyOut
    filterset_class = DutyFilter
    ordering_fields = ["since"]
    ordering = ["-since", "-pk"]

    def get_queryset(self) -> "QuerySet[DeskDuty]":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(with_items(super().get_queryset(), self.request.user), self.request.user, field="centre__path")


class SignOnIn(serializers.Serializer[Any]):
    centre = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=20,
        help_text="Code of the centre; without it one's own",
    )


@described(request=SignOnIn, responses={201: DutyOut}, problems=(403, 409, 422))
@api_view(["POST"])
def sign_on_at_desk(request: Request) -> Response:
    """I am on duty at this desk from now on; what nobody was there for falls to me as the rule says."""
    require(request.user, Right.DUTY)
    centre = _centre(body_of(SignOnIn, request)["centre"], request.user)
    return answer_once(
        request,
        "desk-duties",
        lambda: (201, _shown(sign_on(person=_me(request), centre=centre, at=now()), request.user)),
    )


@described(request=Nothing, responses=DutyOut, problems=(403, 409))
@api_view(["POST"])
def sign_off_at_desk(request: Request) -> Response:
    """I leave. Refused while anything open stands in my name: it is handed over first."""
    require(request.user, Right.DUTY)
    body_of(Nothing, request, only_known=False)
    return answer_once(
        request, "desk-duties", lambda: (200, _shown(sign_off(person=_me(request), at=now()), request.user))
    )


class RelieveIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


@described(request=RelieveIn, responses=DutyOut, problems=(403, 404, 409, 422))
@api_view(["POST"])
def relieve(request: Request, duty_id: int) -> Response:
    """This person has gone without handing over: what they held falls to who is on duty now. Audited."""
    require(request.user, Right.CUSTODY)
    duty = get_scoped(DeskDuty.objects.all(), request.user, field="centre__path", pk=duty_id)
    reason = body_of(RelieveIn, request)["reason"]

    def once() -> tuple[int, Any]:
        return 200, _shown(relieve_absent(duty_id=duty.pk, reason=reason, at=now(), actor=request.user), request.user)

    return answer_once(request, "desk-duties", once)


def _me(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _centre(code: str, person: Any) -> OrgUnit:
    centre = OrgUnit.objects.filter(code=code).defer("area").first() if code else person.home
    if centre is None:
        raise Invalid(_("There is no desk for you at this place."), pointer="/centre")
    return centre


def _shown(duty: DeskDuty, reader: Any) -> Any:
    return DutyOut(with_items(DeskDuty.objects.all(), reader).get(pk=duty.pk)).data
