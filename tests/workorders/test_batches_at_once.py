"""Two batches with the same reports in opposite order, at the same instant: every report is one order, nobody is refused."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connections

from command_center.core import doorbell
from tests.grid import make_province, make_report
from workorders.api.fault_reports import keep
from workorders.models import FaultReport, WorkOrder

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROUNDS, REPORTS = 5, 400


def test_every_report_is_one_order(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    make_province()
    for number in range(ROUNDS):
        reports = [make_report(f"{number}-{n:03}") for n in range(REPORTS)]
        forwards, backwards = _at_once([reports, reports[::-1]])
        assert [opened.order.pk for opened in forwards] == [opened.order.pk for opened in backwards[::-1]]
    assert FaultReport.objects.count() == WorkOrder.objects.count() == ROUNDS * REPORTS


def _at_once(batches):
    gate = threading.Barrier(len(batches))

    def file(batch):
        try:
            gate.wait(10)
            return keep(batch, SimpleNamespace(user=None))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(batches)) as pool:
        return list(pool.map(file, batches))
