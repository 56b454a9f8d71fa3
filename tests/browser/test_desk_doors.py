"""What the API can do has a button on the board, and the board says who is meant: split, the customer's link, who goes, made-up places."""

from typing import Any

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .desk import CommandCentre, alarm, crew, open_desk, order
from .phones import soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CREW_NEWS = {"number": "20261123422826F000007", "status": "EN_ROUTE", "words": "师傅正在赶来。", "crew": "丁寨 01 班"}
CREW_NEWS |= {"unit": "丁寨供电所", "eta_at": soon(12), "minutes": 12}


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(orders, **state)`` → the board and the command centre behind it."""

    def sit_down(orders: list[dict[str, Any]], **state: Any):
        client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
        page = open_desk(browser)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = CommandCentre(page, orders)
        for name, value in state.items():
            setattr(centre, name, value)
        page.goto(live_server.url)
        page.wait_for_selector(".row")
        return page, centre

    return sit_down


def record(**changes: Any) -> dict[str, Any]:
    told = {"source": "HOTLINE_95598", "urge": False, "description": "没电", "warnings": []}
    first = {"id": 1, "received_at": soon(-9), **told}
    return {
        "description": "没电",
        "tracking_link": "live",
        "outage": None,
        "reports": [first],
        "followers": [],
    } | changes


FOLLOWER = {"number": "20261123422826F000044", "reported_at": soon(-5), "place": "旋坨村九组", "title": "电杆歪了"}
URGE = {"id": 77, "source": "APP", "received_at": soon(-3), "urge": True, "description": "还有焦味", "warnings": []}


def split_off(page, part: str) -> None:
    page.click("#action-split")
    page.select_option(".action-form select[name=part]", part)
    page.fill(".action-form input[name=reason]", "两件事")
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form", state="detached")


def test_a_follower_or_a_call_is_split_off_from_the_board(desk):
    number = order(1)["number"]
    page, centre = desk(
        [order(1)], records={number: record(followers=[FOLLOWER], reports=[*record()["reports"], URGE])}
    )
    page.click("#order-1")
    page.wait_for_selector("#action-split")
    page.click("#action-split")
    assert "旋坨村九组 · 电杆歪了" in page.inner_text(".action-form select[name=part]")
    page.fill(".action-form input[name=reason]", "两件事")
    page.click(".action-form .primary")
    assert centre.commands == [], "nothing is split off before it is chosen"
    page.keyboard.press("Escape")
    split_off(page, FOLLOWER["number"])
    assert (centre.split, centre.commands[-1][1]) == (FOLLOWER["number"], {"reason": "两件事"})
    split_off(page, "77")
    assert (centre.split, centre.commands[-1][1]) == (number, {"reason": "两件事", "report": 77})


def test_an_order_that_nobody_joined_cannot_be_split(desk):
    page, _ = desk([order(1)], records={order(1)["number"]: record()})
    page.click("#order-1")
    page.wait_for_selector("#action-merge")
    assert page.locator("#action-split").count() == 0


def test_the_customers_link_is_renewed_and_stopped_after_a_question(desk):
    page, centre = desk([order(1)], records={order(1)["number"]: record()})
    page.click("#order-1")
    page.click(".facts >> text=停用")
    assert centre.commands == []
    centre.records[order(1)["number"]] = record(tracking_link="revoked")
    page.click(".facts .reveal >> text=停用链接")
    page.wait_for_selector(".facts >> text=已停用")
    page.click(".facts >> text=重新生成")
    page.click(".facts .reveal .chip >> text=重新生成")
    page.wait_for_selector(".notice >> text=/新的客户链接已复制|renew/")
    assert [verb for verb, _, _ in centre.commands] == ["revoke", "renew"]


def test_made_up_positions_stand_on_the_card_of_the_crew(desk):
    waiting = order(1, status="ACCEPTED", crew={"id": 1, "name": "丁寨 01 班", "eta_at": soon(5)})
    help_wanted = alarm(1, "crew_sos", about=crew(1), grade=1)
    told = {"leader": {"name": "向建军", "phone": "+8619900001051"}, "mock_fixes": 3}
    page, _ = desk([waiting], alarms=[help_wanted], records={"1": told})
    page.click(".alarm-line .alarm-text")
    page.wait_for_selector(".crew-card >> text=模拟定位：24 小时内 3 次")
    assert "+8619900001051" in page.inner_text(".crew-card")


def test_the_form_and_the_answer_name_the_crew_that_is_on_its_way(desk):
    known = {"words": CREW_NEWS["words"], "supply": None, "outage": None, "order": CREW_NEWS, "places": []}
    filed = {"number": CREW_NEWS["number"], "urged": True, "crew": CREW_NEWS}
    page, _ = desk([order(1)], known=known, filed=filed)
    page.keyboard.press("b")
    page.fill("textarea", "还没有电")
    page.fill("dialog input[name=phone]", "19900005612")
    page.wait_for_selector(".known >> text=丁寨 01 班 · 在途")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice >> text=丁寨 01 班 · 在途")


def test_a_row_that_left_is_not_counted(desk):
    page, centre = desk([order(1), order(2)])
    page.click("#order-1")
    centre.push({"kind": "order", "id": 1, "rev": 2, "gone": True})
    page.wait_for_selector("#order-1.gone")
    page.wait_for_selector(".filters-count >> text=1 件")
    assert page.inner_text(".tab:has-text('全部') .count") == "1"


def test_averages_of_a_demo_say_its_pace(desk):
    kpis = {"arrival_minutes": 3.9, "repair_minutes": 12, "pace": 5, "orders_today": 4, "accept_in_time_percent": 100}
    page, _ = desk([order(1)], kpis=kpis)
    for label in ("平均到场", "平均修复"):
        assert "演示 5×" in page.inner_text(f".kpi:has-text('{label}')")
    assert "演示" not in page.inner_text(".kpi:has-text('接单及时率')")


def test_what_a_crew_says_of_a_suspended_order_is_an_alarm_and_its_clock_is_none(desk):
    paused = order(1, status="SUSPENDED", attention="late_word")
    alarms = [alarm(1, "late_word", about=paused), alarm(2, "near:ARRIVE", about=paused, grade=3)]
    page, _ = desk([paused], alarms=alarms)
    page.wait_for_selector(".alarm-line >> text=班组有迟到的报告")
    assert page.locator(".alarm-line").count() == 1 and "临近时限" not in page.inner_text(".alarm-line")
