"""Pushes to screens: numbered cards to the groups that may see them. Lossy by design; clients resume by ``seq``.

Who sees what: a group per centre on the way up the organisation path. An event at ``42/4228/422826/…`` goes to the
boards of the province, the city and the county; a screen narrower than a county filters its county's group.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from channels.layers import get_channel_layer

from command_center.core.events import leaves
from command_center.core.models import EventRecord

Card = dict[str, Any]
CardBuilder = Callable[[list[int]], dict[int, Card]]

BOARD_DEPTH = 3
PULSE_GROUP = "pulse"
PUSH_SECONDS = 5.0

_builders: dict[str, CardBuilder] = {}


def cards_from(table: Mapping[str, CardBuilder]) -> None:
    """Install the wiring: subject → card builder. Called once, by ``command_center.wiring``."""
    _builders.clear()
    _builders.update(table)


def build_cards(subject: str, ids: Iterable[int]) -> dict[int, Card]:
    """The present cards of the given rows; a row that left the board is absent."""
    builder = _builders.get(subject)
    return builder(sorted(set(ids))) if builder else {}


def board_path(org_path: str) -> str:
    """The part of a path that has a group of its own: province, city or county."""
    return "/".join(org_path.strip("/").split("/")[:BOARD_DEPTH]) + "/"


def board_group(org_path: str) -> str:
    return "board." + board_path(org_path).strip("/").replace("/", ".")


def boards_above(org_path: str) -> list[str]:
    """``42/4228/422826/x/`` → the groups of 42, 42/4228 and 42/4228/422826."""
    parts = org_path.strip("/").split("/")[:BOARD_DEPTH]
    return ["board." + ".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def items_for(events: list[EventRecord]) -> list[dict[str, Any]]:
    """The latest card per subject and board, in ``seq`` order: applying an item twice is harmless."""
    latest: dict[tuple[str, int, str], EventRecord] = {}
    for event in events:
        latest[(event.subject, event.subject_id, board_path(event.org_path))] = event
    wanted: dict[str, list[int]] = defaultdict(list)
    for event in latest.values():
        if not leaves(event.name):
            wanted[event.subject].append(event.subject_id)
    cards = {subject: build_cards(subject, ids) for subject, ids in wanted.items()}
    return [
        {
            "seq": event.seq,
            "name": event.name,
            "org_path": event.org_path,
            "card": _card_or_gone(event, {} if leaves(event.name) else cards[event.subject]),
        }
        for event in sorted(latest.values(), key=lambda event: event.seq or 0)
        if event.subject in _builders
    ]


def _card_or_gone(event: EventRecord, cards: dict[int, Card]) -> Card:
    return cards.get(event.subject_id) or {"kind": event.subject, "id": event.subject_id, "gone": True}


def group_items(items: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Items by the group that may see them."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        for group in boards_above(item["org_path"]):
            groups[group].append(item)
    return groups


def push(messages: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Send messages to groups, in order, over one event loop. Raises ``TimeoutError`` when Redis hangs."""
    batch = list(messages)
    if batch:
        _loop().run(_send_all(batch))


_threads = threading.local()


def _loop() -> asyncio.Runner:
    """One event loop for the life of a thread: the channel layer keeps its connections per loop."""
    if not hasattr(_threads, "runner"):
        _threads.runner = asyncio.Runner()
    return _threads.runner


async def _send_all(messages: list[tuple[str, dict[str, Any]]]) -> None:
    layer = get_channel_layer()
    # A Redis that hangs must not hold the relay, which is to publish and to ring in any case.
    async with asyncio.timeout(PUSH_SECONDS):
        for group, message in messages:
            await layer.group_send(group, message)
