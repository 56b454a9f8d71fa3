"""Clock rows of any kind of order: which limit, whose working days, two limits, old rows."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from command_center.ground.core.process_cache import clear_all
from dispatch.services.desk import reassign
from tests.grid import make_held_order, make_order, make_waiting_order
from tests.workorders.cases import FRIDAY, limit, make_case, start
from tests.workorders.working_time import china
from workorders.engine.writing import write
from workorders.kinds import KINDS
from workorders.models import Clock, TimeLimit, WorkdayException, WorkHours, WorkOrder
from workorders.services import clocks, control
from workorders.services.clocks import Told
from workorders.services.due_moments import follow_calendar
from workorders.services.regrading import raise_grade

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds_to_come")]


@pytest.fixture
def complaint(province):
    return make_case("COMPLAINT")


def test_a_complaint_has_a_rule_of_four_and_a_promise_of_five_working_days(complaint):
    clock = start(complaint, "C_ANSWER")
    assert (clock.basis, clock.due_at) == ("RULE", china("2025-10-09 17:30"))
    assert (clock.outer_basis, clock.outer_due_at) == ("PROMISE", china("2025-10-10 17:30"))


@pytest.mark.parametrize(
    ("answered", "outcomes"),
    [
        ("2025-10-09 17:30", ("MET", "MET")),
        ("2025-10-09 17:31", ("MISSED", "MET")),
        ("2025-10-10 17:30", ("MISSED", "MET")),
        ("2025-10-10 17:31", ("MISSED", "MISSED")),
    ],
)
def test_each_of_two_limits_has_its_own_outcome(complaint, answered, outcomes):
    clock = start(complaint, "C_ANSWER")
    clocks.stop([complaint.pk], ["C_ANSWER"], at=china(answered))
    clock.refresh_from_db()
    assert (clock.outcome, clock.outer_outcome) == outcomes


def test_the_contact_counts_hours_and_the_answer_counts_days(complaint):
    assert start(complaint, "C_CONTACT").due_at == china("2025-09-27 17:30")
    assert start(complaint, "C_ANSWER").due_at == china("2025-10-09 17:30")


@pytest.mark.parametrize(
    ("kind", "code", "told", "due"),
    [
        ("OPINION", "OPINION", {}, "2025-10-10 17:30"),
        ("REPORT", "REPORT", {}, "2025-10-15 17:30"),
        ("CONSULT", "CONSULT", {}, "2025-09-29 17:30"),
        ("COMPLAINT", "X_12398", {"channel": "HOTLINE_12398"}, "2025-10-16 17:30"),
        ("OPINION", "X_12345", {"channel": "HOTLINE_12345"}, "2025-10-03 17:30"),
        ("OPINION", "X_OTHER", {"channel": "APP"}, "2025-10-06 17:30"),
        ("SERVICE_REQ", "RECONNECT", {"sub_kind": "RECONNECT"}, "2025-09-27 17:30"),
        ("SERVICE_REQ", "SR_HANDLE", {}, "2025-10-10 17:30"),
        ("SERVICE_REQ", "SR_HANDLE", {"sub_kind": "METER_ABNORMAL"}, "2025-10-09 17:30"),
        ("SERVICE_REQ", "SR_HANDLE", {"sub_kind": "RECONNECT"}, "2025-09-27 17:30"),
        ("SERVICE_REQ", "SR_ON_SITE", {"sub_kind": "FAST_CHARGE"}, "2025-09-26 18:15"),
        ("SERVICE_REQ", "SR_REPLY", {"sub_kind": "DAMAGED_APPLIANCE"}, "2025-09-28 17:30"),
        ("SERVICE_REQ", "METER_TEST", {"sub_kind": "METER_TEST"}, "2025-10-10 17:30"),
        ("OPINION", "RETURN_UP", {}, "2025-09-26 19:30"),
        ("FAULT", "HQ_DISPATCH", {}, "2025-09-26 17:32"),
        ("FAULT", "CONTACT", {}, "2025-09-26 17:40"),
        ("FAULT", "ARRIVE", {}, "2025-09-26 19:00"),
    ],
)
def test_the_seeded_limits_by_hand(province, kind, code, told, due):
    assert start(make_case(kind), code, **told).due_at == china(due)


def test_every_seeded_limit_is_of_a_clock_that_some_process_starts(db):
    """A row that nothing starts is a promise in the back office that nobody keeps."""
    declared = {(code, kind.kind) for kind in KINDS for code in kind.clocks}
    rows = set(TimeLimit.objects.values_list("code", "kind"))
    assert {(code, kind) for code, kind in rows if kind and (code, kind) not in declared} == set()
    assert {code for code, kind in rows if not kind} <= {code for code, _kind in declared}


def test_every_seeded_limit_says_where_it_comes_from(db):
    assert not TimeLimit.objects.filter(source="").exists()
    assert set(TimeLimit.objects.filter(assumed=True).values_list("code", flat=True)) >= {"ACCEPT", "CONSULT", "REVIEW"}
    assert not TimeLimit.objects.filter(assumed=True, code__in=["ARRIVE", "RESTORE", "C_ANSWER", "X_12398"]).exists()


def test_a_clock_without_a_limit_is_not_started(complaint):
    assert start(complaint, "REPORT") is None
    assert start(complaint, "X_12398", channel="APP") is None


def test_a_new_kind_brings_its_clock_as_a_row(province):
    limit("DRONE_BACK", kind="DRONE", limit_minutes=30, source="trial")
    assert start(make_case("DRONE"), "DRONE_BACK").due_at == FRIDAY + timedelta(minutes=30)


@pytest.mark.parametrize("code", ["", "arrive", "ARRIVE!", "到达", "1ST"])
def test_rubbish_is_no_code(complaint, code):
    with pytest.raises(IntegrityError, match="clock_code_is_a_code_word"), transaction.atomic():
        Clock.objects.create(order=complaint, code=code, started_at=FRIDAY, limit_minutes=1, due_at=FRIDAY)


@pytest.mark.parametrize("amount", [{}, {"limit_minutes": 5, "limit_working_days": 1}, {"limit_minutes": 0}])
def test_a_limit_is_minutes_or_working_days(db, amount):
    with pytest.raises(IntegrityError, match="a_limit_is_minutes_or_working_days"), transaction.atomic():
        limit("ARRIVE", kind="FAULT", sub_kind="MV", **amount)


@pytest.mark.parametrize(
    "wrong", [{"lunch_to": "14:00"}, {"lunch_from": "07:00", "lunch_to": "14:00"}, {"closes": "07:00"}]
)
def test_hours_open_before_they_close_with_lunch_between(db, wrong):
    hours = {"valid_from": date(2030, 1, 1), "opens": "08:00", "closes": "18:00"} | wrong
    with pytest.raises(IntegrityError, match="hours_open_before_they_close"), transaction.atomic():
        WorkHours.objects.create(**hours)


def test_a_matter_in_two_channels_has_both_clocks_and_the_stricter_is_due_first(complaint):
    clocks.start([complaint], ["X_12398"], at=FRIDAY, told=Told(channel="HOTLINE_12398"))
    clocks.start([complaint], ["X_12345"], at=FRIDAY + timedelta(hours=1), told=Told(channel="HOTLINE_12345"))
    write([complaint])
    complaint.refresh_from_db()
    assert (complaint.next_due_code, complaint.next_due_at) == ("X_12345", china("2025-10-03 18:30"))


def test_a_centre_has_days_and_hours_of_its_own(complaint):
    centre = complaint.centre
    WorkdayException.objects.create(day=date(2025, 9, 29), centre=centre, is_working_day=False, name="州庆")
    short = {"opens": "09:00", "closes": "17:00", "lunch_from": "12:00", "lunch_to": "13:00"}
    WorkHours.objects.create(centre=centre, valid_from=date(2025, 1, 1), **short)
    clear_all()
    clock = start(complaint, "C_ANSWER", at=china("2025-09-26 16:30"))
    # Four days of seven hours: Sunday 28 (worked), Tuesday 30, Thursday 9, Friday 10.
    assert (clock.limit_minutes, clock.due_at) == (4 * 7 * 60, china("2025-10-10 16:30"))


def test_another_centre_keeps_the_days_of_all(complaint, province):
    WorkdayException.objects.create(day=date(2025, 9, 29), centre=province.laifeng, is_working_day=False, name="州庆")
    clear_all()
    assert complaint.centre != province.laifeng
    assert start(complaint, "C_ANSWER").due_at == china("2025-10-09 17:30")


def test_a_transfer_keeps_the_working_days_of_whoever_promised(complaint, province):
    clock = start(complaint, "C_ANSWER")
    WorkdayException.objects.create(day=date(2025, 9, 29), centre=province.laifeng, is_working_day=False, name="州庆")
    WorkOrder.objects.filter(pk=complaint.pk).update(centre=province.laifeng)
    follow_calendar(reason="州庆", at=FRIDAY)
    due_at = clock.due_at
    clock.refresh_from_db()
    assert clock.due_at == due_at


def test_working_minutes_with_and_without_the_pause_are_kept(complaint):
    start(complaint, "C_ANSWER")
    clocks.pause(complaint.pk, ["C_ANSWER"], at=china("2025-09-28 10:00"))
    clocks.resume(complaint.pk, at=china("2025-09-29 10:00"))
    clocks.stop([complaint.pk], ["C_ANSWER"], at=china("2025-10-09 09:00"))
    clock = complaint.clocks.get()
    # 30 on Friday, 480 on Sunday, Monday and Tuesday, 60 on the 9th; Sunday 10:00 to Monday 10:00 stood still.
    assert (clock.raw_minutes, clock.net_minutes, clock.outcome) == (1530, 1050, "MET")


class TestOthersMistakes:
    def test_a_pause_outlives_a_graver_grade(self, province, cast):
        order = make_waiting_order()
        due_at, at = order.clocks.get(code="ARRIVE").due_at, now()
        suspended = {"reason": "road_closed", "detail": "", "resume_at": None, "evidence": "路政通知"}
        control.suspend(order_id=order.pk, at=at, actor=cast.mei, **suspended)
        raise_grade(order_id=order.pk, to=1, reason="important_customer", at=at + timedelta(minutes=10))
        clock = order.clocks.get(code="ARRIVE")
        assert (clock.paused_at, clock.next_warning_at) == (at, None)
        control.resume(order_id=order.pk, at=at + timedelta(minutes=30), actor=cast.mei)
        assert order.clocks.get(code="ARRIVE").due_at == due_at + timedelta(minutes=30)
        pause = order.pauses.get()
        assert (pause.approved_by, pause.evidence) == (cast.mei, "路政通知")

    def test_a_reassignment_during_a_pause_loses_neither(self, province, cast):
        order = make_held_order()
        at = now()
        clocks.pause(order.pk, ["ARRIVE"], at=at)
        before = order.clocks.values().get(code="ARRIVE")
        reassign(order_id=order.pk, reason="vehicle", at=at + timedelta(minutes=5), actor=cast.mei)
        clocks.start([order], ["ARRIVE"], at=at + timedelta(minutes=6))
        assert order.clocks.values().get(code="ARRIVE") == before

    def test_reopening_goes_on_counting(self, complaint):
        start(complaint, "C_ANSWER")
        clocks.stop([complaint.pk], ["C_ANSWER"], at=china("2025-09-28 12:00"))
        clocks.reopen(complaint.pk, "C_ANSWER", at=china("2025-09-29 12:00"))
        clock = complaint.clocks.get()
        # 270 minutes were used; a working day in between was not the officer's.
        assert (clock.started_at, clock.due_at, clock.worked_seconds) == (FRIDAY, china("2025-10-10 17:30"), None)

    def test_no_reminder_at_night_or_on_a_holiday(self, complaint):
        start(complaint, "C_ANSWER")
        clocks.warn_due(at=china("2025-09-30 18:00"))
        assert clocks.warn_due(at=china("2025-10-09 07:59")) == 0
        assert clocks.warn_due(at=china("2025-10-09 17:30")) == 2

    def test_nothing_fires_after_the_answer(self, complaint):
        start(complaint, "C_ANSWER")
        clocks.stop([complaint.pk], ["C_ANSWER"], at=china("2025-09-28 12:00"))
        assert clocks.warn_due(at=china("2026-09-28 12:00")) == 0

    def test_a_clock_from_the_version_before_keeps_its_due_moment(self, province):
        """The columns that version wrote, and no others."""
        order = make_order()
        order.clocks.all().delete()
        at = now().replace(microsecond=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO workorders_clock (order_id, code, started_at, limit_minutes, warn_percents, due_at, paused_seconds,"
                " outcome, warned_percent, next_warning_at) VALUES (%s, 'ARRIVE', %s, 90, '{50,80,100,120}', %s, 600, '', 50, %s)",
                [order.pk, at, at + timedelta(minutes=100), at + timedelta(minutes=82)],
            )
        TimeLimit.objects.filter(code="ARRIVE").update(limit_minutes=30)
        clear_all()
        clocks.start([order], ["ARRIVE"], at=at + timedelta(minutes=5))
        clocks.warn_due(at=at + timedelta(minutes=83))
        clock = order.clocks.get()
        assert (clock.due_at, clock.warned_percent, clock.outer_due_at) == (at + timedelta(minutes=100), 80, None)
        clocks.stop([order.pk], ["ARRIVE"], at=at + timedelta(minutes=100))
        clock.refresh_from_db()
        assert (clock.outcome, clock.raw_minutes, clock.net_minutes, clock.outer_outcome) == ("MET", 100, 90, "")
