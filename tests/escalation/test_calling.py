"""An order runs over its limit, or somebody calls a third time: named people are called until they say that they know."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.alarms.models import Alarm
from command_center.ground.core.process_cache import clear_all
from command_center.ground.organisation.roles import Role
from tests.grid import make_order, make_waiting_order
from tests.people import make_user
from workorders.engine.writing import raise_attention
from workorders.escalation.services import escalate_limits, escalate_reasons
from workorders.models import Escalation, EscalationCall, EscalationRule
from workorders.services.clocks import warn_due
from workorders.services.control import cancel

API = "/api/v1/"


@pytest.fixture
def chiefs(province):
    EscalationRule.objects.all().delete()
    clear_all()
    return {
        "fang": make_user("fang", Role.SUPERVISOR, province.xianfeng),
        "gu": make_user("gu", Role.MANAGER, province.city),
    }


def rule(**fields):
    said = {"name": "late", "level": "COUNTY_CENTRE", "role": Role.SUPERVISOR, "valid_from": date(2022, 1, 1)}
    named = fields.pop("people", [])
    row = EscalationRule.objects.create(**said | fields)
    row.people.set(named)
    clear_all()
    return row


def client(person):
    found = APIClient()
    found.force_authenticate(person)
    return found


def called():
    return [(call.escalation.because, str(call.person or "")) for call in EscalationCall.objects.order_by("pk")]


def test_a_limit_that_is_passed_calls_the_supervisor_of_the_county(chiefs, relayed):
    rule(clock="ARRIVE", percent=100)
    order = make_waiting_order(at=now() - timedelta(minutes=95))
    warn_due(at=now())
    relayed()
    assert called() == [("ARRIVE 100 %", "Fang")]
    alarm = Alarm.objects.get(code="escalated")
    assert (alarm.addressee, alarm.subject_id) == (chiefs["fang"], order.pk)


def test_each_threshold_has_its_level(chiefs, relayed):
    rule(clock="ARRIVE", percent=100)
    rule(name="much later", clock="ARRIVE", percent=120, level="CITY_CENTRE", role=Role.MANAGER)
    make_waiting_order(at=now() - timedelta(minutes=110))
    warn_due(at=now())
    relayed()
    assert called() == [("ARRIVE 100 %", "Fang"), ("ARRIVE 120 %", "Gu")]


def test_it_fires_once_however_often_it_is_told(chiefs):
    rule(clock="ARRIVE", percent=100)
    order = make_waiting_order()
    for _ in range(2):
        escalate_limits([(order.pk, "ARRIVE", 100)] * 2, at=now())
    assert called() == [("ARRIVE 100 %", "Fang")]
    row = Escalation.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="one_escalation_per_order_rule_and_threshold"):
        row.save(force_insert=True)


@pytest.mark.parametrize("code", ["third_call", "important_customer", "life_support"])
def test_a_reason_for_attention_calls_whom_its_rule_names(chiefs, code):
    rule(reason=code, people=[chiefs["gu"]])
    order = make_waiting_order()
    raise_attention([order], code)
    assert (escalate_reasons(at=now()), escalate_reasons(at=now())) == (1, 0)
    assert called() == [(code, "Gu")]


def test_an_injury_told_in_the_call_is_a_reason_too(chiefs):
    rule(reason="injury")
    make_order(description="电杆倒了，有人受伤")
    escalate_reasons(at=now())
    assert called() == [("injury", "Fang")]


def test_a_storm_costs_no_more_queries_than_a_handful(chiefs, django_assert_max_num_queries):
    rule(clock="ARRIVE", percent=100)
    orders = [make_waiting_order(f"S{number}") for number in range(20)]
    clear_all()
    with django_assert_max_num_queries(18):
        escalate_limits([(order.pk, "ARRIVE", 100) for order in orders], at=now())
    assert len(called()) == 20


def test_only_who_was_called_can_say_that_they_know_and_then_the_alarm_is_over(chiefs):
    rule(clock="ARRIVE", percent=100)
    order = make_waiting_order()
    escalate_limits([(order.pk, "ARRIVE", 100)], at=now())
    call = EscalationCall.objects.get()
    address = f"{API}escalations/{call.pk}/acknowledge/"
    assert client(chiefs["gu"]).post(address).status_code == 403
    answer = client(chiefs["fang"]).post(address, {"answer": "I ring the crew"}).json()
    assert (answer["acknowledged_by"], answer["answer"]) == ("Fang", "I ring the crew")
    assert not Alarm.objects.open().filter(code="escalated").exists()
    assert client(chiefs["fang"]).get(f"{API}escalations/", {"open": "true"}).json()["results"] == []


def test_acknowledging_at_the_board_is_enough_for_who_was_called_and_for_nobody_else(chiefs, relayed):
    rule(clock="ARRIVE", percent=100)
    order = make_waiting_order()
    escalate_limits([(order.pk, "ARRIVE", 100)], at=now())
    alarm = Alarm.objects.get(code="escalated")
    client(chiefs["fang"]).post(f"{API}alarms/acknowledge/", {"ids": [alarm.pk]}, format="json")
    relayed()
    assert EscalationCall.objects.get().acknowledged_by == chiefs["fang"]
    assert not Alarm.objects.open().filter(pk=alarm.pk).exists()


def test_somebody_elses_look_at_the_board_leaves_it_with_who_was_called(chiefs, relayed, cast):
    rule(clock="ARRIVE", percent=100)
    order = make_waiting_order()
    escalate_limits([(order.pk, "ARRIVE", 100)], at=now())
    alarm = Alarm.objects.get(code="escalated")
    client(cast.mei).post(f"{API}alarms/acknowledge/", {"ids": [alarm.pk]}, format="json")
    relayed()
    assert EscalationCall.objects.get().acknowledged_at is None
    lines = client(chiefs["fang"]).get(f"{API}supervision/", {"list": "escalated"}).json()["lines"]
    assert [line["number"] for line in lines] == [order.number]


def test_it_stands_in_the_timeline_of_the_order(chiefs, relayed):
    rule(clock="ARRIVE", percent=100, name="到场超时")
    order = make_waiting_order()
    escalate_limits([(order.pk, "ARRIVE", 100)], at=now())
    entries = client(chiefs["fang"]).get(f"{API}work-orders/{order.number}/timeline/").json()
    said = [entry["text"] for entry in entries if entry["kind"] == "escalation"]
    assert len(said) == 1 and "Fang" in said[0] and "到场超时" in said[0]


def test_an_order_that_ends_calls_nobody_any_more(chiefs):
    rule(clock="ARRIVE", percent=100)
    order = make_waiting_order()
    escalate_limits([(order.pk, "ARRIVE", 100)], at=now())
    cancel(order_id=order.pk, reason="double", at=now())
    assert not Alarm.objects.open().filter(code="escalated").exists()
    escalate_limits([(order.pk, "ARRIVE", 120)], at=now())
    assert len(called()) == 1
