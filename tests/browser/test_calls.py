"""The call-taking desk in a real browser, in front of the real API: found, told, taken down, read out, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from customers.models import Promise, ServicePoint
from outages.estimates.services.estimating import estimate_by_hand
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.grid import make_order
from tests.outages.lines import only
from workorders.models import WorkOrder

from .desk import open_desk
from .test_accessibility import grave
from .test_order_list import greet, mei, page, province  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESCRIPTION = ".call-form [name=description]"
SENTENCE = ".call-sentence"


def at_desk(page, **asked):  # noqa: F811
    """The desk is open, the search has the focus."""
    page.goto(f"{page.home}/calls/?{'&'.join(f'{name}={value}' for name, value in asked.items())}")
    page.wait_for_selector("#report-customer:focus")


def find_ran(page):  # noqa: F811
    """Two letters of the name and Enter."""
    page.keyboard.type("冉小")
    page.wait_for_selector(".found [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".call-card .customer-card")


def test_a_caller_is_found_in_three_keystrokes_and_their_card_stands_beside(page):  # noqa: F811
    order = make_order("R1", customer_number="4228260001")
    at_desk(page)
    find_ran(page)
    assert order.number[-7:] in page.inner_text(".call-card")
    assert page.evaluate("document.activeElement.name") == "description", "and the words may begin"


def test_a_known_outage_is_told_and_the_call_recorded_with_one_key(page):  # noqa: F811
    dark()
    at_desk(page)
    find_ran(page)
    page.wait_for_selector(".known >> text=已知停电")
    page.keyboard.press("Alt+t")
    page.wait_for_selector(f"{SENTENCE} >> text=恢复供电")
    order = WorkOrder.objects.get()
    assert order.number in page.inner_text(SENTENCE)
    assert page.locator(".call-card .customer-card").count() == 1, "who still asks is answered from their card"
    word = Promise.objects.get(channel="PHONE")
    assert (word.subject_ref, word.teller.username) == (order.number, "mei"), "what was read out stands in the book"


def dark():
    """冉小明 is out by a known outage that a person has estimated."""
    began = now() - timedelta(minutes=20)
    point = ServicePoint.objects.get(customer__number="4228260001")
    outage = open_outage(scope=only(point), started_at=began, at=began, status=Status.CONFIRMED)
    estimate_by_hand(outage_id=outage.pk, etr_at=now() + timedelta(hours=2), source="DESK", at=now())


def test_an_opinion_is_taken_read_out_and_the_next_call_begins(page):  # noqa: F811
    at_desk(page)
    find_ran(page)
    page.keyboard.press("Alt+3")
    page.wait_for_selector("[name=kind][value=OPINION]:checked")
    page.keyboard.type("停电通知太晚")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"{SENTENCE} >> text=答复您")
    order = WorkOrder.objects.get()
    assert (order.kind, order.customer.number, order.description) == ("OPINION", "4228260001", "停电通知太晚")
    assert order.number in page.inner_text(SENTENCE)
    page.keyboard.press("n")
    page.wait_for_selector("#report-customer:focus")
    assert page.input_value(DESCRIPTION) == "" and page.input_value("#report-customer") == ""


def test_what_was_typed_survives_a_reload_and_a_slip(page):  # noqa: F811
    at_desk(page)
    find_ran(page)
    page.keyboard.type("晚上电压低")
    page.reload()
    page.wait_for_selector(".call-card .customer-card")
    assert page.input_value(DESCRIPTION) == "晚上电压低"
    page.click("text=清除")
    assert page.input_value(DESCRIPTION) == ""
    page.click("text=恢复刚清除的内容")
    assert page.input_value(DESCRIPTION) == "晚上电压低"


def test_a_complaint_is_classified_in_the_same_breath_by_who_leads_them(page, client, province, live_server):  # noqa: F811
    qi = User.objects.create(username="qi", name="田秋", role=Role.QUALITY_OFFICER, home=province.xianfeng)
    client.force_login(qi)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    about = make_order("R1", customer_number="4228260001")
    at_desk(page)
    find_ran(page)
    page.keyboard.press("Alt+2")
    page.wait_for_selector(".call-form [name=category] option >> nth=1", state="attached")
    page.keyboard.type("停电两天没人来")
    page.select_option(".call-form [name=category]", index=1)
    page.select_option(".call-form [name=grade]", index=1)
    page.select_option(".call-form [name=about]", about.number)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(SENTENCE)
    order = WorkOrder.objects.get(kind="COMPLAINT")
    assert order.about == about
    assert order.classifications.count() == 1
    assert page.locator(".call-done .problem").count() == 0


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
@pytest.mark.parametrize("width", [1366, 683, 390])
def test_it_fits_and_axe_finds_nothing_grave(browser, live_server, client, mei, theme, language, width):  # noqa: F811
    dark()
    client.force_login(mei)
    page = open_desk(browser, width=width)  # noqa: F811
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.route_web_socket("**/ws/console/**", greet)
    page.home = live_server.url
    at_desk(page, lang=language, theme=theme)
    find_ran(page)
    page.wait_for_selector(".known")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert grave(page) == []
    page.keyboard.press("Alt+t")
    page.wait_for_selector(SENTENCE)
    assert grave(page) == []
    assert page.complaints == []


def test_the_areas_and_the_search_have_room_in_english(page):  # noqa: F811
    for path in ("/", "/orders/", "/calls/"):
        page.goto(f"{page.home}{path}?lang=en")
        page.wait_for_selector(".top .areas a")
        wider = page.evaluate(
            "(() => { const top = document.querySelector('.top'); return top.scrollWidth - top.clientWidth; })()"
        )
        assert wider <= 0, path
