"""Was the ledger right at every moment of a time that is over? Reckoned from the record of the switches alone, by phase.

Between two moments at which a switch moved nothing changes, so that these moments are all there are to ask about. The
network is taken as it is today; links and places come in by the SQL of ``ledger_check``, the trace is ``dark_times``.

- Dark by the switches means: in the ledger. Unless a person's, a crew's or a meter's word, or a generator, says otherwise.
- In the ledger means: dark by the switches, or below a device that an outage names and that was not seen to close since it
  began (a fuse that only calls speak of). A household's own outage, and what a person corrected, is their word.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Min

from command_center.ground.network.models import ModelImport
from outages.ledger.checks.dark_times import Blocks, Bools, Span, spans_where, without
from outages.ledger.checks.present import LINKS, POINTS, SNAPSHOT
from outages.life.choices import EndedBy
from outages.life.models import Outage
from outages.life.states import DARK, IN_LEDGER, Status

WORDS = {
    "dark_then_without_row": "dark by the switches then, not in the ledger",
    "row_then_without_dark": "in the ledger then, supplied by the switches",
}
# What ends an interruption although no switch says so.
BY_WORD = (EndedBy.REPAIR, EndedBy.METER, EndedBy.CUSTOMER, EndedBy.GENERATOR, EndedBy.CORRECTION)
LETTERS = "ABCS"  # the first is 1 in a vertex's number

# Where a switch stood at the beginning: by its last move before, by the opposite of its first one after, or as it stands.
STOOD = """
SELECT b.id, coalesce(
    (SELECT s.opened FROM network_switchoperation s WHERE s.branch_id = b.id AND s.at <= %(since)s ORDER BY s.at DESC, s.id DESC LIMIT 1),
    (SELECT NOT s.opened FROM network_switchoperation s WHERE s.branch_id = b.id AND s.at > %(since)s ORDER BY s.at, s.id LIMIT 1),
    b.is_open)
FROM network_branch b
WHERE b.retired_at IS NULL AND (b.is_open OR b.id IN (SELECT branch_id FROM network_switchoperation))
"""
MOVES = """
SELECT at, branch_id, opened FROM network_switchoperation WHERE at > %(since)s AND at < %(until)s ORDER BY at, id
"""
NAMED = """
SELECT device_id, started_at, until FROM (
    SELECT o.device_id, o.started_at, least(
        CASE o.status WHEN 'MERGED' THEN parent.restored_at ELSE o.restored_at END,
        (SELECT min(s.at) FROM network_switchoperation s WHERE s.branch_id = o.device_id AND NOT s.opened AND s.at >= o.started_at)
    ) AS until
    FROM outages_outage o LEFT JOIN outages_outage parent ON parent.id = o.parent_id
    WHERE o.device_id IS NOT NULL AND o.status = ANY(%(named)s) AND o.started_at < %(until)s
) named WHERE until IS NULL OR until > greatest(started_at, %(since)s)
"""
ROWS = """
SELECT i.service_point_id, i.off_at, i.on_at, i.ended_by, o.device_id IS NULL OR c.author_id IS NOT NULL AS said
FROM outages_interruption i JOIN outages_outage o ON o.id = i.outage_id LEFT JOIN outages_correction c ON c.id = i.correction_id
WHERE i.retracted_at IS NULL AND i.off_at < %(until)s AND (i.on_at IS NULL OR i.on_at >= %(since)s)
"""
TAKEN_BACK = """
SELECT i.service_point_id, i.off_at, coalesce(i.on_at, %(until)s)
FROM outages_interruption i JOIN outages_correction c ON c.id = i.retracted_by_id
WHERE c.author_id IS NOT NULL AND i.off_at < %(until)s AND (i.on_at IS NULL OR i.on_at > %(since)s)
"""
ENDED_BEFORE = """
SELECT DISTINCT ON (service_point_id) service_point_id, ended_by FROM outages_interruption
WHERE retracted_at IS NULL AND on_at < %(since)s AND service_point_id = ANY(%(points)s) ORDER BY service_point_id, off_at DESC
"""
SOURCES = "SELECT id FROM network_connectivitynode WHERE is_source"
FRESH = "SELECT min(at) FROM network_switchoperation WHERE recorded_at >= %(before)s"


@dataclass(frozen=True, order=True)
class Stretch:
    """``[start, stop)`` of one service point, over which switches and ledger contradict each other."""

    point_id: int
    start: datetime
    stop: datetime


@dataclass(frozen=True)
class Past:
    """``found``: by code of ``WORDS``. ``explained``: stretches that a person's, a meter's or a crew's word accounts for.

    ``imported``: the network was changed within the time, which is reckoned on the network of today.
    """

    since: datetime
    until: datetime
    moments: int
    found: dict[str, list[Stretch]]
    explained: int
    imported: bool


def first_live(*, default: datetime) -> datetime:
    """When the oldest live outage began, if before ``default``."""
    statuses = [status.value for status in DARK]
    began = Outage.objects.filter(status__in=statuses).aggregate(first=Min("started_at"))["first"]
    return min(began, default) if began else default


@transaction.atomic
def past_differences(*, since: datetime, until: datetime, before: datetime) -> Past:
    """Over ``[since, until)``. What was recorded at ``before`` or later may not be followed yet: its time is not judged."""
    if len(connection.savepoint_ids) == 0:  # not within somebody's transaction
        with connection.cursor() as cursor:
            cursor.execute(SNAPSHOT)
    [[fresh]] = _read(FRESH, before=before)
    until = max(since, min(until, before, fresh or until))
    positions = _positions(since, until)
    network = _Network(positions.branches)
    sure = network.dark_spans(positions.by_switches, positions.moments)
    may_be = network.dark_spans(positions.with_named, positions.moments)
    found, explained = _compared(since, until, network.place_of, sure, may_be)
    imported = ModelImport.objects.filter(applied=True, at__gt=since, at__lt=until).exists()
    return Past(since, until, len(positions.moments) - 1, found, explained, imported)


@dataclass(frozen=True)
class _Positions:
    """``moments``: between two of them nothing moved; the last is the end. Masks (moment × branch) of what stood open."""

    moments: list[datetime]
    branches: list[int]
    by_switches: Bools
    with_named: Bools


def _positions(since: datetime, until: datetime) -> _Positions:
    """Of all branches that were open at any time, by a switch or because an outage names them."""
    stood: dict[int, bool] = dict(_read(STOOD, since=since))
    moves = _read(MOVES, since=since, until=until)
    statuses = sorted(status.value for status in IN_LEDGER | {Status.MERGED})
    named = [
        (b, max(a, since), min(z or until, until)) for b, a, z in _read(NAMED, since=since, until=until, named=statuses)
    ]
    ends = {moment for _, *both in named for moment in both}
    moments = sorted({since, until, *ends, *(at for at, _, _ in moves)})
    number = {moment: n for n, moment in enumerate(moments)}
    known = (
        {branch for branch, opened in stood.items() if opened} | {row[1] for row in moves} | {row[0] for row in named}
    )
    branches = sorted(known)
    column = {branch: n for n, branch in enumerate(branches)}
    opened = np.zeros((len(moments) - 1, len(branches)), dtype=bool)
    opened[:] = [stood.get(branch, False) for branch in branches]
    for at, branch, is_open in moves:
        opened[number[at] :, column[branch]] = is_open
    both = opened.copy()
    for branch, start, stop in named:
        both[number[start] : number[stop], column[branch]] = True
    return _Positions(moments, branches, opened, both)


class _Network:
    """``place_of``: by service point the place that it takes its power from; whoever shares a place is dark together."""

    def __init__(self, branches: list[int]) -> None:
        links = np.array(_read(LINKS), dtype=np.int64).reshape(-1, 4)  # a, b, is_open, branch_id
        self._vertices, ends = np.unique(links[:, :2], return_inverse=True)
        ends = ends.reshape(-1, 2)
        switches = np.array(branches, dtype=np.int64)
        place = np.minimum(np.searchsorted(switches, links[:, 3]), max(len(switches) - 1, 0))
        through = np.where(switches[place] == links[:, 3], place, -1) if len(switches) else np.full(len(links), -1)
        sources = np.array([row[0] for row in _read(SOURCES)], dtype=np.int64)
        fed = np.flatnonzero(np.isin(self._vertices // 8, sources))
        self._blocks = Blocks(len(self._vertices), ends[:, 0], ends[:, 1], through, fed)
        self._sources = set(sources.tolist())
        self._places: dict[tuple[int, ...], int] = {}
        self.place_of = self._placed()

    def _placed(self) -> dict[int, int]:
        node_of, found = self._vertices // 8, {}
        known: dict[tuple[int, tuple[str, ...]], int] = {}
        for point, node, phases in _read(f"SELECT * FROM ({POINTS}) placed WHERE node_id IS NOT NULL"):
            key = (node, tuple(phases or ()))
            if key not in known:
                first, last = np.searchsorted(node_of, [node, node + 1])
                blocks = self._blocks_of(node, range(first, last), set(phases or ()))
                known[key] = self._places.setdefault(blocks, len(self._places))
            found[point] = known[key]
        return found

    def _blocks_of(self, node: int, there: range, phases: set[str]) -> tuple[int, ...]:
        """One of them lit is enough. Two stand for no block at all: ``count`` is never lit, ``count + 1`` always."""
        if not there:
            return (self._blocks.count + (node in self._sources),)
        own = [v for v in there if LETTERS[self._vertices[v] % 8 - 1] in phases]
        return tuple(sorted({int(self._blocks.of[v]) for v in own or there}))

    def dark_spans(self, opened: Bools, moments: list[datetime]) -> dict[int, list[Span]]:
        """By place the times without supply, places that always had it left out."""
        dark = np.zeros((len(opened), len(self._places)), dtype=bool)
        flat = np.array([block for blocks in self._places for block in blocks], dtype=np.int64)
        starts = np.cumsum([0, *(len(blocks) for blocks in self._places)])[:-1]
        for number, is_open in enumerate(opened):
            if len(starts):
                live = np.append(self._blocks.live(is_open), [False, True])
                dark[number] = ~np.logical_or.reduceat(live[flat], starts)
        return {int(place): spans_where(dark[:, place], moments) for place in np.flatnonzero(dark.any(axis=0))}


_Spans = dict[int, list[Span]]


def _compared(
    since: datetime, until: datetime, place_of: dict[int, int], sure: _Spans, may_be: _Spans
) -> tuple[dict[str, list[Stretch]], int]:
    rows, ended_by_word, said = defaultdict(list), defaultdict(set), defaultdict(list)
    for point, off_at, on_at, ended_by, word in _read(ROWS, since=since, until=until):
        rows[point].append((max(off_at, since), min(on_at or until, until)))
        if ended_by in BY_WORD:
            ended_by_word[point].add(on_at)
        if word:
            said[point].append((off_at, on_at or until))
    taken_back = defaultdict(list)
    for point, off_at, on_at in _read(TAKEN_BACK, since=since, until=until):
        taken_back[point].append((off_at, on_at))
    missing, surplus, explained = [], [], 0
    for point in sorted({*rows, *(point for point, place in place_of.items() if place in sure)}):
        if point not in place_of:
            continue  # nobody knows where it hangs
        place = place_of[point]
        for start, stop in without(sure.get(place, ()), rows[point]):
            by_word = start in ended_by_word[point] or not without([(start, stop)], taken_back[point])
            explained += by_word
            missing += [] if by_word else [Stretch(point, start, stop)]
        for start, stop in without(rows[point], may_be.get(place, ())):
            unsaid = without([(start, stop)], said[point])
            explained += not unsaid
            surplus += [Stretch(point, *span) for span in unsaid]
    began_dark = _ended_by_word_before(since, [each.point_id for each in missing if each.start == since])
    kept = [each for each in missing if each.start != since or each.point_id not in began_dark]
    explained += len(missing) - len(kept)
    return {"dark_then_without_row": kept, "row_then_without_dark": surplus}, explained


def _ended_by_word_before(since: datetime, points: list[int]) -> set[int]:
    """Whose last interruption before was ended by somebody's word, so that the switches were contradicted already."""
    rows = _read(ENDED_BEFORE, since=since, points=points)
    return {point for point, ended_by in rows if ended_by in BY_WORD}


def _read(statement: str, **parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
