"""A plan stands where its customers stand: when its outage is merged, dismissed, and taken back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.alarms.reasons import columns, with_reason
from outages.life.selectors.affected import scope_of_device
from outages.life.states import Status
from outages.models import Interruption, Outage
from outages.planned.services.deadlines import watch_plans
from outages.planned.services.drafting import cancel_plan
from outages.planned.services.execution import extend_plan, restore_plan, start_plan
from outages.sensitive.services.alerting import watch_sensitive
from outages.verbs.services.dismissing import dismiss, reinstate
from outages.verbs.services.merging import merge, unmerge
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.flows.test_outage_night import call, close_again, dark_now, town, trip  # noqa: F401
from tests.outages.plans import make_started
from workorders.services.regrading import raise_grade

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(town, relayed):  # noqa: F811
    """At work: 40 customers dark by SW1."""
    plan = make_started(town.sw1)
    relayed()
    return plan


@pytest.fixture
def parent(town, plan):  # noqa: F811
    """The whole feeder is dark by a fault of its own; the plan's outage was merged into it."""
    trip_at = now() - timedelta(minutes=5)
    scope = scope_of_device(town.cb1.pk, at=trip_at)
    outage = open_outage(scope=scope, started_at=trip_at, at=now(), status=Status.CONFIRMED, device_id=town.cb1.pk)
    merge(outage_id=plan.outage_id, parent_id=outage.pk, reason="同一停电", at=now())
    return outage


def test_a_dismissed_outage_says_the_work_did_not_begin(plan, relayed):
    outage = plan.outage
    dismiss(outage_id=outage.pk, reason="未实际停电", at=now())
    relayed()
    plan.refresh_from_db()
    assert (plan.status, plan.actual_start_at, plan.outage) == ("ANNOUNCED", None, outage)
    assert plan.changes.last().reason == "dismissed" and not Interruption.objects.standing().exists()
    cancel_plan(plan_id=plan.pk, why="PREPARATION", reason="改为带电作业", at=now(), actor=None)
    plan.refresh_from_db()
    assert plan.status == "CANCELLED"


def test_reinstated_it_is_at_work_again(plan, relayed):
    start = plan.actual_start_at
    dismiss(outage_id=plan.outage_id, reason="未实际停电", at=now())
    relayed()
    reinstate(outage_id=plan.outage_id, reason="看错了", at=now())
    relayed()
    plan.refresh_from_db()
    assert (plan.status, plan.actual_start_at, dark_now()) == ("IN_PROGRESS", start, 40)


def test_dismissed_it_can_be_started_anew_with_an_outage_of_its_own(plan, relayed):
    first = plan.outage
    dismiss(outage_id=first.pk, reason="未实际停电", at=now())
    relayed()
    start_plan(plan_id=plan.pk, started_at=now(), at=now())
    plan.refresh_from_db()
    assert plan.status == "IN_PROGRESS" and plan.outage != first and dark_now() == 40


def test_merged_it_is_over_with_its_own_last_customer(plan, parent, town, relayed):  # noqa: F811
    relayed()
    plan.refresh_from_db()
    assert plan.status == "IN_PROGRESS"
    back = now()
    restore(outage_id=parent.pk, at=back, scope=scope_of_device(town.sw1.pk, at=back))
    relayed()
    plan.refresh_from_db()
    parent.refresh_from_db()
    assert (plan.status, plan.actual_end_at) == ("RESTORED", back)
    assert parent.status == Status.PARTIALLY_RESTORED


def test_merged_it_ends_with_the_whole_parent(plan, parent, relayed):
    restore(outage_id=parent.pk, at=now())
    relayed()
    plan.refresh_from_db()
    assert plan.status == "RESTORED"


def test_merged_it_is_restored_by_hand_for_its_own_customers_only(plan, parent, relayed):
    restore_plan(plan_id=plan.pk, restored_at=now(), at=now())
    plan.refresh_from_db()
    parent.refresh_from_db()
    assert plan.status == "RESTORED" and 0 < parent.customers_out == dark_now() < parent.customers_total


def test_merged_it_can_be_extended_and_taken_back(plan, parent, relayed):
    until = plan.planned_end_at + timedelta(hours=1)
    extend_plan(plan_id=plan.pk, until=until, reason="未完成", at=now(), actor=None)
    unmerge(outage_id=plan.outage_id, reason="两处停电", at=now())
    relayed()
    plan.refresh_from_db()
    assert (plan.status, plan.planned_end_at, plan.outage.planned_end_at) == ("IN_PROGRESS", until, until)
    assert plan.outage.status == Status.CONFIRMED and plan.outage.customers_out == 40


def test_a_dismissed_parent_takes_the_plan_with_it(plan, parent, relayed):
    dismiss(outage_id=parent.pk, reason="误报", at=now())
    relayed()
    plan.refresh_from_db()
    assert plan.status == "ANNOUNCED"


def test_another_device_of_a_merged_plan_goes_where_its_customers_are(town, relayed):  # noqa: F811
    plan = make_started(town.fu1, town.fu2)
    relayed()
    close_again(town.fu2)
    relayed()
    outage = open_outage(
        scope=scope_of_device(town.cb1.pk, at=now()), started_at=now(), at=now(), status=Status.CONFIRMED,
        device_id=town.cb1.pk,
    )  # fmt: skip
    merge(outage_id=plan.outage_id, parent_id=outage.pk, reason="同一停电", at=now())
    trip(town.fu2, at=now())
    relayed()
    assert not Outage.objects.live().exclude(pk=outage.pk).exists()


def test_several_reasons_stand_beside_each_other(plan, relayed):
    outage = Outage.objects.get(pk=plan.outage_id)
    outage.life_support_out = 1
    watch_sensitive(outage, at=now())
    watch_plans(at=plan.planned_end_at)
    outage.refresh_from_db()
    assert outage.reasons == ["life_support", "late_restore"]
    outage.life_support_out = 1
    rev = outage.rev
    watch_sensitive(outage, at=now())
    assert outage.rev == rev  # said already, although it is late besides
    assert watch_plans(at=plan.planned_end_at) == 0


def test_an_order_that_waits_for_a_late_return_keeps_its_graver_reason(town, plan, relayed):  # noqa: F811
    type(plan).objects.filter(pk=plan.pk).update(planned_end_at=now() - timedelta(minutes=1))
    Outage.objects.filter(pk=plan.outage_id).update(planned_end_at=now() - timedelta(minutes=1))
    order = call("2000")
    raise_grade(order_id=order.pk, to=1, reason="life_support", at=now())
    relayed()
    order.refresh_from_db()
    assert (order.status, order.reasons, order.grade) == ("JUDGED", ["life_support", "late_restore"], 1)


def test_the_gravest_reason_stands_first_and_none_twice():
    reasons = with_reason(with_reason(with_reason([], "end_is_near"), "notice_refused"), "started_early")
    assert reasons == ["notice_refused", "end_is_near", "started_early"]
    late = with_reason(with_reason(reasons, "late_restore"), "late_restore")
    assert late == ["late_restore", "notice_refused", "started_early"] == with_reason(late, "end_is_near")
    assert columns([]) == {"attention": "", "attention_also": []}
    assert columns(["x", "life_support"]) == {"attention": "life_support", "attention_also": ["x"]}
    with pytest.raises(KeyError):
        with_reason([], "a_code_nobody_knows")
