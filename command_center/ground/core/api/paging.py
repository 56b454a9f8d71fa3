"""Keyset paging everywhere: stable under inserts, as fast on page 1,000 as on page 1, and each row exactly once.

A page continues behind the last row's values of *all* ordered columns; the primary key comes last, so that no two rows
stand at the same place however many share a value. Where a column may be empty the empty ones come last, in both
directions; where it is the first column they are asked for by themselves, so that an index of the others serves both ways.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from command_center.ground.core.api.moments import in_utc
from command_center.ground.core.errors import Invalid
from command_center.ground.core.values import UNREADABLE


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an ordering, and how a row stands to a value in it."""

    name: str
    descending: bool
    field: "Field[Any, Any]"
    is_filled: bool = False
    """Only rows that have a value in it are asked for."""

    @property
    def may_be_empty(self) -> bool:
        return self.field.null and not self.is_filled

    def order(self, backwards: bool) -> Any:
        descending = self.descending != backwards
        if not self.may_be_empty:
            return f"{'-' if descending else ''}{self.name}"
        column, nulls = F(self.name), {"nulls_first": True} if backwards else {"nulls_last": True}
        return column.desc(**nulls) if descending else column.asc(**nulls)

    def beyond(self, value: Any, backwards: bool) -> Q | None:
        """Rows strictly behind ``value``, or before it; None: there are none."""
        empty = Q(**{f"{self.name}__isnull": True})
        if value is None:
            return ~empty if backwards else None
        further = Q(**{f"{self.name}__{'lt' if self.descending != backwards else 'gt'}": value})
        return further | empty if self.may_be_empty and not backwards else further

    def at(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def not_before(self, value: Any, backwards: bool) -> Q | None:
        """What the index can start at; None where that excludes nothing."""
        if self.may_be_empty:
            return None
        return Q(**{f"{self.name}__{'lte' if self.descending != backwards else 'gte'}": value})

    def value_of(self, row: Any) -> Any:
        for part in self.name.split("__"):
            row = None if row is None else getattr(row, part)
        return row

    def read(self, told: Any) -> Any:
        """The value out of a cursor. Raises ValueError or ValidationError."""
        if told is None:
            if not self.may_be_empty:
                raise ValueError(self.name)
            return None
        if isinstance(told, bool | list | dict):
            raise ValueError(told)
        if isinstance(told, str) and UNREADABLE.search(told):
            raise ValueError(told)
        value = self.field.to_python(told)
        return in_utc(value) if isinstance(value, datetime) else value


class KeysetPaging(BasePagination):
    page_size = 50
    max_page_size = 200
    cursor_param, limit_param = "cursor", "limit"
    parameters = (cursor_param, limit_param)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.url = request.build_absolute_uri()
        self.columns = columns_of(queryset)
        self.limit = limit_of(request)
        told = request.query_params.get(self.cursor_param, "")
        place, self.backwards = self._read(told) if told else (None, False)
        page = take(queryset, self.columns, place, self.backwards, self.limit + 1)
        self.has_more = len(page) > self.limit
        page = page[: self.limit]
        self.place, self.page = place, page[::-1] if self.backwards else page
        return self.page

    def _read(self, told: str) -> tuple[list[Any], bool]:
        try:
            names, values, backwards = json.loads(base64.urlsafe_b64decode(told.encode("ascii")))
            if names != _names(self.columns) or len(values) != len(self.columns):
                raise ValueError(names)
            return [column.read(value) for column, value in zip(self.columns, values, strict=True)], backwards is True
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError) as error:
            words = _("This page belongs to another list or order. Begin again without a cursor.")
            raise Invalid(words, pointer="/cursor") from error

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next_link(), "previous": self.previous_link(), "results": data})

    def next_link(self) -> str | None:
        if not (self.backwards or self.has_more) or not self.page:
            return None
        return self._link(self.page[-1], backwards=False)

    def previous_link(self) -> str | None:
        if not (self.has_more if self.backwards else self.place is not None) or not self.page:
            return None
        return self._link(self.page[0], backwards=True)

    def _link(self, row: Any, *, backwards: bool) -> str:
        values = [_told(column.value_of(row)) for column in self.columns]
        words = json.dumps([_names(self.columns), values, backwards], separators=(",", ":"))
        cursor = base64.urlsafe_b64encode(words.encode()).decode()
        return replace_query_param(self.url, self.cursor_param, cursor)

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {"name": self.cursor_param, "in": "query", "required": False, "schema": {"type": "string"},
             "description": "From `next` or `previous`"},
            {"name": self.limit_param, "in": "query", "required": False, "schema": limit_schema(),
             "description": "Rows a page"},
        ]  # fmt: skip


def limit_of(request: Request, *, default: int = KeysetPaging.page_size, most: int = KeysetPaging.max_page_size) -> int:
    """How many rows are asked for. Raises ``Invalid``: more than ``most`` is not cut, for a cut list looks like the whole."""
    said = request.query_params.get(KeysetPaging.limit_param, "")
    if not said:
        return default
    if not (said.isascii() and said.isdigit() and len(said) < 10 and 0 < int(said) <= most):
        words = _("A whole number from 1 to %(most)d.") % {"most": most}
        raise Invalid(words, pointer=f"/{KeysetPaging.limit_param}")
    return int(said)


def limit_schema(*, default: int = KeysetPaging.page_size, most: int = KeysetPaging.max_page_size) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


def take(
    queryset: "QuerySet[Any]", columns: Sequence[Column], place: Sequence[Any] | None, backwards: bool, count: int
) -> list[Any]:
    """``count`` rows behind a place, or before it (then the nearest first); from the beginning or the end for None."""
    if not columns[0].may_be_empty:
        return list(_ordered(queryset, columns, place, backwards)[:count])
    found: list[Any] = []
    for part in _parts(queryset, columns, place, backwards):
        if len(found) < count:
            found += part[: count - len(found)]
    return found


def pages(queryset: "QuerySet[Any]", size: int) -> "Iterator[list[Any]]":
    """All rows in the order of the queryset, so many at a time: what is long is neither held in memory nor in one transaction."""
    columns = columns_of(queryset)
    place: list[Any] | None = None
    while page := take(queryset, columns, place, False, size):
        yield page
        place = [column.value_of(page[-1]) for column in columns]


def _parts(
    queryset: "QuerySet[Any]", columns: Sequence[Column], place: Sequence[Any] | None, backwards: bool
) -> "Iterator[QuerySet[Any]]":
    """The rows with a value in the first column and those without, in the order in which they are passed."""
    first, *others = columns
    halves = [(False, [replace(first, is_filled=True), *others]), (True, others)]
    started = place is None
    for is_empty, ordering in halves[::-1] if backwards else halves:
        here = place is not None and is_empty == (place[0] is None)
        started = started or here
        if started:
            start = place[len(columns) - len(ordering) :] if place is not None and here else None
            yield _ordered(queryset.filter(**{f"{first.name}__isnull": is_empty}), ordering, start, backwards)


def _ordered(
    queryset: "QuerySet[Any]", columns: Sequence[Column], place: Sequence[Any] | None, backwards: bool
) -> "QuerySet[Any]":
    rows = queryset.order_by(*(column.order(backwards) for column in columns))
    return rows if place is None else rows.filter(behind(columns, place, backwards))


def behind(columns: Sequence[Column], place: Sequence[Any], backwards: bool) -> Q:
    """Rows behind (or before) a place: further in the first column, or level with it and further in the next …"""
    found, level = Q(pk__in=[]), Q()
    for column, value in zip(columns, place, strict=True):
        further = column.beyond(value, backwards)
        if further is not None:
            found |= level & further
        level &= column.at(value)
    start = columns[0].not_before(place[0], backwards)
    return found if start is None else start & found


def columns_of(queryset: "QuerySet[Any]") -> list[Column]:
    """The queryset's ordering, made unique: the primary key comes last unless it is in it."""
    names = [str(name) for name in queryset.query.order_by or queryset.model._meta.ordering or ("-pk",)]
    columns = [Column(n.lstrip("-"), n.startswith("-"), _field(queryset.model, n.lstrip("-"))) for n in names]
    for number, column in enumerate(columns, start=1):
        if column.field.primary_key:
            return columns[:number]
    last = columns[-1].descending
    return [*columns, Column("pk", last, queryset.model._meta.pk)]


def _field(model: Any, path: str) -> "Field[Any, Any]":
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    try:
        return model._meta.pk if name == "pk" else model._meta.get_field(name)
    except FieldDoesNotExist:
        raise TypeError(f"{path}: lists are ordered by columns, not by expressions") from None


def _names(columns: Sequence[Column]) -> list[str]:
    return [f"{'-' if column.descending else ''}{column.name}" for column in columns]


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, int | float | str) else str(value)
