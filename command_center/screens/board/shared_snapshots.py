"""What boards of several jurisdictions ask at once is read together: their snapshots, and what they missed.

After a restart every board of a province comes back within a second. The cards of all of them are read and encoded
once, for the widest paths among those that ask, and each is given those that it may show.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.timezone import now

from command_center.ground.core import relay
from command_center.ground.core.gates import OPEN
from command_center.ground.organisation.scope import covers
from command_center.screens.board.figures import kpis_of
from command_center.screens.board.snapshot import LONGEST_CATCH_UP, board_items, board_rows
from command_center.screens.sockets.outbox import Item, encode, item_of
from command_center.screens.sockets.reads import SNAPSHOTS, BatchedRead


class View(NamedTuple):
    """Who sees the same: nothing else of a person changes what the board shows them."""

    scope_paths: list[str]
    gates: tuple[str, ...] = ()
    """Those that are open for them, beside what stands behind none."""

    def shows(self, org_path: str, gate: str) -> bool:
        return covers(self, org_path) and (gate == OPEN or gate in self.gates)


class Snapshot(NamedTuple):
    seq: int
    text: str
    built_at: float


class Missed(NamedTuple):
    """Everything after some number and up to ``head``; ``items`` is None when that is too far back, or to come."""

    head: int
    items: list[Item] | None


def snapshots_of(views: Sequence[View]) -> list[Snapshot]:
    """A snapshot for each, from one reading of what all of them see."""
    at = now()
    epoch, seq = relay.head()
    rows = board_rows(_widest(views), at=at)
    words = {part: [(path, gate, encode(card)) for path, gate, card in cards] for part, cards in rows.items()}
    head = f'{{"type":"snapshot","epoch":{encode(epoch)},"seq":{seq}'
    snapshots = []
    for view, kpis in zip(views, kpis_of(views, at=at), strict=True):
        parts = [
            f'"{part}":[{",".join(text for path, gate, text in texts if view.shows(path, gate))}]'
            for part, texts in words.items()
        ]
        snapshots.append(Snapshot(seq, ",".join([head, *parts, f'"kpis":{encode(kpis)}}}']), time.monotonic()))
    return snapshots


def missed_by(asked: Sequence[tuple[View, int]]) -> list[Missed]:
    """What the boards of each ``(view, after)`` missed."""
    _, head = relay.head()
    near = [(view, after) for view, after in asked if 0 <= head - after <= LONGEST_CATCH_UP]
    items: list[tuple[str, str, Item]] = []
    if near:
        found = board_items(_widest(view for view, _ in near), min(after for _, after in near), head)
        items = [(item["org_path"], item["gate"], item_of(item)) for item in found]
    return [
        Missed(head, [item for path, gate, item in items if item.seq > after and view.shows(path, gate)])
        if (view, after) in near
        else Missed(head, None)
        for view, after in asked
    ]


def heads_for(asked: Sequence[None]) -> list[tuple[str, int]]:
    return [relay.head()] * len(asked)


def kpis_now(views: Sequence[View]) -> list[dict[str, Any]]:
    return kpis_of(views, at=now())


def _widest(views: Iterable[View]) -> View:
    """The paths that lie within no other of them, and every gate that is open for one of them."""
    views = list(views)
    widest: list[str] = []
    for path in sorted({path for view in views for path in view.scope_paths}):
        if not (widest and path.startswith(widest[-1])):
            widest.append(path)
    return View(widest, tuple(sorted({gate for view in views for gate in view.gates})))


shared_snapshot = BatchedRead(snapshots_of, SNAPSHOTS)
missed = BatchedRead(missed_by)
stream_head = BatchedRead(heads_for)
shared_kpis = BatchedRead(kpis_now)
