"""The list of orders as a file: its cells in the reader's words. How a file is written: ``screens/sheets.py``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from command_center.ground.core.realtime import Card
from command_center.ground.organisation.unit_names import called, names_told
from command_center.screens.order_list.columns import Column, value_of
from command_center.screens.order_list.words import states_of_kinds, words

WIDTHS = {"moment": 17, "grade": 6, "number": 8}


class Cells:
    """Values of a row in the reader's words; the words are looked up once for a whole file."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.words, self.states, self.units = words(), states_of_kinds(), names_told()

    def heads(self) -> list[str]:
        return [str(column.label) for column in self.columns]

    def of(self, row: Card) -> list[Any]:
        return [self._cell(row, column) for column in self.columns]

    def _cell(self, row: Card, column: Column) -> Any:
        value = value_of(row, column)
        if value is None or value == "":
            return ""
        if column.type == "state":
            return self.states[row["order_kind"]].get(value, {}).get("label", value)
        if column.type == "name":
            return self.units.get(value) or called(value)
        if column.type == "yes_no":
            return self.words["yes_no"]["true" if value else "false"]
        return localtime(value) if isinstance(value, datetime) else self.words.get(column.type, {}).get(value, value)
