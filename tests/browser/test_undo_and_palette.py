"""The last step is taken back by one key while its process has a way back; and anything is found by Ctrl+K."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .desk import CommandCentre, open_desk, order
from .test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RECALL = {"path": "recall", "body": {}, "done": "派单已收回，正在另找班组。", "seconds": 10}


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(orders)`` → the board and the command centre behind it."""

    def sit_down(orders: list[dict[str, Any]], path: str = "/", **options: Any) -> tuple[Page, CommandCentre]:
        client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
        page = open_desk(browser, **options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = CommandCentre(page, orders)
        page.goto(live_server.url + path)
        page.wait_for_selector(".row")
        return page, centre

    return sit_down


def dispatch(page: Page) -> None:
    page.keyboard.press("j")
    page.wait_for_selector(".candidate")
    page.keyboard.press("Enter")


def verbs(centre: CommandCentre) -> list[str]:
    return [verb for verb, _, _ in centre.commands]


def test_what_the_server_says_can_be_taken_back_is_taken_back_by_one_key(desk):
    page, centre = desk([order(1)])
    centre.undo = {"assign": RECALL}
    dispatch(page)
    bar = page.locator(".notice.undo")
    expect(bar).to_contain_text("已派给丁寨 01 班")
    page.keyboard.press("Control+z")
    expect(page.locator(".notice").first).to_have_text(RECALL["done"])
    expect(bar).to_have_count(0)
    page.keyboard.press("Control+z")
    assert verbs(centre) == ["assign", "recall"] and page.complaints == []


def test_what_has_no_way_back_is_not_offered(desk):
    page, centre = desk([order(1)])
    dispatch(page)
    expect(page.locator(".notice").first).to_contain_text("已派给丁寨 01 班")
    page.keyboard.press("Control+z")
    expect(page.locator(".notice.undo")).to_have_count(0)
    assert verbs(centre) == ["assign"]


def test_the_offer_ends_after_its_seconds(desk):
    page, centre = desk([order(1)])
    centre.undo = {"assign": RECALL | {"seconds": 1}}
    dispatch(page)
    expect(page.locator(".notice.undo")).to_be_visible()
    expect(page.locator(".notice.undo")).to_have_count(0)
    page.keyboard.press("Control+z")
    assert verbs(centre) == ["assign"]


def test_words_in_a_field_keep_the_fields_own_key(desk):
    page, centre = desk([order(1)])
    centre.undo = {"assign": RECALL}
    dispatch(page)
    expect(page.locator(".notice.undo")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.type("x")
    page.keyboard.press("Control+z")
    expect(page.locator(".notice.undo")).to_be_visible()
    assert verbs(centre) == ["assign"]


def find(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="查找")).to_be_focused()
    page.keyboard.type(text)


def test_an_order_is_chosen_by_the_end_of_its_number(desk):
    page, _ = desk([order(1), order(2)])
    page.keyboard.press("k")  # the steps of the chosen order do not come before the number of another one
    page.wait_for_selector(".actions")
    find(page, "F00000")
    expect(page.locator(".palette [role=option]").first).to_contain_text("工单")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator(".detail-number")).to_contain_text("F000002")
    assert page.complaints == []


def test_a_step_of_the_chosen_order_and_a_screen_are_found_by_their_names(desk):
    page, _ = desk([order(1)])
    page.keyboard.press("j")
    page.wait_for_selector(".actions")
    find(page, "挂起")
    page.keyboard.press("Enter")
    expect(page.locator(".action-form")).to_contain_text("挂起")
    page.keyboard.press("Escape")
    find(page, "班组")
    page.get_by_role("option", name="页面 班组").wait_for()


def test_a_crew_leads_to_its_line_on_the_shift_desk(desk):
    page, _ = desk([order(1)])
    find(page, "丁寨 02")
    page.keyboard.press("Enter")
    page.wait_for_url("**/crews/?crew=2")


def test_a_customer_is_looked_for_when_asked_and_not_with_every_letter(desk):
    page, centre = desk([order(1)])
    centre.customers = [{"customer_number": "4228260001", "name": "冉**", "phone": "138****5612", "address": "旋坨村"}]
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/customers/" in request.url else None)
    find(page, "冉小明")
    expect(page.locator(".palette [role=option]")).to_have_count(1)
    assert asked == []
    page.keyboard.press("Enter")
    expect(page.locator(".palette [role=option]").first).to_contain_text("138****5612")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orders/?customer_number=4228260001")
    assert len(asked) == 1


@pytest.mark.parametrize("look", ["lang=zh-hans&theme=light", "lang=en&theme=dark"])
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_the_palette_is_for_everybody(desk, look, size):
    page, _ = desk([order(1)], f"/?{look}", width=size[0], height=size[1])
    page.keyboard.press("Control+k")
    page.keyboard.type("0")
    page.wait_for_selector(".palette [role=option]")
    assert grave(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_have_count(0)


LOOKING = {"type": "looking", "order": 1, "person": 7, "name": "王芳", "lasts": 30}


def test_a_colleague_who_has_the_order_open_is_named_until_they_leave(desk):
    page, centre = desk([order(1), order(2)])
    page.keyboard.press("j")
    expect(page.locator(".detail-number")).to_contain_text("F000001")
    centre.send(LOOKING)
    expect(page.locator(".detail .looker")).to_have_text("王芳 正在处理")
    expect(page.locator(".row.selected .looker-mark")).to_have_text("王")
    centre.send(LOOKING | {"lasts": 0})
    expect(page.locator(".looker, .looker-mark")).to_have_count(0)
    assert page.complaints == []


def test_the_board_says_which_order_is_open_once_one_rests_on_it(desk):
    page, centre = desk([order(1), order(2)])
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".detail-number")).to_contain_text("F000002")
    while not any(said["order"] for said in centre.heard):
        page.evaluate("() => new Promise(requestAnimationFrame)")
    assert [said["order"] for said in centre.heard if said["order"]] == [2]


def test_the_top_bar_fits_in_english_too(desk):
    page, _ = desk([order(1)], "/?lang=en")
    assert page.evaluate("() => document.querySelector('.user-button').getBoundingClientRect().right <= innerWidth")
