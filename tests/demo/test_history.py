"""The invented past: every order went the legal way, is over before today, and says that it is invented."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from demo import history
from demo.history import Place
from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import Status

MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
PLACE = Place(1, 1, 3, 2, "422826", None, 9, 4, "42/4228/422826/422826T09/", 29.6, 109.05, "RURAL", "丁寨", "")
LIMITS = dict.fromkeys([(code, "") for code in history.CLOCKS], 90)


@pytest.fixture(scope="module")
def orders() -> list[history.PastOrder]:
    return list(history.finished_orders(np.random.default_rng(1), [PLACE], midnight=MIDNIGHT))


def test_it_fills_two_weeks_and_leaves_today_alone(orders):
    assert MIDNIGHT - timedelta(days=15) < min(o.moments[Status.RECEIVED] for o in orders)
    assert max(o.moments[Status.ARCHIVED] for o in orders) < MIDNIGHT
    assert len(orders) > 0.9 * history.DAYS * history.ORDERS_A_DAY


def test_every_step_is_legal_and_later_than_the_one_before(orders):
    for order in orders[:200]:
        for (old, before), (new, after) in pairwise(order.moments.items()):
            assert new in FAULT.moves[old]
            assert before <= after


def test_a_few_arrivals_are_late(orders):
    outcomes = [row[8] for order in orders for row in history.clock_rows(order, LIMITS) if row[1] == "ARRIVE"]
    assert 0.9 < outcomes.count("MET") / len(outcomes) < 1


def test_numbers_differ_and_reports_say_that_they_are_invented(orders):
    assert len({order.number for order in orders}) == len(orders)
    assert all(str(history.report_row(order)[1]).startswith(history.INVENTED) for order in orders)
