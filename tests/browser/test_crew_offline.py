"""A crew's whole job without a network: kept, shown, sent in order and once, with the moments of the taps.

The server behind these pages is the real one, so what it holds in the end is what the phone told.
"""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from dispatch.services import desk
from tests.grid import make_held_order
from workorders.models import LateWord, StatusChange, WorkOrder

from .phones import open_phone
from .test_crew_keeps import PNG
from .test_phone_pages_look import MAIN_ACTION, fill_in_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTO = {"name": "a.png", "mimeType": "image/png", "buffer": PNG}
EIGHT_HOURS = timedelta(hours=8)


@pytest.fixture
def sign_in(live_server):
    def sign(page, person) -> None:
        client = Client()
        client.force_login(person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return sign


@pytest.fixture
def phone(browser, live_server, cast, sign_in, settings, tmp_path):
    """omar's phone; his crew holds an order. ``page.address`` is its page."""
    settings.MEDIA_ROOT = str(tmp_path)
    make_held_order(by=cast.omar, at=now() - timedelta(minutes=3))
    page = open_phone(browser)
    page.address = f"{live_server.url}/crew/"
    page.clock.install()
    sign_in(page, cast.omar)
    opened(page)
    yield page
    assert page.complaints == []


def opened(page) -> None:
    page.goto(page.address)
    page.wait_for_function("() => document.documentElement.dataset.kept")
    page.wait_for_selector(".job")


def tap(page, steps: int) -> None:
    """The big button, and the job stands so many steps further, pending or not."""
    page.click(f".job {MAIN_ACTION}")
    reached(page, steps)


def reached(page, steps: int) -> None:
    ticks = "(n) => document.querySelectorAll('.progress li:is([data-state=done], [data-state=pending])').length === n"
    page.wait_for_function(ticks, arg=steps)


def start_repair(page) -> None:
    page.click(f".job {MAIN_ACTION}")
    page.fill("input[name=permit_number]", "QX-007")
    page.click(MAIN_ACTION)
    reached(page, 4)


def on_line(page) -> None:
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")


def all_sent(page) -> None:
    page.wait_for_selector(".queue", state="detached")


def moves() -> list[str]:
    """The crew's steps as the server holds them, in order."""
    way = ["EN_ROUTE", "ON_SITE", "REPAIRING", "RESTORED", "REPLIED"]
    return list(StatusChange.objects.filter(new__in=way).order_by("pk").values_list("new", flat=True))


def pass_time(page, by: timedelta) -> None:
    page.clock.fast_forward(int(by.total_seconds() * 1000))


def test_a_whole_job_in_eight_hours_without_a_network_arrives_in_order_once_with_its_moments(phone):
    started = now()
    phone.context.set_offline(True)
    tap(phone, 2)
    pass_time(phone, timedelta(hours=1))
    tap(phone, 3)
    phone.reload()
    reached(phone, 3)
    start_repair(phone)
    pass_time(phone, timedelta(hours=6))
    tap(phone, 5)
    phone.click(f".job {MAIN_ACTION}")
    fill_in_report(phone)
    phone.fill("textarea", "换了熔丝")
    phone.set_input_files("input[type=file]", PHOTO)
    phone.wait_for_selector(".photo img")
    phone.reload()
    phone.wait_for_selector(".form .photo img")
    assert phone.input_value("textarea") == "换了熔丝"
    pass_time(phone, timedelta(hours=1))
    phone.click(MAIN_ACTION)
    phone.wait_for_selector(".sending")
    assert moves() == [], "nothing has left the phone"
    with time_machine.travel(started + EIGHT_HOURS, tick=True):
        on_line(phone)
        phone.wait_for_selector(".resting")
        all_sent(phone)
    assert moves() == ["EN_ROUTE", "ON_SITE", "REPAIRING", "RESTORED", "REPLIED"]
    order = WorkOrder.objects.get()
    assert order.replies.get().photo
    at = {move.new: move.at - started for move in order.status_changes.all()}
    assert at["EN_ROUTE"] < timedelta(minutes=10) and timedelta(minutes=59) < at["ON_SITE"] < timedelta(hours=2)
    assert timedelta(hours=6, minutes=59) < at["RESTORED"] < timedelta(hours=7, minutes=30)


def test_the_devices_to_choose_from_are_there_without_a_network(phone):
    number = WorkOrder.objects.get().number
    phone.wait_for_function("(n) => localStorage.getItem(`crew-work-places ${n}`)", arg=number)
    there = phone.evaluate("(n) => JSON.parse(localStorage.getItem(`crew-work-places ${n}`)).length", number)
    phone.context.set_offline(True)
    tap(phone, 2)
    tap(phone, 3)
    phone.click(".found .button")
    phone.wait_for_function("(n) => document.querySelectorAll('.places .place').length === n", arg=there)
    phone.click(".places .place >> nth=0")
    phone.click(MAIN_ACTION)
    phone.wait_for_selector(".found .caption")
    on_line(phone)
    all_sent(phone)
    assert phone.locator(".refused").count() == 0


def test_a_sign_in_that_ended_meanwhile_costs_nothing(phone, cast, sign_in):
    phone.context.set_offline(True)
    tap(phone, 2)
    tap(phone, 3)
    Session.objects.all().delete()
    on_line(phone)
    phone.wait_for_selector(".banner.lost a")
    assert moves() == [] and "2" in phone.inner_text(".queue")
    # Away from the page, as one is who signs in: an answer of the old session on its way would take the new cookie along.
    phone.goto("about:blank")
    sign_in(phone, cast.omar)
    opened(phone)
    all_sent(phone)
    assert moves() == ["EN_ROUTE", "ON_SITE"]


def test_signing_in_again_in_another_window_is_enough(phone, cast, sign_in):
    Session.objects.all().delete()
    tap(phone, 2)
    phone.wait_for_selector(".banner.lost a")
    sign_in(phone, cast.omar)
    on_line(phone)
    phone.wait_for_selector(".banner.lost", state="detached")
    all_sent(phone)
    assert moves() == ["EN_ROUTE"]


def test_what_was_done_after_the_desk_took_the_order_is_kept_and_names_who_took_it(phone, cast):
    phone.context.set_offline(True)
    tap(phone, 2)
    order = WorkOrder.objects.get()
    desk.reassign(order_id=order.pk, reason="联系不上", at=now(), actor=cast.mei)
    on_line(phone)
    phone.wait_for_selector(".refused >> text=联系不上")
    told = phone.inner_text(".refused >> nth=0")
    assert "Mei" in told, told
    all_sent(phone)
    assert (moves(), LateWord.objects.get().step) == ([], "depart")
    while phone.locator(".refused button").count():
        phone.click(".refused button >> nth=0")
    phone.reload()
    phone.wait_for_selector(".resting")
    assert phone.locator(".refused").count() == 0, "what was read does not come back"


def test_two_windows_send_each_action_once(phone):
    posts = []
    phone.context.on("response", lambda answer: posts.append(answer.url) if answer.request.method == "POST" else None)
    other = phone.context.new_page()
    other.goto(phone.address)
    other.wait_for_selector(".job")
    phone.context.set_offline(True)
    tap(phone, 2)
    reached(other, 2)
    tap(other, 3)
    reached(phone, 3)
    phone.context.set_offline(False)
    for page in (other, phone):
        page.evaluate("() => dispatchEvent(new Event('online'))")
    all_sent(phone)
    all_sent(other)
    assert moves() == ["EN_ROUTE", "ON_SITE"]
    assert sorted(url.split("/")[-2] for url in posts) == ["arrive", "depart"]


def test_one_step_tapped_in_two_windows_is_one_step(phone):
    other = phone.context.new_page()
    other.goto(phone.address)
    other.wait_for_selector(".job")
    phone.context.set_offline(True)
    phone.evaluate("() => (BroadcastChannel.prototype.postMessage = () => {})")  # the other has not heard of it yet
    tap(phone, 2)
    tap(other, 2)
    on_line(phone)
    all_sent(phone)
    assert moves() == ["EN_ROUTE"] and phone.locator(".refused").count() == 0


@pytest.mark.parametrize("killed_at", range(3))
def test_a_page_killed_while_it_sends_does_nothing_twice(phone, killed_at):
    """The answer to one of the actions is lost with the page: the next page sends on from there."""
    phone.context.set_offline(True)
    tap(phone, 2)
    tap(phone, 3)
    start_repair(phone)
    seen = []

    def kill(route):
        seen.append(route.request.url)
        if len(seen) <= killed_at:
            return route.continue_()
        if len(seen) == killed_at + 1:
            route.fetch()  # the server has it, the phone will never know
        return route.abort()

    phone.route("**/api/v1/work-orders/*/*/", kill)
    with phone.expect_event("requestfailed"):
        phone.context.set_offline(False)
    killed = phone.context.new_page()  # the context outlives its page
    phone.close()
    killed.address, killed.complaints = phone.address, []
    opened(killed)
    all_sent(killed)
    reached(killed, 4)
    assert moves() == ["EN_ROUTE", "ON_SITE", "REPAIRING"]
    assert killed.locator(".refused").count() == 0


def test_a_server_that_fails_for_a_while_gets_everything_later(phone):
    broken = []
    phone.route("**/api/v1/work-orders/*/*/", lambda route: broken.append(1) or route.fulfill(status=503, body="{}"))
    tap(phone, 2)
    tap(phone, 3)
    assert broken and moves() == []
    phone.unroute("**/api/v1/work-orders/*/*/")
    on_line(phone)
    all_sent(phone)
    assert moves() == ["EN_ROUTE", "ON_SITE"]


def test_a_clock_gone_wrong_does_not_cost_the_step(phone):
    phone.evaluate("() => localStorage.setItem('crew-clock-off-by', '7200000')")
    phone.context.set_offline(True)
    phone.reload()
    tap(phone, 2)
    on_line(phone)
    phone.wait_for_selector(".refused >> text=手机")
    all_sent(phone)
    assert moves() == ["EN_ROUTE"]
