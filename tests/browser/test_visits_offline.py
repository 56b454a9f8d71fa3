"""The grid manager's phone without a network: what is tapped is kept, sent in order and once, with the moment of the tap; and the page opens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Error

from tests.connections.cases import make_case, staff_of
from workorders.kinds.connection.services import appointments
from workorders.kinds.connection.slots import free_slots
from workorders.models import Appointment, FeedPost, WorkOrder

from .phones import open_phone, overflow
from .test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "[data-kept]:not([hidden])"


@pytest.fixture
def phone(browser, live_server, province, settings, tmp_path):
    """The manager's phone before a case that is to be surveyed: ``page.case`` is its address."""
    settings.MEDIA_ROOT, settings.SITE_URL = str(tmp_path), live_server.url
    people = staff_of(province)
    order = make_case(at=now() - timedelta(hours=3))
    appointments.book(order_id=order.pk, slot=free_slots(order, at=now())[0].starts_at, at=now(), actor=None)
    client = Client()
    client.force_login(people["mana"])
    page = open_phone(browser)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.list, page.case = f"{live_server.url}/visits/", f"{live_server.url}/visits/?case={order.number}"
    yield page
    assert page.complaints == []


def opened(page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("() => document.documentElement.dataset.keeps && document.documentElement.dataset.pagesKept")


def tap(page, verb: str) -> None:
    form = page.locator(f"form:has(input[name=act][value={verb}])")
    if form.locator("xpath=..").evaluate("each => each.tagName") == "DETAILS":
        form.locator("xpath=..").evaluate("each => each.open = true")
    form.locator("button[type=submit]").click()


def kept(page, count: int) -> None:
    page.wait_for_selector(f"{KEPT}[data-waiting='{count}']")


def on_line(page) -> None:
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")


def test_what_is_done_without_a_network_is_sent_in_order_once_with_the_moment_of_the_tap(phone):
    opened(phone, phone.case)
    phone.context.set_offline(True)
    tap(phone, "visit-on-the-way")
    kept(phone, 1)
    tap(phone, "visit-arrived")
    kept(phone, 2)
    phone.fill("form.post textarea", "进户线 30 米")
    tap(phone, "post")
    kept(phone, 3)
    tap(phone, "survey")
    kept(phone, 4)
    assert grave(phone) == [] and overflow(phone) <= 0
    tapped = now()
    order = WorkOrder.objects.get()
    assert order.status == "SURVEY_BOOKED" and not FeedPost.objects.exists(), "nothing has left the phone"
    phone.wait_for_timeout(1200)
    on_line(phone)
    phone.wait_for_selector("h1 >> text=已勘查")
    order.refresh_from_db()
    row = Appointment.objects.get()
    assert (order.status, row.status, FeedPost.objects.get().text) == ("SURVEYED", "KEPT", "进户线 30 米")
    assert row.departed_at <= row.arrived_at <= tapped, "when it was, not when it was sent"
    assert order.status_changes.get(new="SURVEYED").at <= tapped
    phone.wait_for_selector("[data-kept]", state="hidden")


def test_an_answer_that_is_lost_does_not_do_it_twice(phone):
    opened(phone, phone.case)
    lost = []

    def lose_the_first(route):
        if lost:
            return route.continue_()
        lost.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort()

    phone.route("**/api/v1/connection-cases/*/feed/", lose_the_first)
    phone.fill("form.post textarea", "周二带梯子来")
    tap(phone, "post")
    kept(phone, 1)
    assert FeedPost.objects.count() == 1, "the server has it, the phone does not know"
    on_line(phone)
    phone.wait_for_selector(".entry >> text=周二带梯子来")
    assert FeedPost.objects.count() == 1


def test_what_is_refused_later_stays_until_it_is_read_with_its_words(phone):
    opened(phone, phone.case)
    phone.context.set_offline(True)
    tap(phone, "visit-arrived")
    phone.locator("form:has([value=survey]) textarea[name=text]").evaluate("each => each.value = '表箱在院内'")
    tap(phone, "survey")
    kept(phone, 2)
    appointments.cancel(order_id=WorkOrder.objects.get().pk, reason="抢修支援", at=now(), actor=None)
    on_line(phone)
    phone.wait_for_selector(".kept-refused")
    kept(phone, 1)
    assert phone.locator(".kept-refused").count() == 1, "what rested on it is still there, and not tried"
    assert WorkOrder.objects.get().status == "ACCEPTED"
    phone.reload()
    phone.wait_for_selector(".kept-refused")
    phone.click(".kept-refused .button >> nth=1")
    phone.wait_for_selector(".kept-refused", state="detached")


def test_nothing_of_a_customer_stays_on_a_phone_that_is_signed_out(phone):
    opened(phone, phone.list)
    phone.wait_for_function("() => navigator.serviceWorker.controller")
    phone.context.clear_cookies()
    phone.goto(phone.list)
    phone.wait_for_url("**/login/**")
    phone.context.set_offline(True)
    with pytest.raises(Error):
        phone.goto(phone.case)
    phone.context.set_offline(False)


def test_the_list_and_its_cases_open_without_a_network(phone):
    opened(phone, phone.list)
    phone.wait_for_function("() => navigator.serviceWorker.controller")
    phone.context.set_offline(True)
    phone.goto(phone.case)
    phone.wait_for_selector("h1 >> text=已预约勘查")
    tap(phone, "visit-on-the-way")
    kept(phone, 1)
    phone.goto(phone.list)
    kept(phone, 1)
    on_line(phone)
    phone.wait_for_selector("[data-kept]", state="hidden")
    assert Appointment.objects.get().departed_at
