"""From the application to the follow-up in real browsers: the applicant's phone, the grid manager's phone, the centre's desk."""

import os

import pytest
from django.test import Client
from django.utils import translation

from tests.connections.cases import staff_of
from workorders.kinds.connection.process import CONNECTION
from workorders.models import Appointment, WorkOrder

from .phones import open_phone, overflow
from .test_order_list import greet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sides(browser, live_server, province, settings, tmp_path):
    """``(applicant, manager, centre)``: two phones and a desk, before the real server."""
    settings.MEDIA_ROOT, settings.SITE_URL = str(tmp_path), live_server.url
    people = staff_of(province)
    applicant, manager = open_phone(browser), open_phone(browser, dark=True)
    centre = open_phone(browser, width=1366, height=900)
    for page, name in ((manager, "mana"), (centre, "con")):
        client = Client()
        client.force_login(people[name])
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return applicant, manager, centre


def look(page, name):
    """A picture of the page, where somebody asked for one."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert overflow(page) <= 0 and page.complaints == [], name


def state_word(code):
    """What the pages call a state, in Chinese."""
    with translation.override("zh-hans"):
        return str(CONNECTION.states[code].label)


def press(page, verb):
    """The button of a verb on the manager's page, its form opened first where it has one; then the page shows what came of it."""
    page.wait_for_selector("html[data-keeps]")
    page.evaluate("() => { window.isOld = true }")
    form = page.locator(f"form:has(input[name=act][value={verb}])")
    if form.locator("xpath=..").evaluate("each => each.tagName === 'DETAILS' && !each.open"):
        form.locator("xpath=../summary").click()
    form.locator("button[type=submit]").click()
    page.wait_for_function("() => !window.isOld")


def test_a_connection_from_three_sides(sides, live_server):
    applicant, manager, centre = sides
    url = live_server.url
    applicant.goto(f"{url}/apply/")
    look(applicant, "apply")
    for name, value in (
        ("name", "冉小明"),
        ("phone", "13800135612"),
        ("address", "咸丰县丁寨乡旋坨村三组"),
        ("asked_kw", "8"),
    ):
        applicant.fill(f"[name={name}]", value)
    applicant.evaluate(
        "() => { document.querySelector('[name=lat]').value = 29.672; document.querySelector('[name=lon]').value = 109.141 }"
    )
    applicant.check("[name=agreed]")
    applicant.click("button[type=submit]")
    applicant.wait_for_selector("text=已受理您的申请")
    applicant.click("text=就约这个时间")
    applicant.wait_for_selector("text=您已确认")
    look(applicant, "progress_booked")
    order = WorkOrder.objects.get()

    manager.goto(f"{url}/visits/")
    look(manager, "visits")
    manager.click(f"a[href='?case={order.number}']")
    press(manager, "visit-on-the-way")
    press(manager, "visit-arrived")
    look(manager, "visit")
    press(manager, "survey")
    manager.wait_for_selector("text=供电方案草案")

    centre.route_web_socket("**/ws/console/**", greet)
    centre.goto(f"{url}/connections/")
    centre.click(f".case-table .row-link >> text={order.number}")
    centre.click("#action-reply-plan")
    look(centre, "pipeline")
    centre.click(".action-form .primary")
    centre.wait_for_selector(".action-form", state="detached")
    applicant.reload()
    applicant.click("text=就约这个时间")
    applicant.wait_for_selector("text=您已确认")
    centre.goto(f"{url}/connections/calendar/?day={order.appointments.get(status='AGREED').starts_at:%Y-%m-%d}")
    centre.wait_for_selector(f".visit-block.sign-confirmed[data-key='{order.number}']")
    look(centre, "calendar")

    manager.reload()
    press(manager, "visit-arrived")
    press(manager, "energise")
    manager.wait_for_selector(f"h1 >> text={state_word('ENERGISED')}")
    applicant.reload()
    look(applicant, "progress_energised")
    applicant.check("[name=satisfaction][value=SATISFIED]")
    applicant.click(".follow-up button[type=submit]")
    applicant.wait_for_selector("text=谢谢")
    centre.goto(f"{url}/visits/?case={order.number}")
    press(centre, "archive")
    centre.wait_for_selector(f"h1 >> text={state_word('ARCHIVED')}")
    order.refresh_from_db()
    assert (order.status, list(order.callbacks.values_list("satisfaction", flat=True))) == ("ARCHIVED", ["SATISFIED"])
    assert list(Appointment.objects.order_by("pk").values_list("purpose", "status")) == [
        ("SURVEY", "KEPT"),
        ("INSTALL", "KEPT"),
    ]
