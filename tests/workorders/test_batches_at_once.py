"""Two batches with the same reports in opposite order, at the same instant: every report is one order, nobody is refused."""

from functools import partial

import pytest

from command_center.ground.core import doorbell
from tests.at_once import at_once
from tests.grid import make_province, make_report
from workorders.api.fault_reports import keep
from workorders.models import FaultReport, WorkOrder

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, REPORTS = 3, 200


def test_every_report_is_one_order(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    make_province()
    for number in range(ROUNDS):
        reports = [make_report(f"{number}-{n:03}") for n in range(REPORTS)]
        forwards, backwards = at_once(*(partial(keep, batch, None) for batch in (reports, reports[::-1])))
        assert [opened.order.pk for opened in forwards] == [opened.order.pk for opened in backwards[::-1]]
    assert FaultReport.objects.count() == WorkOrder.objects.count() == ROUNDS * REPORTS
