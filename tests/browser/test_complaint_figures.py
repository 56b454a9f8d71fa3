"""The complaint figures as a page: every version of the tree side by side, what they mean beside them, in any window."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from workorders.models import WorkOrder

from .desk import open_desk
from .test_accessibility import grave
from .test_order_list import greet, province  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPLAINT = {
    "kind": "COMPLAINT", "source": "HOTLINE_95598", "source_id": "C-1", "description": "停电两天没人来", "customer_number": "4228260001",
}  # fmt: skip


@pytest.mark.parametrize(("theme", "language", "width"), [("light", "zh-hans", 1366), ("dark", "en", 683)])
def test_the_versions_stand_side_by_side(browser, live_server, client, province, theme, language, width):  # noqa: F811
    qi = User.objects.create(username="qi", name="田秋", role=Role.QUALITY_OFFICER, home=province.xianfeng)
    client.force_login(qi)
    assert client.post("/api/v1/matters/", COMPLAINT, content_type="application/json").status_code == 201
    assert WorkOrder.objects.get().kind == "COMPLAINT"
    page = open_desk(browser, width=width)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.route_web_socket("**/ws/console/**", greet)
    page.goto(f"{live_server.url}/complaints/figures/?lang={language}&theme={theme}")
    page.wait_for_selector(".row-told")
    heads = page.locator(".figure-table [scope=colgroup]").count()
    assert heads >= 2, "the present tree and the one before"
    told = page.locator(".row-told td:nth-child(3n + 2) .count-open").all_inner_texts()
    assert told == ["1"] * heads, "the same under every version"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert grave(page) == []
    assert page.complaints == []
    page.goto(f"{live_server.url}/complaints/figures/?since=2025-01-01&until=2025-12-31&lang={language}")
    page.wait_for_selector(".row-told")
    assert page.locator(".row-told td:nth-child(3n + 2) .count-none").all_inner_texts() == ["0"] * heads
