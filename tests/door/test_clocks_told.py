"""Where clocks are told: the card and the timeline of an order, and the tables of days and limits in the back office."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.grid import make_waiting_order
from tests.workorders.cases import FRIDAY, make_case, start
from tests.workorders.working_time import china
from workorders.models import DueChange, TimeLimit, WorkdayException, WorkHours
from workorders.services import clocks, due_moments

pytestmark = pytest.mark.django_db

ADMIN = "/admin/workorders/"


@pytest.fixture
def boss(cast):
    client = Client()
    client.force_login(cast.boss)
    return client


@pytest.fixture
def complaint(province):
    order = make_case("COMPLAINT")
    start(order, "C_ANSWER")
    return order


def url(order, rest=""):
    return f"/api/v1/work-orders/{order.number}/{rest}"


def told(client, order):
    return [row["text"] for row in client.get(url(order, "timeline/")).data if row["kind"] == "clock"]


def test_the_card_tells_minutes_with_and_without_the_pauses(mei, province):
    order = make_waiting_order(at=now() - timedelta(minutes=40))
    at = now()
    clocks.pause(order.pk, ["ARRIVE"], at=at - timedelta(minutes=30))
    clocks.resume(order.pk, at=at - timedelta(minutes=10))
    clock = next(clock for clock in mei.get(url(order)).data["clocks"] if clock["code"] == "ARRIVE")
    assert (clock["raw_minutes"], clock["net_minutes"], clock["outer"]["basis"]) == (None, None, "LAW")
    clocks.stop([order.pk], ["ARRIVE"], at=at)
    clock = next(clock for clock in mei.get(url(order)).data["clocks"] if clock["code"] == "ARRIVE")
    assert (clock["raw_minutes"], clock["net_minutes"], clock["outer"]["outcome"]) == (40.0, 20.0, "MET")
    assert told(mei, order) == ["到达：按时，用时 20/90 分钟（含暂停共 40 分钟）"]


def test_the_timeline_tells_both_outcomes_and_the_old_due_moment(mei, cast, complaint):
    due_moments.extend(
        complaint.pk, "C_ANSWER", to=china("2025-10-14 12:00"), reason="等待检定", at=FRIDAY, actor=cast.mei
    )
    clocks.stop([complaint.pk], ["C_ANSWER"], at=china("2025-10-14 10:00"))
    assert told(mei, complaint) == [
        "投诉答复：延期，时限由 10-09 17:30 改为 10-14 12:00：等待检定",
        "投诉答复：按时，用时 3510/3630 分钟 · 对外承诺：超时",
    ]


def test_a_suspension_takes_its_evidence(mei, province):
    order = make_waiting_order()
    body = {"reason": "police_cordon", "evidence": "110 接警单 0719-3"}
    assert mei.post(url(order, "suspend/"), body, HTTP_IF_MATCH=f'"{order.rev}"').status_code == 200
    assert order.pauses.get().evidence == "110 接警单 0719-3"


def day(**fields):
    return {"day": "2025-09-29", "name": "台风", "centre": "", **fields}


def test_a_day_off_entered_in_the_back_office_moves_running_clocks(boss, cast, complaint):
    page = boss.post(f"{ADMIN}workdayexception/add/", day(), follow=True)
    assert "随工作日历调整的时限：1 个" in page.content.decode()
    assert complaint.clocks.get().due_at == china("2025-10-10 17:30")
    assert DueChange.objects.get().actor == cast.boss


def test_a_day_taken_out_again_moves_them_back(boss, complaint):
    boss.post(f"{ADMIN}workdayexception/add/", day())
    row = WorkdayException.objects.get(day=date(2025, 9, 29))
    boss.post(f"{ADMIN}workdayexception/{row.pk}/delete/", {"post": "yes"})
    assert complaint.clocks.get().due_at == china("2025-10-09 17:30")
    boss.post(f"{ADMIN}workdayexception/add/", day())
    again = WorkdayException.objects.get(day=date(2025, 9, 29))
    chosen = {"action": "delete_selected", "_selected_action": [again.pk], "post": "yes"}
    boss.post(f"{ADMIN}workdayexception/", chosen)
    assert complaint.clocks.get().due_at == china("2025-10-09 17:30")
    assert DueChange.objects.count() == 4


def test_a_centre_s_own_hours_move_its_clocks(boss, complaint):
    hours = {"centre": complaint.centre_id, "valid_from": "2025-09-28", "weekdays": "1,2,3,4,5", "opens": "08:00"}
    boss.post(f"{ADMIN}workhours/add/", hours | {"closes": "16:00", "lunch_from": "", "lunch_to": ""})
    assert WorkHours.objects.filter(centre=complaint.centre).exists()
    # 30 minutes on Friday; then three days of eight hours and the rest of the fourth until 15:30.
    assert complaint.clocks.get().due_at == china("2025-10-09 15:30")


def test_a_limit_for_a_channel_is_entered_as_a_row(boss, db):
    row = {
        "code": "C_ANSWER",
        "kind": "COMPLAINT",
        "channel": "HOTLINE_12398",
        "basis": "RULE",
        "valid_from": "2026-01-01",
    }
    data = row | {"limit_working_days": 3, "warn_percents": "50,80,100", "source": "通知", "assumed": "on"}
    assert boss.post(f"{ADMIN}timelimit/add/", data).status_code == 302
    entered = TimeLimit.objects.get(channel="HOTLINE_12398", code="C_ANSWER")
    assert (entered.calendar, entered.limit_working_days, entered.assumed) == ("WORK", 3, True)


@pytest.mark.parametrize(
    "wrong", [{"code": "C_ANSWR"}, {"limit_minutes": 5}, {"limit_working_days": ""}, {"kind": "complaint"}]
)
def test_a_limit_with_a_slip_is_told_not_kept(boss, db, wrong):
    data = {"code": "C_ANSWER", "kind": "COMPLAINT", "basis": "LAW", "valid_from": "2026-01-01", "warn_percents": "50"}
    page = boss.post(f"{ADMIN}timelimit/add/", data | {"limit_working_days": 3} | wrong)
    assert page.status_code == 200
    assert not TimeLimit.objects.filter(basis="LAW", valid_from=date(2026, 1, 1)).exists()
