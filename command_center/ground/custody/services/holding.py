"""Open items get a name, keep it, change it and lose it at their end: in sets, within the caller's transaction.

Two locks by name keep it true while many write. Whoever lets an item fall or end holds the roster *still* (shared); whoever changes
the people holds it *alone*: so nothing falls to somebody who is just signing off, and an item that ends in the moment in which it is
given keeps no holder. Locks of orders, outages and plans come before these, never after.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from command_center.ground.core.postgres import insert_rows, lock_shared_until_commit, lock_until_commit
from command_center.ground.custody.falling import OnDuty, Roster, ladder
from command_center.ground.custody.models import Custody
from command_center.ground.organisation.models import CENTRES, Level, OrgUnit

ROSTER = "custody.roster"
DESKS = (*CENTRES, Level.PROVINCE)
COLUMNS = [
    "item_kind",
    "item_id",
    "trade",
    "org_path",
    "centre",
    "holder",
    "since",
    "why",
    "given_by",
    "handover",
    "remark",
]


@dataclass(frozen=True, slots=True)
class Item:
    """Something open that somebody answers for; ``kind`` as in ``ItemKind``, ``trade`` as in ``falling.TRADES``."""

    kind: str
    id: int
    org_path: str
    trade: str


def hold_roster_still() -> None:
    lock_shared_until_commit(ROSTER)


def hold_roster_alone() -> None:
    lock_until_commit(ROSTER)


def take_in(items: Sequence[Item], *, at: datetime) -> None:
    """Items that have just opened fall to whoever is on duty. One that has a holder keeps it. Three statements."""
    if items:
        hold_roster_still()
        fall(items, at=at)


def let_go(kind: str, ids: Sequence[int], *, at: datetime) -> None:
    """Items that have ended need nobody any more; letting go twice changes nothing."""
    if ids:
        hold_roster_still()
        Custody.objects.live().of(kind, list(ids)).update(until=at)


def follow(items: Sequence[Item], *, at: datetime) -> None:
    """Items that belong to another place now: whose centre is another falls anew there, the others stay where they are."""
    if not items:
        return
    hold_roster_still()
    desks = Desks(item.org_path for item in items)
    wanted = {(item.kind, item.id): item for item in items}
    moved = [
        row
        for kind in sorted({item.kind for item in items})
        for row in Custody.objects.live().of(kind, [item.id for item in items if item.kind == kind]).locked()
        if row.centre_id != desks.centre_of(wanted[row.item_kind, row.item_id].org_path)
    ]
    end(moved, at=at)
    fall([wanted[row.item_kind, row.item_id] for row in moved], at=at, desks=desks)


def fall(items: Sequence[Item], *, at: datetime, desks: "Desks | None" = None) -> None:
    """New rows by the ranked rule; the roster is held by the caller."""
    desks = desks or Desks(item.org_path for item in items)
    insert_rows(
        [
            Custody(
                item_kind=item.kind,
                item_id=item.id,
                trade=item.trade,
                org_path=item.org_path,
                centre_id=desks.centre_of(item.org_path),
                holder_id=desks.roster.falls_to(item.trade, item.id, item.org_path),
                since=at,
                why=Custody.Why.FELL,
            )
            for item in items
        ],
        COLUMNS,
    )


def pass_to(rows: Iterable[Custody], to: Any, *, at: datetime) -> list[Custody]:
    """The rows end, and each goes on under a new name: ``to(row)`` is what the new row says. The roster is held alone."""
    ended = end(list(rows), at=at)
    same = ("item_kind", "item_id", "trade", "org_path", "centre_id")
    fresh = [Custody(**{name: getattr(row, name) for name in same}, since=at, **to(row)) for row in ended]
    insert_rows(fresh, COLUMNS)
    return fresh


def end(rows: Sequence[Custody], *, at: datetime) -> Sequence[Custody]:
    if rows:
        Custody.objects.filter(pk__in=[row.pk for row in rows]).update(until=at)
    return rows


def items_of(rows: Iterable[Custody]) -> list[Item]:
    return [Item(row.item_kind, row.item_id, row.org_path, row.trade) for row in rows]


# Asked with every report: plain SQL, because building the same query costs the ORM more than PostgreSQL needs to answer it.
ROSTER_SQL = """
    SELECT unit.path, unit.id, duty.person_id, duty.role FROM organisation_orgunit unit
    LEFT JOIN custody_deskduty duty ON duty.centre_id = unit.id AND duty.until IS NULL
    WHERE unit.path = ANY(%s) AND unit.level = ANY(%s)"""


class Desks:
    """The desks above some places and who is on duty there: one query."""

    def __init__(self, org_paths: Iterable[str]) -> None:
        above = {path for org_path in set(org_paths) for path in ladder(org_path)}
        with connection.cursor() as cursor:
            cursor.execute(ROSTER_SQL, [list(above), [level.value for level in DESKS]])
            rows = cursor.fetchall()
        self._centres: dict[str, int] = {path: pk for path, pk, _person_id, _role in rows}
        self.roster = Roster(OnDuty(person_id, role, path) for path, _pk, person_id, role in rows if person_id)

    def centre_of(self, org_path: str) -> int:
        """The nearest centre on the path; the province for what lies under none."""
        for path in ladder(org_path):
            if path in self._centres:
                return self._centres[path]
        return OrgUnit.objects.values_list("pk", flat=True).get(level=Level.PROVINCE)
