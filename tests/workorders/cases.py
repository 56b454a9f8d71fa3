"""Orders of other kinds than faults, with one clock: what the tests of clocks are played with."""

from datetime import date

from command_center.ground.core.process_cache import clear_all
from tests.grid import make_order
from tests.workorders.working_time import china
from workorders.models import TimeLimit, WorkOrder
from workorders.services import clocks
from workorders.services.clocks import Told

FRIDAY = china("2025-09-26 17:30")


def make_case(kind, source_id="R1", **fields):
    """An order of that kind without clocks; the engine of its kind would open it so."""
    order = make_order(source_id)
    order.clocks.all().delete()
    WorkOrder.objects.filter(pk=order.pk).update(kind=kind, **fields)
    order.refresh_from_db()
    return order


def start(order, code, at=FRIDAY, **told):
    """The clock of that code, started; None where the table has no limit for it."""
    clocks.start([order], [code], at=at, told=Told(**told))
    return order.clocks.filter(code=code).first()


def limit(code, **fields):
    row = TimeLimit.objects.create(**{"code": code, "warn_percents": [100], "valid_from": date(2022, 1, 1)} | fields)
    clear_all()
    return row
