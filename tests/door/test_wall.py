"""The wall's doors: a screen is paired once, sees the wall of its area and nothing else, and is shut out at once when revoked."""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation import walls
from command_center.ground.organisation.doors import ANYONE, PAGES, api_doors, read
from command_center.ground.organisation.models import WallScreen
from command_center.ground.organisation.roles import Role
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.grid import make_held_order, make_order
from tests.house import endpoints
from tests.outages.lines import below, make_points
from tests.people import make_user
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db
PAIRING, WALL, STATE, SCREENS = "/login/wall/", "/wall/", "/api/v1/wall/", "/wall/screens/"
A_NIGHT = datetime.fromisoformat("2026-07-18T16:16:00+00:00")


@pytest.fixture
def made(province, cast):
    """A screen for Xianfeng's wall, and its code."""
    return walls.make(name="大厅", unit=province.xianfeng, by=cast.lin, at=now())


@pytest.fixture
def browser(made):
    """A browser at the wall that typed the code."""
    client = Client()
    answer = client.post(PAIRING, {"code": made[1]})
    assert (answer.status_code, answer.headers["Location"]) == (302, WALL)
    return client


def told(client):
    answer = client.get(STATE)
    assert answer.status_code == 200, answer.content
    return answer.json()


# --- pairing ---------------------------------------------------------------------------------------------------------------
def test_a_code_pairs_one_screen_and_then_none(made, browser):
    cookie = browser.cookies[walls.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] > 300 * 86_400
    assert browser.get(WALL).status_code == 200 and told(browser)["unit"]["name"] == "咸丰县"
    again = Client()
    assert again.post(PAIRING, {"code": made[1]}).status_code == 403
    assert walls.COOKIE not in again.cookies and again.get(STATE).status_code == 401


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [("/wall/?lang=en&theme=light", "/wall/?lang=en&theme=light"), ("//evil.example/wall/", WALL), ("/admin/", WALL)],
)
def test_paired_it_goes_on_to_the_wall_and_nowhere_else(made, asked, led_to):
    answer = Client().post(f"{PAIRING}?{urlencode({'next': asked})}", {"code": made[1]})
    assert answer.headers["Location"] == led_to


def test_a_code_is_typed_as_it_is_read(made):
    client = Client()
    assert client.post(PAIRING, {"code": f" {made[1].lower().replace('-', ' ')} "}).status_code == 302


def test_a_code_lives_for_half_an_hour(made):
    code = made[1]
    assert walls.pair(code, at=now() + walls.CODE_LASTS + timedelta(seconds=1)) is None
    assert walls.pair("", at=now()) is None and walls.pair(code, at=now())


def test_a_new_code_makes_the_one_before_worthless_and_the_new_screen_takes_the_place_of_the_old(made, browser, cast):
    screen, _ = made
    older = walls.give_code(screen, by=cast.lin, at=now())
    newer = walls.give_code(screen, by=cast.lin, at=now())
    assert walls.pair(older, at=now()) is None
    assert browser.get(STATE).status_code == 200, "until another screen is paired"
    other = Client()
    assert other.post(PAIRING, {"code": newer}).status_code == 302
    assert [client.get(STATE).status_code for client in (other, browser)] == [200, 401]


def test_nothing_that_opens_a_screen_can_be_read_from_its_row_or_the_trail(made, browser):
    written = json.dumps([*WallScreen.objects.values(), *AuditEntry.objects.values("action", "detail")], default=str)
    assert browser.cookies[walls.COOKIE].value not in written
    assert made[1].replace("-", "") not in written
    assert {"wall_code_given", "wall_paired"} <= set(AuditEntry.objects.values_list("action", flat=True))


def test_codes_are_not_guessed(settings):
    client = Client()
    answers = [client.post(PAIRING, {"code": f"WRONG{n}"}).status_code for n in range(12)]
    assert answers == [403] * 10 + [429] * 2
    assert client.post(PAIRING, {"code": "WRONG"}).headers["Retry-After"]


# --- what a screen may ----------------------------------------------------------------------------------------------------
def test_revoked_it_sees_nothing_from_the_next_request_on(made, browser, cast):
    assert walls.revoke([made[0].pk], by=cast.lin, at=now()) == 1
    assert [browser.get(path).status_code for path in (STATE, "/api/v1/wall/year/")] == [401, 401]
    page = browser.get(WALL)
    assert (page.status_code, page.headers["Location"]) == (302, f"{PAIRING}?next=/wall/")
    assert walls.revoke([made[0].pk], by=cast.lin, at=now()) == 0
    assert AuditEntry.objects.filter(action="wall_revoked", actor=cast.lin).count() == 1


def test_its_cookie_opens_no_other_door(browser):
    """Every endpoint as a stranger meets it, and every page that is not for anybody."""
    api = APIClient()
    api.cookies = browser.cookies
    opened = []
    for door in api_doors():
        if door.path in ("wall/", "wall/year/") or ANYONE in door.rights:
            continue
        path = endpoints.ROOT + re.sub(r"{\w+}", "1", door.path)
        if api.generic(door.method, path, "{}", content_type="application/json").status_code != 401:
            opened.append(f"{door.method} {door.path}")
    pages = [row for row in read(PAGES) if ANYONE not in row.rights and row.path != WALL and "{" not in row.path]
    opened += [row.path for row in pages if not _is_sent_away(browser, row)]
    assert opened == [] and len(pages) > 10


def _is_sent_away(client, row):
    answer = client.generic(row.method, row.path)
    return answer.status_code in (401, 403) or answer.headers.get("Location", "").startswith("/login/")


def test_it_may_only_read_the_wall(browser):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert browser.generic(method, STATE).status_code == 405
        assert browser.generic(method, WALL).status_code == 405


def test_whoever_sees_outages_may_look_at_the_wall_and_others_are_led_away(province, cast):
    for person, status in ((cast.mei, 200), (cast.omar, 302), (cast.auditor, 403)):
        client = Client()
        client.force_login(person)
        assert client.get(WALL).status_code == status, person
    nowhere = APIClient()
    nowhere.force_authenticate(make_user("nowhere", Role.MANAGER, None))
    assert nowhere.get(STATE).status_code == 404


# --- what stands on it ----------------------------------------------------------------------------------------------------
def test_a_wall_shows_its_own_area_and_no_other(province, cast, browser):
    make_points(province.t3, 3)
    open_outage(scope=below(province.t3), started_at=now(), at=now(), status=Status.CONFIRMED, node_id=province.t3.pk)
    make_order("W1")
    here, state = province.xianfeng, told(browser)
    assert state["dark"]["customers"] == 3 and sum(area["customers"] for area in state["areas"]) == 3
    assert state["orders"]["open"] == WorkOrder.objects.repairs().filter(org_path__startswith=here.path).count() > 0
    laifeng = Client()
    laifeng.force_login(cast.eva)
    elsewhere = told(laifeng)
    assert (elsewhere["dark"]["customers"], elsewhere["orders"]["open"], elsewhere["worst"]["lines"]) == (0, 0, [])


def test_what_is_late_is_told_apart_by_who_waits(province, mei):
    """A repair past its limit and a call-back past its limit: both are late on the board, one customer waits."""
    late = [make_order(f"L{n}").pk for n in range(2)]
    WorkOrder.objects.filter(pk__in=late).update(next_due_at=now() - timedelta(minutes=1))
    WorkOrder.objects.filter(pk=late[0]).update(status="REVIEWED")
    state = mei.get(STATE).json()
    assert (state["orders"]["overdue"], state["orders"]["overdue_waiting"], state["worst"]["total"]) == (2, 1, 1)
    assert state["worst"]["lines"][0]["marks"][0] == "overdue"


def test_nothing_of_a_person_stands_on_it(province, cast, browser):
    order = make_held_order(
        "W2", by=cast.omar, reporter_name="冉小明", reporter_phone="+8613800135612", description="冉小明家里冒烟",
        address="旋坨村3组12号冉小明家",
    )  # fmt: skip
    state = told(browser)
    assert [line["number"] for line in state["worst"]["lines"]] == [order.number]
    said = json.dumps(state, ensure_ascii=False)
    for word in ("冉", "5612", "旋坨", "冒烟", cast.omar.name, cast.omar.phone[-4:], province.customer.number):
        assert word not in said, word
    keys = set(re.findall(r'"(\w+)":', said))
    assert not keys & {"address", "place", "title_of_caller", "phone", "customer", "description", "holder", "leader"}


def test_what_was_told_in_confidence_is_on_no_wall_whoever_looks(province, cast, browser):
    order = make_held_order("W3", by=cast.omar)
    assert told(browser)["worst"]["total"] == 1
    cache.clear()
    WorkOrder.objects.filter(pk=order.pk).update(gate="confidential")
    officer = Client()
    officer.force_login(make_user("qi", Role.QUALITY_OFFICER, province.xianfeng))
    assert [told(client)["worst"]["lines"] for client in (officer, browser)] == [[], []]


@time_machine.travel(A_NIGHT, tick=False)
def test_the_quarter_hours_end_with_the_present_one(province, mei):
    at = now()
    WorkOrder.objects.filter(pk=make_order("W4", at=at).pk).update(reported_at=at, restored_at=at)
    early = make_order("W5", at=at)
    WorkOrder.objects.filter(pk=early.pk).update(reported_at=at - timedelta(hours=11, minutes=46))
    trend = mei.get(STATE).json()["trend"]
    assert (len(trend["reported"]), trend["reported"][0], trend["reported"][-1]) == (48, 1, 1)
    assert (sum(trend["reported"]), sum(trend["restored"]), trend["restored"][-1]) == (2, 1, 1)
    assert trend["start"] == "2026-07-18T04:30:00Z"


def test_the_year_is_read_beside_it(browser):
    year = browser.get("/api/v1/wall/year/").json()
    assert [each["code"] for each in year["results"]][:2] == ["outage_hours", "frequent_feeders"]
    assert {each["area_kind"] for each in year["arrival"]} == {"URBAN", "RURAL", "REMOTE"}


# --- who hangs them up ----------------------------------------------------------------------------------------------------
@pytest.fixture
def lin(cast):
    client = Client()
    client.force_login(cast.lin)
    return client


def test_a_supervisor_hangs_up_a_screen_gives_a_new_code_and_takes_it_down(province, lin):
    page = lin.post(SCREENS, {"act": "make", "name": "大厅", "unit": province.xianfeng.code})
    screen = WallScreen.objects.get()
    assert page.context["code"] in page.content.decode() and page.status_code == 200
    newer = lin.post(SCREENS, {"act": "new_code", "screen": screen.pk}).context["code"]
    at_the_wall = Client()
    assert at_the_wall.post(PAIRING, {"code": newer}).status_code == 302
    assert newer not in lin.get(SCREENS).content.decode(), "shown once"
    assert lin.post(SCREENS, {"act": "revoke", "screen": screen.pk}).status_code == 200
    assert at_the_wall.get(STATE).status_code == 401 and not lin.get(SCREENS).context["screens"]
    refused = lin.post(SCREENS, {"act": "new_code", "screen": screen.pk})
    assert (refused.status_code, "code" in refused.context) == (422, False), "what is revoked stays revoked"


def test_a_supervisor_of_a_county_hangs_up_no_screen_of_another(province, cast, made):
    client = Client()
    client.force_login(make_user("wu", Role.SUPERVISOR, province.laifeng))
    assert not client.get(SCREENS).context["screens"]
    for asked in ({"act": "make", "name": "大厅", "unit": province.xianfeng.code},
                  {"act": "revoke", "screen": made[0].pk}, {"act": "make", "name": " ", "unit": province.laifeng.code}):  # fmt: skip
        assert client.post(SCREENS, asked).status_code == 422
    assert WallScreen.objects.filter(revoked_at=None).count() == 1


def test_the_back_office_shows_the_code_once(province):
    admin = make_user("keeper", Role.ADMINISTRATOR, province.province, is_staff=True)
    client = Client()
    client.force_login(admin)
    base = "/admin/organisation/wallscreen/"
    answer = client.post(f"{base}add/", {"name": "大厅", "unit": province.xianfeng.pk}, follow=True)
    [code] = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", answer.content.decode())
    at_the_wall = Client()
    assert at_the_wall.post(PAIRING, {"code": code}).status_code == 302
    assert code not in client.get(base).content.decode()
    chosen = {"action": "revoke", "_selected_action": [WallScreen.objects.get().pk]}
    client.post(base, chosen)
    assert at_the_wall.get(STATE).status_code == 401
