"""Writing the invented past: plays in memory, then every model's rows by one COPY.

Of orders only what is over before today is kept, and today is left to what happens; connections, which take weeks, go on from
where they are.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import numpy as np
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import BinaryField, Field, JSONField, Max, Model
from django.db.models.expressions import DatabaseDefault
from django.utils.timezone import localtime
from tqdm import tqdm

from customers.messages.models import Message, Promise, Reply
from demo.bulk_loading import copy_rows, settle_sequences
from demo.past.complaints import complaint
from demo.past.connections import connection
from demo.past.handled import matter, praise
from demo.past.pictures import add_pictures, store
from demo.past.played import Ids, Played
from demo.past.repairs import fault, proactive
from demo.past.seasons import COURSES, moments, weather
from demo.past.supply import load_loads
from demo.past.surveys import ask_how_it_was
from demo.past.told import told
from demo.past.triggers import link_triggers
from demo.past.world import World, world
from workorders.kinds import BESIDE, ENDS
from workorders.kinds.connection.models import GridDependency, VisitSlot
from workorders.kinds.connection.services.appointments import find_missed
from workorders.models import Clock, FaultReport, WorkOrder
from workorders.services.clocks import warn_due

SAMPLE = 6000
FULL_SIZE = 100_000
OF_THEIR_OWN: dict[str, Callable[[World, datetime], Played]] = {
    "FAULT": fault, "PROACTIVE": proactive, "COMPLAINT": complaint, "PRAISE": praise, "CONNECTION": connection,
}  # fmt: skip
# Filled first, and in this order: the others name rows of them.
FIRST: tuple[type[Model], ...] = (WorkOrder, FaultReport, VisitSlot, GridDependency, Message)


def load_past(rng: np.random.Generator, *, customer_count: int, midnight: datetime, at: datetime) -> int:
    """How many orders were loaded; fewer for a smaller province. The caller's transaction holds the province already."""
    load_loads(rng, on=localtime(midnight).date())
    numbered = (WorkOrder, Clock, FaultReport, VisitSlot, GridDependency, Message, Promise)
    ids = Ids(*(count(_next(model)) for model in numbered))
    scene = world(rng, ids, sample=SAMPLE, customer_count=customer_count, midnight=midnight, now=at)
    plays = list(_kept(tqdm(every_order(scene, customer_count), desc="  two years", unit=" orders"), midnight))
    link_triggers(scene, plays)
    plays += ask_how_it_was(scene, plays)
    tables = _by_table(scene, plays)
    pictures = add_pictures(tables, scene.lot)
    for model in tables:
        _copy(model, tables[model])
    settle_sequences([model._meta.db_table for model in tables if model._meta.pk.attname == "id"])
    store(pictures)
    # What a sweep would have done by now with those that go on.
    find_missed(at=at)
    while warn_due(at=at):
        pass
    return len(plays)


def _next(model: type[Model]) -> int:
    return int(model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0) + 1


def every_order(scene: World, customer_count: int) -> Iterator[Played]:
    """Every order of the past with those that came of it, kind after kind."""
    storms = weather(scene.rng)
    for kind, course in COURSES.items():
        number = max(12, round(course.count * min(1.0, customer_count / FULL_SIZE)))
        for at in moments(scene.rng, course, number, scene.midnight, storms):
            yield _story(scene, kind, at)


def _story(scene: World, kind: str, at: datetime) -> Played:
    if kind in OF_THEIR_OWN:
        return OF_THEIR_OWN[kind](scene, at)
    return matter(scene, kind, at)


def _kept(plays: Iterable[Played], midnight: datetime) -> Iterator[Played]:
    """Those that were over before today with everything that came of them, and those that are played until now."""
    for play in plays:
        family = list(play.whole())
        if play.goes_on or all(each.at < midnight and each.order.status in ENDS for each in family):
            yield from family


def _by_table(scene: World, plays: Sequence[Played]) -> dict[type[Model], list[Model]]:
    tables: dict[type[Model], list[Model]] = {model: [] for model in FIRST}
    others: dict[type[Model], list[Model]] = defaultdict(list)
    tables[VisitSlot] += scene.slots.made.values()
    book = told(scene, plays)
    book.number_by_time()
    tables[Message] += book.messages
    others[Promise] += book.promises
    others[Reply] += book.replies
    for play in plays:
        _settle(play)
        tables[WorkOrder].append(play.order)
        for row in (*play.changes, *play.clocks, *play.rows):
            (tables if type(row) in tables else others)[type(row)].append(row)
    return tables | others


def _settle(play: Played) -> None:
    """What is due next: nothing, where it is over."""
    running = (
        row for row in play.clocks if row.stopped_at is None and row.paused_at is None and row.code not in BESIDE
    )
    first = min(running, key=lambda row: row.due_at, default=None)
    play.order.next_due_at, play.order.next_due_code = (first.due_at, first.code) if first else (None, "")


Convert = Callable[[Any], Any]


def _copy(model: type[Model], rows: Sequence[Model]) -> None:
    if not rows:
        return
    numbered = rows[0].pk is not None
    fields = [field for field in model._meta.concrete_fields if numbered or not field.primary_key]
    cells = [(field.attname, _converter(field)) for field in fields]
    columns = [str(field.column) for field in fields]
    copy_rows(model._meta.db_table, columns, ([_value(row, *cell) for cell in cells] for row in rows))


def _converter(field: "Field[Any, Any]") -> Convert | None:
    if isinstance(field, JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    return (lambda value: "\\x" + bytes(value).hex()) if isinstance(field, BinaryField) else None


def _value(row: Model, name: str, convert: Convert | None) -> Any:
    """As COPY takes it; what was not said is what the database would have put there."""
    value = getattr(row, name)
    if isinstance(value, DatabaseDefault):
        value = value.expression.value  # type: ignore[attr-defined]
    if isinstance(value, DateTimeTZRange):
        return f"[{value.lower.isoformat()},{value.upper.isoformat() if value.upper else ''})"
    return convert(value) if convert and value is not None else value
