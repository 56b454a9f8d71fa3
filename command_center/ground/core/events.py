"""Events: what happened, written inside the change that made it happen.

``emit`` stores an ``EventRecord`` in the caller's transaction. The relay publishes it a moment later; nothing is lost
when Redis, the relay or a worker is down, because the row is the work.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

import structlog
from django.db import connection, transaction
from django.utils.timezone import now

from command_center.ground.core import doorbell
from command_center.ground.core.models import EventRecord
from command_center.ground.core.postgres import insert_rows


@dataclass(frozen=True, kw_only=True)
class Event:
    """A past-tense fact about one subject. Fields must be JSON values."""

    name: ClassVar[str]
    subject: ClassVar[str]
    subject_field: ClassVar[str]
    leaves: ClassVar[bool] = False
    """Whether the subject is gone from the boards at ``org_path``, although it may live on elsewhere."""

    org_path: str

    @classmethod
    def of(cls, row: Any, **facts: Any) -> Self:
        """The event about this row, where the row is; ``facts`` are its further fields."""
        return cls(**{cls.subject_field: row.pk, "org_path": row.org_path} | facts)

    @classmethod
    def of_step(cls, row: Any, verb: str, **facts: Any) -> Self:
        """The event of a row that has just taken the step ``verb``."""
        return cls.of(row, **facts)

    @property
    def subject_id(self) -> int:
        return int(getattr(self, self.subject_field))


Handler = Callable[[list[Any]], None]


@dataclass(frozen=True)
class Reaction:
    """One row of the wiring: a handler, the queue that runs it, and whether its batches must run one at a time.

    ``name`` is stored with every piece of work (``Delivery.handler``) and outlives modules: the handler may move and be
    renamed, the name stays. A reaction that goes leaves a migration for its undone work.
    """

    name: str
    handler: Handler
    queue: str
    serial: bool = False


_reactions: dict[str, list[Reaction]] = {}
_classes: dict[str, type[Event]] = {}
_by_name: dict[str, Reaction] = {}


def subscribe(table: Mapping[type[Event], list[Reaction]]) -> None:
    """Install the wiring: event → reactions. Called once, by ``command_center.wiring``."""
    _reactions.clear()
    _classes.clear()
    _by_name.clear()
    for event_class, reactions in table.items():
        _classes[event_class.name] = event_class
        _reactions[event_class.name] = reactions
        for reaction in reactions:
            if _by_name.setdefault(reaction.name, reaction) != reaction:
                raise ValueError(f"two reactions are called {reaction.name}")


def reactions_to(event_name: str) -> list[Reaction]:
    return _reactions.get(event_name, [])


def reaction_named(name: str) -> Reaction:
    """The reaction a delivery row names. Raises ``KeyError`` when the wiring does not have it."""
    return _by_name[name]


def is_wired(name: str) -> bool:
    return name in _by_name


def leaves(event_name: str) -> bool:
    return event_name in _classes and _classes[event_name].leaves


def known_events() -> dict[str, type[Event]]:
    return dict(_classes)


def rebuild(record: EventRecord) -> Event:
    """The event object of a stored record."""
    return _classes[record.name](**record.payload)


COLUMNS = ["name", "subject", "subject_id", "org_path", "payload", "request_id", "at"]


def emit(*events: Event) -> None:
    """Store facts in the caller's transaction and ring the relay's doorbell after the commit."""
    emit_all(events)


def emit_all(events: Iterable[Event]) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("emit() outside a transaction: the fact and the change must be true together")
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    at = now()
    rows = [
        EventRecord(
            name=event.name,
            subject=event.subject,
            subject_id=event.subject_id,
            org_path=event.org_path,
            payload=asdict(event),
            request_id=request_id,
            at=at,
        )
        for event in events
    ]
    if rows:
        insert_rows(rows, COLUMNS)
        _ring_after_commit()


def _ring_after_commit() -> None:
    # Many emits in one transaction are one ring.
    if not any(callback is doorbell.ring for _, callback, *_ in connection.run_on_commit):
        transaction.on_commit(doorbell.ring, robust=True)
