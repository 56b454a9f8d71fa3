"""What a person typed or chose is never lost or mis-told: drafts, the report of a call, orders that change or end under a form."""

from typing import Any

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .desk import CommandCentre, candidate, open_desk, order
from .phones import soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUSTOMER = {
    "customer_number": "4228260719",
    "meter_number": "SM1",
    "name": "冉**",
    "phone": "138****5612",
    "address": "旋坨村***",
    "unit": "丁寨供电所",
    "flags": [],
    "service_point_id": 7,
}


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(orders)`` → the board and the command centre behind it, which knows one customer."""

    def sit_down(orders: list[dict[str, Any]]):
        client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
        page = open_desk(browser)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = CommandCentre(page, orders)
        centre.customers = [CUSTOMER]
        page.goto(live_server.url)
        page.wait_for_selector(".row")
        return page, centre

    return sit_down


def test_enter_in_the_customer_search_chooses_and_never_files(desk):
    page, centre = desk([order(1)])
    page.keyboard.press("b")
    page.fill("textarea", "进户线冒火花")
    page.fill("#report-customer", "4228260719")
    page.keyboard.press("Enter")  # before the answer has come: the one match is meant
    page.wait_for_selector(".picked >> text=冉**")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert centre.commands == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog", state="detached")
    assert centre.commands[0][:1] == ("fault-reports",)
    assert centre.commands[0][1]["customer_number"] == "4228260719"


def test_the_arrows_walk_the_customers_and_escape_closes_only_the_list(desk):
    page, centre = desk([order(1)])
    centre.customers = [CUSTOMER, CUSTOMER | {"service_point_id": 8, "customer_number": "4228260720", "name": "向**"}]
    page.keyboard.press("b")
    page.fill("#report-customer", "丁寨")
    page.wait_for_selector(".found li >> nth=1")
    page.keyboard.press("Escape")
    page.wait_for_selector(".found", state="detached")
    assert page.locator("dialog[open]").count() == 1
    page.fill("#report-customer", "丁寨 1")
    page.wait_for_selector(".found li >> nth=1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".picked >> text=向**")


def test_enter_in_any_field_of_one_line_goes_on_to_the_next(desk):
    page, centre = desk([order(1)])
    page.keyboard.press("b")
    page.fill("textarea", "没电")
    page.fill("dialog input[name=name]", "冉启明")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "phone"
    assert centre.commands == [] and page.locator("dialog[open]").count() == 1


def test_a_report_survives_escape_and_a_reload(desk):
    page, _ = desk([order(1)])
    page.keyboard.press("b")
    page.fill("textarea", "电线杆倒了")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.reload()
    page.wait_for_selector(".row")
    page.keyboard.press("b")
    assert page.input_value("textarea") == "电线杆倒了"
    assert "草稿已保留" in page.inner_text("dialog header")


def test_a_report_without_an_answer_is_the_same_report_after_a_reload(desk):
    page, centre = desk([order(1)])
    centre.silent = True
    page.keyboard.press("b")
    page.fill("textarea", "电线杆倒了")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog .problem")
    page.reload()
    centre.silent = False
    page.wait_for_selector(".row")
    page.keyboard.press("b")
    page.wait_for_function("() => document.querySelector('dialog textarea')?.value === '电线杆倒了'")
    page.locator("textarea").press("Control+Enter")
    page.wait_for_selector("dialog", state="detached")
    keys = {key for _, _, key in centre.commands}
    assert len(centre.commands) == 2 and len(keys) == 1


def test_a_note_waits_for_its_own_order(desk):
    page, _ = desk([order(1, due_in=10), order(2, due_in=20)])
    page.click("#order-1")
    page.fill("#note-text", "客户有孕妇")
    page.click("#order-2")
    page.wait_for_selector(".detail >> text=熔断 2")
    assert page.input_value("#note-text") == ""
    page.click("#order-1")
    page.wait_for_selector(".detail >> text=熔断 1")
    assert page.input_value("#note-text") == "客户有孕妇"


def test_a_note_without_a_line_says_so_and_goes_out_later(desk):
    page, centre = desk([order(1)])
    centre.silent = True
    page.click("#order-1")
    page.fill("#note-text", "客户有孕妇")
    page.keyboard.press("Enter")
    page.wait_for_selector(".note-problem >> text=恢复后自动发送")
    centre.silent = False
    centre.break_line(page)
    page.wait_for_function("() => document.querySelector('#note-text').value === ''")
    assert {body["text"] for _, body, _ in centre.commands} == {"客户有孕妇"}
    assert len({key for _, _, key in centre.commands}) == 1


def test_words_for_one_order_do_not_open_a_form_on_another(desk):
    page, _ = desk([order(1, due_in=10), order(2, due_in=20)])
    page.click("#order-1")
    page.click("#action-cancel")
    page.fill(".action-form input[name=reason]", "误录")
    page.click("#order-2")
    page.wait_for_selector(".detail >> text=熔断 2")
    assert page.locator(".action-form").count() == 0
    page.click("#order-1")
    assert page.input_value(".action-form input[name=reason]") == "误录"


def test_a_crew_that_accepts_under_the_form_leaves_the_reason_standing(desk):
    page, centre = desk([order(1)])
    page.keyboard.press("j")
    page.wait_for_selector(".candidate")
    page.keyboard.press("2")
    page.fill("#override-reason", "1 班在吃饭")
    taken = {"id": 1, "name": "丁寨 01 班", "eta_at": soon(5)}
    centre.push(order(1, rev=2, status="ACCEPTED", crew=taken))
    page.wait_for_selector(".overtaken >> text=丁寨 01 班 已接单 · 仍要改派给 丁寨 02 班？")
    assert page.input_value(".action-form input[name=reason]") == "1 班在吃饭"
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form", state="detached")
    assert centre.commands[-1][:2] == ("reassign", {"reason": "1 班在吃饭", "crew_id": 2})


def test_after_a_choice_by_hand_nothing_stays_chosen(desk):
    page, centre = desk([order(1)])
    page.keyboard.press("j")
    page.wait_for_selector(".candidate")
    page.keyboard.press("2")
    page.fill("#override-reason", "1 班在吃饭")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice >> text=丁寨 02 班")
    page.wait_for_selector(".assign >> text=已派给丁寨 02 班")
    assert page.locator("#override-reason").count() == 0
    page.click(".detail h2")
    page.keyboard.press("Enter")
    assert len(centre.commands) == 1
    centre.push(order(1, rev=9))  # nobody answered: the first crew is the choice again, not the one of before
    page.wait_for_selector(".assign .primary >> text=丁寨 01 班")


def test_the_choice_follows_the_crew_and_not_its_rank(desk):
    page, centre = desk([order(1)])
    page.keyboard.press("j")
    page.wait_for_selector(".candidate")
    page.keyboard.press("2")
    page.wait_for_selector('.candidate[aria-pressed="true"] >> text=丁寨 02 班')
    centre.candidates = [candidate(2) | {"rank": 1}, candidate(1) | {"rank": 2}]
    centre.push(order(1, rev=2))
    page.wait_for_selector('li:first-child > .candidate[aria-pressed="true"] >> text=丁寨 02 班')


def test_an_order_that_ended_says_how_and_offers_nothing(desk):
    page, centre = desk([order(1)])
    page.click("#order-1")
    page.wait_for_selector(".candidate")
    ended = {
        "old": "PENDING_DISPATCH",
        "new": "CANCELLED",
        "at": soon(),
        "actor": "周正",
        "reason": "cancelled",
        "detail": "误录",
    }
    clocks = [order(1)["clocks"][0] | {"stopped_at": None, "outcome": "VOID"}]
    centre.records[order(1)["number"]] = order(1, status="CANCELLED", clocks=clocks, status_changes=[ended])
    centre.push({"kind": "order", "id": 1, "rev": 2, "gone": True})
    page.wait_for_selector(".left-line >> text=周正 · 误录")
    assert "已撤销" in page.inner_text(".left-line") and "已撤销" in page.inner_text(".detail .chips")
    assert page.locator(".detail .actions, .detail .assign, .detail .limits").count() == 0
