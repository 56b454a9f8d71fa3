"""What one row or one step of a sweep cannot do keeps nobody else from their turn."""

from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils.timezone import now

from command_center.ground.core.fault_isolation import run_each, run_steps
from outages import tasks
from outages.leading.services import proactive_orders
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.outages.lines import below, make_points
from workorders.models import WorkOrder


def broken(*_, **__):
    raise ZeroDivisionError


def test_the_others_have_their_turn():
    done = []
    assert run_each([1, 0, 2], lambda row: done.append(2 / row)) == [None, None]
    run_steps(broken, lambda: done.append("step"))
    assert done == [2.0, 1.0, "step"]


def test_the_end_of_the_time_is_nobodys_fault():
    def too_long():
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        run_steps(too_long)


@pytest.fixture
def two_dark(province):
    """Two outages that nobody has called about for half an hour."""
    began = now() - timedelta(minutes=30)
    for transformer in (province.t1, province.t2):
        make_points(transformer, 2)
        open_outage(
            scope=below(transformer), started_at=began, at=began, status=Status.CONFIRMED, node_id=transformer.pk
        )


@pytest.mark.django_db
def test_an_outage_that_cannot_be_led_keeps_no_other_without_a_crew(two_dark, monkeypatch):
    lead, called = proactive_orders.lead, []

    def lead_all_but_the_first(**said):
        called.append(said)
        return broken() if len(called) == 1 else lead(**said)

    monkeypatch.setattr(proactive_orders, "lead", lead_all_but_the_first)
    tasks.tick()
    assert WorkOrder.objects.get().led_outage.node.code == "T2"


@pytest.mark.django_db
def test_a_step_that_fails_keeps_no_outage_without_a_crew(two_dark, monkeypatch):
    monkeypatch.setattr(tasks, "promote_unopposed", broken)
    tasks.tick()
    assert WorkOrder.objects.count() == 2
