"""What the trade asks of a connection (domain reference §2.7), through the doors that people use: one life, and who moved the appointment."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.screens.owners import offenders
from tests.connections.cases import staff_of
from tests.connections.test_apply import filled
from tests.connections.test_pages import text
from workorders.models import Clock, WorkOrder

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"
A_WORKING_DAY = 8 * 60
OF_COLUMN = {
    # Domain reference §2.7: working days of a stage, and of all that is the utility's.
    "LV_RESIDENT": {"CONN_TOTAL": 5, "CONN_APPOINT_1": 1},
    "LV_NON_RESIDENT": {"CONN_TOTAL": 6, "CONN_SURVEY": 1, "CONN_APPOINT_1": 1},
    "MV_SINGLE": {"CONN_TOTAL": 22, "CONN_SURVEY": 2, "CONN_APPOINT_1": 1},
    "MV_DUAL": {"CONN_TOTAL": 32, "CONN_SURVEY": 3, "CONN_APPOINT_1": 1},
}


@pytest.fixture
def sides(province, cast, settings, tmp_path):
    """con leads the county's connections by API, mana is the grid manager on the phone; ``apply()`` is anybody at ``/apply/``."""
    settings.MEDIA_ROOT = str(tmp_path)
    people = staff_of(province)
    con, mana = APIClient(), Client()
    con.force_login(people["con"])
    mana.force_login(people["mana"])

    def apply(**said):
        applicant = Client()
        link = applicant.post("/apply/", filled(**said))["Location"].split("?")[0]
        page = "/connection/" + link.rstrip("/").rsplit("/", 1)[1] + "/"
        return SimpleNamespace(browser=applicant, page=page, order=WorkOrder.objects.latest("pk"))

    return SimpleNamespace(con=con, person=people["con"], mana=mana, apply=apply)


def slots(con, case):
    return [slot["starts_at"] for slot in con.get(f"{V1}connection-cases/{case.order.number}/slots/").data]


def choose(case, slot):
    """The applicant takes or moves to a time, by their link."""
    assert case.browser.post(case.page, {"act": "choose", "slot": slot}).status_code == 302


def act(sides, case, **said):
    """The grid manager, on the phone."""
    answer = sides.mana.post(f"/visits/?case={case.order.number}", said)
    assert answer.status_code == 302, text(answer)


def rate(sides, code):
    """As it is told in a month: a slot that has not ended is neither kept nor missed."""
    period = {"start": (now() - timedelta(days=1)).isoformat(), "end": (now() + timedelta(days=30)).isoformat()}
    with time_machine.travel(now() + timedelta(days=30)):
        later = APIClient()
        later.force_login(sides.person)
        told = later.get(f"{V1}connection-figures/", period).data["figures"]
    return next((each["hits"], each["of"], each["percent"]) for each in told if each["code"] == code)


def test_moved_by_the_utility_was_not_kept_moved_by_the_customer_the_new_slot_counts(sides):
    """Scenario 11 of the domain reference."""
    ours, theirs = sides.apply(), sides.apply(phone="13800135699")
    first, second, third = slots(sides.con, ours)[:3]
    choose(ours, first)
    act(sides, ours, act="move-appointment", slot=second, by="UTILITY", reason="支援抢修")
    act(sides, ours, act="visit-arrived")
    assert rate(sides, "kept") == (1, 2, "50.00"), "there in time for the second, and the first was not kept"
    choose(theirs, first)
    choose(theirs, third)
    assert rate(sides, "kept") == (1, 3, "33.33"), "the one they moved is not counted, the one they want is"
    act(sides, theirs, act="visit-arrived")
    assert rate(sides, "kept") == (2, 3, "66.67")
    moves = sides.con.get(f"{V1}appointments/", {"status": "MOVED"}).data["results"]
    assert sorted((row["number"], row["ended_by"], row["reason"]) for row in moves) == sorted(
        [(ours.order.number, "UTILITY", "支援抢修"), (theirs.order.number, "CUSTOMER", "")]
    )


def test_who_moved_it_is_read_on_the_applicants_page_too(sides):
    case = sides.apply()
    first, second = slots(sides.con, case)[:2]
    choose(case, first)
    act(sides, case, act="move-appointment", slot=second, by="UTILITY", reason="支援抢修")
    assert "我方改约" in text(case.browser.get(case.page))


@pytest.mark.parametrize("sub_kind", OF_COLUMN)
def test_each_column_of_the_table_has_its_working_days(sides, sub_kind):
    case = sides.apply(sub_kind=sub_kind)
    told = dict(Clock.objects.filter(order=case.order, code__startswith="CONN_").values_list("code", "limit_minutes"))
    assert {code: minutes / A_WORKING_DAY for code, minutes in told.items()} == OF_COLUMN[sub_kind]


# (who says it, verb, what is said): a dual supply with design, half-way and grid works; "slot" is the next free half day.
DUAL = [
    ("mana", "book-survey", {"slot": "free"}, "SURVEY_BOOKED"),
    ("mana", "visit-on-the-way", {}, "SURVEY_BOOKED"),
    ("mana", "visit-arrived", {"lat": 29.67, "lon": 109.14}, "SURVEY_BOOKED"),
    ("mana", "survey", {"kw": "800"}, "SURVEYED"),
    ("con", "reply-plan", {"granted_kw": "630", "text": "先批 630", "cost_saved": 6239}, "PLAN_REPLIED"),
    ("con", "customer-builds", {"text": "客户委托设计"}, "CUSTOMER_WORKS"),
    ("con", "submit-design", {}, "PLAN_REPLIED"),
    ("con", "review-design", {}, "DESIGN_REVIEWED"),
    ("con", "customer-builds", {}, "CUSTOMER_WORKS"),
    ("con", "ask-mid-inspection", {}, "DESIGN_REVIEWED"),
    ("con", "inspect-half-way", {}, "MID_INSPECTED"),
    ("con", "customer-builds", {}, "CUSTOMER_WORKS"),
    ("con", "works-over", {}, "MID_INSPECTED"),
    ("con", "wait-for-grid", {"owner": "PERMIT_OFFICE", "blocker": "道路开挖许可", "responsible": "张工"}, "GRID_WORKS_WAIT"),
    ("con", "pass-wait-on", {"owner": "CONTRACTOR", "blocker": "间隔扩建"}, "GRID_WORKS_WAIT"),
    ("con", "grid-is-ready", {}, "MID_INSPECTED"),
    ("con", "inspect-completion", {}, "COMPLETION_INSPECTED"),
    ("mana", "book-installation", {"slot": "free"}, "INSTALL_BOOKED"),
    ("mana", "visit-arrived", {}, "INSTALL_BOOKED"),
    ("mana", "energise", {}, "ENERGISED"),
    ("con", "follow-up", {"satisfaction": "NOT_REACHED"}, "ENERGISED"),
    ("con", "follow-up", {"satisfaction": "SATISFIED"}, "FOLLOWED_UP"),
    ("con", "archive", {}, "ARCHIVED"),
]  # fmt: skip


def test_a_dual_supply_from_the_application_to_the_archive(sides):
    case = sides.apply(sub_kind="MV_DUAL", asked_kw="630")
    number, headlines = case.order.number, []
    for who, verb, said, status in DUAL:
        body = said | ({"slot": slots(sides.con, case)[0]} if "slot" in said else {})
        if who == "mana":
            act(sides, case, act=verb, **body)
        else:
            answer = sides.con.post(f"{V1}work-orders/{number}/{verb}/", body, format="json")
            assert answer.status_code == 200, (verb, answer.data)
        case.order.refresh_from_db()
        assert case.order.status == status, verb
        page = case.browser.get(case.page)
        assert page.status_code == 200, verb
        headlines.append(text(page).split('<h1 class="hero-line">')[1].split("<")[0])
        assert not [each for each in offenders(at=now()) if each.kind == "connection"], verb
    assert len(set(headlines)) >= 10, "the applicant reads each step in words of its own"
    told = sides.con.get(f"{V1}connection-cases/{number}/").data
    assert [step["code"] for step in told["steps"]] == ["APPLY", "PLAN", "CONNECT"]
    assert all(step["state"] == "done" for step in told["steps"])
    owners = set(case.order.owned_periods.values_list("owner", flat=True))
    assert owners <= {"UTILITY", "CUSTOMER", "PERMIT_OFFICE", "CONTRACTOR"} and len(owners) >= 2
    assert set(Clock.objects.filter(order=case.order).values_list("outcome", flat=True)) <= {"MET", "VOID"}
    assert rate(sides, "satisfied") == (1, 1, "100.00"), "the call that reached nobody is not in the denominator"
    assert rate(sides, "reached") == (1, 1, "100.00") and rate(sides, "kept") == (2, 2, "100.00")
    assert rate(sides, "booked")[0] == rate(sides, "booked")[1] and rate(sides, "conformity")[2] == "100.00"


def test_the_second_appointment_is_due_a_working_day_after_the_plan_or_after_the_inspection(sides):
    low, medium = sides.apply(sub_kind="LV_NON_RESIDENT"), sides.apply(sub_kind="MV_SINGLE", phone="13800135699")
    for case in (low, medium):
        choose(case, slots(sides.con, case)[0])
        act(sides, case, act="survey")
        sides.con.post(f"{V1}work-orders/{case.order.number}/reply-plan/", {"granted_kw": "8"}, format="json")
    second = Clock.objects.filter(code="CONN_APPOINT_2")
    assert list(second.values_list("order__number", "limit_minutes")) == [(low.order.number, A_WORKING_DAY)]
    answer = sides.con.post(f"{V1}work-orders/{medium.order.number}/inspect-completion/", {}, format="json")
    assert answer.status_code == 200 and second.filter(order=medium.order).exists()


@pytest.mark.parametrize("status", ["FOLLOWED_UP", "ENERGISED"])
def test_nobody_reached_is_outside_the_denominator_and_inside_the_reach_rate(sides, status):
    case = sides.apply()
    WorkOrder.objects.filter(pk=case.order.pk).update(status="ENERGISED")
    for _ in range(3 if status == "FOLLOWED_UP" else 2):
        sides.con.post(
            f"{V1}work-orders/{case.order.number}/follow-up/", {"satisfaction": "NOT_REACHED"}, format="json"
        )
    case.order.refresh_from_db()
    assert (case.order.status, rate(sides, "satisfied"), rate(sides, "reached")) == (
        status,
        (0, 0, None),
        (0, 1, "0.00"),
    )


def test_power_that_is_not_on_after_seventy_days_is_in_its_bucket(sides):
    case = sides.apply(sub_kind="MV_SINGLE")
    for days, buckets in ((69, []), (71, ["70"]), (121, ["70", "120"]), (301, ["70", "120", "300"])):
        WorkOrder.objects.filter(pk=case.order.pk).update(reported_at=now() - timedelta(days=days, hours=1))
        found = [
            b for b in ("70", "120", "300") if sides.con.get(f"{V1}connection-cases/", {"bucket": b}).data["results"]
        ]
        assert found == buckets, days
