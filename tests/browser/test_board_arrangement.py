"""The queue of a part of the province, in another order, and rows that say who is dark; real Chromium."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .dark import outage
from .desk import CommandCentre, open_desk, order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_area_is_shown_and_outages_stand_first(browser, live_server, client):
    client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
    page = open_desk(browser)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    cards = [order(1), order(2, centre="来凤县", unit="翔凤供电所"), order(3, title="旋坨停电", place="旋坨")]
    centre = CommandCentre(page, cards)
    page.goto(live_server.url)
    page.wait_for_selector("#order-3")
    centre.push(outage(1, lead_order=cards[2]["number"], customers_out=26, calls=5))
    page.wait_for_selector("#order-3 >> text=26 户停电")
    assert "5 个来电" in page.inner_text("#order-3")
    assert "旋坨旋坨" not in page.inner_text("#order-3").replace(" ", "").replace("\n", "")
    page.locator(".arranged:has(.sr-only:text-is('排序')) select").select_option("outage")
    page.wait_for_function("() => document.querySelector('.queue .row').id === 'order-3'")
    page.locator(".arranged:has(.sr-only:text-is('地区')) select").select_option("来凤县")
    page.wait_for_function("() => document.querySelectorAll('.queue .row').length === 1")
    assert page.locator("#order-2").count() == 1 and page.locator("#queue-list").count() == 1
    page.keyboard.press("Escape")
    page.locator(".filters button >> text=清除").click()
    page.wait_for_function("() => document.querySelectorAll('.queue .row').length === 3")
    assert page.complaints == []
