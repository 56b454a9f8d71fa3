"""Planned outages on paper: findings of every kind, waivers by name, notices in time, customers frozen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from command_center.ground.core.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from command_center.ground.network.models import Branch
from customers.models import Customer, ServicePoint
from outages.life.states import Status
from outages.models import AffectedCustomer, GeneratorVehicle, Notice, PlannedOutage, ProtectedPeriod, SensitiveEntry
from outages.planned.selectors.plans import findings_of
from outages.planned.services.checking import add_generator, check_plan, choose_alternative
from outages.planned.services.drafting import approve_plan, cancel_plan, postpone_plan, redraft_plan
from outages.planned.services.notifying import announce, notify, record_delivery, waive
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.door.counting import counted
from tests.grid import make_customer, make_network
from tests.outages.lines import below
from tests.outages.plans import make_announced, make_approved, make_draft, make_plan

pytestmark = pytest.mark.django_db

# 09:00 to 11:00 in China on a Monday in summer: no evening, no season.
MONDAY = datetime(2027, 6, 14, 1, 0, tzinfo=UTC)
EARLY = MONDAY - timedelta(days=10)


@pytest.fixture
def net(province):
    """Two customers at each transformer of F1, one more at T1."""
    network = make_network(province)
    for transformer in (province.t1, province.t2, province.t3):
        for n in range(2):
            make_customer(f"{transformer.code}-{n}", "张三", transformer, phone=f"+86138000{transformer.code[1]}000{n}")
    network.province = province
    return network


def found(plan, code):
    return next((finding for finding in findings_of(plan) if finding.code == code), None)


def codes(plan):
    return {finding.code for finding in findings_of(plan)}


def checked(*devices, **fields):
    plan = make_plan(*devices, start=MONDAY, **fields)
    return check_plan(plan_id=plan.pk, at=EARLY)


def dark_once(transformer, at, *, minutes=60):
    outage = open_outage(
        scope=below(transformer), started_at=at, at=at, status=Status.CONFIRMED, node_id=transformer.pk
    )
    return restore(outage_id=outage.pk, at=at + timedelta(minutes=minutes)).outage


def listed(number, sensitive_class, **fields):
    point = ServicePoint.objects.get(meter_number=f"M{number}")
    return SensitiveEntry.objects.create(
        service_point=point, sensitive_class=sensitive_class, last_verified_on=EARLY.date(), org_path=point.org_path,
        consent=True, **fields,
    )  # fmt: skip


def test_a_check_says_whom_it_affects_and_for_how_long(net):
    plan = checked(net.fu2)
    assert (plan.status, plan.customers, plan.customer_hours) == ("CHECKED", 4, 8.0)
    assert codes(plan) == set()


def test_two_ends_of_a_ring_darken_together_what_neither_does_alone(net):
    net.tie.normally_open = net.tie.is_open = False
    net.tie.save()
    assert checked(net.cb1).customers == 0
    assert found(checked(net.cb1), "nobody_affected").severity == "WARN"
    assert checked(net.cb1, net.cb2).customers == 7


def test_a_tie_is_proposed_and_when_it_is_closed_its_customers_stay_supplied(net):
    plan = checked(net.sw1)
    assert found(plan, "transfer_possible").params == {"device": "TIE", "customers": 4}
    kinds = {row.kind: (row.customers, row.customer_hours) for row in plan.alternatives.all()}
    assert kinds == {"LIVE_LINE": (4, 8.0), "TRANSFER": (4, 8.0)}
    assert checked(net.sw1, closed=[net.tie.pk]).customers == 0
    tie = plan.alternatives.get(kind="TRANSFER")
    choose_alternative(plan_id=plan.pk, alternative_id=tie.pk, chosen=True, at=EARLY)
    check_plan(plan_id=plan.pk, at=EARLY + timedelta(hours=1))
    plan.refresh_from_db()
    assert found(plan, "transfer_possible") is None and plan.alternatives.get(kind="TRANSFER").chosen


def test_another_plan_on_the_feeder_blocks_or_warns(net):
    first = make_plan(net.fu1, start=MONDAY + timedelta(hours=1))
    plan = checked(net.fu2)
    finding = found(plan, "feeder_overlap")
    assert (finding.severity, finding.params) == ("BLOCK", {"plans": [first.number]})
    with pytest.raises(Conflict):
        approve_plan(plan_id=plan.pk, at=EARLY, actor=None)
    PlannedOutage.objects.filter(pk=first.pk).update(
        planned_start_at=MONDAY + timedelta(days=2), planned_end_at=MONDAY + timedelta(days=2, hours=1)
    )
    check_plan(plan_id=plan.pk, at=EARLY + timedelta(hours=1))
    plan.refresh_from_db()
    assert codes(plan) == {"feeder_near"}
    cancel_plan(plan_id=first.pk, why="OTHER", reason="并入", at=EARLY, actor=None)
    check_plan(plan_id=plan.pk, at=EARLY + timedelta(hours=2))
    plan.refresh_from_db()
    assert codes(plan) == set()


def test_the_feeders_of_all_its_devices_are_looked_at(net):
    """A plan opens SW1 and, on another feeder, FU2; who works on that feeder too is in its way."""
    other = net.f2
    Branch.objects.filter(pk=net.fu2.pk).update(feeder=other)
    alone = make_plan(net.fu2, start=MONDAY, title="邻线检修")
    PlannedOutage.objects.filter(pk=alone.pk).update(feeder=other)
    plan = checked(net.sw1, net.fu2)
    assert found(plan, "feeder_overlap").params == {"plans": [alone.number]}
    cancel_plan(plan_id=alone.pk, why="OTHER", reason="并入", at=EARLY, actor=None)
    both = make_plan(net.sw1, net.fu2, start=MONDAY + timedelta(hours=1))
    PlannedOutage.objects.filter(pk=plan.pk).update(feeder=other)
    again = checked(net.fu2)
    assert both.number in found(again, "feeder_overlap").params["plans"]


def test_the_third_outage_in_sixty_days_is_said_by_whom_it_hits(net):
    dark_once(net.province.t2, MONDAY - timedelta(days=30))
    assert "third_outage" not in codes(checked(net.fu2))
    dark_once(net.province.t2, MONDAY - timedelta(days=12))
    finding = found(checked(net.fu2), "third_outage")
    assert finding.severity == "WARN"
    assert finding.params["customer"] == {"entities": 2, "most": 3, "rule": "P-3-in-60"}
    assert finding.params["transformer"]["entities"] == finding.params["feeder"]["entities"] == 1


def test_outages_of_longer_ago_or_of_a_minute_do_not_count(net):
    dark_once(net.province.t2, MONDAY - timedelta(days=60))
    dark_once(net.province.t2, MONDAY - timedelta(days=20), minutes=2)
    dark_once(net.province.t2, MONDAY - timedelta(days=12))
    assert "third_outage" not in codes(checked(net.fu2))


def test_exams_of_the_county_block_and_those_of_the_next_do_not(net):
    exam = ProtectedPeriod.objects.create(
        name="高考", kind="EXAM", starts_on=MONDAY.date(), ends_on=MONDAY.date(), severity="BLOCK",
        org_path=net.province.laifeng.path,
    )  # fmt: skip
    assert codes(checked(net.fu2)) == set()
    exam.org_path = net.province.xianfeng.path
    exam.save()
    finding = found(checked(net.fu2), "protected_period")
    assert (finding.severity, finding.params) == ("BLOCK", {"periods": ["高考"]})


def test_life_support_blocks_until_a_generator_stands_by(net):
    listed("T2-0", "LIFE_SUPPORT")
    listed("T2-1", "GRADE_1")
    listed("T3-0", "TIME_CRITICAL", season_from=701, season_to=930)
    plan = checked(net.fu2)
    assert (plan.important, plan.life_support, plan.time_critical) == (1, 1, 0)
    assert found(plan, "life_support").severity == "BLOCK" and found(plan, "important_customers")
    vehicle = GeneratorVehicle.objects.create(
        code="G1", kva=200, fuel_hours=1, centre=net.province.xianfeng, org_path=net.province.xianfeng.path,
        latitude=29.6, longitude=109.1,
    )  # fmt: skip
    row = add_generator(plan_id=plan.pk, vehicle_id=vehicle.pk, customers=1, at=EARLY)
    assert row.customer_hours == 1.0
    check_plan(plan_id=plan.pk, at=EARLY + timedelta(hours=1))
    plan.refresh_from_db()
    assert found(plan, "life_support").severity == "WARN"
    assert approve_plan(plan_id=plan.pk, at=EARLY, actor=None).status == "APPROVED"


def test_a_season_counts_on_the_day_of_the_work(net):
    listed("T3-0", "TIME_CRITICAL", season_from=601, season_to=930)
    assert found(checked(net.fu2), "time_critical").params == {"customers": 1}


def test_the_evening_peak_is_measured(net):
    plan = make_plan(net.fu2, start=MONDAY + timedelta(hours=8), hours=3)  # 17:00 to 20:00
    check_plan(plan_id=plan.pk, at=EARLY)
    plan.refresh_from_db()
    assert found(plan, "evening_peak").params == {"minutes": 120}


def test_who_applied_does_not_approve(net, cast):
    plan = make_plan(net.fu2, start=MONDAY, by=cast.lin)
    check_plan(plan_id=plan.pk, at=EARLY)
    with pytest.raises(NotAllowed):
        approve_plan(plan_id=plan.pk, at=EARLY, actor=cast.lin)


def test_a_block_is_waived_by_name_and_only_in_its_round(net, cast):
    listed("T2-0", "LIFE_SUPPORT")
    plan = checked(net.fu2)
    with pytest.raises(Invalid):
        waive(plan_id=plan.pk, code="feeder_overlap", reason="x", at=EARLY, actor=cast.lin)
    waive(plan_id=plan.pk, code="life_support", reason="已转院", at=EARLY, actor=cast.lin)
    approve_plan(plan_id=plan.pk, at=EARLY, actor=cast.lin)
    postpone_plan(plan_id=plan.pk, why="WEATHER", reason="暴雨", at=EARLY, actor=None)
    draft = make_draft(net.fu2, start=MONDAY + timedelta(days=14))
    redraft_plan(plan_id=plan.pk, draft=draft, at=EARLY, actor=None)
    check_plan(plan_id=plan.pk, at=EARLY)
    with pytest.raises(Conflict):
        approve_plan(plan_id=plan.pk, at=EARLY, actor=cast.lin)
    with pytest.raises(DatabaseError), transaction.atomic():
        plan.waivers.all().delete()


def test_a_late_notice_is_blocked_unless_a_supervisor_waives_it(net, cast):
    late = MONDAY - timedelta(days=7) + timedelta(minutes=1)
    plan = make_approved(net.fu2, start=MONDAY)
    with pytest.raises(Conflict) as refused:
        notify(plan_id=plan.pk, at=late)
    assert refused.value.data == {"rules": ["planned_7_days"]}
    assert not AffectedCustomer.objects.exists()
    waive(plan_id=plan.pk, code="planned_7_days", reason="抢险", at=late, actor=cast.lin)
    assert notify(plan_id=plan.pk, at=late).status == "NOTIFYING"


def test_seven_days_to_the_minute_are_in_time(net):
    plan = make_approved(net.fu2, start=MONDAY)
    assert notify(plan_id=plan.pk, at=MONDAY - timedelta(days=7)).status == "NOTIFYING"


@pytest.mark.parametrize(("important", "hours", "refused"), [(False, 2, False), (True, 23, True), (True, 24, False)])
def test_a_temporary_outage_needs_a_day_for_important_customers_only(net, important, hours, refused):
    if important:
        listed("T2-0", "GRADE_2")
    plan = make_approved(net.fu2, start=MONDAY, kind="TEMPORARY")
    if refused:
        with pytest.raises(Conflict):
            notify(plan_id=plan.pk, at=MONDAY - timedelta(hours=hours))
    else:
        assert notify(plan_id=plan.pk, at=MONDAY - timedelta(hours=hours)).status == "NOTIFYING"


def test_one_notice_a_customer_and_a_call_to_those_who_matter(net):
    listed("T2-0", "GRADE_1")
    second_meter = ServicePoint.objects.get(meter_number="MT2-1")
    ServicePoint.objects.create(
        customer=second_meter.customer, meter_number="second", transformer=second_meter.transformer, address="",
        unit=second_meter.unit, area_kind="RURAL", org_path=second_meter.org_path, latitude=29.6, longitude=109.1,
    )  # fmt: skip
    plan = make_announced(net.fu2, start=MONDAY)
    told = Notice.objects.filter(plan=plan)
    assert plan.affected.count() == 5
    assert told.filter(channel="PUBLIC", affected=None).count() == 1
    assert told.filter(channel="SMS").count() == 4
    assert [each.affected.sensitive_class for each in told.filter(channel="PHONE")] == ["GRADE_1"]
    assert record_delivery(plan_id=plan.pk, channel="SMS", outcome="DELIVERED", at=EARLY, meters=["second"]) == 1
    record_delivery(plan_id=plan.pk, channel="PHONE", outcome="REFUSED", at=EARLY)
    plan.refresh_from_db()
    assert plan.attention == "notice_refused"


def test_who_was_told_stays_told_whatever_becomes_of_the_network(net):
    plan = make_announced(net.fu2, start=MONDAY)
    before = list(plan.affected.order_by("pk").values())
    ServicePoint.objects.filter(transformer=net.province.t2).update(transformer=net.province.t1)
    net.tr3.to_node, net.tr3.is_open = net.nodes["lv1"], True
    net.tr3.save()
    Customer.objects.filter(number="T3-0").update(flags=["LIFE_SUPPORT"])
    make_customer("T3-9", "李四", net.province.t3, phone="+8613800000009")
    assert list(plan.affected.order_by("pk").values()) == before and len(before) == 4
    with pytest.raises(DatabaseError), transaction.atomic():
        plan.affected.update(sensitive_class="GRADE_1")


def test_notices_take_the_same_statements_for_many(net):
    few = make_approved(net.fu2, start=MONDAY)
    check = counted(lambda: check_plan(plan_id=make_plan(net.fu2, start=MONDAY).pk, at=EARLY))
    one = counted(lambda: notify(plan_id=few.pk, at=EARLY))
    for n in range(30):
        make_customer(f"X{n}", "王五", net.province.t2, phone=f"+8613900000{n:03d}")
    many = make_approved(net.fu2, start=MONDAY + timedelta(days=30))
    assert counted(lambda: notify(plan_id=many.pk, at=EARLY)) == one <= 30
    assert counted(lambda: check_plan(plan_id=make_plan(net.fu2, start=MONDAY).pk, at=EARLY)) <= check + 2


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"hours": 0}, "/planned_end_at"),
        ({"start": EARLY}, "/planned_start_at"),
        ({"closed": "same"}, "/devices"),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(net, changes, pointer):
    if changes.get("closed"):
        changes = {"closed": [net.fu2.pk]}
    with pytest.raises(Invalid) as refused:
        make_plan(net.fu2, at=EARLY, **{"start": MONDAY, **changes})
    assert refused.value.pointer == pointer


def test_steps_out_of_order_are_refused(net):
    plan = make_plan(net.fu2, start=MONDAY)
    for step in (
        lambda: approve_plan(plan_id=plan.pk, at=EARLY, actor=None),
        lambda: notify(plan_id=plan.pk, at=EARLY),
        lambda: announce(plan_id=plan.pk, at=EARLY),
    ):
        with pytest.raises(IllegalTransition):
            step()
    plan.refresh_from_db()
    assert plan.status == "DRAFT"


def test_an_announcement_after_the_window_is_refused(net):
    plan = make_approved(net.fu2, start=MONDAY)
    notify(plan_id=plan.pk, at=EARLY)
    with pytest.raises(Conflict):
        announce(plan_id=plan.pk, at=MONDAY + timedelta(hours=2))
