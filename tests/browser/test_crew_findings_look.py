"""What did you find: the crew's page at phone width, with a scripted centre behind it."""

import json
from typing import Any

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .phones import Centre, open_phone, order, overflow
from .windows import answer_api

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VILLAGE = {"code": "TR-17", "name": "旋坨 2 号台区", "kind": "TRANSFORMER"}
CHOICES: list[dict[str, Any]] = [
    {"extent": "NOBODY", "device": None, "customers": 0, "closed": False},
    {"extent": "HOUSE", "device": None, "customers": 1, "closed": False},
    {"extent": "BUILDING", "device": None, "customers": 12, "closed": False},
    {"extent": "VILLAGE", "device": VILLAGE, "customers": 46, "closed": False},
    {
        "extent": "DEVICE",
        "device": {"code": "FU-9", "name": "旋坨支线熔断器", "kind": "FUSE"},
        "customers": 131,
        "closed": False,
    },
    {
        "extent": "DEVICE",
        "device": {"code": "CB-1", "name": "丁寨线 101 开关", "kind": "BREAKER"},
        "customers": 2480,
        "closed": True,
    },
]


class Found:
    """The findings door of the scripted centre: gives the choices, keeps what is said."""

    def __init__(self, page: Any, centre: Centre) -> None:
        self.centre, self.said = centre, []
        self.refusal: dict[str, Any] | None = None
        answer_api(page, self.answer, under="/findings/")

    def answer(self, route: Any) -> None:
        if route.request.method == "GET":
            return route.fulfill(json={"choices": CHOICES, "findings": []})
        if self.refusal:
            return route.fulfill(status=409, json=self.refusal)
        body = json.loads(route.request.post_data)
        self.said.append(body)
        place = next(row for row in CHOICES if (row["device"] or {}).get("code", "") == body.get("device", ""))
        self.centre.orders[0]["finding"] = {**place, **body, "device": place["device"], "effect": "MOVED"}
        route.fulfill(json={"effect": "MOVED", "outage": "O1"})
        self.centre.push()


@pytest.fixture
def phone(browser, live_server, client):
    """A phone on the crew's page of an order at which the crew stands, in a language and a theme."""
    client.force_login(User.objects.create(username="xiang", name="向师傅", role=Role.REPAIRER))
    session = client.cookies["sessionid"].value

    def opened(*, language: str = "zh-hans", **options: Any):
        page = open_phone(browser, **options)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = Centre(page, orders=[order("ON_SITE")])
        found = Found(page, centre)
        page.goto(f"{live_server.url}/crew/?lang={language}")
        page.click(".found .button")
        page.wait_for_selector(".place:not(.danger) >> nth=5")
        return page, centre, found

    return opened


def test_two_taps_and_the_centre_knows(phone):
    page, _, found = phone()
    page.click(".place:has-text('旋坨支线熔断器')")
    page.click(".pick >> nth=1")
    page.fill("textarea[name=note]", "B 相熔丝熔断")
    page.click(".actions .act")
    page.wait_for_selector(".found:has-text('停电事件已移到此处')")
    (said,) = found.said
    assert (said["extent"], said["device"], said["cause_class"]) == ("DEVICE", "FU-9", "NATURE")
    assert (said["note"], said["hazard"]) == ("B 相熔丝熔断", False) and said["observed_at"]
    assert "旋坨支线熔断器" in page.inner_text(".found") and page.complaints == []


def test_a_refused_finding_does_not_hold_back_the_next_step(phone):
    page, centre, found = phone()
    found.refusal = {"title": "Conflict", "status": 409, "code": "conflict", "detail": "这张工单不能这样上报。"}
    page.click(".place:has-text('46')")
    page.click(".actions .act")
    page.wait_for_selector(".refused")
    page.click(".job .actions .act")
    page.fill("input[name=permit_number]", "QX-007")
    page.click(".actions .act")
    page.wait_for_selector(".progress li:nth-child(4)[data-state=done]")
    assert centre.verbs() == ["start"]
    page.click(".refused button")
    page.wait_for_selector(".refused", state="detached")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_a_small_phone(phone, language, dark):
    page, _, _ = phone(language=language, width=320, height=640, dark=dark)
    assert overflow(page) <= 0
    heights = page.eval_on_selector_all(".place", "all => all.map((one) => one.getBoundingClientRect().height)")
    assert len(heights) == len(CHOICES) + 1 and min(heights) >= 56, "big enough for a gloved thumb"
    assert page.complaints == []
