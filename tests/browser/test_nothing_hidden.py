"""Screens that tell what they know and no more: figures, filters, loading, a blocked socket, a sign-in that ends."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.people import PASSWORD, give_password

from .dark import DarkCentre, outage
from .desk import CommandCentre, alarm, open_desk, order
from .phones import soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNED_OUT = {"status": 401, "json": {"code": "not_authenticated", "title": "", "detail": "登录已结束"}}


@pytest.fixture
def lin(client):
    person = User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER)
    give_password(person)  # before the session: a new password ends those that are there
    client.force_login(person)
    return person


@pytest.fixture
def page(browser, live_server, client, lin):
    page = open_desk(browser)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.home = live_server.url
    return page


def figure(page, label):
    return page.inner_text(f".kpi:has-text('{label}') .figure")


def test_a_figure_its_tab_and_its_list_are_one_number(page):
    CommandCentre(page, [order(1, status="ACCEPTED"), order(2, status="EN_ROUTE"), order(3, due_in=-5)])
    page.goto(page.home)
    page.wait_for_selector(".row")
    assert figure(page, "在途") == "2" == page.inner_text(".tab:has-text('在途') .count")
    assert figure(page, "待派") == "1" == page.inner_text(".tab:has-text('待派') .count")
    page.click(".kpi:has-text('超时')")
    assert figure(page, "超时") == "1" and page.locator(".row").count() == 1


def test_the_first_picture_of_a_full_board_is_no_all_clear(page):
    page.add_init_script(
        """window.seen = [];
        const look = () => document.querySelectorAll('.empty').forEach((one) => window.seen.push(one.textContent));
        addEventListener('DOMContentLoaded', () => new MutationObserver(look).observe(document.body, {childList: true, subtree: true}));"""
    )
    card = order(1, attention="no_crew", grade=1)
    CommandCentre(page, [card]).alarms = [alarm(1, "no_crew", about=card)]
    page.goto(page.home)
    page.wait_for_selector(".row")
    page.wait_for_selector(".alarm-line")
    assert [text for text in page.evaluate("() => window.seen") if "选择工单" not in text] == []


def test_escape_in_the_search_of_the_outages_takes_the_filter_away(page):
    DarkCentre(page, [outage(1), outage(2, feeder={"code": "F2", "name": "10kV尖山线"})])
    page.goto(f"{page.home}/outages/")
    page.wait_for_selector(".outage-row >> nth=1")
    page.fill("#search", "尖山")
    page.wait_for_selector(".filters >> text=尖山")
    assert page.locator(".outage-row").count() == 1
    page.keyboard.press("p")
    page.press("#search", "Escape")
    page.wait_for_selector(".filters >> text=尖山", state="detached")
    assert page.input_value("#search") == ""
    page.wait_for_selector(".outage-row >> nth=1")


def test_a_blocked_socket_is_read_by_http_and_says_so(page):
    page.clock.install()
    centre = CommandCentre(page, [order(1)])
    page.route_web_socket("**/ws/console/**", lambda socket: socket.close(code=1011))
    page.goto(page.home)
    page.wait_for_selector(".skeleton")
    page.clock.run_for(11_000)
    page.wait_for_selector(".row")
    assert "没有实时连接" in page.inner_text(".banner")
    centre.orders.append(order(2))
    page.clock.run_for(16_000)
    page.wait_for_selector("#order-2")


def test_a_sign_in_that_ends_soon_is_announced(page):
    centre = CommandCentre(page, [order(1)])
    centre.me["json"]["session_ends_at"] = soon(14)
    page.goto(page.home)
    page.wait_for_selector(".banner >> text=登录将于")


def test_an_ended_sign_in_is_renewed_on_the_page_and_nothing_typed_is_lost(page):
    centre = CommandCentre(page, [order(1)])
    page.goto(page.home)
    page.wait_for_selector(".row")
    page.keyboard.press("b")
    page.fill("textarea", "电线杆倒了")
    page.context.clear_cookies(name="sessionid")
    centre.denied = SIGNED_OUT
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog >> text=登录已到期")
    assert page.input_value("dialog input[name=username]") == "lin"
    page.fill("input[type=password]", "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog .problem >> text=密码不正确")
    centre.denied = None
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("input[type=password]", state="detached")
    assert page.input_value("textarea") == "电线杆倒了"
    assert any(cookie["name"] == "sessionid" for cookie in page.context.cookies())


def test_a_page_of_another_person_comes_up_anew_with_the_draft(page):
    centre = CommandCentre(page, [order(1)])
    page.goto(page.home)
    page.wait_for_selector(".row")
    page.keyboard.press("b")
    page.fill("textarea", "电线杆倒了")
    centre.denied = {"status": 409, "json": {"code": "someone_else_signed_in", "title": "", "detail": ""}}
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.wait_for_selector(".row")
    page.keyboard.press("b")
    assert page.input_value("textarea") == "电线杆倒了"


ROUND = {"id": 1, "at": soon(-2), "population": 26, "asked": 26, "finished_at": None, "passed": None}
ASKED = {"important": False, "answer": "WAITING", "answered_at": None, "customer_number": "42", "name": "冉**"}


def test_a_round_without_answers_cannot_be_finished_as_darkness(page):
    dark = DarkCentre(page, [outage(1, status="RESTORED", customers_out=0, restored_at=soon(-3))])
    people = [ASKED | {"meter_number": f"SM{n}", "phone": "138****5612", "address": f"旋坨村{n}组"} for n in range(26)]
    dark.more = {"verification": {"rounds": [ROUND | {"waiting": 26, "on": 0, "off": 0}], "answers": people}}
    page.goto(f"{page.home}/outages/?o={outage(1)['number']}")
    page.wait_for_selector("#action-verify[disabled]")
    assert "旋坨村3组" in page.inner_text(".asked") and "还需 25 户" in page.inner_text(".check-end")
    page.click("text=按未核实结束")
    page.wait_for_selector("text=无人应答 26 户：视为未核实。")
    assert dark.commands == []
    page.click(".sure >> text=返回")
    page.click("text=其余 26 户均有电")
    page.click(".sure .primary")
    page.wait_for_function("() => !document.querySelector('.sure')")
    verb, body, _ = dark.commands[0]
    assert verb == "answer" and len(body["answers"]) == 26
