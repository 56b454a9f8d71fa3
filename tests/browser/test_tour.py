"""The guided tour of the board: nothing is in its way, each card rings what it speaks of, and a reload goes on where one was."""

import pytest
from playwright.sync_api import expect

from .desk import order, press_in_one_frame
from .phones import too_wide
from .test_accessibility import grave
from .test_undo_and_palette import desk  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}]


def test_the_tour_is_gone_through_with_the_keyboard_while_the_board_is_worked_on(desk):  # noqa: F811
    page, _centre = desk([order(1), order(2)], "/?tour")
    card = page.locator(".tour-card")
    expect(card).to_contain_text("第1步")
    assert page.locator("[data-tour]").get_attribute("class") == "kpis"
    page.keyboard.press("PageDown")
    page.keyboard.press("j")
    expect(card.locator(".tour-done")).to_be_visible()
    assert page.locator("[data-tour]").get_attribute("class") == "queue"
    assert page.locator("[data-tour]").count() == 1
    page.reload()
    expect(card).to_contain_text("第2步")
    press_in_one_frame(page, *["PageDown"] * 12)
    expect(card).to_have_count(0)
    assert "tour" not in page.url and page.complaints == [], "it ends with the last card, however fast one is"


def test_a_key_is_heard_from_the_moment_the_card_is_there(desk):  # noqa: F811
    page, _centre = desk([order(1)])
    page.add_init_script("""new MutationObserver((_changes, watch) => {
      if (!document.querySelector(".tour-card")) return;
      watch.disconnect();
      dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown" }));
    }).observe(document, { childList: true, subtree: true })""")
    page.goto(page.url.split("?")[0] + "?tour")
    expect(page.locator(".tour-card")).to_contain_text("第2步")


@pytest.mark.parametrize(("theme", "language"), [("dark", "zh-hans"), ("light", "en")])
def test_its_card_fits_and_is_left_at_once(desk, theme, language):  # noqa: F811
    page, _centre = desk([order(1)], f"/?tour=5&theme={theme}&lang={language}")
    page.wait_for_selector(".tour-card")
    assert grave(page) == [] and too_wide(page, SIZES) == []
    page.locator(".tour-card button").last.click()
    expect(page.locator(".tour-card")).to_have_count(0)
    assert page.locator("[data-tour]").count() == 0


def test_nobody_is_led_who_did_not_ask(desk):  # noqa: F811
    page, _centre = desk([order(1)])
    assert page.locator(".tour-card").count() == 0
