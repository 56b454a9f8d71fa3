"""A storm whose crews restore and put off their replies: every order is asked for in its turn, nobody waits unseen."""

import pytest
from django.utils.timezone import now

from dispatch.models import Assignment, Offer
from dispatch.services import fieldwork, waiting
from dispatch.services.offering import accept_offer
from tests.faults.ledger import offences
from tests.grid import make_crew, make_order
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db
ORDERS, TURNS = 24, 10


def restore(offer):
    at = now()
    held = {"order_id": offer.order_id, "crew_id": offer.crew_id, "at": at, "actor": None}
    accept_offer(offer_id=offer.pk, at=at, actor=None)
    fieldwork.depart(**held)
    fieldwork.arrive(**held)
    fieldwork.start_repair(**held, permit_number="抢修单-1", etr_at=None)
    fieldwork.restore(**held)


def test_all_orders_are_served_although_no_crew_replies(province, relayed, monkeypatch):
    monkeypatch.setattr(waiting, "AT_ONCE", 4)
    make_crew("C09", "增援班", province.dingzhai, place=(29.55, 109.05))
    for n in range(ORDERS):
        make_order(f"R{n}", latitude=29.55 + n / 100, description="空气开关烧坏")
    relayed()
    for _ in range(TURNS):
        for offer in Offer.objects.open().order_by("pk"):
            restore(offer)
        relayed()
        assert offences() == {}
    assert set(WorkOrder.objects.values_list("status", flat=True)) == {"RESTORED"}
    assert Assignment.objects.live().count() == ORDERS
