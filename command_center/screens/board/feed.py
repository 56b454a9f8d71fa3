"""One feed per jurisdiction, open gates and process: what all its boards share is read, built and encoded once.

A feed joins the groups first and reads second, keeps the recent cards by number, builds a snapshot when somebody needs
one and gives the same bytes to everybody who asks within a few seconds: what happened since is among the recent cards.
It lives as long as one of its boards is open.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterable
from typing import Any

import structlog
from channels.layers import get_channel_layer
from django.utils.timezone import now

from command_center.ground.core.gates import OPEN
from command_center.ground.core.realtime import PULSE_GROUP, board_group
from command_center.ground.organisation.hearing import open_gates
from command_center.ground.organisation.models import User
from command_center.ground.organisation.scope import covers
from command_center.screens.board.presence import group_of
from command_center.screens.board.shared_snapshots import (
    Snapshot,
    View,
    missed,
    shared_kpis,
    shared_snapshot,
    stream_head,
)
from command_center.screens.sockets.outbox import Item, Outbox, encode, item_of

log = structlog.get_logger(__name__)

SNAPSHOT_SECONDS = 3.0
FIGURES_EVERY_PULSES = 3
KEPT_ITEMS = 1000
REACH = 200  # catch-ups of boards that were cut off together are read once


def put_look(outbox: Outbox, frame: dict[str, Any]) -> None:
    outbox.put(f"looking {frame['order']} {frame['person']}", encode(frame))


class Feed:
    def __init__(self, view: View) -> None:
        self.view = view
        self.epoch = ""
        self.members: set[Outbox] = set()
        self.outboxes: set[Outbox] = set()  # of the members that have their first frames
        self.seen = {board_group(path): 0 for path in view.scope_paths}
        self.kept: dict[tuple[str, int], Item] = {}
        self.kept_from = 0
        self.pulses = 0
        self.building: asyncio.Task[Snapshot] | None = None
        self.figuring: asyncio.Task[None] | None = None
        self.listening: asyncio.Task[None] | None = None
        self.reaching = asyncio.Lock()
        self.started = asyncio.create_task(self._start())

    async def _start(self) -> None:
        self.layer = get_channel_layer()
        self.channel = await self.layer.new_channel()
        try:
            for group in (PULSE_GROUP, *self.seen, *map(group_of, self.seen)):
                await self.layer.group_add(group, self.channel)
            self.epoch, self.kept_from = await stream_head(None)
        except BaseException:
            await self.layer.release(self.channel)
            raise
        self.seen = dict.fromkeys(self.seen, self.kept_from)
        self.listening = asyncio.create_task(self._listen())

    async def end(self) -> None:
        """Everything of it is given back; a start that is under way is waited for, so that nothing of it is forgotten."""
        await asyncio.wait([self.started])
        if self.listening:
            self.listening.cancel()
            await self.layer.release(self.channel)
        if self.figuring:
            self.figuring.cancel()

    # --- what a board asks --------------------------------------------------------------------------------------------

    @property
    def seq(self) -> int:
        return min(self.seen.values())

    async def wait_until_started(self) -> None:
        await asyncio.shield(self.started)

    async def snapshot(self) -> Snapshot:
        """The whole board, at most a few seconds old; whoever asks while it is built waits for the same one."""
        while True:
            if self.building is None or (self.building.done() and self._is_stale(self.building)):
                self.building = asyncio.create_task(shared_snapshot(self.view))
            snapshot = await asyncio.shield(self.building)
            if snapshot.seq >= self.kept_from:
                return snapshot

    def _is_stale(self, built: "asyncio.Task[Snapshot]") -> bool:
        if built.cancelled() or built.exception():
            return True
        snapshot = built.result()
        return snapshot.seq < self.kept_from or time.monotonic() - snapshot.built_at > SNAPSHOT_SECONDS

    async def reach_back(self, after: int) -> bool:
        """Whether everything since ``after`` is at hand; what is not is read once for all who were cut off together."""
        async with self.reaching:
            if self.kept_from <= after <= self.seq:
                return True
            start = max(min(after, self.kept_from) - REACH, 0)
            head, items = await missed((self.view, start))
            if items is None or after > head:
                return False
            if start < self.kept_from:
                self._keep(items)
                self.kept = {item.key: item for item in sorted(self.kept.values())}
                self.kept_from = start
                self._trim()
            return self.kept_from <= after

    def attach(self, outbox: Outbox, seq: int) -> None:
        """From now on the board hears everything; it has been sent the state as of ``seq``."""
        outbox.start_from(seq)
        outbox.put_items(self.seq, sorted(self.kept.values()))
        self.outboxes.add(outbox)

    # --- what the relay says ------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        handlers = {
            "board.items": self._items,
            "board.positions": self._positions,
            "board.pulse": self._pulse,
            "board.looking": self._looking,
        }
        while True:
            message = await self.layer.receive(self.channel)
            try:
                await handlers[message["type"]](message)
            except Exception as error:  # the database away: the next pulse shows the gap again
                log.warning("feed_failed", error=repr(error))

    async def _items(self, message: dict[str, Any]) -> None:
        """Cards from the relay. ``previous`` is the last number this group was sent: a gap shows at once."""
        group = message["group"]
        if message["previous"] > self.seen[group]:
            await self._heal(self.seen[group])
        if message["seq"] > self.seen[group]:
            self.seen[group] = message["seq"]
            self._show(
                message["seq"],
                [item_of(item) for item in message["items"] if self.view.shows(item["org_path"], item["gate"])],
            )

    def _show(self, seq: int, items: list[Item]) -> None:
        self._keep(items)
        self._trim()
        for outbox in self.outboxes:
            outbox.put_items(seq, items)

    def _keep(self, items: Iterable[Item]) -> None:
        for item in items:
            kept = self.kept.get(item.key)
            if kept is None or item.seq >= kept.seq:
                self.kept.pop(item.key, None)
                self.kept[item.key] = item

    def _trim(self) -> None:
        while len(self.kept) > KEPT_ITEMS:
            oldest = self.kept.pop(next(iter(self.kept)))
            self.kept_from = max(self.kept_from, oldest.seq)

    async def _heal(self, after: int) -> None:
        head, items = await missed((self.view, after))
        if items is not None:
            self.seen = {group: max(seen, head) for group, seen in self.seen.items()}
            self._show(head, items)
            return
        self.kept, self.kept_from, self.seen = {}, head, dict.fromkeys(self.seen, head)
        for outbox in self.outboxes:
            outbox.overflow()

    async def _positions(self, message: dict[str, Any]) -> None:
        mine = {item[0]: encode(item[:5]) for item in message["items"] if covers(self.view, item[5])}
        for outbox in self.outboxes:
            outbox.put_positions(message["at"], mine)

    async def _looking(self, message: dict[str, Any]) -> None:
        """Somebody opened an order, or left it: of each the latest word only."""
        if self.view.shows(message["org_path"], message["gate"]):
            for outbox in self.outboxes:
                put_look(outbox, message["frame"])

    async def _pulse(self, message: dict[str, Any]) -> None:
        """The relay lives. What it says of our groups shows a lost frame even when nothing follows it."""
        if message["epoch"] != self.epoch:
            feeds.forget(self)
            self._tell({"type": "resync"})
            return
        if any(message["groups"].get(group, 0) > seen for group, seen in self.seen.items()):
            await self._heal(self.seq)
        self.seen = {group: max(seen, message["seq"]) for group, seen in self.seen.items()}
        self._tell({"type": "heartbeat", "seq": message["seq"], "at": now().isoformat()})
        self.pulses += 1
        if self.pulses % FIGURES_EVERY_PULSES == 1 and (self.figuring is None or self.figuring.done()):
            self.figuring = asyncio.create_task(self._figures())

    async def _figures(self) -> None:
        """Beside the cards, which do not wait for them."""
        with contextlib.suppress(Exception):  # the next ones come in a few seconds
            self._tell({"type": "kpis", "values": await shared_kpis(self.view)})

    def _tell(self, frame: dict[str, Any]) -> None:
        text = encode(frame)
        for outbox in self.outboxes:
            outbox.put(frame["type"], text)


class Feeds:
    """The feeds of this process, by event loop, jurisdiction and the gates that are open."""

    def __init__(self) -> None:
        self.open: dict[tuple[asyncio.AbstractEventLoop, tuple[str, ...], tuple[str, ...]], Feed] = {}

    def enter(self, who: User, outbox: Outbox) -> Feed:
        """The feed of whoever sees the same, started if it is the first board of it; ``leave`` gives it back."""
        paths, gates = sorted(set(who.scope_paths)), tuple(gate for gate in open_gates(who) if gate != OPEN)
        key = asyncio.get_running_loop(), tuple(paths), gates
        feed = self.open.get(key)
        if feed is None or (feed.started.done() and feed.started.exception()):
            feed = self.open[key] = Feed(View(paths, gates))
        feed.members.add(outbox)
        return feed

    async def leave(self, feed: Feed, outbox: Outbox) -> None:
        feed.members.discard(outbox)
        feed.outboxes.discard(outbox)
        if not feed.members:
            self.forget(feed)
            await feed.end()

    def forget(self, feed: Feed) -> None:
        """Whoever comes next gets a new one; the boards that have this one keep it."""
        self.open = {key: each for key, each in self.open.items() if each is not feed}


feeds = Feeds()
