"""A July with rows for every figure of the catalogue, some in June and in the year before, and what counts nowhere."""

from types import SimpleNamespace
from typing import Any

from tests.figures.facts import complained, july, repaired
from workorders.models import WorkOrder


def a_july(p: SimpleNamespace) -> None:
    _repairs()
    _complaints()


def _repairs() -> None:
    for number, (arrival, repair) in enumerate([(20, 30), (40, 90), (33.3, 47), (61, 200)]):
        repaired(f"R-{number}", at=july(2 + number, 8 + number), arrival=arrival, repair=repair)
    repaired("R-town", at=july(9, 23), arrival=12, repair=15, area_kind="URBAN", source="APP", fault_kind="MV")
    repaired("R-open", at=july(31, 23), arrival=50)
    repaired("R-june", at=july(30, month=6), arrival=90, repair=90)
    repaired("R-year", at=july(3, year=2025), arrival=70, repair=100)


def _complaints() -> None:
    for number in range(4):
        complained(f"C-{number}", at=july(4 + number), concerns="422826T01" if number else "")
    complained("C-app", at=july(9), source="APP", concerns="422827T01")
    gone: Any = complained("C-gone", at=july(12))
    WorkOrder.objects.filter(pk=gone.pk).update(status="WITHDRAWN")
    complained("C-sealed", at=july(13), concerns="422826T01", confidential=True)
    complained("C-june", at=july(29, month=6))
    complained("O-1", at=july(5), kind="OPINION")
    complained("O-2", at=july(6), kind="OPINION", source="WECHAT")
