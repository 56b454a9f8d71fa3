"""Offers: a crew sees and answers its own; a dispatcher sees those of the jurisdiction and may answer for a crew."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.filters import ChoiceIn, UpdatedSince, WholeFilter
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import MomentFilter
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from dispatch.models import Offer, OfferStatus, RejectReason
from dispatch.selectors.crews import offer_of_crew, own_crew
from dispatch.services import offering


class OfferOut(RowShape[Offer]):
    order_number = serializers.CharField(source="order.number")
    crew_name = serializers.CharField(source="crew.name")

    class Meta:
        model = Offer
        fields = [
            "id",
            "order_number",
            "crew_id",
            "crew_name",
            "status",
            "offered_at",
            "expires_at",
            "answered_at",
            "on_behalf",
            "reject_reason",
            "reject_detail",
            "eta_minutes",
            "updated_at",
        ]


class OfferFilter(UpdatedSince):
    status = ChoiceIn(choices=OfferStatus.choices)
    crew = WholeFilter(field_name="crew_id")
    order = django_filters.CharFilter(field_name="order__number")
    offered_from = MomentFilter(field_name="offered_at", lookup_expr="gte")
    offered_to = MomentFilter(field_name="offered_at", lookup_expr="lt")

    class Meta:
        model = Offer
        fields: list[str] = []


class OfferList(ListAPIView[Offer]):
    """Offers, newest first."""

    queryset = Offer.objects.select_related("order", "crew")
    serializer_class = OfferOut
    filterset_class = OfferFilter
    ordering_fields = ["offered_at", "updated_at"]
    ordering = ["-pk"]

    def get_queryset(self) -> "QuerySet[Offer]":
        offers, user = super().get_queryset(), self.request.user
        if user.may(Right.READ_ORDERS):  # type: ignore[union-attr]
            return scoped(offers, user, field="order__org_path")
        require(user, Right.FIELD)
        return offers.filter(crew=own_crew(user))  # type: ignore[arg-type]


@described(request=Nothing, responses=OfferOut, problems=(403, 404, 409))
@api_view(["POST"])
def accept(request: Request, offer_id: int) -> Response:
    """The crew takes the order; whoever comes second gets 409."""
    offer, on_behalf = _answerable(request, offer_id)
    body_of(Nothing, request, only_known=False)

    def once() -> tuple[int, Any]:
        offering.accept_offer(offer_id=offer.pk, at=now(), actor=request.user, on_behalf=on_behalf)
        return 200, _shown(offer.pk)

    return answer_once(request, "offers", once)


class RejectIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=RejectReason.choices)
    detail = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


@described(request=RejectIn, responses=OfferOut, problems=(403, 404, 409, 422))
@api_view(["POST"])
def reject(request: Request, offer_id: int) -> Response:
    """The crew cannot go; the next candidate is asked at once."""
    offer, _ = _answerable(request, offer_id)
    data = body_of(RejectIn, request, only_known=False)

    def once() -> tuple[int, Any]:
        offering.reject_offer(offer_id=offer.pk, at=now(), actor=request.user, **data)
        return 200, _shown(offer.pk)

    return answer_once(request, "offers", once)


def _answerable(request: Request, offer_id: int) -> tuple[Offer, bool]:
    """The offer and whether a seat answers for the crew."""
    user = request.user
    if user.may(Right.DISPATCH):  # type: ignore[union-attr]
        return get_scoped(Offer.objects.all(), user, field="order__org_path", pk=offer_id), True
    require(user, Right.FIELD)
    return offer_of_crew(user, own_crew(user), offer_id), False  # type: ignore[arg-type]


def _shown(offer_id: int) -> Any:
    return dict(OfferOut(Offer.objects.select_related("order", "crew").get(pk=offer_id)).data)
