"""One caller, from the report to the last message: on the phone, of the crew, of the repair, and by their link."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from customers.messages.services.sending import send_due
from customers.models import Message, Promise
from dispatch.models import Assignment
from dispatch.services import fieldwork
from outages.estimates.services.estimating import estimate_by_hand
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.grid import make_held_order
from tests.outages.lines import only
from tests.outages.told import Provider
from workorders.models import WorkOrder
from workorders.services.tracking_links import token_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_quiet_hours(monkeypatch):
    """The tests run at any hour."""
    monkeypatch.setattr("customers.messages.services.telling.may_go_at", lambda moment, *args, **more: moment)


def kinds():
    return list(Message.objects.order_by("pk").values_list("kind", "state"))


def test_the_crew_is_on_its_way_and_there(province, cast, relayed):
    order = make_held_order(by=cast.omar)
    held = Assignment.objects.get(order=order)
    said = {"order_id": order.pk, "crew_id": held.crew_id, "actor": cast.omar}
    fieldwork.depart(**said, at=now())
    relayed()
    provider = Provider().at(now())
    assert provider.given[0].to == "+8613800135612" and order.number in provider.given[0].text
    fieldwork.arrive(**said, at=now())
    relayed()
    provider.at(now())
    assert [each.kind for each in provider.given] == ["CREW_SENT", "CREW_ARRIVED"]
    order.refresh_from_db()
    held.refresh_from_db()
    promise = Promise.objects.get(chain=f"order:{order.pk}")
    assert (promise.kind, promise.until_at, promise.came_true_at) == ("ARRIVAL", held.eta_at, order.arrived_at)


def test_a_crew_that_is_there_before_the_message_left_is_told_as_there(province, cast, relayed):
    order = make_held_order(by=cast.omar)
    said = {"order_id": order.pk, "crew_id": Assignment.objects.get(order=order).crew_id, "actor": cast.omar}
    fieldwork.depart(**said, at=now())
    relayed()
    fieldwork.arrive(**said, at=now())
    relayed()
    assert kinds() == [("CREW_SENT", "REPLACED"), ("CREW_ARRIVED", "WAITING")]


@pytest.fixture
def dark(province):
    """冉小明 is out by a known outage that a person has estimated."""
    began = now() - timedelta(minutes=20)
    point = province.customer.service_points.get()
    outage = open_outage(scope=only(point), started_at=began, at=began, status=Status.CONFIRMED)
    estimate_by_hand(outage_id=outage.pk, etr_at=now() + timedelta(hours=2), source="DESK", at=now())
    outage.refresh_from_db()
    province.outage, province.point = outage, point
    return province


REPORT = {"source": "HOTLINE_95598", "source_id": "c1", "description": "家里停电", "customer_number": "4228260001"}


def test_what_the_agent_reads_out_stands_in_the_book_and_is_not_sent_again(dark, agent, relayed):
    told = agent.post("/api/v1/fault-reports/", REPORT).data
    word = Promise.objects.get(chain=f"supply:{dark.point.pk}")
    assert (word.channel, word.teller.username, word.until_at) == ("PHONE", "agent", dark.outage.etr_at)
    assert word.subject_ref == told["number"]
    relayed()
    assert Message.objects.count() == 0
    agent.post("/api/v1/fault-reports/", REPORT | {"source_id": "c2"})
    assert Promise.objects.filter(channel="PHONE").count() == 1, "the same word again is no new promise"


def test_still_out_by_the_link_is_a_report(dark, agent, relayed, client):
    number = agent.post("/api/v1/fault-reports/", REPORT).data["number"]
    order = WorkOrder.objects.get(number=number)
    answer = client.post(
        f"/api/v1/track/{token_for(order.tracking_link.nonce)}/still-out/", {}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    order.refresh_from_db()
    assert order.urge_count == 1, "before the repair it urges the order that is there"


def test_the_desk_sees_what_was_told(dark, agent, mei, relayed):
    agent.post("/api/v1/fault-reports/", REPORT)
    [told] = mei.get("/api/v1/customers/4228260001/card/").data["told"]
    assert (told["channel"], told["words"], told["verdict"]) == ("电话", "最迟恢复", "未到期")


def test_sending_by_the_default_gateway_writes_the_log_alone(dark, relayed, settings):
    relayed()
    Message.objects.update(due_at=now())
    send_due(at=now() + timedelta(seconds=1))
    assert kinds() == [("ETR_SET", "SENT")] and Message.objects.get().gateway == "log"
