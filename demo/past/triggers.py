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
    "OUTAGE": (0.85, 0.0), "QUALITY": (0.7, 0.0), "SERVICE": (0.55, 0.1), "GRID": (0.3, 0.25), "BUSINESS": (0.1, 0.3),
}  # fmt: skip
OUTAGES_FIRST = 0.5
# How long ago it may have been. Of the feeder first, then of the unit, then of the centre.
OUTAGE_DAYS, REPAIR_DAYS, CONNECTION_DAYS = (60, 30), (30, 20, 7), 60

Things = dict[Any, list[tuple[datetime, Any]]]


def link_triggers(world: World, plays: Sequence[Played]) -> None:
    """Complaints name the last thing of their kind that happened before, within so many days. One query."""
    repairs, connections, outages = _repairs(world, plays), _connections(plays), _outages(plays)
    for play in plays:
        order = play.order
        if order.kind != "COMPLAINT" or order.confidential or order.about is not None:
            continue
        supply, connection = SHARES.get(order.sub_kind, (0.2, 0.0))
        lot, at, places = world.lot.random(), order.reported_at, _places(world, play)
        if lot < supply:
            outage = _nearest(outages, places, at, OUTAGE_DAYS) if world.chance(OUTAGES_FIRST) else None
            if outage is not None:
                facts_of(play).outage_number = outage
            else:
                order.about = _nearest(repairs, places, at, REPAIR_DAYS)
        elif lot < supply + connection:
            order.about = _last(connections.get(order.centre_id, []), at, CONNECTION_DAYS)


def facts_of(play: Played) -> Complaint:
    """The complaint's own row, which those that were never investigated have not got yet."""
    found = next((row for row in play.rows if isinstance(row, Complaint)), None)
    if found is None:
        found = Complaint(order=play.order, liability="")
        play.rows.append(found)
    return found


def _places(world: World, play: Played) -> list[Any]:
    """Where a trigger may have been, the nearest first: feeder, unit, centre."""
    order = play.order
    unit = order.concerns or order.unit
    feeder = world.equipment.parents.get(order.node_id or 0)
    return [("feeder", feeder), ("unit", unit and unit.pk), ("centre", order.centre_id)]


def _repairs(world: World, plays: Iterable[Played]) -> Things:
    """Repairs by feeder, unit and centre, each with the moment from which a complaint may be about it."""
    found: Things = defaultdict(list)
    for play in plays:
        order = play.order
        if order.kind == "FAULT" and order.parent is None and not order.confidential:
            for place in _places(world, play):
                found[place].append((order.reported_at, order))
    return _in_order(found)


def _connections(plays: Iterable[Played]) -> Things:
    """Connections by centre."""
    found: Things = defaultdict(list)
    for play in plays:
        if play.order.kind == "CONNECTION" and not play.order.confidential:
            found[play.order.centre_id].append((play.order.reported_at, play.order))
    return _in_order(found)


def _outages(plays: Sequence[Played]) -> Things:
    """Outages by feeder and unit. One query."""
    since = min((play.order.reported_at for play in plays), default=None)
    rows = Outage.objects.filter(started_at__gte=since) if since else Outage.objects.none()
    found: Things = defaultdict(list)
    names = ("started_at", "number", "feeder", "serving_org")
    for started_at, number, feeder, unit in rows.order_by("started_at", "pk").values_list(*names):
        found["feeder", feeder].append((started_at, number))
        found["unit", unit].append((started_at, number))
    return found


def _in_order(found: Things) -> Things:
    for rows in found.values():
        rows.sort(key=lambda row: row[0])
    return found


def _nearest(things: Things, places: Iterable[Any], at: datetime, days: Iterable[int]) -> Any:
    """The last one of the nearest place that has one; None without."""
    found = (_last(things.get(place, []), at, longest) for place, longest in zip(places, days, strict=False))
    return next((each for each in found if each is not None), None)


def _last(rows: Sequence[tuple[datetime, Any]], at: datetime, days: int) -> Any:
    """The last of them before the complaint and not older than that; None without one."""
    first = bisect_left(rows, at - timedelta(days=days), key=lambda row: row[0])
    after = bisect_right(rows, at, key=lambda row: row[0])
    return rows[after - 1][1] if after > first else None
