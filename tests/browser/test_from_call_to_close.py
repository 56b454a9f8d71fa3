"""The main job, on real processes: a call reaches the nearest crew's phone, and desk and customer see every step live."""

import pytest

from tests.faults.engines import Stack, url_of_test_database
from tests.grid import make_province
from tests.people import make_cast

from .desk import open_desk
from .phones import open_phone
from .real import call_95598, sign_in
from .test_phone_pages_look import MAIN_ACTION, fill_in_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
]
HERE = {"latitude": 29.672, "longitude": 109.141}
PATIENCE_MS = 45_000


@pytest.fixture
def cast(transactional_db):
    return make_cast(make_province())


@pytest.fixture
def stack(cast, tmp_path):
    stack = Stack(tmp_path / "engines.log", url_of_test_database())
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
def phone(browser, stack, cast):
    """omar's phone, standing in Xuantuo."""
    page = open_phone(browser, geolocation=HERE, permissions=["geolocation"])
    page.set_default_timeout(PATIENCE_MS)
    sign_in(page, cast.omar, stack)
    page.goto(f"{stack.url}/crew/")
    page.wait_for_selector(".resting")
    return page


STEPS = ["ACCEPTED", "EN_ROUTE", "ON_SITE", "REPAIRING", "RESTORED"]
STEPS_DONE = "(n) => document.querySelectorAll('.progress li[data-state=done]').length === n"


def work_through(phone, watch):
    """Every button of the job in turn; ``watch(status)`` sees the other screens follow."""

    def reached(status):
        watch(status)
        phone.wait_for_function(STEPS_DONE, arg=STEPS.index(status) + 1)  # confirmed by the server, not only tapped

    phone.click(f".offer {MAIN_ACTION}")
    reached("ACCEPTED")
    for status in ("EN_ROUTE", "ON_SITE"):
        phone.click(f".job {MAIN_ACTION}")
        reached(status)
    phone.click(f".job {MAIN_ACTION}")
    phone.fill("input[name=permit_number]", "QX-0719")
    phone.click(MAIN_ACTION)
    reached("REPAIRING")
    phone.click(f".job {MAIN_ACTION}")
    reached("RESTORED")
    phone.click(f".job {MAIN_ACTION}")
    fill_in_report(phone)
    phone.click(MAIN_ACTION)
    watch("REPLIED")


ON_THE_DESK = {
    "ACCEPTED": "已接单",
    "EN_ROUTE": "在途",
    "ON_SITE": "现场",
    "REPAIRING": "抢修中",
    "RESTORED": "已复电",
    "REPLIED": "待审核",
}


def test_a_dispatcher_sees_a_call_travel_to_a_crew_and_close(browser, stack, cast, phone):
    desk = open_desk(browser)
    desk.set_default_timeout(PATIENCE_MS)
    sign_in(desk, cast.mei, stack)
    desk.goto(stack.url)
    desk.wait_for_selector("text=实时")
    number = call_95598(stack, cast.agent)["number"]
    desk.wait_for_selector(".row >> text=旋坨村三组")
    desk.wait_for_selector(".row >> text=丁寨 01 班")
    work_through(phone, lambda status: desk.wait_for_selector(f".row >> text={ON_THE_DESK[status]}"))
    close_at_the_desk(desk, number)
    desk.wait_for_selector(".row", state="detached")
    assert desk.complaints == []


def close_at_the_desk(desk, number):
    """Review and callback through the API with the desk's own session, as its buttons do."""
    for verb, body in (
        ("review", {"passed": True, "comment": ""}),
        ("callback", {"satisfaction": "SATISFIED", "comment": ""}),
    ):
        status = desk.evaluate(
            """async ([path, body]) => {
              const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
              const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
              return (await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).status;
            }""",
            [f"/api/v1/work-orders/{number}/{verb}/", body],
        )
        assert status == 200


FOR_THE_CUSTOMER = {
    "ACCEPTED": "师傅已接单",
    "EN_ROUTE": "师傅正在赶来",
    "ON_SITE": "师傅已到现场",
    "REPAIRING": "正在抢修",
    "RESTORED": "已恢复供电",
    "REPLIED": "已恢复供电",
}


def test_the_customers_link_shows_the_same_and_asks_for_a_rating(browser, stack, cast, phone):
    link = call_95598(stack, cast.agent)["tracking_url"]
    customer = open_phone(browser)
    customer.set_default_timeout(PATIENCE_MS)
    customer.goto(link)
    work_through(phone, lambda status: customer.wait_for_selector(f".hero-state >> text={FOR_THE_CUSTOMER[status]}"))
    assert "冉启明" not in customer.content()
    assert "19900005612" not in customer.content()
    customer.wait_for_selector("text=您的评价")
    assert customer.complaints == []
