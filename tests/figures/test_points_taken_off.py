"""A figure from which another takes points off: the whole, its parts and its months, and what is told of it."""

import pytest

from tests.figures.facts import DAYS, complained, july
from workorders.models import Callback, WorkOrder

pytestmark = pytest.mark.django_db
CODE = "service_quality_percent"


@pytest.fixture(autouse=True)
def matters(province):
    """Ten matters of July, one of them called about three times; of five callbacks four were satisfied; June is quiet."""
    orders = [complained(f"M-{n}", at=july(2 + n), source="APP" if n < 4 else "WECHAT") for n in range(10)]
    WorkOrder.objects.filter(pk=orders[0].pk).update(urge_count=2)
    complained("June", at=july(3, month=6))
    for n, order in enumerate(orders[:5]):
        Callback.objects.create(order=order, at=july(20), satisfaction="UNSATISFIED" if n == 4 else "SATISFIED")


def test_a_point_comes_off_for_each_point_under_the_floor_and_its_figure_is_named(ask):
    told = ask(CODE)
    assert told["now"]["value"] == 75.0, "100 − 10 % called three times − (95 − 80)"
    (taken,) = told["taken_off"]
    assert (taken["code"], taken["value"], taken["floor"], taken["points"]) == (
        "callbacks_satisfied_percent", 80.0, 95.0, 15.0,
    )  # fmt: skip


def test_nothing_comes_off_above_the_floor_or_where_nobody_was_called(ask):
    Callback.objects.filter(satisfaction="UNSATISFIED").delete()
    told = ask(CODE)
    assert (told["now"]["value"], told["taken_off"][0]["points"]) == (90.0, 0.0)
    Callback.objects.all().delete()
    told = ask(CODE)
    assert (told["now"]["value"], told["taken_off"][0]["value"]) == (90.0, None)


def test_every_part_and_every_month_loses_its_own_points(ask):
    parts = {part["key"]: part["value"] for part in ask(CODE, by="channel")["parts"]}
    assert parts == {"APP": 75.0, "WECHAT": 5.0}, "APP: 100 − 25, all satisfied; WECHAT: 100 − (95 − 0)"
    units = ask(CODE, by="units")["parts"]
    assert [part["value"] for part in units if part["rows"]] == [75.0]
    months = {str(each["first"]): each["value"] for each in ask(CODE, by="month")["months"]}
    assert (months["2026-06-01"], months["2026-07-01"], months["2026-05-01"]) == (100.0, 75.0, None)


def test_it_is_told_as_it_is_and_not_as_it_stood(mei):
    assert mei.get(f"/api/v1/figures/{CODE}/", {**DAYS, "as_of": "2026-08-01T08:00"}).status_code == 422
