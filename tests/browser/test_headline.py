"""The headline table in a browser: both languages and themes, a window of half a screen, nothing that only a mouse reaches."""

import pytest

from tests.browser.desk import open_desk
from tests.browser.phones import too_wide
from tests.browser.test_accessibility import grave
from tests.browser.test_order_list import greet, mei, province  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}]


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_the_table_is_read_and_asked_for_other_days(browser, live_server, client, mei, theme, language):  # noqa: F811
    client.force_login(mei)
    page = open_desk(browser)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.route_web_socket("**/ws/console/**", greet)
    page.goto(f"{live_server.url}/figures/?lang={language}&theme={theme}")
    page.wait_for_selector(".row-arrival_minutes")
    assert grave(page) == [] and too_wide(page, SIZES) == []
    page.fill("[name=since]", "2025-01-01")
    page.dispatch_event("[name=since]", "change")
    page.wait_for_url("**since=2025-01-01**")
    assert f"lang={language}" in page.url, "the language stays"
    assert page.complaints == []
