"""Reactions of the order engine: a batch of events in, own services out."""

from collections.abc import Sequence

from django.utils.timezone import now

from workorders.events import OrderEvent
from workorders.services.judging import pass_on


def judge(events: Sequence[OrderEvent]) -> None:
    """A report that can be located goes on to dispatch. ``outages`` takes this step over in the wiring."""
    pass_on(order_ids=[event.work_order_id for event in events], at=now())
