"""The board's snapshot and its catch-up: ``seq`` first, rows second, so that nothing falls between."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.timezone import now

from command_center.ground.alarms.models import Alarm
from command_center.ground.alarms.selectors import cards_of_alarms
from command_center.ground.alarms.selectors import with_names as with_names_of_alarms
from command_center.ground.core import realtime, relay
from command_center.ground.core.gates import OPEN, gates_of
from command_center.ground.core.models import EventRecord
from command_center.ground.core.realtime import Card
from command_center.ground.organisation.hearing import audible
from command_center.ground.organisation.scope import Jurisdiction, scoped
from command_center.screens.board.figures import kpis_for
from command_center.screens.cards.crews import crew_cards
from command_center.screens.cards.orders import cards_of, with_names
from command_center.screens.cards.outages import cards_of_outages, with_places
from dispatch.models import Crew
from outages.models import Outage
from workorders.kinds.fault.states import ON_BOARD
from workorders.models import WorkOrder

LONGEST_CATCH_UP = 5000


def board_snapshot(user: Jurisdiction, *, at: datetime | None = None) -> dict[str, Any]:
    """``{"seq", "epoch", "orders", "crews", "outages", "alarms", "kpis"}`` of everything the user may see."""
    at = at or now()
    epoch, seq = relay.head()
    rows = board_rows(user, at=at)
    cards = {part: [card for _path, _gate, card in each] for part, each in rows.items()}
    return {"epoch": epoch, "seq": seq, **cards, "kpis": kpis_for(user, at=at)}


def board_rows(user: Jurisdiction, *, at: datetime) -> dict[str, list[tuple[str, str, Card]]]:
    """The cards of everything the user may hear of, each with the organisation path and the gate that say who else may."""
    on_board = WorkOrder.objects.repairs().readable_by(user).filter(status__in=[s.value for s in ON_BOARD])
    orders = list(scoped(with_names(on_board), user))
    outages = list(scoped(with_places(Outage.objects.on_board()), user))
    alarms = list(audible(with_names_of_alarms(Alarm.objects.open()), user))
    crew_paths = dict(scoped(Crew.objects.filter(active=True), user).values_list("pk", "org_path"))
    crews = crew_cards(list(crew_paths), at=at)
    return {
        "orders": _with_paths(orders, cards_of(orders), {order.pk: order.gate for order in orders}),
        "crews": [(crew_paths[pk], OPEN, card) for pk, card in crews.items()],
        "outages": _with_paths(outages, cards_of_outages(outages)),
        "alarms": _with_paths(alarms, cards_of_alarms(alarms), gates_of("alarm", [alarm.pk for alarm in alarms])),
    }


def _with_paths(
    rows: list[Any], cards: list[Card], gates: Mapping[int, str] = MappingProxyType({})
) -> list[tuple[str, str, Card]]:
    return [(row.org_path, gates.get(row.pk, OPEN), card) for row, card in zip(rows, cards, strict=True)]


def board_items(user: Jurisdiction, after: int, head: int) -> list[dict[str, Any]]:
    """The latest cards of everything that happened after one number and up to another, as far as the user may see it."""
    events = EventRecord.objects.filter(seq__gt=after, seq__lte=head).order_by("seq")
    return realtime.items_for(list(audible(events, user, subject="subject")))
