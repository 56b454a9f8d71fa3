"""A matter from the call to the unit in a real browser, in front of the real API: nothing typed is lost, the row follows."""

import pytest

from workorders.models import WorkOrder

from .test_order_list import ROWS, mei, page, province  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DIALOG = "dialog .report"


def take_down(page, words="计划停电没有通知", **more):  # noqa: F811
    page.wait_for_selector(".list-tools")
    page.keyboard.press("c")
    page.wait_for_selector(DIALOG)
    page.select_option(f"{DIALOG} [name=kind]", "OPINION")
    page.select_option(f"{DIALOG} [name=sub_kind]", "OUTAGE")
    page.fill(f"{DIALOG} [name=description]", words)
    for name, value in more.items():
        page.fill(f"{DIALOG} [name={name}]", value)


def test_a_matter_is_taken_down_given_to_a_unit_and_its_row_follows(page):  # noqa: F811
    page.goto(f"{page.home}/orders/")
    take_down(page, name="路人", phone="13800135699")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".detail >> text=意见建议 · 停电")
    order = WorkOrder.objects.get()
    assert page.locator(".order-table tbody .row-link").all_inner_texts() == [order.number]
    assert "意见答复" in page.inner_text(".limits"), "its clock has a word"
    page.click("#action-give")
    page.select_option(".action-form [name=unit]", "422826T01")
    page.fill(".action-form [name=reason]", "请今天答复")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{ROWS} >> text=已派发，待接单")
    page.wait_for_selector(".facts >> text=丁寨供电所")
    assert page.locator("#action-give").count() == 0, "what can no longer be done has no button"


def test_what_was_typed_is_there_after_escape_and_reload(page):  # noqa: F811
    page.goto(f"{page.home}/orders/")
    take_down(page, words="晚上电压低")
    page.keyboard.press("Escape")
    page.wait_for_selector(DIALOG, state="detached")
    page.reload()
    page.wait_for_selector(".list-tools")
    page.keyboard.press("c")
    assert page.input_value(f"{DIALOG} [name=description]") == "晚上电压低"


def test_what_is_missing_is_said_at_its_field(page):  # noqa: F811
    page.goto(f"{page.home}/orders/")
    take_down(page, about="20990101000000F000001")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"{DIALOG} label:has([name=about]) .field-error >> text=没有该编号的工单")
    assert not WorkOrder.objects.exists()
    page.complaints.clear()  # the refused answer is in the browser's log
