"""Alarms: raised with the change that causes them, one a subject and code, cleared when the matter is over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from command_center.ground.alarms.models import Alarm
from command_center.ground.alarms.services import acknowledge, end_what_was_seen
from command_center.ground.core.models import AuditEntry
from dispatch.services import fieldwork
from dispatch.services.alarms import SOS, alarm_of_crew
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.grid import make_held_order, make_order, make_waiting_order
from tests.outages.lines import below, make_points
from workorders.engine.advance import advance
from workorders.engine.writing import raise_attention, write
from workorders.services import clocks
from workorders.services.control import ask_about_pauses, cancel, resume, suspend
from workorders.services.locating import locate_order
from workorders.services.regrading import raise_grade

pytestmark = pytest.mark.django_db


def standing(order):
    return {alarm.code: alarm.grade for alarm in Alarm.objects.open().filter(subject_kind="order", subject_id=order.pk)}


def test_an_unplaced_order_makes_one_alarm_that_its_place_clears(province):
    order = make_order(
        "1", customer_number="", reporter_phone="", latitude=None, longitude=None, address="在老粮站旁边"
    )
    assert standing(order) == {"unlocated": 2}
    assert Alarm.objects.get().org_path == province.province.path
    locate_order(order_id=order.pk, latitude=29.67, longitude=109.14, at=now(), actor=None)
    assert standing(order) == {}
    assert Alarm.objects.count() == 1


def test_the_time_of_an_alarm_never_changes(province):
    order, at = make_waiting_order(), now()
    raise_attention([order], "no_crew", at=at)
    alarm = Alarm.objects.get()
    raise_attention([order], "life_support", at=at + timedelta(minutes=5))
    raise_attention([order], "no_crew", at=at + timedelta(minutes=9))
    assert Alarm.objects.get(code="no_crew").raised_at == alarm.raised_at == at
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.filter(pk=alarm.pk).update(raised_at=at + timedelta(minutes=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        alarm.delete()


def test_a_graver_order_makes_its_alarms_graver(province):
    order = make_waiting_order()
    write([order], grade=3)
    raise_attention([order], "no_crew")
    assert standing(order) == {"no_crew": 2}
    raise_grade(order_id=order.pk, to=1, reason="important_customer", at=now())
    assert standing(order) == {"no_crew": 1, "important_customer": 1}


def test_an_order_that_ends_leaves_no_alarm(province):
    order = make_waiting_order()
    raise_attention([order], "life_support")
    clocks.warn_due(at=now() + timedelta(hours=1, minutes=20))
    assert set(standing(order)) == {"life_support", "near:ARRIVE", "over:DISPATCH"}
    cancel(order_id=order.pk, reason="误报", at=now())
    assert standing(order) == {}


def test_a_limit_that_passes_is_near_no_more_and_ends_with_its_clock(province):
    order = make_held_order()
    started = order.clocks.get(code="ARRIVE").started_at
    clocks.stop([order.pk], ["CONTACT"], at=started)
    clocks.warn_due(at=started + timedelta(minutes=80))
    assert standing(order) == {"near:ARRIVE": 2}
    clocks.warn_due(at=started + timedelta(minutes=91))
    assert standing(order) == {"over:ARRIVE": 2}
    advance([order], "depart", at=now())
    advance([order], "arrive", at=now())
    assert "over:ARRIVE" not in standing(order)


def test_who_acknowledged_first_stands_in_the_record(province, cast):
    order, at = make_waiting_order(), now()
    raise_attention([order], "no_crew", at=at)
    alarm = Alarm.objects.get()
    acknowledge(alarm_ids=[alarm.pk], at=at, actor=cast.mei)
    assert acknowledge(alarm_ids=[alarm.pk], at=at, actor=cast.lin) == []
    alarm.refresh_from_db()
    assert (alarm.acknowledged_by, alarm.cleared_at) == (cast.mei, None)
    entry = AuditEntry.objects.get(action="alarm_acknowledged")
    assert (entry.actor, entry.detail["alarms"][0]["code"]) == (cast.mei, "no_crew")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.filter(pk=alarm.pk).update(acknowledged_by=cast.lin)


def test_the_sensitive_customers_of_an_outage_ask_until_they_have_power(province):
    (point, *_others) = make_points(province.t3, 3)
    point.customer.flags = ["TIME_CRITICAL"]
    point.customer.save(update_fields=["flags"])
    began = now() - timedelta(minutes=30)
    outage = open_outage(
        scope=below(province.t3), started_at=began, at=now(), status=Status.CONFIRMED, node_id=province.t3.pk
    )
    assert (outage.reasons, [a.code for a in Alarm.objects.open()]) == (["time_critical"], ["time_critical"])
    restore(outage_id=outage.pk, at=now())
    outage.refresh_from_db()
    assert (outage.customers_out, outage.reasons, list(Alarm.objects.open())) == (0, [], [])


def test_a_pause_without_an_end_is_asked_about_and_answered_by_going_on(province, cast):
    order, at = make_held_order(), now()
    suspend(order_id=order.pk, reason="road_closed", detail="", resume_at=None, at=at, actor=cast.mei)
    assert ask_about_pauses(at=at + timedelta(hours=3)) == 0
    assert ask_about_pauses(at=at + timedelta(hours=5)) == 1
    assert ask_about_pauses(at=at + timedelta(hours=6)) == 0
    assert standing(order) == {"resume_due": 2}
    resume(order_id=order.pk, at=at + timedelta(hours=6), actor=cast.mei)
    assert standing(order) == {}


def test_help_that_a_crew_asks_for_is_an_alarm(province, cast):
    order = make_held_order(by=cast.omar)
    for verb in (fieldwork.depart, fieldwork.arrive):
        verb(order_id=order.pk, crew_id=province.dingzhai_crew.pk, at=now(), actor=cast.omar)
    fieldwork.call_for_help(
        order_id=order.pk, crew_id=province.dingzhai_crew.pk, text="杆塔倾斜", at=now(), actor=cast.omar
    )
    assert standing(order) == {"crew_asks_help": 1}


def test_nothing_but_a_person_ends_a_call_for_help(province, cast):
    at = now()
    call_for_help(province, at)
    (alarm,) = Alarm.objects.all()
    end_what_was_seen(at=at + timedelta(days=1))
    acknowledge(alarm_ids=[alarm.pk], at=at, actor=cast.mei)
    assert end_what_was_seen(at=at + timedelta(minutes=30)) == 0
    assert end_what_was_seen(at=at + timedelta(hours=2)) == 1


def call_for_help(province, at):
    crew = province.dingzhai_crew
    place = {"lat": 29.67, "lon": 109.14, "fixed_at": at.isoformat()}
    alarm_of_crew(SOS, crew_id=crew.pk, name=crew.name, org_path=crew.org_path, detail=place, at=at)


def test_a_call_for_help_is_one_alarm_whose_place_moves_and_rings_again_after_a_while(province, cast):
    at = now()
    call_for_help(province, at)
    call_for_help(province, at + timedelta(seconds=5))
    alarm = Alarm.objects.get()
    assert (alarm.grade, alarm.raised_at) == (1, at)
    assert alarm.detail["fixed_at"] == (at + timedelta(seconds=5)).isoformat()
    acknowledge(alarm_ids=[alarm.pk], at=at, actor=cast.mei)
    call_for_help(province, at + timedelta(minutes=2))
    assert Alarm.objects.count() == 1
    call_for_help(province, at + timedelta(minutes=20))
    assert Alarm.objects.open().get().acknowledged_at is None
