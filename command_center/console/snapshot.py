"""The board's snapshot and its catch-up: ``seq`` first, rows second, so that nothing falls between."""

from datetime import datetime
from typing import Any

from django.utils.timezone import now

from command_center.alarms.models import Alarm
from command_center.alarms.selectors import cards_of_alarms
from command_center.alarms.selectors import with_names as with_names_of_alarms
from command_center.console.cards import cards_of, crew_cards, with_names
from command_center.console.kpis import kpis_for
from command_center.console.outage_cards import cards_of_outages, with_places
from command_center.core import realtime, relay
from command_center.core.models import EventRecord
from command_center.organisation.scope import Jurisdiction, scoped
from dispatch.models import Crew
from outages.models import Outage
from workorders.models import WorkOrder
from workorders.states import ON_BOARD

LONGEST_CATCH_UP = 5000


def board_snapshot(user: Jurisdiction, *, at: datetime | None = None) -> dict[str, Any]:
    """``{"seq", "epoch", "orders", "crews", "outages", "alarms", "kpis"}`` of everything the user may see."""
    at = at or now()
    epoch, seq = relay.head()
    orders = scoped(with_names(WorkOrder.objects.filter(status__in=[s.value for s in ON_BOARD])), user)
    outages = scoped(with_places(Outage.objects.on_board()), user)
    crew_ids = list(scoped(Crew.objects.filter(active=True), user).values_list("pk", flat=True))
    return {
        "epoch": epoch,
        "seq": seq,
        "orders": cards_of(orders),
        "crews": list(crew_cards(crew_ids, at=at).values()),
        "outages": cards_of_outages(outages),
        "alarms": cards_of_alarms(scoped(with_names_of_alarms(Alarm.objects.open()), user)),
        "kpis": kpis_for(user, at=at),
    }


def board_items_after(user: Jurisdiction, after: int) -> tuple[int, list[dict[str, Any]]] | None:
    """``(head, items)`` of everything since ``after`` that the user may see; None when it is too far back."""
    _, seq = relay.head()
    if after > seq or seq - after > LONGEST_CATCH_UP:
        return None
    events = scoped(EventRecord.objects.filter(seq__gt=after, seq__lte=seq), user).order_by("seq")
    return seq, realtime.items_for(list(events))
