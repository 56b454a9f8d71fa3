"""Outages as what set complaints off: by their own number, or as that to which a repair belongs."""

from collections.abc import Collection, Iterator
from typing import Any

from outages.life.models import Outage, OutageOrder
from workorders.trigger_outages import TriggerOutage

COLUMNS = ("number", "org_path", "node_id", "feeder_id", "centre__code", "serving_org__code")


def outages_of_triggers(order_ids: Collection[int], numbers: Collection[str]) -> list[TriggerOutage]:
    """Those of these orders and those of these numbers. Two queries."""
    return [*_of_orders(order_ids), *(_told(None, row) for row in _by_number(numbers))]


def _of_orders(order_ids: Collection[int]) -> Iterator[TriggerOutage]:
    rows = OutageOrder.objects.filter(order_id__in=order_ids) if order_ids else OutageOrder.objects.none()
    for order_id, *row in rows.values_list("order_id", *(f"outage__{name}" for name in COLUMNS)):
        yield _told(order_id, row)


def _by_number(numbers: Collection[str]) -> Any:
    return Outage.objects.filter(number__in=numbers).values_list(*COLUMNS) if numbers else []


def _told(order_id: int | None, row: Any) -> TriggerOutage:
    number, org_path, node_id, feeder_id, centre, unit = row
    return TriggerOutage(number, org_path, order_id, node_id, feeder_id, centre, unit)
