"""A shift is handed over on the page: the giver names who takes what, closes, and the next one reads the night. And the supervision desk."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Page, WebSocketRoute, expect

from command_center.ground.organisation.models import User
from tests.custody.desks import holder_of, make_desks, nameless, on_duty
from tests.grid import make_order, make_province
from workorders.models import WorkOrder

from .desk import open_desk, press_in_one_frame
from .phones import soon
from .test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def morning(db):
    """an has been at the desk all night and holds three orders; bo has come at 07:40."""
    desks = make_desks(make_province())
    on_duty(desks.an, at=now() - timedelta(hours=8))
    desks.danger = make_order("danger", description="电线冒火花，有人触电")
    desks.late = make_order("late", at=now() - timedelta(hours=3))
    desks.quiet = make_order("quiet")
    on_duty(desks.bo)
    return desks


def hello(socket: WebSocketRoute) -> None:
    user = {"name": "An", "role": "DISPATCHER", "scope": "咸丰县"}
    socket.send(json.dumps({"type": "hello", "epoch": "e", "seq": 1, "at": soon(), "user": user}))


@pytest.fixture
def at_desk(browser, live_server):
    """``at_desk(person, path)`` → their page, with the real program behind it."""

    def sit_down(person: User, path: str, **options: Any) -> Page:
        client = Client()
        client.force_login(person)
        page = open_desk(browser, **options)
        page.route_web_socket("**/ws/console/**", hello)  # the test's server speaks no sockets
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return sit_down


def test_a_shift_is_handed_over_by_keyboard_and_read_by_the_next(morning, at_desk):
    page = at_desk(morning.an, "/handover/")
    page.click("#begin-handover")
    page.wait_for_selector("#close-handover[disabled]")
    numbers = page.locator(".line .row-link").all_inner_texts()
    assert numbers == [morning.danger.number, morning.late.number, morning.quiet.number]
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.type("crew wants a ladder")
    page.keyboard.press("Tab")
    page.locator(".line .row-link").first.focus()
    for left in (2, 1, 0):
        page.keyboard.press("1")
        expect(page.locator(".is-nameless")).to_have_count(left)
    page.click("#close-handover:not([disabled])")
    page.wait_for_selector(".record")
    assert {holder_of(order) for order in (morning.danger, morning.late, morning.quiet)} == {"bo"}
    assert nameless() == []

    next_one = at_desk(morning.bo, "/handover/")
    next_one.click(".to-read button")
    next_one.wait_for_selector(".record .line")
    assert "crew wants a ladder" in next_one.inner_text(".record .line >> nth=0")
    next_one.click("#confirm-read")
    next_one.wait_for_selector("#confirm-read", state="detached")
    assert page.complaints == [] and next_one.complaints == []


def test_fast_fingers_lose_no_letter(morning, at_desk):
    page = at_desk(morning.an, "/handover/")
    page.click("#begin-handover")
    page.wait_for_selector(".remark-field")
    press_in_one_frame(page, "j", "n")
    assert "remark-field" in page.evaluate("document.activeElement.className")


def test_the_rest_goes_to_one_person_and_what_came_in_meanwhile_too(morning, at_desk):
    page = at_desk(morning.an, "/handover/")
    page.click("#begin-handover")
    page.select_option(".closing select", str(morning.bo.pk))
    page.wait_for_selector("#close-handover:not([disabled])")
    late = make_order("came in meanwhile")
    page.click("#close-handover")
    page.wait_for_selector(".record")
    assert holder_of(late) == "bo"


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_nothing_runs_out_of_the_window(morning, at_desk, size):
    width, height = size
    for path in ("/handover/", "/supervision/", "/supervision/?list=no_holder"):
        page = at_desk(morning.bo, f"{path}{'&' if '?' in path else '?'}lang=en", width=width, height=height)
        page.wait_for_selector(".watch-rows :is(.line, .empty)")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert page.complaints == []


def test_a_supervisor_sees_what_is_late_and_takes_it_over(morning, at_desk):
    WorkOrder.objects.filter(pk=morning.late.pk).update(next_due_at=now() - timedelta(minutes=5))
    page = at_desk(morning.bo, "/supervision/")
    page.wait_for_selector(".lines .line")
    assert page.locator(".lines .row-link").all_inner_texts() == [morning.late.number]
    page.keyboard.press("j")
    with page.expect_response("**/supervision/give/"):
        page.keyboard.press("o")
    assert holder_of(morning.late) == "bo"
    page.wait_for_selector('.line .holder:has-text("Bo")')
    assert page.complaints == []


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_axe_finds_nothing_grave(morning, at_desk, theme, language):
    looks = f"lang={language}&theme={theme}"
    page = at_desk(morning.an, f"/handover/?{looks}")
    page.click("#begin-handover")
    page.wait_for_selector("#close-handover")
    assert grave(page) == []
    page.select_option(".closing select", str(morning.bo.pk))
    page.click("#close-handover:not([disabled])")
    page.wait_for_selector(".record .line")
    assert grave(page) == []
    page.goto(page.url.split("/handover/")[0] + f"/supervision/?list=urged&{looks}")
    page.wait_for_selector(".empty")
    page.click(".watch >> nth=1")
    assert grave(page) == []
