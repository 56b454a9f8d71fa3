"""Whole columns out of PostgreSQL by COPY: numbers become arrays and words lists, with no row objects in between.

For hundreds of thousands of rows; a few hundred are a matter for the ORM. Both take any queryset and keep its order. Two calls are two
looks at the database: who needs them to agree compares a version before and after.
"""

import io
import re
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Field, FloatField, QuerySet
from django.db.models.functions import Coalesce

# COPY's binary format: 19 bytes of header; a row is the number of its fields, and each field its length and its value.
HEADER_BYTES = 19
BINARY = {int: ">i8", float: ">f8", bool: "?"}
COLUMN: dict[type, "Field[Any, Any]"] = {int: BigIntegerField(), float: FloatField(), bool: BooleanField()}
NOTHING = {int: 0, float: float("nan"), bool: False}
# Its text format writes these with a backslash; any other character after one stands for itself.
ESCAPED = re.compile(r"\\(.)")
MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

Arrays = dict[str, "np.ndarray[Any, np.dtype[Any]]"]


def read_numbers(rows: "QuerySet[Any]", kinds: Mapping[str, type]) -> Arrays:
    """Arrays of the columns named by ``kinds``: int (bigint), float (double precision) or bool; null is 0, nan or False.

    Every row then has the same number of bytes, and the answer is one array of records as it stands. Raises ``ValueError`` where a
    column is of another type.
    """
    chosen = (Coalesce(name, NOTHING[kind], output_field=COLUMN[kind]) for name, kind in kinds.items())
    answer, record = _copy(rows.values_list(*chosen), "BINARY"), _record(kinds)
    records = np.frombuffer(answer, record, offset=HEADER_BYTES, count=(len(answer) - HEADER_BYTES) // record.itemsize)
    for name, kind in kinds.items():
        if (records[f"bytes of {name}"] != np.dtype(BINARY[kind]).itemsize).any():
            raise ValueError(f"{name} is no {COLUMN[kind].get_internal_type()}")
    return {name: records[name].astype(kind) for name, kind in kinds.items()}


def _record(kinds: Mapping[str, type]) -> "np.dtype[Any]":
    fields = [("fields", ">i2")]
    for name, kind in kinds.items():
        fields += [(f"bytes of {name}", ">i4"), (name, BINARY[kind])]
    return np.dtype(fields)


def read_words(rows: "QuerySet[Any]", *names: str) -> dict[str, list[str]]:
    """A list for each of ``names``, texts that are never null. The same word is the same object: repeated ones take no room."""
    text = _copy(rows.values_list(*names), "TEXT").decode()
    words = text.replace("\n", "\t").split("\t")[:-1]
    if "\\" in text:
        words = [ESCAPED.sub(lambda found: MEANT.get(found[1], found[1]), word) for word in words]
    return {name: list(map(sys.intern, words[at :: len(names)])) for at, name in enumerate(names)}


def _copy(rows: "QuerySet[Any]", form: str) -> bytes:
    statement, parameters = rows.query.sql_with_params()
    answer = io.BytesIO()
    with connection.cursor() as cursor:
        query = cursor.cursor.mogrify(statement, parameters).decode()
        cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT {form})", answer)
    return answer.getvalue()
