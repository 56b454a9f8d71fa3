"""Planned work in a real browser: the list by day, the card, commands with their revision, rights, sizes; strict policy."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from outages.planned.process import PLAN

from .dark import DarkCentre, outage
from .desk import open_desk
from .phones import soon, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 390, "height": 844}, {"width": 1280, "height": 800}]
DAY = 24 * 60
NUMBER = "20261124422826P{:06d}"


def plan(number: int, *, starts_in: float, minutes: float = 180, **changes: Any) -> dict[str, Any]:
    """A plan's card: a lateral of 14 customers, announced and told."""
    card = {"kind": "plan", "id": number, "rev": 3, "number": NUMBER.format(number), "plan_kind": "PLANNED", "round": 1}
    card |= {"status": "ANNOUNCED", "title": f"丁寨{number}线检修", "work": "更换导线", "reason": "线路检修"}
    card |= {"devices": [{"code": f"L{number}-D", "name": f"旋坨{number}支线熔断器", "move": "OPEN", "open": False}]}
    card |= {"feeder": {"code": "F1", "name": "10kV丁寨1线"}, "centre": "咸丰县", "lat": 29.67, "lon": 109.14}
    card |= {"planned_start_at": soon(starts_in), "planned_end_at": soon(starts_in + minutes)}
    card |= {"announced_start_at": soon(starts_in), "announced_end_at": soon(starts_in + minutes)}
    card |= {"actual_start_at": None, "actual_end_at": None, "late_seconds": None, "customers": 14, "important": 0}
    card |= {"life_support": 0, "time_critical": 0, "customer_hours": 42.0, "applicant": "丁力", "approver": "周正"}
    card |= {"approved_at": soon(-9 * DAY), "checked_at": soon(-10 * DAY), "not_done": "", "attention": None}
    card |= {
        "attention_also": [],
        "clashes": [],
        "told": {"notices": 14, "not_delivered": 0, "first_at": soon(-8 * DAY)},
    }
    return card | {"outage": None, "updated_at": soon()} | changes


def plan_in_full(card: dict[str, Any]) -> dict[str, Any]:
    findings = [
        clash | {"params": {"plans": ["P2"], "minutes": 30}, "at": card["checked_at"]} for clash in card["clashes"]
    ]
    change = {"kind": "DRAFTED", "old": "DRAFT", "new": "DRAFT", "at": soon(-11 * DAY), "actor": "丁力", "reason": ""}
    alternative = {"id": 1, "kind": "LIVE_LINE", "device": None, "vehicle": None, "customers": 14, "customer_hours": 42}
    more = {"findings": findings, "waivers": [], "notices": [], "changes": [change]}
    return card | more | {"alternatives": [alternative | {"chosen": False, "note": ""}]}


class PlanningCentre(DarkCentre):
    """A command centre with plans; ``asked`` are the queries of their list."""

    def __init__(self, page: Any, plans: list[dict[str, Any]]) -> None:
        super().__init__(page, [outage(1)])
        self.plans = plans
        self.asked: list[str] = []

    def _answer(self, route: Any) -> None:
        path, _, query = route.request.url.split("/api/v1/")[1].partition("?")
        parts = path.strip("/").split("/")
        if parts[0] != "planned-outages":
            return super()._answer(route)
        if len(parts) == 1:
            self.asked.append(query)
            return route.fulfill(json={"next": None, "previous": None, "results": self.plans})
        card = next((card for card in self.plans if card["number"] == parts[1]), None)
        if card is None:
            return route.fulfill(status=404, json={"title": "Not found", "code": "not_found"})
        if route.request.method == "POST":
            return self._do(route, card, parts[2])
        moments = {name: parse_datetime(card[name]) for name in ("planned_start_at", "planned_end_at")}
        told = self.told(PLAN, SimpleNamespace(status=card["status"], **moments), route.request)
        route.fulfill(json=plan_in_full(card) | {"verbs": told})

    def _do(self, route: Any, card: dict[str, Any], verb: str) -> None:
        self.commands.append((verb, route.request.post_data_json, route.request.headers["idempotency-key"]))
        self.etags.append(route.request.headers["if-match"])
        if self.refusal:
            status, problem = self.refusal
            return route.fulfill(status=status, json=problem)
        after = {"approve": "APPROVED", "extend": "IN_PROGRESS", "cancel": "CANCELLED"}
        card |= {"rev": card["rev"] + 1, "status": after.get(verb, card["status"])}
        route.fulfill(json={"number": card["number"], "status": card["status"], "rev": card["rev"]})


@pytest.fixture
def desk(browser, live_server, client):
    def sit_down(
        plans, *, role: str = Role.SUPERVISOR, query: str = "?view=planned", width: int = 1280, height: int = 800
    ):
        client.force_login(User.objects.create(username="zhou", name="周正", role=role))
        page = open_desk(browser, width=width, height=height)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = PlanningCentre(page, plans)
        centre.role = role
        page.goto(f"{live_server.url}/outages/{query}")
        return page, centre

    return sit_down


WARNED = {"code": "evening_peak", "severity": "WARN", "waived": False}
BLOCKED = {"code": "feeder_overlap", "severity": "BLOCK", "waived": False}


def test_planned_work_is_listed_checked_and_acted_upon(desk):
    page, centre = desk(
        [
            plan(
                1, starts_in=-60, status="IN_PROGRESS", told={"notices": 14, "not_delivered": 2, "first_at": soon(-9)}
            ),
            plan(2, starts_in=-40, attention="not_started"),
            plan(3, starts_in=5 * DAY, status="CHECKED", clashes=[BLOCKED, WARNED], told=None),
        ]
    )
    page.wait_for_selector(".plan-row")
    groups = [text.split("\n")[0] for text in page.locator(".list-heading").all_inner_texts()]
    assert groups[:2] == ["停电中", "应开工未开工"] and len(groups) == 3
    rows = page.locator(".plan-row").all_inner_texts()
    assert "已通知 14 户 · 2 户未送达" in rows[0] and "应开工未开工" in rows[1]
    assert "尚未通知" in rows[2] and "阻断 1 项" in rows[2] and "提示 1 项" in rows[2]
    assert "status=DRAFT%2CCHECKED" in centre.asked[0] and "starts_to=" in centre.asked[0]

    page.keyboard.press("j")
    page.wait_for_selector("#plan-action-extend")
    page.click("#plan-action-extend")
    page.fill("input[name=reason]", "电缆头未完成")
    page.click(".action-form .primary")
    page.wait_for_function("() => !document.querySelector('.action-form')")
    verb, body, _ = centre.commands[0]
    assert verb == "extend" and body["reason"] == "电缆头未完成" and body["until"].endswith(":00+08:00")
    assert centre.etags == ['W/"3"']

    page.click(".plan-row >> nth=2")
    page.wait_for_selector("text=同线路同时段已有计划：P2。")
    centre.refusal = (409, {"title": "Conflict", "code": "conflict", "detail": "该计划有阻断项未经署名放行。"})
    page.click("#plan-action-approve")
    page.wait_for_selector(".action-problem >> text=未经署名放行")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.wait_for_selector("#outage-1")
    assert page.locator(".plan-row").count() == 0
    assert [text for text in page.complaints if "409" not in text] == []


def test_who_only_reads_gets_no_buttons_and_a_link_opens_its_plan(desk):
    page, _ = desk([plan(1, starts_in=2 * DAY)], role=Role.MANAGER, query=f"?p={NUMBER.format(1)}")
    page.wait_for_selector(".detail .timeline")
    assert page.locator(".detail .actions").count() == 0 and page.complaints == []


def test_an_unknown_plan_is_said_to_be_none(desk):
    page, _ = desk([], query=f"?p={NUMBER.format(9)}")
    page.wait_for_selector(".detail >> text=您的辖区内没有这个计划")
    page.wait_for_selector("text=未来两周没有计划停电")


@pytest.mark.map
@pytest.mark.parametrize(("language", "theme", "sizes"), [("zh-hans", "light", SIZES), ("en", "dark", SIZES[::-1])])
def test_every_size_language_and_theme_fits(desk, language, theme, sizes):
    plans = [plan(1, starts_in=60), plan(2, starts_in=3 * DAY, clashes=[BLOCKED, WARNED], attention="notice_refused")]
    page, _ = desk(plans, query=f"?view=planned&lang={language}&theme={theme}", **sizes[0])
    page.wait_for_selector(".plan-row")
    assert too_wide(page, sizes) == []
    page.click(".plan-row >> nth=1")
    page.wait_for_selector(".detail .timeline")
    assert too_wide(page, sizes) == [] and page.complaints == []
