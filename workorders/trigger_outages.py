"""Outages as what set a complaint off. Outages live a storey higher: the wiring installs who knows them."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from command_center.ground.organisation.scope import covers


class TriggerOutage(NamedTuple):
    """One outage: where it was and whose it is. ``order_id``: the order for which it was asked, None where it was asked by number."""

    number: str
    org_path: str
    order_id: int | None
    node_id: int | None
    feeder_id: int | None
    centre: str
    unit: str


# (ids of orders, numbers of outages) → the outages that these orders belong to, and those of these numbers.
TriggerOutages = Callable[[Collection[int], Collection[str]], list[TriggerOutage]]

_told_by: list[TriggerOutages] = []


def trigger_outages_from(outages: TriggerOutages) -> None:
    """Called once, by ``command_center.wiring``."""
    _told_by[:] = [outages]


def trigger_outages(order_ids: Collection[int] = (), numbers: Collection[str] = ()) -> list[TriggerOutage]:
    return _told_by[0](order_ids, numbers) if _told_by and (order_ids or numbers) else []


def outage_named(number: str, actor: Any) -> str:
    """The number again where there is such an outage in the actor's area; else "". The system sees all."""
    told = trigger_outages(numbers=[number]) if number else []
    return next((each.number for each in told if actor is None or covers(actor, each.org_path)), "")
