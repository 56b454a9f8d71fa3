"""Outages, devices and meters are chosen in lists and on the map; planned work speaks as planned work; real Chromium."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from outages.planned.process import PLAN

from .dark import DarkCentre, outage
from .desk import open_desk
from .phones import soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLANNED = {
    "outage_kind": "PLANNED", "reason_code": "planned", "reason_params": {"plan": "P7"}, "cause": "清理树障",
    "etr_source": "PLAN", "planned_end_at": soon(60), "confidence": 1.0,
}  # fmt: skip


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(outages, role=…)`` → the page and the command centre behind it."""

    def sit_down(outages, *, role=Role.DISPATCHER, width=1366, height=768, more=None):
        client.force_login(User.objects.create(username="lin", name="林晓", role=role))
        page = open_desk(browser, width=width, height=height)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = DarkCentre(page, outages)
        centre.role, centre.more = role, more or {}
        page.goto(f"{live_server.url}/outages/")
        page.wait_for_selector(".outage-row")
        return page, centre

    return sit_down


def form_of(page, row, verb):
    page.locator(f"#outage-{row}").click()
    page.locator(f"#action-{verb}").click()
    page.wait_for_selector(".action-form [role=tree]")


def sent(page, centre):
    page.fill(".action-form [name=reason]", "同一故障")
    page.locator(".action-form .button").first.click()
    page.wait_for_function("() => document.querySelector('.action-form') === null")
    assert page.complaints == []
    return centre.commands[-1][:2]


def test_the_outage_that_stays_is_chosen_among_its_neighbours(desk):
    far = outage(2, lat=31.0, feeder={"code": "F9", "name": "翔凤线"})
    page, centre = desk([outage(1), far, outage(3), outage(4, status="RESTORED", restored_at=soon(-1))])
    form_of(page, 1, "merge")
    lines = page.locator(".action-form [role=treeitem]").all_inner_texts()
    assert [line.split(" ")[0] for line in lines] == ["旋坨3支线熔断器", "旋坨2支线熔断器"], (
        "the nearest first, live ones"
    )
    assert "1.9 km" in lines[0]
    page.fill(".action-form [name=into]", "翔凤")
    page.locator(".action-form [role=treeitem]").click()
    assert sent(page, centre) == ("merge", {"into": far["number"], "reason": "同一故障"})


def test_what_is_clicked_on_the_map_names_the_outage_that_stays(desk):
    page, centre = desk([outage(1), outage(3)])
    form_of(page, 1, "merge")
    clicked = """() => import("/static/js/map/network/picking.js").then(
        ({ picking }) => picking.value.takeOutage("20261124422826O000003"))"""
    page.evaluate(clicked)  # as map_panel.js does for an outage under the pointer
    page.wait_for_selector('.action-form [role=treeitem][aria-selected="true"] >> text=旋坨3支线熔断器')
    assert sent(page, centre) == ("merge", {"into": "20261124422826O000003", "reason": "同一故障"})


def test_meters_are_chosen_under_their_transformers(desk):
    page, centre = desk([outage(1)])
    page.locator("#outage-1").click()
    page.locator("#action-split").click()
    page.select_option(".action-form select", "meters")
    page.wait_for_selector(".action-form [role=treeitem] >> text=TR-2")
    page.locator(".action-form [role=treeitem] >> text=TR-1").click()
    page.locator(".action-form [role=treeitem] >> text=向**").click()
    page.locator(".action-form [role=treeitem] >> text=SM001").click()  # and taken back
    page.wait_for_selector(".action-form >> text=已选 2 块")
    assert sent(page, centre) == ("split", {"service_points": ["SM002", "SM004"], "reason": "同一故障"})


def test_planned_work_speaks_as_planned_work(desk):
    plan = {
        "number": "20261124422826P000007", "rev": 3, "title": "更换断路器", "reason": "清理树障", "status": "IN_PROGRESS",
        "planned_start_at": soon(-30), "planned_end_at": soon(60),
        "verbs": [{"verb": "restore", "path": "restore", "label": "工作结束，已送电", "done": "", "key": "",
                   "primary": True, "danger": False, "form": []}],
    }  # fmt: skip
    assert "restore" in PLAN.by_name
    page, _ = desk([outage(1, **PLANNED), outage(2)], more={"plan": plan})
    page.locator("#outage-1").click()
    page.wait_for_selector(".detail >> text=更换断路器")
    card = page.inner_text(".detail")
    for word in ("研判设备", "把握", "原因不明", "暂无工单", "拆分", "撤销：并未停电", "送电预计"):
        assert word not in card
    for word in ("清理树障", "计划送电", "部分用户已复电", "工作结束，已送电", "未开工"):
        assert word in card
    assert page.complaints == []
    page.locator(".detail >> text=更换断路器").click()
    page.wait_for_function("() => location.search.includes('p=20261124422826P000007')")


def test_faults_stand_before_planned_work_whatever_its_size(desk):
    page, _ = desk(
        [outage(1, **PLANNED, customers_out=900, customers_total=900), outage(2), outage(3, centre="来凤县")]
    )
    names = page.locator(".outage-row .row-title").all_inner_texts()
    assert names[-1] == "旋坨1支线熔断器" and len(names) == 3
    assert page.locator(".list-heading.sort").count() == 2


def test_names_without_an_english_form_are_written_in_latin_letters(browser, live_server, client):
    client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
    page = open_desk(browser)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    DarkCentre(
        page,
        [outage(1, crew={"id": 1, "name": "丁寨 01 班", "eta_at": None}, order_status="EN_ROUTE", lead_order="F1")],
    )
    page.goto(f"{live_server.url}/outages/?lang=en")
    page.wait_for_selector(".outage-row >> text=Xuantuo Branch 1 Fuse")
    page.locator(".outage-row").click()
    page.wait_for_selector(".detail >> text=Dingzhai Crew 01")
    assert "10kV Dingzhai Line 1" in page.inner_text(".detail") and page.complaints == []
