"""The reaction to the orders that lead repairs: their status and crew stand on the card of the outage too."""

from collections.abc import Sequence

from outages.services.orders import tell_of_lead_orders
from workorders.events import OrderEvent


def show_lead_order(events: Sequence[OrderEvent]) -> None:
    tell_of_lead_orders(order_ids={event.work_order_id for event in events})
