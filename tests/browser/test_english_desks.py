"""The desks of complaints, connections and supervision in English: whatever a script says of places and units is in Latin letters."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from command_center.ground.organisation.models import OrgUnit
from tests.connections.cases import make_case, staff_of
from tests.custody.desks import call_of, make_desks, on_duty
from tests.door.test_english_pages import chinese_in
from tests.grid import make_order, make_province
from workorders.kinds.connection.services import appointments
from workorders.kinds.connection.slots import free_slots
from workorders.models import WorkOrder

from .desk import open_desk
from .test_order_list import greet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATION, CENTRE, VILLAGE = (
    "Dingzhai Supply Station",
    "Xianfeng County",
    "Xianfeng County Dingzhai Township Xuantuo Village",
)
ROWS = ".case-table tbody tr"


@pytest.fixture
def page(browser, live_server, client, transactional_db):
    """Bo supervises a county with a complaint about a station, a case with an appointment, and an order that is late."""
    province = make_province()
    staff_of(province)
    desks = make_desks(province)
    on_duty(desks.an)
    client.force_login(desks.bo)
    page: Any = open_desk(browser)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.route_web_socket("**/ws/console/**", greet)
    page.home, page.people = live_server.url, desks
    yield page
    assert page.complaints == []


def seen(page: Any, where: str) -> str:
    """What is read there, and what is said of it: titles and the words for readers of screens."""
    said = page.locator(where).first.evaluate(
        """(box) => [box.innerText, ...[box, ...box.querySelectorAll("[title], [aria-label]")]
            .flatMap((each) => [each.title, each.ariaLabel])].filter(Boolean).join("\\n")"""
    )
    return str(said)


def test_a_complaint_in_the_list_and_in_its_panel(page, client):
    told = {
        "kind": "COMPLAINT", "source": "HOTLINE_95598", "source_id": "C-1", "description": "停电两天没人来",
        "customer_number": "4228260001", "concerns": "422826T01",
    }  # fmt: skip
    answer = client.post("/api/v1/matters/", told, content_type="application/json")
    assert answer.status_code == 201, answer.data
    order = WorkOrder.objects.get(kind="COMPLAINT")
    page.goto(f"{page.home}/complaints/?lang=en&o={order.number}")
    page.wait_for_selector(".detail .facts >> text=Concerns")
    row = seen(page, ROWS)
    assert f"about {STATION}" in row and CENTRE in row and VILLAGE in row
    assert chinese_in(row, order.description, "冉") == []
    assert STATION in seen(page, ".detail .facts")
    page.goto(f"{page.home}/complaints/?lang=zh-hans")
    page.wait_for_selector(ROWS)
    assert "丁寨供电所" in seen(page, ROWS)


def test_a_case_in_the_pipeline_in_its_panel_and_in_the_week(page):
    order = make_case(at=now() - timedelta(days=1))
    slot = free_slots(order, at=now())[1]
    visit = appointments.book(order_id=order.pk, slot=slot.starts_at, at=now(), actor=None)
    OrgUnit.objects.filter(code="422826T01").update(name_en="Dingzhai")
    page.goto(f"{page.home}/connections/?lang=en&o={order.number}")
    page.wait_for_selector(".detail .timeline >> text=· Dingzhai")
    row = seen(page, ROWS)
    assert "\nDingzhai\n" in row and VILLAGE in row and chinese_in(row, "冉") == []
    assert chinese_in(seen(page, ".detail"), order.description, "冉") == []
    page.goto(f"{page.home}/connections/calendar/?lang=en&day={visit.starts_at:%Y-%m-%d}")
    page.wait_for_selector(".week .visit-block")
    week = seen(page, ".week")
    assert "Dingzhai" in week and VILLAGE in week and chinese_in(week, "冉") == []


def test_the_supervision_desk(page):
    order = make_order("late")
    WorkOrder.objects.filter(pk=order.pk).update(next_due_at=now() - timedelta(minutes=5))
    call_of(order)
    page.goto(f"{page.home}/supervision/?lang=en")
    page.wait_for_selector(".lines .line")
    page.wait_for_selector(".calls >> text=called:")
    for where in (".desks", ".lines", ".calls"):
        assert chinese_in(seen(page, where), order.description) == [], where
    assert CENTRE in seen(page, ".desks") and CENTRE in seen(page, ".lines") and CENTRE in seen(page, ".calls")
