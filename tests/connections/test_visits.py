"""Two appointments and a follow-up: real capacity, moves and who caused them, reminders, arrivals, and the three rates by hand."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from command_center.ground.core.errors import Conflict, IllegalTransition, Invalid
from command_center.ground.core.models import EventRecord
from command_center.ground.core.values import CHINA
from tests.connections.cases import DAY, make_case, staff_of
from workorders.kinds.connection.figures import figures
from workorders.kinds.connection.models import Appointment, VisitSlot
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.services import appointments, feed, plans, stages
from workorders.kinds.connection.slots import free_slots, slot_choices
from workorders.models import Clock, WorkOrder
from workorders.services import control

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 30, 8, tzinfo=CHINA)
TUESDAY_MORNING = MONDAY + DAY
TUESDAY_AFTERNOON = TUESDAY_MORNING.replace(hour=14)


def book(order, slot=TUESDAY_MORNING, at=MONDAY, by="UTILITY"):
    return appointments.book(order_id=order.pk, slot=slot, at=at, actor=None, by=by)


def others(count, at=MONDAY):
    return [make_case(f"O{n}", reporter_phone=f"+861380013{n:04d}", at=at) for n in range(count)]


def test_free_are_the_working_half_days_with_room_for_the_managers_of_the_unit(province):
    staff_of(province)
    order = make_case(at=MONDAY)
    slots = free_slots(order, at=MONDAY)
    assert [slot.starts_at for slot in slots[:3]] == [MONDAY.replace(hour=14), TUESDAY_MORNING, TUESDAY_AFTERNOON]
    assert slots[0].free == 3, "one manager, three visits a half day"
    assert all(slot.starts_at.isoweekday() <= 5 for slot in slots)
    book(order)
    assert free_slots(order, at=MONDAY)[1].free == 2


def test_the_meter_of_medium_voltage_waits_for_the_inspection(province):
    """Its customer builds first: neither they nor we agree on a time before."""
    people = staff_of(province)
    book_installation = CONNECTION.by_name["book-installation"]
    for sub_kind, is_due in (("LV_RESIDENT", True), ("MV_SINGLE", False)):
        order = make_case(sub_kind, sub_kind=sub_kind, kw="10", at=MONDAY)
        WorkOrder.objects.filter(pk=order.pk).update(status="PLAN_REPLIED")
        order.refresh_from_db()
        assert bool(appointments.purpose_of(order)) == book_installation.is_offered(order) == is_due
    with pytest.raises(Conflict):
        appointments.book(order_id=order.pk, slot=TUESDAY_MORNING, at=MONDAY, actor=people["con"])


def test_the_time_that_is_agreed_is_not_offered_as_another(province):
    staff_of(province)
    order = make_case()
    agreed = book(order, slot=free_slots(order, at=now())[1].starts_at, at=now())
    offered = [code for code, _words in slot_choices(order)]
    assert offered and agreed.starts_at.isoformat() not in offered


def test_who_has_set_off_is_not_asked_to_set_off(province):
    people = staff_of(province)
    order = make_case()
    book(order, slot=free_slots(order, at=now())[0].starts_at, at=now())
    order.refresh_from_db()
    set_off = CONNECTION.by_name["visit-on-the-way"]
    assert set_off.is_offered(order)
    appointments.set_off(order_id=order.pk, at=now(), actor=people["mana"])
    assert not set_off.is_offered(order)


def test_a_slot_takes_what_its_capacity_says_and_no_more(province):
    for order in others(3):
        book(order)
    late = make_case("L", at=MONDAY)
    with pytest.raises(Conflict):
        book(late)
    late.refresh_from_db()
    assert (late.status, VisitSlot.objects.get().booked) == ("ACCEPTED", 3)
    book(late, TUESDAY_AFTERNOON)


def test_the_database_counts_and_refuses_whatever_writes(province):
    book(make_case(at=MONDAY))
    with pytest.raises(IntegrityError, match="a_slot_is_not_overbooked"), transaction.atomic():
        VisitSlot.objects.update(capacity=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workorders_appointment SET status = 'CANCELLED', ended_by = 'UTILITY', ended_at = now()")
    assert VisitSlot.objects.get().booked == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_for_the_last_place_one_gets_it(province):
    orders = others(2)
    VisitSlot.objects.create(
        unit=province.dingzhai, starts_at=TUESDAY_MORNING, ends_at=TUESDAY_MORNING.replace(hour=12), capacity=1
    )
    start, told = threading.Barrier(2), []

    def take(order):
        start.wait()
        try:
            book(order)
            told.append("taken")
        except Conflict:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[order]) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(told) == ["refused", "taken"]
    assert VisitSlot.objects.get().booked == 1 == Appointment.objects.count()


def test_who_moved_it_stands_in_the_rows_and_the_old_place_is_free_again(province):
    order = make_case(at=MONDAY)
    book(order)
    appointments.move(order_id=order.pk, slot=TUESDAY_AFTERNOON, by="CUSTOMER", at=MONDAY, actor=None)
    with pytest.raises(Invalid):
        appointments.move(order_id=order.pk, slot=TUESDAY_MORNING, at=MONDAY, actor=None)
    appointments.move(order_id=order.pk, slot=TUESDAY_MORNING, reason="人员支援抢修", at=MONDAY, actor=None)
    rows = list(order.appointments.values_list("status", "ended_by", "reason"))
    assert rows == [("MOVED", "CUSTOMER", ""), ("MOVED", "UTILITY", "人员支援抢修"), ("AGREED", "", "")]
    assert dict(VisitSlot.objects.values_list("starts_at", "booked")) == {TUESDAY_MORNING: 1, TUESDAY_AFTERNOON: 0}
    told = EventRecord.objects.filter(name="appointment.moved").order_by("pk").values_list("payload", flat=True)
    assert [each["by"] for each in told] == ["CUSTOMER", "UTILITY"]


def test_a_cancelled_survey_has_to_be_booked_again_by_the_old_clock(province):
    order = make_case(at=MONDAY)
    due = Clock.objects.get(order=order, code="CONN_APPOINT_1").due_at
    book(order)
    appointments.cancel(order_id=order.pk, by="CUSTOMER", at=MONDAY, actor=None)
    order.refresh_from_db()
    clock = Clock.objects.get(order=order, code="CONN_APPOINT_1")
    assert (order.status, clock.stopped_at, clock.due_at) == ("ACCEPTED", None, due)
    book(order, TUESDAY_AFTERNOON)


def test_the_reminder_comes_once_within_two_hours(province):
    order = make_case(at=MONDAY)
    book(order)
    assert appointments.remind(at=TUESDAY_MORNING - timedelta(hours=3)) == 0
    assert appointments.remind(at=TUESDAY_MORNING - timedelta(hours=1)) == 1
    assert appointments.remind(at=TUESDAY_MORNING - timedelta(minutes=30)) == 0
    assert EventRecord.objects.filter(name="appointment.near").count() == 1


def test_a_visit_to_which_nobody_came_asks_for_a_person_until_there_is_another(province):
    order = make_case(at=MONDAY)
    book(order)
    over = TUESDAY_MORNING.replace(hour=12, minute=1)
    assert (appointments.find_missed(at=over), appointments.find_missed(at=over)) == (1, 0)
    order.refresh_from_db()
    assert "visit_missed" in order.reasons
    appointments.move(order_id=order.pk, slot=TUESDAY_AFTERNOON + DAY, reason="补约", at=over, actor=None)
    order.refresh_from_db()
    assert "visit_missed" not in order.reasons
    assert list(order.appointments.values_list("status", flat=True)) == ["MISSED", "AGREED"]


def test_on_the_way_and_arrived_leave_their_evidence_and_said_twice_the_first_counts(province):
    order = make_case(at=MONDAY)
    with pytest.raises(IllegalTransition):
        appointments.arrive(order_id=order.pk, at=MONDAY, actor=None)
    book(order)
    appointments.set_off(order_id=order.pk, at=TUESDAY_MORNING, actor=None)
    appointments.arrive(order_id=order.pk, lat=29.67, lon=109.14, at=TUESDAY_MORNING + timedelta(hours=1), actor=None)
    row = order.appointments.get()
    assert (row.status, row.arrival_latitude, row.departed_at) == ("KEPT", 29.67, TUESDAY_MORNING)
    with pytest.raises(Conflict):
        appointments.arrive(order_id=order.pk, at=TUESDAY_AFTERNOON, actor=None)


def test_whoever_rests_is_visited_by_nobody(province, cast):
    order = make_case(at=MONDAY)
    book(order)
    control.suspend(
        order_id=order.pk, reason="customer_asks_later", detail="", resume_at=None, at=MONDAY, actor=cast.lin
    )
    assert list(order.appointments.values_list("status", "ended_by")) == [("CANCELLED", "CUSTOMER")]
    control.resume(order_id=order.pk, at=MONDAY, actor=cast.lin)
    appointments.move(order_id=order.pk, slot=TUESDAY_MORNING, by="CUSTOMER", at=MONDAY, actor=None)


def life(name, *, arrived, move_by="", satisfaction="", at=MONDAY):
    """A resident's whole life; ``arrived`` in hours after the survey's slot began (4 is its end), None: nobody said."""
    order = make_case(name, reporter_phone=f"+86138001{hash(name) % 90000 + 10000}", at=at)
    tuesday = at.replace(hour=8) + DAY
    book(order, tuesday, at)
    if move_by:
        appointments.move(order_id=order.pk, slot=tuesday.replace(hour=14), reason="…", by=move_by, at=at, actor=None)
    start = order.appointments.get(status="AGREED").starts_at
    came = start + timedelta(hours=arrived)
    if came > start + timedelta(hours=4):
        appointments.find_missed(at=came)
        appointments.move(order_id=order.pk, slot=start + 2 * DAY, reason="迟到", at=came, actor=None)
        came = start + 2 * DAY
    appointments.arrive(order_id=order.pk, at=came, actor=None)
    plans.survey(order_id=order.pk, contacted_at=None, text="", kw=None, at=came, actor=None)
    return order, came


def test_the_three_rates_and_conformity_equal_a_hand_count(province, cast):
    """Four cases: one kept, one moved by the customer, one moved by us, one to which nobody came at first."""
    first, came = life("a", arrived=1)
    life("b", arrived=2, move_by="CUSTOMER")
    life("c", arrived=2, move_by="UTILITY")
    life("d", arrived=9)
    plans.reply_plan(
        order_id=first.pk, contacted_at=None, text="", granted_kw=None, cost_saved=6239, at=came, actor=cast.lin
    )
    book(first, came.astimezone(CHINA).replace(hour=14), came)
    done = came.astimezone(CHINA).replace(hour=15)
    stages.energise(order_id=first.pk, contacted_at=None, text="", at=done, actor=cast.lin)
    feed.follow_up(order_id=first.pk, satisfaction="FAIR", comment="", at=done)
    WorkOrder.objects.filter(pk=first.pk).update(status="ARCHIVED", closed_at=done)
    told = figures(cast.lin, MONDAY, MONDAY + 30 * DAY, at=MONDAY + 10 * DAY)
    rates = {each["code"]: (each["percent"], each["hits"], each["of"]) for each in told["figures"]}
    # Four first appointments and one second, all on the day: 5 of 5. Three plans are not replied: nothing due there.
    assert rates["booked"] == ("100.00", 5, 5)
    # Slots: a kept, a's second kept, b's second kept (b's first: the customer's), c's first not kept and second kept,
    # d's first missed, d's second kept.
    assert rates["kept"] == ("71.43", 5, 7)
    assert rates["satisfied"] == ("100.00", 1, 1)
    assert rates["conformity"] == ("100.00", None, 1)
    assert told["energised"] == [{"scheme": "ZERO", "cases": 1, "kw": 8.0, "cost_saved": 6239}]
    assert all(each["definition"] for each in told["figures"])
    assert figures(cast.eva, MONDAY, MONDAY + 30 * DAY, at=MONDAY)["figures"][0]["percent"] is None


def test_who_is_not_reached_is_tried_three_times(province, cast):
    order = make_case(at=MONDAY)
    WorkOrder.objects.filter(pk=order.pk).update(status="ENERGISED")
    for status in ("ENERGISED", "ENERGISED", "FOLLOWED_UP"):
        feed.follow_up(order_id=order.pk, satisfaction="NOT_REACHED", comment="", at=MONDAY, actor=cast.lin)
        order.refresh_from_db()
        assert order.status == status


def test_a_designation_becomes_a_supervision_that_those_it_is_about_do_not_read_in_the_feed(province, cast):
    order = make_case(at=now())
    told = feed.report_designation(order_id=order.pk, what="BUILDER", text="要求找某某公司", at=now())
    again = feed.report_designation(order_id=order.pk, what="SUPPLIER", text="又指定了箱变", at=now())
    issued = order.orders_about.get()
    assert told == again == {"supervision": issued.number}
    assert (issued.kind, issued.status) == ("SUPERVISION", "ISSUED") and "某某公司" in issued.description
    assert not order.feed_posts.exists()
    assert EventRecord.objects.filter(name="connection.designation_reported").count() == 2


def test_a_person_signs_what_rules_drafted_and_says_why_it_differs(province, cast):
    order = make_case(at=MONDAY, kw="30", sub_kind="LV_NON_RESIDENT")
    book(order)
    plan = plans.survey(order_id=order.pk, contacted_at=None, text="", kw=Decimal(40), at=TUESDAY_MORNING, actor=None)
    assert (plan.asked_kw, plan.voltage, plan.signed_by) == (40, "LV_380", None)
    assert {"transformer_unknown", "rule_assumed"} <= {each["code"] for each in plan.reasons}
    said = {"order_id": order.pk, "contacted_at": None, "cost_saved": None, "at": TUESDAY_MORNING, "actor": cast.lin}
    with pytest.raises(Invalid):
        plans.reply_plan(**said, text="", granted_kw=Decimal(20))
    plans.reply_plan(**said, text="先批 20", granted_kw=Decimal(20))
    order.connection_case.refresh_from_db()
    assert (order.connection_case.approved_kw, order.supply_plans.get().signed_by) == (20, cast.lin)
    assert Clock.objects.get(order=order, code="CONN_APPOINT_2").stopped_at is None, (
        "due from the plan, for low voltage"
    )


def test_a_phone_without_a_network_tells_later_and_the_moment_is_that_of_the_tap(province, cast):
    order = make_case(at=MONDAY)
    book(order)
    there, told = TUESDAY_MORNING + timedelta(hours=1), TUESDAY_AFTERNOON
    appointments.find_missed(at=TUESDAY_MORNING + timedelta(hours=4, minutes=1))
    order.refresh_from_db()
    assert "visit_missed" in order.reasons
    appointments.arrive(order_id=order.pk, observed_at=there, at=told, actor=cast.lin)
    row = order.appointments.get()
    order.refresh_from_db()
    assert (row.status, row.arrived_at) == ("KEPT", there) and "visit_missed" not in order.reasons


def test_whoever_came_after_the_slot_has_missed_it_whenever_they_tell(province, cast):
    order = make_case(at=MONDAY)
    book(order)
    appointments.find_missed(at=TUESDAY_AFTERNOON)
    with pytest.raises(Conflict):
        appointments.arrive(order_id=order.pk, observed_at=TUESDAY_AFTERNOON, at=TUESDAY_AFTERNOON, actor=cast.lin)
    assert order.appointments.get().status == "MISSED"


def test_a_wrong_clock_of_a_phone_is_held_between_the_booking_and_now(province, cast):
    order = make_case(at=MONDAY)
    book(order)
    appointments.set_off(order_id=order.pk, observed_at=MONDAY - DAY, at=TUESDAY_MORNING, actor=cast.lin)
    appointments.arrive(order_id=order.pk, observed_at=TUESDAY_MORNING + DAY, at=TUESDAY_MORNING, actor=cast.lin)
    row = order.appointments.get()
    assert (row.departed_at, row.arrived_at) == (MONDAY, TUESDAY_MORNING)
