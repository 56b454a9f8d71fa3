"""Rows with people, written anew column by column as ``columns.py`` says. Within the caller's transaction; files go at its commit."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from command_center.ground.core.sealing import unseal
from workorders.models import WorkOrder
from workorders.retention import columns as c
from workorders.retention.pseudonyms import Pseudonyms, rounded

BATCH = 300
Columns = Mapping[str, str]


def years_before(at: datetime, years: int) -> datetime:
    """The same day some years ago; of 29 February the 28th."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)


@contextlib.contextmanager
def histories_let_words_go() -> Iterator[None]:
    """Append-only tables let people be taken out in here, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('workorders.forgetting', 'on', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('workorders.forgetting', 'off', true)")


def meet(known: Pseudonyms, row: Any, cells: Columns) -> None:
    """Everybody whom the row names, before anything is written."""
    fields = {how: getattr(row, name) for name, how in cells.items() if how in (c.NAME, c.PHONE, c.ADDRESS)}
    known.meet(**fields)
    for name, how in cells.items():
        if how == c.TOLD:
            known.meet_told(getattr(row, name))
        if how == c.SEALED:
            known.meet_told(unseal(bytes(getattr(row, name))))


def write_anew(known: Pseudonyms, row: Any, cells: Columns, at: datetime) -> None:
    """Each column by what it is; whoever keeps a copy of the orders finds the row by its moment and its revision."""
    for name, how in cells.items():
        if how == c.PHOTO and (file := getattr(row, name)):
            transaction.on_commit(partial(default_storage.delete, file.name))
        setattr(row, name, f"gone:{row.pk}" if how == c.KEY else _anew(known, how, getattr(row, name)))
    if isinstance(row, WorkOrder):
        row.rev += 1
    if "updated_at" in _written(type(row), cells):
        row.updated_at = at


def save(model: type[models.Model], cells: Columns, rows: Iterable[models.Model]) -> None:
    model._default_manager.bulk_update(rows, _written(model, cells), batch_size=BATCH)


def _anew(known: Pseudonyms, how: str, value: Any) -> Any:
    if how in (c.NAME, c.PHONE):
        return known.person(value)
    if how == c.POINT:
        return rounded(value)
    if how in (c.LINK, c.PHOTO):
        return None if how == c.LINK else ""
    if how == c.CHAINS:
        return []
    if how == c.TOLD:
        return known.told(value)
    return known.address(value) if how == c.ADDRESS else known.words(value)


def _written(model: type[models.Model], cells: Columns) -> list[str]:
    known = {field.name for field in model._meta.concrete_fields}
    copied = (
        ("rev", "updated_at") if model is WorkOrder else ("updated_at",) if model._meta.app_label == "customers" else ()
    )
    return [*cells, *(name for name in copied if name in known)]
