"""Events: what happened, written inside the change that made it happen, together with the work that it makes.

``emit`` stores an ``EventRecord`` and a ``Delivery`` for each reaction in the caller's transaction. The relay numbers and tells it a
moment later; nothing is lost when Redis, the relay or a worker is down, because the rows are the work.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

import structlog
from django.db import connection, transaction
from django.utils.timezone import now

from command_center.ground.core import doorbell
from command_center.ground.core.models import Delivery, EventRecord
from command_center.ground.core.postgres import execute_rows, insert_rows, insertion, literal


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

    ``at_once``: the worker whose reaction has made work for this one does it next, without waiting for a ring.
    ``name`` is stored with every piece of work (``Delivery.handler``) and outlives modules: the handler may move and be
    renamed, the name stays. A reaction that goes leaves a migration for its undone work.
    """

    name: str
    handler: Handler
    queue: str
    serial: bool = False
    at_once: bool = False


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
    """Store facts, and what is to be done about them, in the caller's transaction; ring the relay's doorbell after the commit."""
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
        _store(rows, at)
        _bell_of_this_transaction().names.update(
            reaction.name for row in rows for reaction in reactions_to(row.name) if reaction.at_once
        )


# The facts and what is to be done about them in one statement: a batch of a storm has as many of these as of those.
STORED = """
WITH told AS ({insertion} RETURNING id, name)
INSERT INTO core_delivery (event_id, handler, due_at, tries, error)
SELECT told.id, reacting.handler, {due_at}, 0, '' FROM told JOIN (VALUES {reacting}) reacting(name, handler) USING (name)
"""


def _store(rows: list[EventRecord], due_at: datetime) -> None:
    reacting = sorted({(row.name, reaction.name) for row in rows for reaction in reactions_to(row.name)})
    if not reacting:
        insert_rows(rows, COLUMNS)
        return
    insertion_, values = insertion(rows, COLUMNS)
    pairs = ", ".join(f"({literal(name)}, {literal(handler)})" for name, handler in reacting)
    execute_rows(STORED.format(insertion=insertion_, due_at=f"{literal(due_at)}", reacting=pairs), values)


def deliver_what_was_left(due_at: datetime) -> int:
    """Work for events that a program of before wrote, which left that to the relay; how much. Asked once, when a relay begins."""
    left = EventRecord.objects.filter(
        seq=None, deliveries=None, name__in=[name for name in _reactions if _reactions[name]]
    )
    rows = [
        Delivery(event=event, handler=reaction.name, due_at=due_at)
        for event in left.order_by("id")
        for reaction in reactions_to(event.name)
    ]
    return insert_rows(rows, ["event", "handler", "due_at", "tries", "error"])


@dataclass
class _Bell:
    """Rings once after the commit, however many emits a transaction has; ``names``: the reactions that are done at once."""

    names: set[str] = field(default_factory=set)

    def __call__(self) -> None:
        doorbell.ring()
        if (taken := _taken_along.get()) is not None:
            taken.extend(name for name in _by_name if name in self.names and name not in taken)


_taken_along: ContextVar[list[str] | None] = ContextVar("taken_along", default=None)


@contextmanager
def taking_along() -> Iterator[list[str]]:
    """Within, the names of reactions gather that are done at once, as soon as the work for them is committed."""
    names: list[str] = []
    before = _taken_along.set(names)
    try:
        yield names
    finally:
        _taken_along.reset(before)


def _bell_of_this_transaction() -> _Bell:
    for _, callback, *_ in connection.run_on_commit:
        if isinstance(callback, _Bell):
            return callback
    bell = _Bell()
    transaction.on_commit(bell, robust=True)
    return bell
