"""Due moments that are moved: an extension, a stricter channel, a changed calendar; the old one is kept."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from command_center.ground.alarms.models import Alarm
from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.models import EventRecord
from command_center.ground.core.process_cache import clear_all
from tests.workorders.cases import FRIDAY, limit, make_case, start
from tests.workorders.working_time import china
from workorders.models import Clock, DueChange, WorkdayException
from workorders.services import clocks, due_moments
from workorders.services.clocks import Told
from workorders.services.due_moments import follow_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds_to_come")]


@pytest.fixture
def complaint(province):
    return make_case("COMPLAINT")


class TestExtending:
    def extend(self, order, *, to="2025-10-14 12:00", reason="等待检定", at="2025-10-09 10:00", actor=None):
        return due_moments.extend(order.pk, "C_ANSWER", to=china(to), reason=reason, at=china(at), actor=actor)

    def test_the_new_moment_is_due_and_the_old_one_is_kept(self, complaint, cast):
        start(complaint, "C_ANSWER")
        clock = self.extend(complaint, actor=cast.mei)
        assert clock.due_at == china("2025-10-14 12:00")
        change = DueChange.objects.get()
        assert (change.old_due_at, change.new_due_at) == (china("2025-10-09 17:30"), clock.due_at)
        assert (change.why, change.reason, change.actor) == ("EXTENDED", "等待检定", cast.mei)
        complaint.refresh_from_db()
        assert (complaint.next_due_at, complaint.next_due_code) == (clock.due_at, "C_ANSWER")
        assert EventRecord.objects.filter(name="clock.moved", subject_id=complaint.pk).count() == 1

    def test_the_promise_behind_it_stays(self, complaint, cast):
        start(complaint, "C_ANSWER")
        self.extend(complaint, actor=cast.mei)
        clocks.stop([complaint.pk], ["C_ANSWER"], at=china("2025-10-14 11:00"))
        clock = complaint.clocks.get()
        assert (clock.outcome, clock.outer_outcome) == ("MET", "MISSED")

    def test_only_once(self, complaint, cast):
        start(complaint, "C_ANSWER")
        self.extend(complaint, actor=cast.mei)
        with pytest.raises(Conflict):
            self.extend(complaint, to="2025-10-20 12:00", at="2025-10-10 10:00", actor=cast.mei)

    def test_the_database_keeps_it_once_and_signed(self, complaint, cast):
        clock = start(complaint, "C_ANSWER")
        row = {"clock": clock, "why": "EXTENDED", "old_due_at": clock.due_at, "at": FRIDAY, "reason": "x"}
        later = clock.due_at + timedelta(days=1)
        with pytest.raises(IntegrityError, match="an_extension_is_later_and_signed"), transaction.atomic():
            DueChange.objects.create(**row, new_due_at=later, actor=None)
        DueChange.objects.create(**row, new_due_at=later, actor=cast.mei)
        with pytest.raises(IntegrityError, match="a_clock_is_extended_once"), transaction.atomic():
            DueChange.objects.create(**row, new_due_at=later, actor=cast.mei)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            DueChange.objects.update(reason="y")

    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [
            ({"at": "2025-10-09 17:31"}, Conflict),
            ({"to": "2025-10-09 17:30"}, Conflict),
            # The night after the closing hour is no later working minute.
            ({"to": "2025-10-01 03:00"}, Conflict),
            ({"reason": "  "}, Invalid),
        ],
    )
    def test_what_is_refused_changes_nothing(self, complaint, cast, wrong, refusal):
        due_at = start(complaint, "C_ANSWER").due_at
        with pytest.raises(refusal):
            self.extend(complaint, actor=cast.mei, **wrong)
        assert complaint.clocks.get().due_at == due_at
        assert not DueChange.objects.exists()

    def test_a_clock_that_has_ended_is_not_extended(self, complaint, cast):
        start(complaint, "C_ANSWER")
        clocks.stop([complaint.pk], ["C_ANSWER"], at=china("2025-09-28 10:00"))
        with pytest.raises(Conflict):
            self.extend(complaint, actor=cast.mei)

    def test_warnings_of_the_old_moment_do_not_come(self, complaint, cast):
        start(complaint, "C_ANSWER")
        assert clocks.warn_due(at=china("2025-10-09 10:00")) == 2  # 50 and 80 %
        self.extend(complaint, actor=cast.mei)
        # 1710 working minutes were added to 1920: half of them are used 225 minutes later, with the lunch at 15:45.
        assert clocks.warn_due(at=china("2025-10-09 15:44")) == 0
        assert clocks.warn_due(at=china("2025-10-09 17:30")) == 1


class TestAChangedCalendar:
    def day(self, day, *, works, **fields):
        return WorkdayException.objects.create(day=day, is_working_day=works, name="台风", **fields)

    def test_running_clocks_follow_a_holiday_added_after_the_start(self, complaint, cast):
        start(complaint, "C_ANSWER")
        self.day(date(2025, 9, 29), works=False)
        assert follow_calendar(reason="台风", at=FRIDAY, actor=cast.mei) == 1
        clock = complaint.clocks.get()
        assert (clock.due_at, clock.outer_due_at) == (china("2025-10-10 17:30"), china("2025-10-11 17:30"))
        change = DueChange.objects.get()
        assert (change.why, change.old_due_at, change.actor) == ("CALENDAR", china("2025-10-09 17:30"), cast.mei)
        complaint.refresh_from_db()
        assert complaint.next_due_at == clock.due_at
        assert clock.next_warning_at == china("2025-09-30 17:30")  # half of four days: Sunday, Tuesday

    def test_a_day_that_only_the_promise_reaches_moves_only_that(self, complaint):
        start(complaint, "C_ANSWER")
        self.day(date(2025, 10, 10), works=False)
        assert follow_calendar(reason="台风", at=FRIDAY) == 1
        clock = complaint.clocks.get()
        assert (clock.due_at, clock.outer_due_at) == (china("2025-10-09 17:30"), china("2025-10-11 17:30"))
        assert not DueChange.objects.exists()

    def test_an_alarm_about_a_limit_ends_when_the_limit_is_no_longer_near(self, complaint):
        start(complaint, "C_ANSWER")
        clocks.warn_due(at=china("2025-10-09 17:00"))
        assert Alarm.objects.filter(code="near:C_ANSWER", cleared_at=None).count() == 1
        self.day(date(2025, 10, 9), works=False)
        self.day(date(2025, 9, 30), works=False)
        follow_calendar(reason="台风", at=china("2025-09-30 09:00"))
        assert complaint.clocks.get().warned_percent == 50
        assert not Alarm.objects.filter(code="near:C_ANSWER", cleared_at=None).exists()

    def test_asking_again_moves_nothing(self, complaint):
        start(complaint, "C_ANSWER")
        self.day(date(2025, 9, 29), works=False)
        follow_calendar(reason="台风", at=FRIDAY)
        assert follow_calendar(reason="台风", at=FRIDAY) == 0

    def test_what_has_ended_keeps_its_outcome(self, complaint):
        start(complaint, "C_ANSWER")
        clocks.stop([complaint.pk], ["C_ANSWER"], at=china("2025-10-10 09:00"))
        before = Clock.objects.values().get()
        self.day(date(2025, 9, 29), works=False)
        assert follow_calendar(reason="台风", at=FRIDAY) == 0
        assert Clock.objects.values().get() == before

    def test_a_clock_around_the_clock_does_not_care(self, complaint):
        start(complaint, "C_CONTACT")
        self.day(date(2025, 9, 27), works=False)
        assert follow_calendar(reason="台风", at=FRIDAY) == 0

    def test_an_answer_given_before_anybody_followed_is_judged_by_the_new_calendar(self, complaint):
        start(complaint, "C_ANSWER")
        self.day(date(2025, 9, 29), works=False)
        clear_all()
        clocks.stop([complaint.pk], ["C_ANSWER"], at=china("2025-10-10 17:00"))
        assert complaint.clocks.get().outcome == "MET"

    def test_it_costs_the_same_for_ten_clocks_as_for_one(self, province, django_assert_max_num_queries):
        for number in range(10):
            start(make_case("COMPLAINT", f"R{number}"), "C_ANSWER")
        self.day(date(2025, 9, 29), works=False)
        with django_assert_max_num_queries(14):
            assert follow_calendar(reason="台风", at=FRIDAY) == 10


class TestAStricterChannel:
    def told_again(self, order, at, days=2):
        limit("C_ANSWER", kind="COMPLAINT", channel="HOTLINE_12398", limit_working_days=days, source="trial")
        told = Told(channel="HOTLINE_12398")
        return due_moments.tighten([order], ["C_ANSWER"], at=china(at), told=told, reason="12398")

    def test_it_gives_the_running_clock_its_end(self, complaint):
        start(complaint, "C_ANSWER")
        assert self.told_again(complaint, "2025-09-28 09:00") == 1
        clock = complaint.clocks.get()
        assert (clock.started_at, clock.due_at) == (FRIDAY, china("2025-09-30 09:00"))
        assert clock.outer_due_at == china("2025-10-10 17:30")
        complaint.refresh_from_db()
        assert complaint.next_due_at == clock.due_at
        assert DueChange.objects.get().why == "CHANNEL"

    def test_one_with_more_time_left_changes_nothing(self, complaint):
        start(complaint, "C_ANSWER")
        assert self.told_again(complaint, "2025-09-30 09:00", days=3) == 0
        assert complaint.clocks.get().due_at == china("2025-10-09 17:30")
        assert not DueChange.objects.exists()
