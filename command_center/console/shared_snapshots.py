"""Snapshots for several jurisdictions at once: whoever waits at the same time is read and encoded together.

After a restart every board of a province comes back within a second. The cards of all of them are read once, for the
widest paths among those that wait, and each snapshot is put together from the words of the cards that it may show.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from django.utils.timezone import now

from command_center.console.kpis import kpis_for
from command_center.console.outbox import encode
from command_center.console.snapshot import board_rows
from command_center.console.socket_reads import at_length
from command_center.core import relay
from command_center.organisation.scope import covers


class View(NamedTuple):
    """Who sees the same: nothing else of a person changes what the board shows them."""

    scope_paths: list[str]


class Snapshot(NamedTuple):
    seq: int
    text: str
    built_at: float


def snapshots_of(views: Sequence[View]) -> list[Snapshot]:
    """A snapshot for each, from one reading of what all of them see."""
    at = now()
    epoch, seq = relay.head()
    rows = board_rows(View(_widest(path for view in views for path in view.scope_paths)), at=at)
    words = {part: [(path, encode(card)) for path, card in cards] for part, cards in rows.items()}
    head = f'{{"type":"snapshot","epoch":{encode(epoch)},"seq":{seq}'
    snapshots = []
    for view in views:
        parts = [
            f'"{part}":[{",".join(text for path, text in texts if covers(view, path))}]'
            for part, texts in words.items()
        ]
        text = ",".join([head, *parts, f'"kpis":{encode(kpis_for(view, at=at))}}}'])
        snapshots.append(Snapshot(seq, text, time.monotonic()))
    return snapshots


def _widest(paths: Iterable[str]) -> list[str]:
    """The paths that lie within no other of them."""
    widest: list[str] = []
    for path in sorted(set(paths)):
        if not (widest and path.startswith(widest[-1])):
            widest.append(path)
    return widest


class Builder:
    """Builds what is asked for; what is asked for meanwhile is built together, next."""

    def __init__(self) -> None:
        self.waiting: list[tuple[View, asyncio.Future[Snapshot]]] = []
        self.working: asyncio.Task[None] | None = None

    async def build(self, view: View) -> Snapshot:
        asked: asyncio.Future[Snapshot] = asyncio.get_running_loop().create_future()
        self.waiting.append((view, asked))
        if self.working is None or self.working.done():
            self.working = asyncio.create_task(self._work())
        return await asked

    async def _work(self) -> None:
        while self.waiting:
            batch, self.waiting = self.waiting, []
            try:
                built = await at_length(snapshots_of)([view for view, _ in batch])
            except Exception as error:
                for _, asked in batch:
                    if not asked.done():
                        asked.set_exception(error)
                continue
            for (_, asked), snapshot in zip(batch, built, strict=True):
                if not asked.done():
                    asked.set_result(snapshot)


_builders: WeakKeyDictionary[asyncio.AbstractEventLoop, Builder] = WeakKeyDictionary()


async def shared_snapshot(view: View) -> Snapshot:
    return await _builders.setdefault(asyncio.get_running_loop(), Builder()).build(view)
