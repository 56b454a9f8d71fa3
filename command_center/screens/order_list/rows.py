"""The rows of a list of orders: their cards, and what only a list shows."""

from collections.abc import Sequence

from django.db.models import QuerySet

from command_center.ground.core.realtime import Card
from command_center.ground.core.values import iso
from command_center.ground.organisation.models import User
from command_center.ground.organisation.scope import scoped
from command_center.screens.cards.orders import cards_of, customer_number, with_names
from workorders.models import WorkOrder


def orders_for(user: User) -> "QuerySet[WorkOrder]":
    """All orders that this person may see, of every kind and every age."""
    return scoped(with_names(WorkOrder.objects.readable_by(user)), user)


def rows_of(orders: Sequence[WorkOrder]) -> list[Card]:
    """``orders`` as ``orders_for`` gives them; three queries, however many."""
    return [
        card
        | {
            "closed_at": iso(order.closed_at),
            "customer_number": customer_number(order),
        }
        for order, card in zip(orders, cards_of(orders), strict=True)
    ]
