"""``GET work-orders/``: the list that boards, pages and other programs ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import Invalid
from command_center.ground.core.postgres import TooSlow, statement_timeout
from command_center.ground.organisation.look_ups import count_look_up
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.cards.shapes import OrderCard
from command_center.screens.order_list.columns import ORDERINGS
from command_center.screens.order_list.rows import orders_for, rows_of
from workorders.api.filters import PERSONAL, OrderFilter
from workorders.models import WorkOrder

LONGEST_SECONDS = 8


class ListedOrder(OrderCard):
    """A card, and what only a list shows."""

    closed_at = Moment(allow_null=True)
    customer_number = serializers.CharField(allow_blank=True)


class OrderList(ListAPIView[WorkOrder]):
    """Order cards, newest first, finished ones included; names and phones are masked."""

    queryset = WorkOrder.objects.all()
    serializer_class = ListedOrder
    filterset_class = OrderFilter
    ordering_fields = list(ORDERINGS)
    # By the column that periods are asked of: the list of a past month begins in that month and not with today's orders.
    ordering = ["-reported_at"]

    def get_queryset(self) -> "QuerySet[WorkOrder]":
        user: Any = self.request.user
        require(user, Right.READ_ORDERS)
        return orders_for(user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if any(request.query_params.get(name) for name in PERSONAL):
            count_look_up(request)
        with bounded():
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(rows_of(page or []))


@contextmanager
def bounded() -> Iterator[None]:
    """A question that no index leads to ends in time and is refused in words. Raises ``Invalid``."""
    try:
        with statement_timeout(LONGEST_SECONDS):
            yield
    except TooSlow as error:
        raise Invalid(_("This asks too many orders at once: add a period, a centre, or open ones only.")) from error
