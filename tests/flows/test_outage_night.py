"""Outages from the first signal to the closed file: many calls, one outage, one crew, every customer called back."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils.timezone import now

from command_center.ground.network.models import Branch, OperationSource
from command_center.ground.network.services.switching import operate
from dispatch.models import Assignment, Offer
from dispatch.services import fieldwork
from dispatch.services.offering import accept_offer
from outages.following.services.orders import orders_restored
from outages.judging.event_codes import Meaning, MeterEvent
from outages.judging.services.judging import judge_orders
from outages.judging.services.signals import receive_meter_events
from outages.leading.services.proactive_orders import open_missing_orders
from outages.life.selectors.affected import scope_of_device
from outages.life.states import Status
from outages.models import EndedBy, Interruption, Outage
from outages.verbs.services.confirming import make_probable
from outages.verbs.services.splitting import split
from tests.grid import make_customer, make_network, make_order
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder
from workorders.services import aftercare

pytestmark = pytest.mark.django_db

PER_TRANSFORMER = 20


@pytest.fixture
def town(province) -> SimpleNamespace:
    """Sixty customers below F1, twenty at each transformer, on a traced network."""
    network = make_network(province)
    for number, transformer in enumerate((province.t1, province.t2, province.t3), start=1):
        for count in range(PER_TRANSFORMER):
            make_customer(
                f"{number}{count:03d}", f"张{number}{count}", transformer, phone=f"+861380001{number}{count:03d}"
            )
    network.province = province
    return network


def call(number: str, **fields):
    """The customer of this number reports that the power is off."""
    return make_order(
        f"call-{number}-{now().timestamp()}",
        customer_number=number,
        reporter_phone="",
        description="家里没电",
        **fields,
    )


def trip(branch, at=None):
    return operate(branch_id=branch.pk, opened=True, at=at or now(), source=OperationSource.SCADA)


def close_again(branch, at=None):
    return operate(branch_id=branch.pk, opened=False, at=at or now(), source=OperationSource.SCADA)


def dark_now() -> int:
    return Interruption.objects.open().count()


def repair(order: WorkOrder, cast) -> None:
    """The crew that was asked goes, repairs and says power is back."""
    offer = Offer.objects.filter(order=order).order_by("pk")[0]
    accept_offer(offer_id=offer.pk, at=now(), actor=cast.omar)
    step = {"order_id": order.pk, "crew_id": offer.crew_id, "at": now(), "actor": cast.omar}
    fieldwork.depart(**step)
    fieldwork.arrive(**step)
    fieldwork.start_repair(**step, permit_number="QX-1", etr_at=None)
    fieldwork.restore(**step)


def file_away(order: WorkOrder, cast) -> None:
    """The crew replies, the desk reviews and calls every customer back."""
    crew_id = order.assignments.get().crew_id
    checklist = aftercare.Checklist(cause="line", measures="合闸", restored_at=now(), contacted=True)
    fieldwork.reply(order_id=order.pk, crew_id=crew_id, checklist=checklist, at=now(), actor=cast.omar)
    aftercare.review_reply(order_id=order.pk, passed=True, comment="", at=now(), actor=cast.mei)
    for each in [*order.merged_orders.all(), order]:
        aftercare.call_back(order_id=each.pk, satisfaction="SATISFIED", comment="", at=now(), actor=cast.mei)


def test_a_tripped_feeder_is_one_outage_one_crew_and_forty_callbacks(town, cast, relayed):
    trip(town.cb1)
    relayed()
    outage = Outage.objects.get()
    assert (outage.status, outage.customers_out, dark_now()) == (Status.CONFIRMED, 61, 61)

    for number in range(40):
        call(f"{1 + number % 3}{number // 3:03d}")
        if number % 10 == 9:
            relayed()

    assert Outage.objects.count() == 1
    statuses = Counter(WorkOrder.objects.values_list("status", flat=True))
    assert statuses == {OrderStatus.DISPATCHED: 1, OrderStatus.MERGED: 39}
    lead = WorkOrder.objects.get(status=OrderStatus.DISPATCHED)
    assert lead.merged_orders.count() == 39 and Offer.objects.values("order").distinct().count() == 1

    repair(lead, cast)
    relayed()
    outage.refresh_from_db()
    assert (outage.status, outage.customers_out, dark_now()) == (Status.RESTORED, 0, 0)

    file_away(lead, cast)
    relayed()
    assert set(WorkOrder.objects.values_list("status", flat=True)) == {OrderStatus.ARCHIVED}
    assert WorkOrder.objects.filter(callbacks__isnull=False).count() == 40
    outage.refresh_from_db()
    assert outage.status == Status.CLOSED
    assert not Assignment.objects.filter(released_at=None).exists()


def test_calls_alone_find_the_fuse_above_them(town, relayed):
    for number in ("2000", "2001", "3002", "3003", "2004"):
        call(number)
    relayed()
    outage = Outage.objects.get()
    assert outage.device == town.fu2
    assert outage.customers_total == 40
    assert Counter(WorkOrder.objects.values_list("status", flat=True)) == {
        OrderStatus.DISPATCHED: 1,
        OrderStatus.MERGED: 4,
    }


def test_further_calls_move_the_suspicion_up_and_keep_one_outage(town, relayed):
    Branch.objects.filter(pk=town.cb1.pk).update(telemetered=False)  # nobody says that the breaker is closed
    for number in ("2000", "2001"):
        call(number)
    relayed()
    assert Outage.objects.get().device == town.tr2

    for number in ("1000", "1001", "1002", "3000", "3001", "3002", "2002", "2003"):
        call(number)
    relayed()
    live = Outage.objects.live().get()
    assert live.customers_total == 61
    assert Offer.objects.filter(status="OFFERED").count() == 1


def test_one_household_is_an_order_and_no_outage_until_the_crew_has_been_there(town, cast, relayed):
    order = call("2000")
    relayed()
    assert not Outage.objects.exists()
    order.refresh_from_db()
    assert order.status == OrderStatus.DISPATCHED

    WorkOrder.objects.filter(pk=order.pk).update(reported_at=now() - timedelta(minutes=30))
    repair(order, cast)
    relayed()
    interruption = Interruption.objects.get()
    assert interruption.service_point == order.service_point and interruption.ended_by == EndedBy.REPAIR


def test_a_report_of_danger_keeps_its_own_order_and_its_own_crew(town, relayed):
    trip(town.cb1)
    relayed()
    call("1000")
    danger = make_order("danger", customer_number="1001", reporter_phone="", description="电线断落在地上，冒火花")
    relayed()
    danger.refresh_from_db()
    assert danger.hazard and danger.status == OrderStatus.DISPATCHED and danger.parent is None
    assert danger.outage_link.outage == Outage.objects.get()


def test_a_feeder_that_is_back_with_one_fuse_still_blown_is_not_restored(town, relayed):
    for number in ("2000", "2001", "3002", "3003", "2004"):
        call(number)
    relayed()
    fuse = Outage.objects.get()
    trip(town.cb1)
    relayed()
    # The suspicion below the tripped breaker went into it; on site the crew finds the fuse, and the desk splits it off.
    feeder = Outage.objects.live().get()
    assert feeder.device == town.cb1 and fuse.pk != feeder.pk

    split(
        outage_id=feeder.pk,
        scope=scope_of_device(town.fu2.pk, at=now()),
        reason="熔丝熔断",
        at=now(),
        device_id=town.fu2.pk,
    )
    close_again(town.cb1)
    relayed()
    feeder.refresh_from_db()
    assert feeder.status == Status.RESTORED and dark_now() == 40
    assert Outage.objects.live().get().device == town.fu2


def test_who_calls_after_the_return_of_power_was_dark_all_the_time(town, relayed):
    off_at = now() - timedelta(hours=1)
    trip(town.cb1, at=off_at)
    relayed()
    close_again(town.cb1, at=now() - timedelta(minutes=20))
    relayed()
    assert dark_now() == 0

    call("3005")
    relayed()
    nested = Outage.objects.live().get()
    assert nested.nested_in is not None
    interruption = Interruption.objects.open().get()
    assert interruption.off_at == off_at and interruption.outage == nested
    assert WorkOrder.objects.get().status == OrderStatus.DISPATCHED


def test_a_tie_brings_back_whom_it_can_and_says_so(town, relayed):
    trip(town.sw1)
    relayed()
    assert dark_now() == 40
    close_again(town.tie)
    relayed()
    assert dark_now() == 0
    assert set(Interruption.objects.values_list("ended_by", "back_fed")) == {(EndedBy.TIE, True)}


def test_an_outage_nobody_calls_about_gets_a_crew_after_a_minute(town, relayed):
    trip(town.cb1)
    relayed()
    assert not open_missing_orders(at=now())
    assert len(open_missing_orders(at=now() + timedelta(seconds=61))) == 1
    relayed()
    assert WorkOrder.objects.get().status == OrderStatus.DISPATCHED
    assert not open_missing_orders(at=now() + timedelta(seconds=120))


def test_the_same_night_twice_changes_nothing(town, cast, relayed):
    trip(town.cb1)
    order = call("1000")
    relayed()
    before = Outage.objects.values().get()
    orders_restored(order_ids=[order.pk], at=now() - timedelta(days=1))
    judge_orders(order_ids=[order.pk], at=now())
    assert Outage.objects.values().get()["customers_out"] == before["customers_out"]


def test_the_caller_of_a_known_outage_hears_it_at_once(town, agent, relayed):
    trip(town.cb1)
    relayed()
    answer = agent.post(
        "/api/v1/fault-reports/",
        {"source": "HOTLINE_95598", "source_id": "known", "customer_number": "1000", "description": "没电"},
    )
    known = answer.data["known_outage"]
    assert known["number"] == Outage.objects.get().number and known["customers_out"] == 61 and known["etr_at"]


class Reader:
    """A head-end that knows these voltages."""

    def __init__(self, **volts: float) -> None:
        self.volts = volts

    def ask(self, meter_numbers):
        return {meter: self.volts[meter] for meter in meter_numbers if meter in self.volts}


def test_a_meter_that_answers_with_good_voltage_keeps_the_crew_at_home(town, mei):
    order = call("2000")
    judge_orders(order_ids=[order.pk], at=now(), meters=Reader(M2000=221.0))
    order.refresh_from_db()
    assert (order.status, order.attention) == (OrderStatus.JUDGED, "customer_side")

    low = call("2001")
    judge_orders(order_ids=[low.pk], at=now(), meters=Reader(M2001=171.0))
    low.refresh_from_db()
    assert (low.status, low.attention) == (OrderStatus.JUDGED, "low_voltage")
    assert not Outage.objects.exists()


def test_an_outage_over_an_important_customer_is_graver_at_once(town, relayed):
    make_customer("9000", "县医院", town.province.t1, phone="", flags=["IMPORTANT"])
    trip(town.cb1)
    order = call("1000")
    relayed()
    outage, order = Outage.objects.get(), WorkOrder.objects.get(pk=order.pk)
    assert (outage.important_out, outage.attention) == (1, "important_customer")
    assert order.grade == 1 and "important_customer" in order.grade_reasons


def test_a_transformer_terminal_is_believed_before_anybody_calls(town, relayed):
    told = [MeterEvent(event_id="t1", meter=town.province.t2.code, at=now(), code="3.26.0.47", meaning=Meaning.DOWN)]
    received = receive_meter_events(events=told, source="TTU", at=now())
    assert (received.new, received.ignored) == (1, 0)
    relayed()
    assert Outage.objects.get().device == town.tr2
    assert receive_meter_events(events=told, source="TTU", at=now()).new == 0


def test_many_silent_meters_are_an_outage_and_their_return_ends_it(town, relayed):
    at = now() - timedelta(minutes=4)
    meters = [f"M2{count:03d}" for count in range(12)]
    off = [MeterEvent(event_id=f"off{m}", meter=m, at=at, code="3.26.0.47", meaning=Meaning.DOWN) for m in meters]
    receive_meter_events(events=off, source="HES", at=at + timedelta(seconds=30))
    relayed()
    outage = Outage.objects.get()
    assert outage.device == town.tr2
    if outage.status == Status.PREDICTED:
        make_probable(outage_id=outage.pk, at=now())
    dark = dark_now()

    on = [MeterEvent(event_id=f"on{m}", meter=m, at=now(), code="3.26.0.216", meaning=Meaning.UP) for m in meters]
    receive_meter_events(events=on, source="HES", at=now())
    relayed()
    outage.refresh_from_db()
    assert dark - dark_now() == len(meters) and outage.status == Status.PARTIALLY_RESTORED


def test_a_single_dark_meter_is_a_fuse_at_home(town, relayed):
    told = [MeterEvent(event_id="one", meter="M2000", at=now(), code="3.26.0.47", meaning=Meaning.DOWN)]
    receive_meter_events(events=told, source="HES", at=now())
    relayed()
    assert not Outage.objects.exists()
