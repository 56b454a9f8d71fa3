"""Crews as the board shows them."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.etags import with_etag
from command_center.ground.core.api.filters import CharIn, YesNoFilter
from command_center.ground.core.api.moments import Moment, MomentFilter
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from command_center.screens.cards.crews import crew_cards
from command_center.screens.cards.orders import cards_of, with_names
from command_center.screens.cards.shapes import CrewCard, PersonShape
from dispatch.crew_messages.api import CrewMessageOut
from dispatch.crew_messages.api import told as message
from dispatch.crew_messages.selectors import latest_messages
from dispatch.models import Assignment, Crew
from dispatch.selectors.crews import mock_fixes
from workorders.models import WorkOrder

# Long enough for a shift and the one before it.
MOCK_COUNTED = timedelta(hours=24)


class CrewFilter(django_filters.FilterSet):
    centre = CharIn(field_name="centre__code", label="Code of the command centre")
    unit = CharIn(field_name="unit__code", label="Code of the front-line unit")
    skill = django_filters.CharFilter(method="filter_skill")
    on_duty = YesNoFilter(method="filter_on_duty")
    updated_since = MomentFilter(field_name="position__seen_at", lookup_expr="gte", label="Heard of since")
    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = Crew
        fields: list[str] = []

    def filter_skill(self, crews: "QuerySet[Crew]", name: str, value: str) -> "QuerySet[Crew]":
        # Not by a join: a crew with two certificates is one crew.
        return crews.filter(pk__in=Crew.objects.filter(certificates__skill=value).values("pk"))

    def filter_on_duty(self, crews: "QuerySet[Crew]", name: str, value: bool) -> "QuerySet[Crew]":
        at = now()
        on_duty = Crew.objects.filter(shifts__starts_at__lte=at, shifts__ends_at__gt=at).values("pk")
        return crews.filter(pk__in=on_duty) if value else crews.exclude(pk__in=on_duty)


class CrewList(ListAPIView[Crew]):
    """Crew cards of the crews in service."""

    queryset = Crew.objects.filter(active=True)
    serializer_class = CrewCard
    filterset_class = CrewFilter
    ordering_fields = ["code", "name"]
    ordering = ["code"]

    def get_queryset(self) -> "QuerySet[Crew]":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(super().get_queryset(), self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        cards = crew_cards([crew.pk for crew in page])
        return self.get_paginated_response([cards[crew.pk] for crew in page if crew.pk in cards])


class OrderInHand(serializers.Serializer[Any]):
    number = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    next_due_at = Moment(allow_null=True)
    next_due_code = serializers.CharField(allow_null=True)


class CrewInFull(CrewCard):
    """``leader`` with the number to call, for who may dispatch. ``mock_fixes``: positions of the last 24 hours that an app
    made up; they were set aside. ``orders``: what it has in hand, as far as the reader may see it, due first;
    ``messages``: the last to it, for who may dispatch.
    """

    leader = PersonShape(allow_null=True)
    mock_fixes = serializers.IntegerField()
    orders = OrderInHand(many=True)
    messages = CrewMessageOut(many=True)


def _in_hand(crew_id: int, user: Any) -> list[dict[str, Any]]:
    held = Assignment.objects.in_hand().filter(crew_id=crew_id).values("order_id")
    orders = scoped(with_names(WorkOrder.objects.filter(pk__in=held).readable_by(user)), user)
    cards = sorted(cards_of(list(orders)), key=lambda card: (card["next_due_at"] or "9", card["number"]))
    return [dict(OrderInHand(card).data) for card in cards]


@described(responses=CrewInFull)
@api_view(["GET"])
def crew(request: Request, crew_id: int) -> Response:
    require(request.user, Right.READ_ORDERS)
    user: Any = request.user
    row = get_scoped(Crew.objects.filter(active=True).select_related("leader"), user, pk=crew_id)
    shown = row.leader if user.may(Right.DISPATCH) else None
    leader = {"name": shown.name, "phone": shown.phone} if shown else None
    told: dict[str, Any] = {"leader": leader, "mock_fixes": mock_fixes(row.pk, since=now() - MOCK_COUNTED)}
    told["orders"] = _in_hand(row.pk, user)
    told["messages"] = [message(each) for each in latest_messages(row.pk)] if user.may(Right.DISPATCH) else []
    return with_etag(Response({**crew_cards([row.pk])[row.pk], **told}), row.rev)
