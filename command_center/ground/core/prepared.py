"""Prepared questions: a query set whose SQL is written once a process and asked again with other values.

Django writes the SQL of a query set anew for every question. On the way of a report that comes alone that
was about half of the Python, more than PostgreSQL took to answer. A prepared question says the same in the same words, and its SQL is kept:

    @prepared
    def held_by(crew_ids: list[int]) -> QuerySet[Assignment]:
        return Assignment.objects.filter(crew_id__in=crew_ids, released_at=None).select_related("crew")

    held_by([3, 4])  # a list of assignments; the query set above is built and written at the first call only

For the hot path of an event alone; everywhere else a plain query set is the better one, for it can be filtered further.
"""

import inspect
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar, get_type_hints

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, prefetch_related_objects

from command_center.ground.core.postgres import whole_numbers

Given = ParamSpec("Given")
Row = TypeVar("Row")

# Stand for the values while the SQL is written; none of them occurs in a question of ours. Numbers fit into the smallest column:
# Django answers a question that no row can meet, its number being too large, by itself.
_STAND_INS: dict[Any, Callable[[int], Any]] = {
    int: lambda place: 31_700 + place,
    str: lambda place: f"\N{EMPTY SET} value {place}",
    datetime: lambda place: datetime(1912, 3, 4, 5, 6, 7, tzinfo=UTC) + timedelta(days=place),
    list[int]: lambda place: [31_700 + place],
    list[str]: lambda place: [f"\N{EMPTY SET} value {place}"],
}


def prepared(question: Callable[Given, "QuerySet[Any, Row]"]) -> Callable[Given, list[Row]]:
    """Ask ``question``'s query set with the given values and return its rows, as ``list(question(…))`` would.

    Values are ``int``, ``str``, ``datetime``, ``list[int]`` (looked up by ``in``) or ``list[str]`` (by ``any_of``): each a parameter
    of the SQL and never a part of its shape. Raises ``TypeError`` at the first call where an annotation is another, or a value does
    not stand in the SQL (a limit of rows, say).
    """
    shapes: dict[tuple[int, ...], _Written | None] = {}
    signature = inspect.signature(question)

    @wraps(question)
    def ask(*given: Given.args, **named: Given.kwargs) -> list[Row]:
        values = [_plain(value) for value in signature.bind(*given, **named).arguments.values()]
        empty = tuple(place for place, value in enumerate(values) if value == [])
        if empty not in shapes:
            shapes[empty] = _write(question, empty)
        return [] if (written := shapes[empty]) is None else written.ask(values)

    return ask


def _plain(value: Any) -> Any:
    return value if (numbers := whole_numbers(value)) is None else numbers


@dataclass(frozen=True)
class _Written:
    """SQL of a query set, what wrote it, and at which places of its parameters which of the values stand."""

    queryset: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: dict[int, int]
    converters: dict[int, Any]

    def ask(self, values: list[Any]) -> list[Any]:
        params = tuple(
            values[self.places[at]] if at in self.places else constant for at, constant in enumerate(self.params)
        )
        compiler = copy(self.compiler)  # a thread's own: it holds the connection
        compiler.connection = connections[self.queryset.db]
        compiler.as_sql = lambda *_, **__: (self.sql, params)
        compiler.get_converters = lambda _: self.converters
        query = copy(self.queryset.query)
        query.get_compiler = lambda *_, **__: compiler
        # What an iterable class reads of its query set, and not a copy of that: copying a query set evaluates it.
        asked = SimpleNamespace(
            query=query, db=self.queryset.db, model=self.queryset.model, _known_related_objects={}, _fields=None
        )
        rows = list(self.queryset._iterable_class(asked, chunked_fetch=False))
        if rows and (lookups := self.queryset._prefetch_related_lookups):
            prefetch_related_objects(rows, *lookups)
        return rows


def _write(question: Callable[..., "QuerySet[Any, Any]"], empty: tuple[int, ...]) -> _Written | None:
    """``empty``: places of lists without anything in them; None where the question then has no rows, whatever the others say."""
    kinds = {name: kind for name, kind in get_type_hints(question).items() if name != "return"}
    if unknown := [name for name, kind in kinds.items() if kind not in _STAND_INS]:
        raise TypeError(f"{question.__qualname__}: {unknown} cannot be a value of a prepared question")
    stand_ins = [[] if at in empty else _STAND_INS[kind](at) for at, kind in enumerate(kinds.values())]
    queryset: Any = question(*stand_ins)
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        if not empty:
            raise
        return None
    places = {at: stand_ins.index(param) for at, param in enumerate(params) if param in stand_ins}
    if missing := [name for at, name in enumerate(kinds) if at not in places.values() and at not in empty]:
        raise TypeError(f"{question.__qualname__}: {missing} do not stand in the SQL as values")
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    return _Written(queryset, compiler, sql, tuple(params), places, converters)
