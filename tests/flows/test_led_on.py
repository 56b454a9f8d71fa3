"""A live outage is led, or a crew is called: whatever becomes of the order that led it, nobody behind it is forgotten."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils.timezone import now

from dispatch.models import Offer, Shift
from dispatch.services.offering import accept_offer
from outages.leading.services.proactive_orders import open_missing_orders
from outages.life.states import Status
from outages.models import Outage
from outages.verbs.services.dismissing import dismiss, reinstate
from outages.verbs.services.restoring import restore
from tests.flows.test_outage_night import call, file_away, repair, town, trip  # noqa: F401
from tests.leads import breaches
from tests.outages.lines import below
from workorders.kinds import verb_of
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder
from workorders.services import aftercare, control
from workorders.services.tracking_links import url_of

pytestmark = pytest.mark.django_db

CALLS = 6


@pytest.fixture
def led(town, relayed):  # noqa: F811
    """A tripped feeder with six calls: the first leads, five follow it."""
    trip(town.cb1)
    relayed()
    for number in range(CALLS):
        call(f"2{number:03d}")
        relayed()
    return Outage.objects.select_related("lead_order").get()


def swept(relayed, minutes=2):
    relayed()
    open_missing_orders(at=now() + timedelta(minutes=minutes))
    relayed()
    assert breaches() == {}


def statuses():
    return Counter(WorkOrder.objects.values_list("status", flat=True))


@pytest.mark.parametrize("verb", ["cancel", "return-upstream", "false-alarm"])
def test_the_next_call_leads_when_the_leading_one_ends(led, cast, relayed, verb):
    before = led.lead_order
    WorkOrder.objects.filter(pk=before.pk).update(status=OrderStatus.PENDING_DISPATCH)
    control.cancel(order_id=before.pk, reason="客户撤销", at=now(), actor=cast.mei, verb=verb)
    relayed()

    led.refresh_from_db()
    assert led.lead_order != before and led.lead_order.status == OrderStatus.DISPATCHED
    assert statuses() == {verb_of("FAULT", verb).to: 1, OrderStatus.DISPATCHED: 1, OrderStatus.MERGED: CALLS - 2}
    assert led.lead_order.merged_orders.count() == CALLS - 2
    assert Offer.objects.filter(status="OFFERED").count() == 1 and breaches() == {}


def test_a_customer_who_withdraws_his_report_takes_the_crew_from_nobody(town, client, relayed):  # noqa: F811
    Shift.objects.all().delete()  # nobody is on duty: the leading order waits
    trip(town.cb1)
    relayed()
    for number in range(CALLS):
        call(f"2{number:03d}")
    relayed()
    outage = Outage.objects.get()
    path = url_of(outage.lead_order).split("/track/")[1]
    assert client.post(f"/api/v1/track/{path}cancel/").status_code == 200
    relayed()

    outage.refresh_from_db()
    assert outage.lead_order.status == OrderStatus.PENDING_DISPATCH and breaches() == {}


def test_without_another_call_a_crew_is_called(town, cast, relayed):  # noqa: F811
    trip(town.cb1, at=now() - timedelta(minutes=5))
    relayed()
    Outage.objects.update(detected_at=now() - timedelta(minutes=5))
    call("2000")
    relayed()
    for _ in range(2):  # and again, when the order that was made for it is cancelled too
        outage = Outage.objects.get()
        control.cancel(order_id=outage.lead_order_id, reason="重复", at=now(), actor=cast.mei)
        relayed()
        outage.refresh_from_db()
        assert (outage.lead_order.source, outage.lead_order.status) == ("ALARM", OrderStatus.DISPATCHED)
        assert breaches() == {}
    assert WorkOrder.objects.count() == 3


def test_who_calls_while_others_are_still_dark_behind_a_finished_order_leads(led, town, cast, relayed):  # noqa: F811
    restored_below(led, town.province.t1, by=cast, relayed=relayed)
    call("2010")
    relayed()
    led.refresh_from_db()
    assert led.status == Status.PARTIALLY_RESTORED and led.lead_order.status == OrderStatus.DISPATCHED
    assert breaches() == {}


def test_who_is_still_dark_behind_a_finished_order_is_heard_again_without_a_call(led, town, cast, relayed):  # noqa: F811
    restored_below(led, town.province.t1, by=cast, relayed=relayed)
    swept(relayed)
    led.refresh_from_db()
    assert led.lead_order.status == OrderStatus.DISPATCHED and led.lead_order.reporter_name == "冉小明"


def restored_below(outage, transformer, *, by, relayed):
    """The crew of the leading order brings power back below one transformer, files its reply, and all is archived."""
    restore(outage_id=outage.pk, at=now(), scope=below(transformer))
    WorkOrder.objects.filter(pk=outage.lead_order_id).update(status=OrderStatus.RESTORED, restored_at=now())
    WorkOrder.objects.filter(pk=outage.lead_order_id).update(status=OrderStatus.REVIEWED)
    aftercare.call_back(order_id=outage.lead_order_id, satisfaction="SATISFIED", comment="", at=now(), actor=by.mei)
    relayed()


def test_one_customer_who_asks_for_later_does_not_keep_the_others_waiting(led, cast, relayed):
    before = led.lead_order
    offer = before.offers.get()
    accept_offer(offer_id=offer.pk, at=now(), actor=cast.omar)
    wish = {"order_id": before.pk, "detail": "", "resume_at": None, "at": now(), "actor": cast.mei}
    control.suspend(reason="unsafe_weather", **wish)
    relayed()
    led.refresh_from_db()
    assert led.lead_order == before  # nobody can work in this weather

    control.resume(order_id=before.pk, at=now(), actor=cast.mei)
    control.suspend(reason="customer_asks_later", **wish)
    relayed()
    led.refresh_from_db()
    assert led.lead_order != before and led.lead_order.status == OrderStatus.DISPATCHED and breaches() == {}

    control.resume(order_id=before.pk, at=now(), actor=cast.mei)
    relayed()
    before.refresh_from_db()
    assert (before.status, before.parent) == (OrderStatus.MERGED, led.lead_order) and breaches() == {}


def test_an_outage_that_is_reinstated_is_led_again(led, cast, relayed):
    dismiss(outage_id=led.pk, reason="误判", at=now(), actor=cast.mei)
    control.cancel(order_id=led.lead_order_id, reason="误判", at=now(), actor=cast.mei)
    relayed()
    reinstate(outage_id=led.pk, reason="确实停电", at=now(), actor=cast.mei)
    relayed()
    led.refresh_from_db()
    assert led.lead_order.status == OrderStatus.DISPATCHED and breaches() == {}


def test_the_crews_word_is_heard_before_anybody_is_called(led, cast, relayed):
    repair(led.lead_order, cast)
    open_missing_orders(at=now() + timedelta(minutes=10))  # the sweep, before the outage has heard that power is back
    relayed()
    led.refresh_from_db()
    assert led.status == Status.RESTORED and statuses() == {OrderStatus.RESTORED: 1, OrderStatus.MERGED: CALLS - 1}
    file_away(led.lead_order, cast)
    swept(relayed)
    assert statuses() == {OrderStatus.ARCHIVED: CALLS}
