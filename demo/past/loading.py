"""Writing the invented past: plays in memory, then every model's rows by one COPY. Only what is over before today is kept."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import numpy as np
from django.db.models import BinaryField, Field, JSONField, Max, Model
from django.db.models.expressions import DatabaseDefault
from tqdm import tqdm

from demo.bulk_loading import copy_rows, settle_sequences
from demo.past.complaints import complaint
from demo.past.handled import matter, praise
from demo.past.played import Ids, Played
from demo.past.repairs import fault, proactive
from demo.past.seasons import COURSES, moments
from demo.past.world import World, world
from workorders.kinds import ENDS
from workorders.models import Clock, FaultReport, WorkOrder

SAMPLE = 6000
FULL_SIZE = 100_000
# Filled first, and in this order: the others name rows of them.
OF_THEIR_OWN: dict[str, Callable[[World, datetime], Played]] = {
    "FAULT": fault, "PROACTIVE": proactive, "COMPLAINT": complaint, "PRAISE": praise,
}  # fmt: skip
FIRST: tuple[type[Model], ...] = (WorkOrder, FaultReport)


def load_past(rng: np.random.Generator, *, customer_count: int, midnight: datetime) -> int:
    """How many finished orders were loaded; fewer for a smaller province. The caller's transaction holds the province already."""
    ids = Ids(*(count(_next(model)) for model in (WorkOrder, Clock, FaultReport)))
    scene = world(rng, ids, sample=SAMPLE, customer_count=customer_count, midnight=midnight)
    plays = list(_ended(tqdm(every_order(scene, customer_count), desc="  two years", unit=" orders"), midnight))
    tables = _by_table(plays)
    for model in tables:
        _copy(model, tables[model])
    settle_sequences([model._meta.db_table for model in tables if model._meta.pk.attname == "id"])
    return len(plays)


def _next(model: type[Model]) -> int:
    return int(model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0) + 1


def every_order(scene: World, customer_count: int) -> Iterator[Played]:
    """Every order of the past with those that came of it, kind after kind."""
    for kind, course in COURSES.items():
        number = max(12, round(course.count * min(1.0, customer_count / FULL_SIZE)))
        for at in moments(scene.rng, course, number, scene.midnight):
            yield _story(scene, kind, at)


def _story(scene: World, kind: str, at: datetime) -> Played:
    if kind in OF_THEIR_OWN:
        return OF_THEIR_OWN[kind](scene, at)
    return matter(scene, kind, at)


def _ended(plays: Iterable[Played], midnight: datetime) -> Iterator[Played]:
    """Those that were over before today, with everything that came of them."""
    for play in plays:
        family = list(play.whole())
        if all(each.at < midnight and each.order.status in ENDS for each in family):
            yield from family


def _by_table(plays: Sequence[Played]) -> dict[type[Model], list[Model]]:
    tables: dict[type[Model], list[Model]] = {model: [] for model in FIRST}
    others: dict[type[Model], list[Model]] = defaultdict(list)
    for play in plays:
        _settle(play.order)
        tables[WorkOrder].append(play.order)
        for row in (*play.changes, *play.clocks, *play.rows):
            (tables if type(row) in tables else others)[type(row)].append(row)
    return tables | others


def _settle(order: WorkOrder) -> None:
    order.next_due_at, order.next_due_code = None, ""


def _copy(model: type[Model], rows: Sequence[Model]) -> None:
    if not rows:
        return
    numbered = rows[0].pk is not None
    fields = [field for field in model._meta.concrete_fields if numbered or not field.primary_key]
    columns = [str(field.column) for field in fields]
    copy_rows(model._meta.db_table, columns, ([_value(field, row) for field in fields] for row in rows))


def _value(field: "Field[Any, Any]", row: Model) -> Any:
    """As COPY takes it; what was not said is what the database would have put there."""
    value = getattr(row, field.attname)
    if isinstance(value, DatabaseDefault):
        value = value.expression.value  # type: ignore[attr-defined]
    if value is None:
        return None
    if isinstance(field, JSONField):
        return json.dumps(value, ensure_ascii=False)
    return "\\x" + bytes(value).hex() if isinstance(field, BinaryField) else value
