"""What the tests of the event path share: an event, a handler wired for one test, events published."""

from typing import Any

from django.db import transaction

from command_center.ground.core import deliveries, events, relay
from command_center.ground.core.events import Reaction, emit
from workorders.events import WorkOrderOpened

PATH = "42/4228/422826/"


def opened(order_id: int = 1) -> WorkOrderOpened:
    return WorkOrderOpened(work_order_id=order_id, org_path=PATH)


def seen_by(monkeypatch: Any, handler: Any, *, serial: bool = False) -> str:
    """Wire one handler to ``workorder.opened`` for this test; its name."""
    reaction = Reaction("tests.handler", handler, queue="core", serial=serial)
    monkeypatch.setitem(events._reactions, "workorder.opened", [reaction])
    monkeypatch.setitem(events._by_name, reaction.name, reaction)
    monkeypatch.delitem(deliveries._batch_sizes, reaction.name, raising=False)
    return reaction.name


def publish(count: int = 3) -> None:
    with transaction.atomic():
        emit(*(opened(n) for n in range(count)))
    relay.publish_round()
