"""What the applicant is told of their visits, by message: made, moved, called off, near; and what they wait for no more."""

from datetime import timedelta
from decimal import Decimal

import pytest

from customers.messages.gateways import Result
from customers.messages.services.sending import send_due
from customers.models import Message, Promise
from tests.connections.cases import make_case
from tests.connections.test_visits import MONDAY, TUESDAY_AFTERNOON, TUESDAY_MORNING, book
from tests.outages.told import Provider, SlowProvider
from workorders.kinds.connection.services import appointments, plans, stages

pytestmark = pytest.mark.django_db


def test_the_applicant_is_told_of_an_appointment_of_its_move_and_two_hours_before(province, relayed):
    order = make_case(at=MONDAY)
    book(order)
    relayed(at=MONDAY)
    appointments.move(order_id=order.pk, slot=TUESDAY_AFTERNOON, reason="抢修支援", at=MONDAY, actor=None)
    relayed(at=MONDAY)
    appointments.remind(at=TUESDAY_AFTERNOON - timedelta(hours=1))
    relayed(at=TUESDAY_AFTERNOON - timedelta(hours=1))
    told = [kind for kind in Message.objects.order_by("pk").values_list("kind", flat=True) if "APPOINTMENT" in kind]
    assert told == ["APPOINTMENT_MADE", "APPOINTMENT_MOVED", "APPOINTMENT_REMINDER"]


def test_both_appointments_are_told_and_are_promises_that_somebody_kept_by_coming(province, cast, relayed):
    order = make_case(at=MONDAY)
    book(order)
    relayed(at=MONDAY)
    send_due(at=MONDAY)
    appointments.arrive(order_id=order.pk, at=TUESDAY_MORNING, actor=None)
    plans.survey(order_id=order.pk, contacted_at=None, text="", kw=Decimal(8), at=TUESDAY_MORNING, actor=cast.lin)
    plans.reply_plan(
        order_id=order.pk, contacted_at=None, text="", granted_kw=None, cost_saved=None, at=TUESDAY_MORNING, actor=cast.lin
    )  # fmt: skip
    book(order, TUESDAY_AFTERNOON, at=TUESDAY_MORNING)
    relayed(at=TUESDAY_MORNING)
    send_due(at=TUESDAY_MORNING + timedelta(hours=1))
    there_at = TUESDAY_AFTERNOON + timedelta(minutes=20)
    stages.energise(order_id=order.pk, contacted_at=there_at, text="", at=there_at, actor=cast.lin)
    made = Message.objects.filter(kind="APPOINTMENT_MADE").order_by("pk")
    assert [(row.state, row.error) for row in made] == [("SENT", "")] * 2
    kept = Promise.objects.filter(kind="SLOT").order_by("pk").values_list("came_true_at", "contradicts")
    assert list(kept) == [(TUESDAY_MORNING, None), (there_at, None)]


def test_another_slot_after_a_cancelled_one_says_why(province, relayed):
    order = make_case(at=MONDAY)
    book(order)
    relayed(at=MONDAY)
    send_due(at=MONDAY)
    appointments.cancel(order_id=order.pk, by="CUSTOMER", at=MONDAY, actor=None)
    book(order, TUESDAY_AFTERNOON, by="CUSTOMER")
    relayed(at=MONDAY)
    send_due(at=MONDAY + timedelta(hours=1))
    first, second = Promise.objects.filter(kind="SLOT").order_by("pk")
    assert (second.contradicts, second.reason) == (first, "customer_asked")


def test_who_still_waits_for_a_time_that_was_moved_hears_that_nobody_comes_though_the_new_one_passed_unsaid(
    province, relayed
):
    """No message left for half a day: that they moved it to this morning was never told, and nobody was there."""
    order = make_case(at=MONDAY)
    book(order, TUESDAY_AFTERNOON)
    relayed(at=MONDAY)
    send_due(at=MONDAY)
    appointments.move(order_id=order.pk, slot=TUESDAY_MORNING, reason="抢修支援", at=MONDAY, actor=None)
    relayed(at=MONDAY)
    noon = TUESDAY_MORNING.replace(hour=13)
    appointments.find_missed(at=noon)
    relayed(at=noon)
    send_due(at=noon)
    read = Message.objects.filter(kind__startswith="APPOINTMENT", state="SENT").order_by("pk")
    assert [row.kind for row in read] == ["APPOINTMENT_MADE", "APPOINTMENT_CANCELLED"]
    assert "原约12月1日14:00" in read[1].text, "the hour that they know"


def test_a_missed_visit_that_was_told_is_not_called_off_when_it_is_over(province, relayed):
    """A phone without a network may still tell that somebody was there."""
    order = make_case(at=MONDAY)
    book(order)
    relayed(at=MONDAY)
    send_due(at=MONDAY)
    noon = TUESDAY_MORNING.replace(hour=13)
    appointments.find_missed(at=noon)
    relayed(at=noon)
    assert not Message.objects.filter(kind="APPOINTMENT_CANCELLED").exists()


def test_that_nobody_comes_is_not_told_to_whom_it_was_never_told_that_somebody_would(province, relayed):
    """The first word is on its way when the visit is called off, and its gateway does not take it."""
    order = make_case(at=MONDAY)
    book(order)
    relayed(at=MONDAY)

    def call_off(messages):
        if "APPOINTMENT_MADE" in [each.kind for each in messages]:
            appointments.cancel(order_id=order.pk, by="CUSTOMER", at=MONDAY, actor=None)
            relayed(at=MONDAY)

    provider = SlowProvider(lambda message: Result.LATER, call_off).at(MONDAY)
    assert "APPOINTMENT_MADE" in [each.kind for each in provider.given]
    read = Provider().at(MONDAY + timedelta(hours=1)).given
    assert [each.kind for each in read if each.kind.startswith("APPOINTMENT")] == []
