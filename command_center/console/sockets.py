"""What every socket of the house shares: sign-in, limits, a bounded and coalescing outbox, a heartbeat.

Nothing is sent from a message handler. A handler puts things into the outbox, where the latest card of a subject
replaces the one before, and one task per socket empties it a few times a second: 500 events a second do not become
500 frames, and a slow client holds nobody back but itself.
"""

import asyncio
import contextlib
import random
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

NOT_SIGNED_IN, RIGHTS_CHANGED, NO_AREA, TOO_MANY, RECONNECT = 4401, 4403, 4404, 4429, 4000
FRAME_SECONDS = 0.05
RIGHTS_CHECK_SECONDS = 60
LONGEST_SESSION_SECONDS = 8 * 3600
OUTBOX_LIMIT = 5000


class Outbox:
    """Frames waiting for one socket: at most one card a subject, one position a crew, one of each other kind."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, int], dict[str, Any]] = {}
        self.positions: dict[int, list[Any]] = {}
        self.positions_at = ""
        self.frames: dict[str, dict[str, Any]] = {}
        self.seq = 0
        self.ready = asyncio.Event()

    def put_items(self, seq: int, items: list[dict[str, Any]]) -> None:
        for item in items:
            card = item["card"]
            # Pop first: the dictionary keeps the order in which subjects changed last.
            self.items.pop((card["kind"], card["id"]), None)
            self.items[(card["kind"], card["id"])] = item
        self.seq = max(self.seq, seq)
        if items:
            self.ready.set()

    def put_positions(self, at: str, items: list[list[Any]]) -> None:
        self.positions.update({item[0]: item for item in items})
        self.positions_at = at
        if items:
            self.ready.set()

    def put(self, frame: dict[str, Any]) -> None:
        """A frame of which only the latest counts (heartbeat, figures, the crew's work)."""
        self.frames[frame["type"]] = frame
        self.ready.set()

    @property
    def is_overfull(self) -> bool:
        return len(self.items) > OUTBOX_LIMIT

    def take(self) -> list[dict[str, Any]]:
        """Everything waiting, as frames, in the order that keeps ``seq`` honest: cards before the heartbeat."""
        self.ready.clear()
        frames: list[dict[str, Any]] = []
        if self.items:
            frames.append({"type": "cards", "seq": self.seq, "items": list(self.items.values())})
        if self.positions:
            positions = [item[:5] for item in self.positions.values()]
            frames.append({"type": "positions", "at": self.positions_at, "items": positions})
        frames.extend(self.frames.values())
        self.items, self.positions, self.frames = {}, {}, {}
        return frames


class HouseSocket(AsyncJsonWebsocketConsumer):
    """A socket with groups, an outbox and an end. Subclasses say who may enter and what they see."""

    outbox: Outbox
    joined: list[str]

    async def connect(self) -> None:
        self.outbox, self.joined = Outbox(), []
        self.opened_at = time.monotonic()
        self.lasts_seconds = LONGEST_SESSION_SECONDS * random.uniform(0.9, 1.1)
        self.sender: asyncio.Task[None] | None = None
        await self.accept()
        refused = await self.enter()
        if refused:
            await self.close(code=refused)
            return
        self.sender = asyncio.create_task(self._send_loop())

    async def enter(self) -> int:
        """Check the visitor, join groups, queue the first frames. Returns a close code, or 0 to stay."""
        raise NotImplementedError

    async def still_allowed(self) -> bool:
        """Asked once a minute: Channels looks at the session only when the socket opens."""
        return True

    async def join(self, *groups: str) -> None:
        for group in groups:
            await self.channel_layer.group_add(group, self.channel_name)
            self.joined.append(group)

    async def disconnect(self, code: int) -> None:
        if getattr(self, "sender", None):
            self.sender.cancel()  # type: ignore[union-attr]
        for group in getattr(self, "joined", []):
            with contextlib.suppress(Exception):
                await self.channel_layer.group_discard(group, self.channel_name)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Screens act through the API; whatever they say here is ignored."""

    async def decode_json(self, text_data: str) -> Any:
        try:
            return await super().decode_json(text_data)
        except ValueError:
            return None

    async def _send_loop(self) -> None:
        checked_at = time.monotonic()
        with contextlib.suppress(asyncio.CancelledError):
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.outbox.ready.wait(), timeout=RIGHTS_CHECK_SECONDS)
                if self.outbox.is_overfull:
                    self.outbox.take()
                    await self.send_json({"type": "resync"})
                for frame in self.outbox.take():
                    await self.send_json(frame)
                clock = time.monotonic()
                if clock - self.opened_at > self.lasts_seconds:
                    await self.close(code=RECONNECT)
                    return
                if clock - checked_at > RIGHTS_CHECK_SECONDS:
                    checked_at = clock
                    if not await self.still_allowed():
                        await self.close(code=RIGHTS_CHANGED)
                        return
                await asyncio.sleep(FRAME_SECONDS)


def in_database(function: Any) -> Any:
    """Run a short read in a database thread; its connection is given back afterwards."""
    return database_sync_to_async(function)
