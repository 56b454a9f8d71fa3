"""The list of orders while others work: rows change at their place, new ones are announced, an alarm leads to its matter.

The frames are what the relay would send: the product's own items, of the events that the API's steps have left.
"""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.alarms.models import Alarm
from command_center.ground.alarms.selectors import alarm_cards
from command_center.ground.core.models import EventRecord
from command_center.ground.core.realtime import items_for
from command_center.ground.organisation.models import User
from workorders.models import WorkOrder
from workorders.services import clocks

from .phones import soon
from .test_order_list import ROWS, mei, numbers, page, province  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Line:
    """The board's socket, with the relay at the other end."""

    def __init__(self, page) -> None:  # noqa: F811
        self.socket, self.seq, self.alarms = None, 1, []
        page.route_web_socket("**/ws/console/**", self.greet)

    def greet(self, socket) -> None:
        self.socket = socket
        user = {"name": "覃月", "role": "DISPATCHER", "scope": "咸丰县"}
        board = {"orders": [], "crews": [], "outages": [], "alarms": self.alarms, "kpis": {}}
        self.send({"type": "hello", "epoch": "e", "seq": self.seq, "at": soon(), "user": user})
        self.send({"type": "snapshot", "seq": self.seq} | board)

    def send(self, frame) -> None:
        self.socket.send(json.dumps(frame))

    def relay(self) -> None:
        """Everything that has happened, as it would be pushed."""
        self.seq += 1
        items = [item | {"seq": self.seq} for item in items_for(list(EventRecord.objects.order_by("pk")))]
        self.send({"type": "cards", "seq": self.seq, "items": items})


@pytest.fixture
def line(page):  # noqa: F811
    return Line(page)


@pytest.fixture
def colleague(mei):  # noqa: F811
    """Another dispatcher of the same centre, at a desk of their own."""
    client = APIClient()
    client.force_login(User.objects.create(username="lin", name="林晓", role=mei.role, home=mei.home))
    return client


def file(colleague, words, **told) -> str:
    body = {
        "kind": "OPINION",
        "source": "PHONE",
        "source_id": words,
        "description": words,
        "reporter": {"name": "路人"},
    }
    answer = colleague.post("/api/v1/matters/", body | told, format="json")
    assert answer.status_code == 201, answer.data
    return answer.data["number"]


def give(colleague, number) -> None:
    body = {"unit": "422826T01", "reason": "请今天答复"}
    assert colleague.post(f"/api/v1/work-orders/{number}/give/", body, format="json").status_code == 200


def test_a_row_changes_at_its_place(page, line, colleague):  # noqa: F811
    older, newer = file(colleague, "路灯不亮"), file(colleague, "表箱没有锁")
    page.goto(f"{page.home}/orders/")
    page.wait_for_selector(f"{ROWS} >> nth=1")
    give(colleague, older)
    line.relay()
    page.wait_for_selector(f"{ROWS}:has-text('{older}') >> text=已派发，待接单")
    assert numbers(page) == [newer, older]
    assert page.locator(f"{ROWS}.gone, .list-side .pill").count() == 0


def test_one_that_no_longer_answers_the_question_stays_and_says_so(page, line, colleague):  # noqa: F811
    number = file(colleague, "路灯不亮")
    page.goto(f"{page.home}/orders/?phase=giving")
    page.wait_for_selector(ROWS)
    give(colleague, number)
    line.relay()
    page.wait_for_selector(f"{ROWS}.gone:has-text('{number}')")


def test_a_new_one_that_fits_is_announced_and_not_pushed_under_the_pointer(page, line, colleague):  # noqa: F811
    first = file(colleague, "路灯不亮")
    page.goto(f"{page.home}/orders/?kind=OPINION")
    page.wait_for_selector(ROWS)
    second = file(colleague, "表箱没有锁")
    file(colleague, "电费怎么算", kind="CONSULT")
    line.relay()
    page.wait_for_selector(".list-side .pill >> text=1 ")
    assert numbers(page) == [first]
    page.click(".list-side .pill")
    page.wait_for_selector(f"{ROWS} >> nth=1")
    assert numbers(page) == [second, first]
    assert page.locator(".list-side .pill").count() == 0


def test_the_opened_order_follows_its_row(page, line, colleague):  # noqa: F811
    number = file(colleague, "路灯不亮")
    page.goto(f"{page.home}/orders/?o={number}")
    page.wait_for_selector("#action-give")
    give(colleague, number)
    line.relay()
    page.wait_for_selector("#action-give", state="detached")
    page.wait_for_selector(".detail .chips >> text=已派发，待接单")


def test_a_click_on_the_alarm_of_a_matter_opens_it(page, line, colleague):  # noqa: F811
    number = file(colleague, "表箱没有锁")
    clocks.warn_due(at=now() + timedelta(days=60))
    line.alarms = list(alarm_cards(list(Alarm.objects.values_list("pk", flat=True))).values())
    assert {card["subject_id"] for card in line.alarms} == {WorkOrder.objects.get().pk}
    page.goto(f"{page.home}/")
    page.click(f".alarm-text:has-text('{number}')")
    page.wait_for_url(f"**/orders/?o={number}")
    page.wait_for_selector(".detail >> text=表箱没有锁")


def test_an_address_of_the_board_leads_to_an_order_that_is_not_on_it(page, line, colleague):  # noqa: F811
    number = file(colleague, "表箱没有锁")
    page.goto(f"{page.home}/?order={number}")
    page.wait_for_url(f"**/orders/?o={number}")
    page.wait_for_selector(".detail >> text=表箱没有锁")
