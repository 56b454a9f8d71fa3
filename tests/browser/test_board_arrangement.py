"""The queue of a part of the province, in another order, and rows that say who is dark; real Chromium."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .dark import outage
from .desk import CommandCentre, open_desk, order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser, live_server, client):
    client.force_login(User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER))
    page = open_desk(browser)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def test_an_area_is_shown_and_outages_stand_first(page, live_server):
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


# Which selects are narrower than the word that stands in them: asked of a select of that word alone.
CUT = """() => [...document.querySelectorAll(".arranged select")].filter((select) => {
  const alone = select.cloneNode(false);
  alone.style.width = "auto";
  alone.append(select.selectedOptions[0].cloneNode(true));
  select.after(alone);
  const wanted = alone.offsetWidth;
  alone.remove();
  return wanted > select.offsetWidth;
}).map((select) => select.title)"""


def test_the_selects_have_room_in_english_and_say_what_was_chosen_under_the_pointer(page, live_server):
    CommandCentre(page, [order(1)])
    page.goto(f"{live_server.url}/?lang=en")
    page.wait_for_selector("#order-1")
    assert page.evaluate(CUT) == []
    sorts = page.locator(".arranged.of-sort select")
    for code in ("age", "grade", "outage"):
        sorts.select_option(code)
        page.wait_for_function(f"() => document.querySelector('.of-sort select').value === '{code}'")
        assert page.evaluate(CUT) == [], code
    page.locator(".arranged >> nth=0").locator("select").select_option(index=1)
    page.wait_for_selector(".arranged select[title^='Area: ']:not([title$='All areas'])")
    assert page.complaints == []
