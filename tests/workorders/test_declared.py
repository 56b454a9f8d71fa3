"""What the kinds declare is kept by the database: states, sub-types, and limits of a kind's own clocks."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from customers.models import ServicePoint
from tests.grid import make_held_order
from workorders import declared
from workorders.engine.process import ClockRule, NotSound, State
from workorders.kinds import KINDS
from workorders.kinds.fault.process import FAULT
from workorders.models import TimeLimit, WorkOrder

pytestmark = pytest.mark.django_db
WAITING = State(label="Waiting for parts", owner="crew", clock="PARTS")


@pytest.fixture
def order(cast):
    return make_held_order(by=cast.omar)


def kinds_with(**changes):
    return [replace(FAULT, **changes) if process is FAULT else process for process in KINDS]


def test_a_state_that_no_process_declares_is_refused(order):
    with pytest.raises(IntegrityError, match="an_order_has_a_state_of_its_kind"), transaction.atomic():
        WorkOrder.objects.filter(pk=order.pk).update(status="ON_THE_MOON")
    with pytest.raises(IntegrityError, match="an_order_has_a_sub_type_of_its_kind"), transaction.atomic():
        WorkOrder.objects.filter(pk=order.pk).update(sub_kind="BILL")


def test_a_state_of_another_kind_is_refused(order):
    with pytest.raises(IntegrityError, match="an_order_has_a_state_of_its_kind"), transaction.atomic():
        WorkOrder.objects.filter(pk=order.pk).update(status="CONTACTED")


def test_a_new_state_is_let_in_without_a_migration(order, monkeypatch):
    monkeypatch.setattr(declared, "KINDS", kinds_with(states={**FAULT.states, "WAITING_FOR_PARTS": WAITING}))
    declared.keep_declared()
    WorkOrder.objects.filter(pk=order.pk).update(status="WAITING_FOR_PARTS")


def test_a_clock_of_a_kinds_own_has_its_limit_once_and_a_persons_limit_stays(monkeypatch):
    parts = ClockRule(word="Parts", minutes=1440)
    monkeypatch.setattr(declared, "KINDS", kinds_with(clocks={**FAULT.clocks, "PARTS": parts}))
    declared.keep_declared()
    TimeLimit.objects.filter(code="PARTS").update(limit_minutes=600, valid_from=date(2026, 1, 1))
    declared.keep_declared()
    (limit,) = TimeLimit.objects.filter(code="PARTS")
    assert (limit.limit_minutes, limit.assumed, limit.kind) == (600, True, "")


@pytest.mark.parametrize(
    "rule", [ClockRule(word="Parts"), ClockRule(minutes=5), ClockRule(word="Parts", minutes=5, working_days=1)]
)
def test_a_clock_is_wholly_a_kinds_own_or_not(rule):
    with pytest.raises(NotSound, match="PARTS"):
        replace(FAULT, clocks={**FAULT.clocks, "PARTS": rule}).check()


def test_a_new_state_with_a_crew_is_one_live_crew_too(cast, monkeypatch):
    monkeypatch.setattr(declared, "KINDS", kinds_with(states={**FAULT.states, "WAITING_FOR_PARTS": WAITING}))
    body = declared.HAS_CREW.replace("'REPAIRING'", "'REPAIRING', 'WAITING_FOR_PARTS'")
    monkeypatch.setattr(declared, "HAS_CREW", body)
    declared.keep_declared()
    order = make_held_order(by=cast.omar)
    held = {"status": "WAITING_FOR_PARTS", "service_point": ServicePoint.objects.earliest("pk")}
    WorkOrder.objects.filter(pk=order.pk).update(**held)
    other = WorkOrder.objects.get(pk=order.pk)
    other.pk, other.number = None, f"{order.number}2"
    with pytest.raises(IntegrityError, match="one_live_crew_per_supply"), transaction.atomic():
        other.save()
