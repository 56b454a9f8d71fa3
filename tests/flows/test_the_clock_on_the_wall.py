"""The hours of the night as arguments: the case of Xuantuo at 00:15, and a promise that outlives midnight and a shift."""

from datetime import datetime, timedelta

import pytest

from command_center.ground.core.values import CHINA
from dispatch.models import Shift
from dispatch.services import desk, fieldwork
from dispatch.services.offering import accept_offer
from dispatch.services.routing import route_orders
from tests.grid import make_crew, make_offer, make_province, make_waiting_order
from workorders.services.aftercare import Checklist, call_back, review_reply

pytestmark = pytest.mark.django_db


def on_19_july(hour, minute, day=19):
    return datetime(2026, 7, day, hour, minute, tzinfo=CHINA)


def test_xuantuo_village_has_power_again_within_minutes():
    """00:15, a tobacco-curing barn's air switch has burnt out; the township crew goes (domain reference §10)."""
    province = make_province(at=on_19_july(0, 15))
    offer = make_offer(at=on_19_july(0, 15))
    assert offer.crew == province.dingzhai_crew
    order, step = offer.order, {"order_id": offer.order_id, "crew_id": offer.crew_id, "actor": None}
    accept_offer(offer_id=offer.pk, at=on_19_july(0, 16), actor=None)
    fieldwork.step(**step, verb="contacted", at=on_19_july(0, 17), text="马上到")
    fieldwork.depart(**step, at=on_19_july(0, 17))
    fieldwork.arrive(**step, at=on_19_july(0, 22), lat=order.latitude, lon=order.longitude)
    fieldwork.start_repair(**step, at=on_19_july(0, 24), permit_number="抢修单-1", etr_at=None)
    fieldwork.restore(**step, at=on_19_july(0, 35))
    facts = Checklist(cause="air_switch", measures="更换空开", restored_at=on_19_july(0, 35), contacted=True)
    fieldwork.reply(**step, checklist=facts, at=on_19_july(0, 38))
    review_reply(order_id=order.pk, passed=True, comment="", at=on_19_july(0, 45), actor=None)
    call_back(order_id=order.pk, satisfaction="SATISFIED", comment="", at=on_19_july(9, 0), actor=None)
    order.refresh_from_db()
    assert (order.status, order.custodian_count, order.area_kind) == ("ARCHIVED", 2, "RURAL")
    assert (order.grade, order.urgency, order.grade_reasons) == (2, "URGENT", ["time_critical"])
    assert set(order.clocks.values_list("outcome", flat=True)) == {"MET"}


def test_a_promise_crosses_midnight_and_the_change_of_shift():
    """Scenario 5: 90 minutes from the customer's report, whoever drives."""
    province = make_province(at=on_19_july(23, 10, day=18))
    Shift.objects.update(ends_at=on_19_july(0, 0))
    night_crew = make_crew("N01", "夜班", province.dingzhai, at=on_19_july(0, 0) + timedelta(hours=4))
    order = make_waiting_order(at=on_19_july(23, 10, day=18))
    (offer,) = _routed(order, on_19_july(23, 10, day=18))
    accept_offer(offer_id=offer.pk, at=on_19_july(23, 12, day=18), actor=None)
    desk.reassign(order_id=order.pk, reason="交接班", at=on_19_july(23, 50, day=18), actor=None)
    assert _routed(order, on_19_july(23, 50, day=18)) == []
    order.refresh_from_db()
    assert order.attention == "no_crew"
    (offer,) = _routed(order, on_19_july(0, 0))
    assert offer.crew == night_crew
    accept_offer(offer_id=offer.pk, at=on_19_july(0, 2), actor=None)
    step = {"order_id": order.pk, "crew_id": night_crew.pk, "actor": None}
    fieldwork.depart(**step, at=on_19_july(0, 3))
    fieldwork.arrive(**step, at=on_19_july(0, 40))
    promise = order.clocks.get(code="ARRIVE")
    assert (promise.started_at, promise.due_at) == (on_19_july(23, 10, day=18), on_19_july(0, 40))
    assert promise.outcome == "MET"


def _routed(order, at):
    route_orders(order_ids=[order.pk], at=at)
    return list(order.offers.filter(status="OFFERED").select_related("crew"))
