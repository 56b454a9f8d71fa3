"""The complaint desk in a real browser, before the real API: columns that narrow, a list walked by keys, a year of the account."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.browser.desk import open_desk
from tests.browser.phones import too_wide
from tests.browser.test_accessibility import grave
from tests.browser.test_order_list import greet
from tests.grid import make_province
from workorders.models import WorkOrder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = ".case-table tbody tr"
SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}]
TOLD = {"source": "HOTLINE_95598", "description": "停电两天没人来", "customer_number": "4228260001"}
FROM_ELSEWHERE = {
    "kind": "COMPLAINT", "source": "HOTLINE_12398", "source_id": "C-2", "description": "收费不清", "lat": 29.66, "lon": 109.15,
    "reporter": {"name": "覃三", "phone": "13900001111"},
}  # fmt: skip


@pytest.fixture
def page(browser, live_server, client, transactional_db):
    """A complaint of a customer who had an opinion before, and one by the regulator's hotline that is late."""
    province = make_province()
    client.force_login(
        User.objects.create(username="qi", name="田秋", role=Role.QUALITY_OFFICER, home=province.xianfeng)
    )
    for kind in ("OPINION", "COMPLAINT"):
        file(client, TOLD | {"kind": kind, "source_id": kind})
    late = file(client, FROM_ELSEWHERE)
    WorkOrder.objects.filter(number=late).update(next_due_at=now() - timedelta(hours=1))
    page = open_desk(browser, width=1366)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.route_web_socket("**/ws/console/**", greet)
    return page


def file(client, told):
    answer = client.post("/api/v1/matters/", told, content_type="application/json")
    assert answer.status_code == 201, answer.data
    return answer.data["number"]


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_a_night_at_the_desk_by_keys_alone(page, live_server, theme, language):
    page.goto(f"{live_server.url}/complaints/?lang={language}&theme={theme}")
    page.wait_for_selector(ROWS)
    assert page.locator(ROWS).count() == 2, "the opinion is no complaint"
    assert page.locator(f"{ROWS} .is-late").count() == 1 and page.locator(f"{ROWS}:first-child .is-late").count() == 1
    page.keyboard.press("j")
    page.wait_for_selector(".detail .attention-line >> text=/监管转办|By the regulator/")
    page.keyboard.press("j")
    page.wait_for_selector(".detail .timeline a.order-link")
    year = page.locator(".detail .timeline a.order-link").first
    assert year.get_attribute("href") == f"/orders/?o={WorkOrder.objects.get(kind='OPINION').number}"
    assert grave(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_selector(f"{ROWS} >> nth=1", state="detached")
    assert "at_risk=true" in page.url, "a link opens the same list"
    page.keyboard.press("e")
    page.keyboard.press("2")
    page.wait_for_selector(".empty")
    assert page.complaints == []


def test_the_desk_fits_every_window(page, live_server):
    page.goto(f"{live_server.url}/complaints/")
    page.wait_for_selector(ROWS)
    assert too_wide(page, SIZES) == []
