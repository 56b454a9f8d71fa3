"""What happened with an order, as rows ``{"at", "kind", "code", "text", "actor"}``: moves, clock warnings, notes."""

from datetime import datetime
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from command_center.core.models import EventRecord
from workorders import labels
from workorders.models import ClockCode, Note, StatusChange
from workorders.states import Status

CLOCK_WARNED = "clock.warned"


class Entry(TypedDict):
    """``kind`` is status | offer | clock | note | finding; ``code`` depends on it; ``actor`` is a name or empty."""

    at: datetime
    kind: str
    code: str
    text: str
    actor: str


def order_timeline(order_id: int) -> list[Entry]:
    """Three queries; not yet in the order of time (other rooms add theirs)."""
    return [*_moves(order_id), *_warnings(order_id), *_notes(order_id)]


def _moves(order_id: int) -> list[Entry]:
    rows = StatusChange.objects.filter(order_id=order_id).select_related("actor")
    return [Entry(at=row.at, kind="status", code=row.new, text=_words(row), actor=_name(row.actor)) for row in rows]


def _words(row: StatusChange) -> str:
    label = str(labels.STATUS[Status(row.new)])
    return f"{label}: {row.detail}" if row.detail else label


def _warnings(order_id: int) -> list[Entry]:
    rows = EventRecord.objects.filter(subject="order", subject_id=order_id, name=CLOCK_WARNED)
    return [_warning(at, payload) for at, payload in rows.values_list("at", "payload")]


def _warning(at: datetime, payload: dict[str, Any]) -> Entry:
    words = {"clock": ClockCode(payload["code"]).label, "percent": payload["percent"]}
    return Entry(at=at, kind="clock", code=payload["code"], text=_("%(clock)s: %(percent)s%% used") % words, actor="")


def _notes(order_id: int) -> list[Entry]:
    rows = Note.objects.filter(order_id=order_id).select_related("author")
    return [
        Entry(at=row.at, kind="note", code="URGE" if row.urge else "NOTE", text=row.text, actor=_name(row.author))
        for row in rows
    ]


def _name(person: Any) -> str:
    return str(person) if person else ""
