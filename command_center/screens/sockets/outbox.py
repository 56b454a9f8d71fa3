"""What waits for one socket, already encoded: cards are encoded once for all who see them and not once for each.

Newest first: the latest card of a subject replaces the one before, and a box that overflows says so; its socket then
takes the whole board anew instead of a backlog that nobody wants to see any more.
"""

import asyncio
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

OUTBOX_LIMIT = 2000


class Item(NamedTuple):
    """One change on the board: its number, what it is about, and the words that go out."""

    seq: int
    key: tuple[str, int]
    text: str


def encode(frame: Any) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def item_of(item: dict[str, Any]) -> Item:
    told = {name: value for name, value in item.items() if name != "gate"}
    return Item(item["seq"], (item["card"]["kind"], item["card"]["id"]), encode(told))


class Outbox:
    """Frames waiting for one socket: at most one card a subject, one position a crew, one of each other kind."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, int], Item] = {}
        self.positions: dict[int, str] = {}
        self.positions_at = ""
        self.frames: dict[str, str] = {}
        self.seq = 0
        self.shown = 0  # what the socket's snapshot holds already
        self.is_overfull = False
        self.ready = asyncio.Event()

    def start_from(self, seq: int) -> None:
        """The socket was sent everything up to this number by other means: what waits is behind it."""
        self.items, self.positions, self.frames = {}, {}, {}
        self.seq = self.shown = seq
        self.is_overfull = False

    def put_items(self, seq: int, items: Iterable[Item]) -> None:
        for item in items:
            if item.seq > self.shown:
                # Pop first: the dictionary keeps the order in which subjects changed last.
                self.items.pop(item.key, None)
                self.items[item.key] = item
        self.seq = max(self.seq, seq)
        if len(self.items) > OUTBOX_LIMIT:
            self.overflow()
        if self.items:
            self.ready.set()

    def put_positions(self, at: str, positions: dict[int, str]) -> None:
        self.positions.update(positions)
        self.positions_at = at
        if positions:
            self.ready.set()

    def put(self, kind: str, text: str) -> None:
        """A frame of which only the latest counts (heartbeat, figures, the crew's work)."""
        self.frames[kind] = text
        self.ready.set()

    def overflow(self) -> None:
        """What waits is worth less than the whole board as it is now."""
        self.items = {}
        self.is_overfull = True
        self.ready.set()

    def take(self) -> list[str]:
        """Everything waiting, as frames, in the order that keeps ``seq`` honest: cards before the heartbeat."""
        self.ready.clear()
        frames = []
        if self.items:
            items = ",".join(item.text for item in self.items.values())
            frames.append(f'{{"type":"cards","seq":{self.seq},"items":[{items}]}}')
        if self.positions:
            positions = ",".join(self.positions.values())
            frames.append(f'{{"type":"positions","at":"{self.positions_at}","items":[{positions}]}}')
        frames.extend(self.frames.values())
        self.items, self.positions, self.frames = {}, {}, {}
        return frames
