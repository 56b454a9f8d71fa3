"""Planned work from the opened switch to the closed file (domain reference, scenario 2): no fault, no crew, no surprise."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.network.models import SwitchOperation
from outages.judging.services.late_calls import end_of_grace
from outages.life.states import Status
from outages.models import EndedBy, Interruption, Outage, RestorationEstimate
from outages.planned.services.deadlines import watch_plans
from outages.planned.services.execution import close_plan, extend_plan, restore_plan, start_plan
from tests.flows.test_outage_night import call, close_again, dark_now, town, trip  # noqa: F401
from tests.outages.plans import make_announced, make_started
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db

AGO = timedelta(minutes=15)


def window_ends(plan, at):
    """The window of a plan in progress is over since ``at``."""
    type(plan).objects.filter(pk=plan.pk).update(planned_end_at=at)
    Outage.objects.filter(pk=plan.outage_id).update(planned_end_at=at)


def test_the_switch_of_an_announced_plan_is_no_fault(town, relayed):  # noqa: F811
    start = now() - AGO
    plan = make_announced(town.sw1, start=start)
    trip(town.sw1, at=start + timedelta(minutes=2))
    relayed()
    plan.refresh_from_db()
    outage = Outage.objects.get()
    assert (plan.status, plan.outage, plan.attention) == ("IN_PROGRESS", outage, "")
    assert (outage.kind, outage.status, outage.customers_out) == ("PLANNED", Status.CONFIRMED, 40)
    assert plan.actual_start_at == start + timedelta(minutes=2) == Interruption.objects.first().off_at
    assert (outage.etr_at, outage.etr_source) == (plan.planned_end_at, "PLAN")
    assert not WorkOrder.objects.exists()


def test_a_call_inside_the_window_is_explained_and_sends_no_crew(town, relayed):  # noqa: F811
    plan = make_started(town.sw1)
    relayed()
    order = call("2000")
    relayed()
    order.refresh_from_db()
    reply = order.replies.get()
    assert order.status == OrderStatus.REPLIED and not order.offers.exists()
    assert (reply.cause, reply.measures) == ("planned_outage", plan.outage.number)
    assert reply.restored_at == plan.planned_end_at


def test_a_call_after_the_window_says_the_return_is_late(town, relayed):  # noqa: F811
    plan = make_started(town.sw1)
    relayed()
    window_ends(plan, now() - timedelta(minutes=1))
    order = call("2000")
    relayed()
    order.refresh_from_db()
    plan.refresh_from_db()
    assert (order.status, order.attention) == (OrderStatus.JUDGED, "late_restore")
    assert plan.outage.attention == "late_restore" and not order.offers.exists()


def test_the_clock_says_it_too(town, relayed):  # noqa: F811
    plan = make_started(town.sw1)
    assert watch_plans(at=plan.planned_end_at - timedelta(minutes=31)) == 0
    assert watch_plans(at=plan.planned_end_at - timedelta(minutes=29)) == 1
    plan.refresh_from_db()
    assert plan.attention == "end_is_near"
    assert watch_plans(at=plan.planned_end_at) == 1
    plan.refresh_from_db()
    assert plan.attention == plan.outage.attention == "late_restore"
    assert watch_plans(at=plan.planned_end_at) == 0


def test_a_plan_that_nobody_began_asks_for_a_person(town):  # noqa: F811
    plan = make_announced(town.sw1, start=now() - AGO)
    assert watch_plans(at=plan.planned_start_at + timedelta(minutes=15)) == 0
    assert watch_plans(at=plan.planned_start_at + timedelta(minutes=16)) == 1
    plan.refresh_from_db()
    assert plan.attention == "not_started"


def test_an_extension_moves_the_end_and_keeps_the_old_one(town, lin, cast, relayed):  # noqa: F811
    plan = make_started(town.sw1)
    old = plan.planned_end_at
    extend_plan(plan_id=plan.pk, until=old + timedelta(hours=1), reason="电缆头未完成", at=now(), actor=cast.lin)
    relayed()
    plan.refresh_from_db()
    outage = plan.outage
    assert plan.planned_end_at == outage.planned_end_at == outage.etr_at == old + timedelta(hours=1)
    assert plan.announced_end_at == old == plan.changes.get(kind="EXTENDED").end_before_at
    assert [row.etr_at for row in RestorationEstimate.objects.all()] == [old, old + timedelta(hours=1)]
    window_ends(plan, old + timedelta(hours=1))
    order = call("2000")
    relayed()
    order.refresh_from_db()
    assert order.status == OrderStatus.REPLIED


def test_closing_the_switch_ends_the_plan(town, cast, relayed):  # noqa: F811
    plan = make_started(town.sw1)
    relayed()
    back = now() - timedelta(minutes=1)
    close_again(town.sw1, at=back)
    relayed()
    plan.refresh_from_db()
    assert (plan.status, plan.actual_end_at, dark_now()) == ("RESTORED", back, 0)
    assert set(Interruption.objects.values_list("ended_by", flat=True)) == {EndedBy.PLAN}
    close_plan(plan_id=plan.pk, at=now(), actor=cast.lin)
    plan.refresh_from_db()
    assert (plan.status, plan.outage.status) == ("CLOSED", Status.CLOSED)


def test_started_and_restored_by_hand_the_network_knows(town, cast, relayed):  # noqa: F811
    plan = make_started(town.sw1)
    relayed()
    town.sw1.refresh_from_db()
    assert town.sw1.is_open and Outage.objects.count() == 1 and dark_now() == 40
    restore_plan(plan_id=plan.pk, restored_at=now(), at=now(), actor=cast.lin)
    relayed()
    town.sw1.refresh_from_db()
    plan.refresh_from_db()
    assert (plan.status, town.sw1.is_open, dark_now()) == ("RESTORED", False, 0)
    assert SwitchOperation.objects.count() == 2 and Outage.objects.count() == 1


def test_an_extension_answers_the_clock_and_nothing_else(town, cast, relayed):  # noqa: F811
    plan = make_started(town.sw1)
    Outage.objects.filter(pk=plan.outage_id).update(attention="life_support")
    watch_plans(at=plan.planned_end_at - timedelta(minutes=10))
    until = plan.planned_end_at + timedelta(hours=1)
    extend_plan(plan_id=plan.pk, until=until, reason="未完成", at=now(), actor=cast.lin)
    plan.refresh_from_db()
    assert (plan.attention, plan.outage.attention) == ("", "life_support")


def test_two_devices_of_one_plan_are_one_outage(town, relayed):  # noqa: F811
    start = now() - AGO
    plan = make_announced(town.fu1, town.fu2, start=start)
    trip(town.fu1, at=start + timedelta(minutes=1))
    relayed()
    assert dark_now() == 21
    trip(town.fu2, at=start + timedelta(minutes=5))
    relayed()
    outage = Outage.objects.get()
    assert (dark_now(), outage.customers_out) == (61, 61)
    close_again(town.fu1)
    relayed()
    plan.refresh_from_db()
    outage.refresh_from_db()
    assert (plan.status, outage.status, dark_now()) == ("IN_PROGRESS", Status.PARTIALLY_RESTORED, 40)
    close_again(town.fu2)
    relayed()
    plan.refresh_from_db()
    assert plan.status == "RESTORED"


def test_a_tie_that_is_closed_for_the_work_keeps_its_customers_out(town, relayed):  # noqa: F811
    start = now() - AGO
    plan = make_announced(town.cb1, town.sw1, start=start, closed=[town.tie.pk])
    start_plan(plan_id=plan.pk, started_at=start, at=now())
    relayed()
    town.tie.refresh_from_db()
    assert not town.tie.is_open and dark_now() == 21
    assert plan.affected.count() == 21


def test_calls_quicker_than_the_switch_belong_to_the_plan(town, relayed):  # noqa: F811
    start = now() - AGO
    plan = make_announced(town.fu2, start=start)
    for number in ("2000", "2001", "3002", "3003", "2004"):
        call(number)
    relayed()
    assert Outage.objects.get().device == town.fu2
    trip(town.fu2, at=now())
    relayed()
    plan.refresh_from_db()
    outage = Outage.objects.live().get()
    assert (plan.status, plan.outage, outage.kind) == ("IN_PROGRESS", outage, "PLANNED")
    assert set(Interruption.objects.standing().values_list("kind", flat=True)) == {"PLANNED"}


def test_outside_its_window_the_same_switch_is_a_fault(town, relayed):  # noqa: F811
    plan = make_announced(town.sw1, start=now() + timedelta(hours=3))
    trip(town.sw1)
    relayed()
    plan.refresh_from_db()
    assert plan.status == "ANNOUNCED" and Outage.objects.get().kind == "FAULT"


def test_who_calls_after_the_work_is_over_gets_a_crew(town, relayed):  # noqa: F811
    make_started(town.sw1)
    relayed()
    close_again(town.sw1, at=now() - timedelta(minutes=1))
    relayed()
    order = call("3005")
    relayed()
    order.refresh_from_db()
    assert (order.status, order.attention) == (OrderStatus.JUDGED, "late_restore"), (
        "for some minutes the meter is asked first"
    )
    end_of_grace(at=now() + timedelta(minutes=11))
    relayed()
    order.refresh_from_db()
    assert Outage.objects.live().get().nested_in is not None
    assert order.status == OrderStatus.DISPATCHED
