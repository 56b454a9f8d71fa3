"""Windows share a cache from test to test and nothing else: or a test would pass, or fail, by what the one before it left."""

import pytest

from .windows import answer_api

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEAVE = """() => {
  localStorage.left = 'x';
  document.cookie = 'left=x; path=/';
  return new Promise((kept) => (indexedDB.open('left').onsuccess = () => kept()));
}"""
FOUND = "async () => [localStorage.left, document.cookie.includes('left'), ...(await indexedDB.databases()).map((one) => one.name)]"


@pytest.fixture
def again(browser, live_server):
    """``again()`` is the page of the sign-in in the window that the next test gets."""

    def open_next(locale="zh-CN"):
        browser.close_all()
        page = browser.open(locale=locale)
        page.goto(f"{live_server.url}/login/")
        return page

    return open_next


def test_nothing_that_a_page_kept_is_found_by_the_next(again):
    page = again()
    page.evaluate(LEAVE)
    assert page.evaluate(FOUND) == ["x", True, "left"]
    assert again().evaluate(FOUND) == [None, False]


def test_a_lost_line_and_a_clock_of_its_own_end_with_the_test(again):
    page = again()
    page.context.set_offline(True)
    page = again()
    page.clock.install(time=0)
    page.reload()
    assert page.evaluate("() => new Date().getFullYear()") == 1970
    assert again().evaluate("() => new Date().getFullYear()") > 2000


def test_two_people_at_once_do_not_share_a_session(again, browser, live_server):
    one = again()
    one.evaluate(LEAVE)
    other = browser.open(locale="zh-CN")
    other.goto(f"{live_server.url}/login/")
    assert other.evaluate(FOUND) == [None, False]
    assert one.evaluate(FOUND) == ["x", True, "left"]


def test_scripts_come_from_the_cache_although_the_api_is_answered(again):
    sizes = "() => performance.getEntriesByType('resource').map((one) => one.transferSize)"
    assert any(again("en-GB").evaluate(sizes))
    page = again("en-GB")
    answer_api(page, lambda route: route.fulfill(json={"told": route.request.headers["x-asked"]}))
    page.reload()
    assert page.evaluate(sizes) and not any(page.evaluate(sizes))
    told = "async () => (await fetch('/api/v1/me/', { headers: { 'X-Asked': 'yes' } })).json()"
    assert page.evaluate(told) == {"told": "yes"}
