"""What set the complaints of the invented past off: a repair or an outage of their feeder, a connection of their unit.

How many name one, and which, is ours and proves nothing; who told it in confidence names none, because that would lead to them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from demo.past.played import Played
from demo.past.world import World
from outages.models import Outage
from workorders.kinds.complaint.models import Complaint

# Of the complaints of a group: how many spring from what is wrong with the supply, and how many from a connection.
SHARES = {
    "OUTAGE": (0.75, 0.0), "QUALITY": (0.6, 0.0), "SERVICE": (0.35, 0.2), "GRID": (0.2, 0.35), "BUSINESS": (0.0, 0.5),
}  # fmt: skip
OUTAGES_FIRST = 0.5
DAYS = {"outage": 15, "repair": 15, "repair of the unit": 4, "connection": 60}

Things = dict[Any, list[tuple[datetime, Any]]]


def link_triggers(world: World, plays: Sequence[Played]) -> None:
    """Complaints name the last thing of their kind that happened before, within so many days. One query."""
    of_feeder, of_unit, connections = _repairs(world, plays)
    outages = _outages(plays)
    for play in plays:
        order = play.order
        if order.kind != "COMPLAINT" or order.confidential or order.about is not None:
            continue
        supply, connection = SHARES.get(order.sub_kind, (0.2, 0.0))
        lot, at, feeder = world.lot.random(), order.reported_at, _feeder(world, play)
        if lot < supply:
            outage = _last(outages.get(feeder, []), at, "outage") if world.chance(OUTAGES_FIRST) else None
            if outage is not None:
                facts_of(play).outage_number = outage
                continue
            order.about = _last(of_feeder.get(feeder, []), at, "repair") or _last(
                of_unit.get(order.unit_id, []), at, "repair of the unit"
            )
        elif lot < supply + connection:
            order.about = _last(connections.get(order.centre_id, []), at, "connection")


def facts_of(play: Played) -> Complaint:
    """The complaint's own row, which those that were never investigated have not got yet."""
    found = next((row for row in play.rows if isinstance(row, Complaint)), None)
    if found is None:
        found = Complaint(order=play.order, liability="")
        play.rows.append(found)
    return found


def _feeder(world: World, play: Played) -> int | None:
    return world.equipment.parents.get(play.order.node_id or 0)


def _repairs(world: World, plays: Iterable[Played]) -> tuple[Things, Things, Things]:
    """Repairs by feeder and by unit, connections by centre, each with the moment from which a complaint may be about it."""
    of_feeder, of_unit, connections = defaultdict(list), defaultdict(list), defaultdict(list)
    for play in plays:
        order = play.order
        if order.confidential or order.parent is not None:
            continue
        if order.kind == "FAULT":
            of_feeder[_feeder(world, play)].append((order.reported_at, order))
            of_unit[order.unit_id].append((order.reported_at, order))
        elif order.kind == "CONNECTION":
            connections[order.centre_id].append((order.reported_at, order))
    for things in (of_feeder, of_unit, connections):
        for rows in things.values():
            rows.sort(key=lambda row: row[0])
    return of_feeder, of_unit, connections


def _outages(plays: Sequence[Played]) -> Things:
    """Outages by feeder."""
    since = min((play.order.reported_at for play in plays), default=None)
    found: Things = defaultdict(list)
    rows = Outage.objects.filter(started_at__gte=since) if since else Outage.objects.none()
    for started_at, feeder, number in rows.order_by("started_at", "pk").values_list("started_at", "feeder", "number"):
        found[feeder].append((started_at, number))
    return found


def _last(rows: Sequence[tuple[datetime, Any]], at: datetime, what: str) -> Any:
    """The last of them before the complaint and not older than that; None without one."""
    first = bisect_left(rows, at - timedelta(days=DAYS[what]), key=lambda row: row[0])
    after = bisect_right(rows, at, key=lambda row: row[0])
    return rows[after - 1][1] if after > first else None
