"""Outages as the board shows them: a list of cards, and one outage in full. What is done to them: ``outages.api``."""

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.etags import with_etag
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from command_center.screens.cards.outage_shapes import OutageCard, OutageDetail
from command_center.screens.cards.outages import cards_of_outages, with_places
from command_center.screens.outage_map.detail import outage_detail
from outages.life.api.filters import OutageFilter
from outages.models import Outage


class OutageList(ListAPIView[Outage]):
    """Outage cards, newest first, finished ones included."""

    queryset = Outage.objects.all()
    serializer_class = OutageCard
    filterset_class = OutageFilter
    ordering_fields = ["started_at", "updated_at", "customers_out", "etr_at"]
    ordering = ["-pk"]

    def get_queryset(self) -> "QuerySet[Outage]":
        require(self.request.user, Right.READ_OUTAGES)
        return scoped(with_places(super().get_queryset()), self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(cards_of_outages(page or []))


@described(responses=OutageDetail)
@api_view(["GET"])
def outage(request: Request, number: str) -> Response:
    """One outage in full with its ETag; customers are masked."""
    require(request.user, Right.READ_OUTAGES)
    user: Any = request.user
    found = get_scoped(
        with_places(Outage.objects.select_related("parent", "planned_outage")), request.user, number=number
    )
    return with_etag(Response(outage_detail(found, user, at=now())), found.rev)
