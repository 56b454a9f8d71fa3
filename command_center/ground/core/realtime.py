"""Pushes to screens: numbered cards to the groups that may see them. Lossy by design; clients resume by ``seq``.

Who sees what: a group per centre on the way up the organisation path. An event at ``42/4228/422826/…`` goes to the
boards of the province, the city and the county; a screen narrower than a county filters its county's group.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from channels.layers import get_channel_layer

from command_center.ground.core.events import leaves
from command_center.ground.core.gates import OPEN, gates_of
from command_center.ground.core.models import EventRecord

Card = dict[str, Any]
"""The whole present state of one row, as screens know it."""
CardBuilder = Callable[[list[int]], dict[int, Card]]

BOARD_DEPTH = 3
PULSE_GROUP = "pulse"
PUSH_SECONDS = 5.0

# Ids of one subject → for those that concern a row of the companion subject: its id and organisation path.
Concerns = Callable[[list[int]], dict[int, tuple[int, str]]]

_builders: dict[str, CardBuilder] = {}
_companions: dict[str, tuple[str, Concerns]] = {}


def cards_from(table: Mapping[str, CardBuilder], companions: Mapping[str, tuple[str, Concerns]] | None = None) -> None:
    """Install the wiring: subject → card builder, and subject → whose card goes with it. Called once, by the wiring."""
    _builders.clear()
    _builders.update(table)
    _companions.clear()
    _companions.update(companions or {})


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


class _Shown(NamedTuple):
    """What an item is about, and the event that it is shown for."""

    seq: int
    name: str
    subject: str
    subject_id: int
    org_path: str


def items_for(events: list[EventRecord]) -> list[dict[str, Any]]:
    """The latest card per subject and board, in ``seq`` order: applying an item twice is harmless.

    ``gate`` says who may hear of it; whoever gives items to a screen asks it and leaves it out.
    """
    latest: dict[tuple[str, int, str], _Shown] = {}
    for event in events:
        shown = _Shown(event.seq or 0, event.name, event.subject, event.subject_id, event.org_path)
        latest[shown.subject, shown.subject_id, board_path(shown.org_path)] = shown
    for shown in _with_companions(latest.values()):
        latest.setdefault((shown.subject, shown.subject_id, board_path(shown.org_path)), shown)
    wanted: dict[str, list[int]] = defaultdict(list)
    told: dict[str, list[int]] = defaultdict(list)
    for shown in latest.values():
        told[shown.subject].append(shown.subject_id)
        if not leaves(shown.name):
            wanted[shown.subject].append(shown.subject_id)
    cards = {subject: build_cards(subject, ids) for subject, ids in wanted.items()}
    gates = {subject: gates_of(subject, ids) for subject, ids in told.items() if subject in _builders}
    return [
        {
            "seq": shown.seq,
            "name": shown.name,
            "org_path": shown.org_path,
            "gate": gates[shown.subject].get(shown.subject_id, OPEN),
            "card": _card_or_gone(shown, {} if leaves(shown.name) else cards[shown.subject]),
        }
        for shown in sorted(latest.values())
        if shown.subject in _builders
    ]


def _with_companions(shown: Iterable[_Shown]) -> list[_Shown]:
    """One look a subject for the whole frame, and not a reaction of its own to every event."""
    latest = {
        (each.subject, each.subject_id): each for each in shown if each.subject in _companions and not leaves(each.name)
    }
    found = []
    for subject, (other, concerns) in _companions.items():
        ids = [subject_id for name, subject_id in latest if name == subject]
        for subject_id, (other_id, path) in (concerns(ids) if ids else {}).items():
            told = latest[subject, subject_id]
            found.append(_Shown(told.seq, told.name, other, other_id, path))
    return found


def _card_or_gone(shown: _Shown, cards: dict[int, Card]) -> Card:
    return cards.get(shown.subject_id) or {"kind": shown.subject, "id": shown.subject_id, "gone": True}


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
