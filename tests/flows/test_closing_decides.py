"""Closing or dismissing an outage decides what becomes of its order: no crew drives to a house with power."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dispatch.models import Assignment, Offer
from dispatch.services.offering import accept_offer
from outages.leading.services.proactive_orders import open_missing_orders
from outages.life.states import Status
from outages.models import Answer, Outage, RestoreCheck
from tests.flows.test_outage_night import call, close_again, town, trip  # noqa: F401
from tests.leads import breaches
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder
from workorders.services import aftercare

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(town, relayed):  # noqa: F811
    """Two customers called, a crew was asked, and then the switch was closed again: nobody is dark, nobody repaired."""

    def ended(*numbers):
        trip(town.fu1, at=now() - timedelta(minutes=30))
        relayed()
        Outage.objects.update(detected_at=now() - timedelta(minutes=30))
        for number in numbers:
            call(number, at=now() - timedelta(minutes=20))
        relayed()
        open_missing_orders(at=now())
        relayed()
        close_again(town.fu1)
        relayed()
        outage = Outage.objects.get()
        RestoreCheck.objects.get().answers.update(answer=Answer.ON, answered_at=now())
        return outage

    return ended


def verified(mei, outage):
    assert mei.post(f"/api/v1/outages/{outage.number}/verify/").data["status"] == Status.VERIFIED


def close(mei, outage, **body):
    answer = mei.post(f"/api/v1/outages/{outage.number}/close/", body, format="json")
    assert answer.data["status"] == Status.CLOSED, answer.data


def test_who_waits_is_answered_and_called_back_and_the_crew_is_free(over, cast, mei, relayed):
    outage = over("1000", "1001")
    offer = Offer.objects.get(status="OFFERED")
    accept_offer(offer_id=offer.pk, at=now(), actor=cast.omar)
    verified(mei, outage)
    close(mei, outage)
    relayed()

    lead, child = WorkOrder.objects.order_by("pk")
    assert (lead.status, child.status) == (OrderStatus.REPLIED, OrderStatus.MERGED)
    assert outage.number in lead.replies.get().measures
    assert not Assignment.objects.filter(released_at=None).exists()
    aftercare.review_reply(order_id=lead.pk, passed=True, comment="", at=now(), actor=cast.mei)
    for order in (child, lead):
        aftercare.call_back(order_id=order.pk, satisfaction="SATISFIED", comment="", at=now(), actor=cast.mei)
    assert breaches() == {}


def test_an_order_that_only_we_made_ends_with_the_reason(over, mei, relayed):
    outage = over()
    verified(mei, outage)
    close(mei, outage)
    relayed()
    order = WorkOrder.objects.get()
    assert order.status == OrderStatus.CANCELLED and not Offer.objects.filter(status="OFFERED").exists()
    [ended] = [entry for entry in timeline(mei, order) if entry["code"] == "CANCELLED"]
    assert outage.number in ended["text"]


def test_it_stays_when_a_crew_must_go_all_the_same(over, mei, relayed):
    outage = over("1000")
    verified(mei, outage)
    close(mei, outage, keep_order=True)
    relayed()
    assert WorkOrder.objects.get().status == OrderStatus.DISPATCHED


def test_a_dismissed_outage_ends_our_own_order(town, mei, relayed):  # noqa: F811
    order = called_out(town, relayed)
    dismiss(mei)
    relayed()
    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert any("表计有电" in entry["text"] for entry in timeline(mei, order))


def test_a_dismissed_outage_leaves_a_customers_order_and_asks_a_person(town, mei, relayed):  # noqa: F811
    trip(town.fu1)
    relayed()
    call("1000")
    relayed()
    dismiss(mei)
    relayed()
    order = WorkOrder.objects.get()
    assert (order.status, order.attention) == (OrderStatus.DISPATCHED, "outage_dismissed")


def called_out(town, relayed):  # noqa: F811
    trip(town.fu1)
    relayed()
    Outage.objects.update(detected_at=now() - timedelta(minutes=2))
    open_missing_orders(at=now())
    relayed()
    return WorkOrder.objects.get()


def dismiss(mei):
    outage = Outage.objects.get()
    answer = mei.post(f"/api/v1/outages/{outage.number}/dismiss/", {"reason": "表计有电"}, format="json")
    assert answer.data["status"] == Status.DISMISSED


def timeline(mei, order):
    return mei.get(f"/api/v1/work-orders/{order.number}/timeline/").data
