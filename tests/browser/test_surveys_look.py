"""How did we do, in a real browser: the figures at the desk and their rows, and the page that the customer answers on."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from customers.models import Message
from tests.connections.cases import make_case
from tests.grid import make_held_order
from workorders.models import Survey, WorkOrder
from workorders.surveys import services

from .phones import too_wide
from .test_accessibility import grave
from .test_order_list import SIZES, mei, page, province  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = ".order-table tbody tr"
SAID = [
    ("SATISFIED", "师傅来得快，态度好"), ("SATISFIED", ""), ("FAIR", "等了两个小时才有人来，来了以后十分钟就修好了"),
    ("UNSATISFIED", "说好下午来，没人来也没电话"), ("", ""), ("", ""),
]  # fmt: skip


def look(page: Any, name: str) -> None:  # noqa: F811
    """A picture of the window, where somebody asked for one."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")


@pytest.fixture
def asked(province, monkeypatch) -> list[Survey]:  # noqa: F811
    """Five repairs and a connection: four rated, one question arrived without an answer, one did not arrive."""
    monkeypatch.setattr("customers.messages.services.telling.may_go_at", lambda moment, *args, **more: moment)
    orders = [make_held_order(f"S{n}") for n in range(len(SAID) - 1)] + [make_case("applied")]
    ids = [order.pk for order in orders]
    WorkOrder.objects.filter(pk__in=ids).update(status="ARCHIVED", closed_at=now())
    for pk in ids:
        services.ask(order_ids=[pk], at=now() - timedelta(hours=3))
    rows = list(Survey.objects.order_by("pk"))
    assert len(rows) == len(SAID)
    for row, (said, comment) in zip(rows, SAID, strict=True):
        if said:
            services.answer(survey_id=row.pk, satisfaction=said, comment=comment, by="LINK", at=now())
    Message.objects.filter(kind="SURVEY", subject_id=rows[4].order_id).update(delivered_at=now())
    return list(Survey.objects.select_related("matter").order_by("pk"))


def cell(page: Any, group: str, what: str) -> Any:  # noqa: F811
    return page.locator(f".survey-number[aria-label^='{group} · {what}:']")


def test_a_number_opens_its_rows_and_a_low_answer_says_who_follows_it_up(page, asked):  # noqa: F811
    page.goto(f"{page.home}/messages/?list=surveys")
    page.wait_for_selector(f"{ROWS} >> nth=5")
    assert page.inner_text(".survey-total td:nth-of-type(4)") == "83.33 %", "five of six were reached"
    assert page.inner_text(".survey-total td:last-child") == "75 %", "three of the four who rated"
    cell(page, "全部", "不满意").click()
    page.wait_for_selector(f"{ROWS} >> nth=1", state="detached")
    page.click(f"{ROWS} .row-link")
    page.wait_for_selector(".detail >> text=说好下午来")
    page.wait_for_selector(f".detail >> text={asked[3].matter.number}")
    page.reload()
    page.wait_for_selector(ROWS)
    assert page.locator(ROWS).count() == 1, "the question stands in the address"
    page.select_option(".survey-choices select >> nth=1", "unit")
    cell(page, "丁寨供电所", "未送达").click()
    page.wait_for_selector(f"{ROWS} >> text=未送达")
    page.keyboard.press("7")
    page.wait_for_selector(".survey-figures", state="detached")


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_figures_fit_every_window_in_both_languages(page, asked, theme, language):  # noqa: F811
    page.goto(f"{page.home}/messages/?list=surveys&column=unsatisfied&lang={language}&theme={theme}")
    page.wait_for_selector(ROWS)
    for case in ("list", "opened"):
        assert grave(page) == []
        assert too_wide(page, SIZES) == []
        for size in SIZES:
            page.set_viewport_size(size)
            look(page, f"surveys-{case}-{theme}-{size['width']}")
            board = page.locator(".survey-scroll")
            assert board.evaluate("each => each.scrollWidth - each.clientWidth") <= 0, "no figure lies outside"
        page.click(f"{ROWS} .row-link")
        page.wait_for_selector(".detail .facts")


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_customer_answers_on_a_page_that_fits_their_phone(page, asked, theme, language):  # noqa: F811
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.home}])
    page.goto(f"{page.home}/survey/{services.token_of(asked[4].nonce)}/?lang={language}")
    for case in ("asked", "answered", "refused"):
        assert grave(page) == []
        assert too_wide(page, SIZES) == []
        for size in SIZES:
            page.set_viewport_size(size)
            look(page, f"survey-page-{case}-{theme}-{size['width']}")
        if case == "asked":
            page.click("button[value=UNSATISFIED]")
        if case == "answered":
            page.click("button[name=never]")
    row = Survey.objects.get(pk=asked[4].pk)
    assert row.matter is not None and row.refused_at is not None
