"""A crew on site says what it found, and the outage follows."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.network.models import Branch, OperationSource
from command_center.ground.network.services.switching import operate
from outages.findings.selectors.findings import finding_timeline
from outages.findings.selectors.places import places_of
from outages.findings.services.findings import CrewFinding, take_finding
from outages.leading.services.leaders import lead
from outages.life.scope import scope_of
from outages.life.selectors.affected import scope_of_device
from outages.life.states import Status
from outages.models import Evidence, Extent, Interruption, Outage
from outages.verbs.services.confirming import confirm
from outages.verbs.services.dismissing import dismiss
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.grid import make_customer, make_network, make_order
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import FaultKind, WorkOrder

pytestmark = pytest.mark.django_db

PER_TRANSFORMER = 8
BEGAN = now() - timedelta(minutes=20)


@pytest.fixture
def town(province, cast) -> SimpleNamespace:
    """Eight customers at each of T1, T2, T3 below F1; T2 and T3 hang on the fuse FU2."""
    network = make_network(province)
    for number, transformer in enumerate((province.t1, province.t2, province.t3), start=1):
        for count in range(PER_TRANSFORMER):
            make_customer(
                f"{number}{count:03d}", f"张{number}{count}", transformer, phone=f"+861380001{number}{count:03d}"
            )
    network.province, network.omar = province, cast.omar
    return network


def call(number: str, **fields) -> WorkOrder:
    return make_order(
        f"call-{number}-{now().timestamp()}",
        at=BEGAN,
        customer_number=number,
        reporter_phone="",
        description="家里没电",
        **fields,
    )


def on_site(order: WorkOrder) -> WorkOrder:
    """A crew stands there; how it came is told in tests/door/test_working.py."""
    WorkOrder.objects.filter(pk=order.pk).update(status=OrderStatus.ON_SITE, arrived_at=now() - timedelta(minutes=5))
    order.refresh_from_db()
    return order


def found(town, order, extent, device="", *, at=None, **said) -> Evidence:
    seen_at = at or now()
    finding = CrewFinding(extent=extent, device=device, seen_at=seen_at, **said)
    return take_finding(order_id=order.pk, finding=finding, at=now(), actor=town.omar)


def effect(row: Evidence) -> str:
    return row.detail["effect"]


def dark() -> Counter:
    """How many are dark, by transformer."""
    return Counter(Interruption.objects.open().values_list("transformer__code", flat=True))


def suspicion(town, relayed, numbers=("2000", "2001", "2002")) -> tuple[Outage, WorkOrder]:
    """Calls that the judge puts into one outage; its leading order's crew is there."""
    for number in numbers:
        call(number)
    relayed()
    outage = Outage.objects.live().get()
    return outage, on_site(outage.lead_order)


class TestChoices:
    def test_from_the_meter_to_the_breaker(self, town):
        places = places_of(call("2000"))
        assert [(p.extent, p.device.code if p.device else None, p.customers) for p in places] == [
            ("NOBODY", None, 0),
            ("HOUSE", None, 1),
            ("VILLAGE", "TR2", 8),
            ("DEVICE", "FU2", 16),
            ("DEVICE", "SW1", 16),
            ("DEVICE", "CB1", 25),
        ]
        assert [place.shown_closed for place in places] == [False] * 5 + [True]

    def test_the_building_where_the_network_knows_it(self, town):
        order = call("2000")
        node = town.nodes["lv2"]
        type(order.service_point).objects.filter(meter_number__in=["M2000", "M2001"]).update(node=node)
        order.refresh_from_db()
        assert [p.customers for p in places_of(order) if p.extent == Extent.BUILDING] == [2]

    def test_an_open_fuse_is_still_on_the_way(self, town):
        operate(branch_id=town.fu2.pk, opened=True, at=now(), source=OperationSource.CREW)
        codes = [place.device.code for place in places_of(call("2000")) if place.device]
        assert codes == ["TR2", "FU2", "SW1", "CB1"]

    def test_an_order_of_an_alarm_looks_around_its_device(self, town, relayed):
        operate(branch_id=town.cb1.pk, opened=True, at=now(), source=OperationSource.SCADA)
        relayed()
        outage = Outage.objects.get()
        order = make_order("alarm", source="ALARM", reporter_phone="", latitude=29.67, longitude=109.14)
        lead(outage_id=outage.pk, order_id=order.pk, at=now())
        assert {place.device.code for place in places_of(order)} >= {"CB1", "SW1", "FU1"}


class TestAPrediction:
    def test_is_confirmed_where_it_was_supposed(self, town, relayed):
        outage, order = suspicion(town, relayed)
        assert outage.device == town.tr2
        row = found(town, order, Extent.VILLAGE, cause_class="NATURE", cause="雷击", note="避雷器炸裂")
        outage.refresh_from_db()
        assert (effect(row), row.outage, row.author, row.branch) == ("CONFIRMED", outage, town.omar, town.tr2)
        assert (outage.status, outage.cause_class, outage.reason_code) == ("CONFIRMED", "NATURE", "crew_on_site")
        assert dark() == {"T2": 8}
        assert Interruption.objects.open().values_list("off_at", flat=True)[0] == outage.started_at == BEGAN

    def test_moves_up_and_the_others_are_dark_from_the_true_start(self, town, relayed):
        outage, order = suspicion(town, relayed)
        row = found(town, order, Extent.DEVICE, "FU2")
        outage.refresh_from_db()
        assert (effect(row), outage.device, outage.status) == ("MOVED", town.fu2, "CONFIRMED")
        assert dark() == {"T2": 8, "T3": 8}
        assert set(Interruption.objects.open().values_list("off_at", flat=True)) == {BEGAN}
        assert outage.lead_order == order

    def test_moves_down_and_who_called_from_elsewhere_is_judged_again(self, town, relayed):
        outage, order = suspicion(town, relayed, ("2000", "2001", "3002", "3003", "2004"))
        assert outage.device == town.fu2
        point = order.service_point
        row = found(town, order, Extent.VILLAGE)
        outage.refresh_from_db()
        assert (effect(row), outage.device.transformer) == ("MOVED", point.transformer)
        outside = WorkOrder.objects.exclude(service_point__transformer=point.transformer)
        assert outside.count() and {o.status for o in outside} == {OrderStatus.RECEIVED}
        relayed()
        assert not outside.filter(status__in=[OrderStatus.RECEIVED, OrderStatus.MERGED], parent=order).exists()
        assert dark() == {point.transformer.code: 8}

    def test_shrinks_to_one_house(self, town, relayed):
        outage, order = suspicion(town, relayed)
        found(town, order, Extent.HOUSE)
        outage.refresh_from_db()
        assert (outage.customers_out, outage.device, outage.status) == (1, None, "CONFIRMED")

    def test_was_the_customers_own_fault(self, town, relayed):
        outage, order = suspicion(town, relayed)
        row = found(town, order, Extent.NOBODY)
        outage.refresh_from_db()
        order.refresh_from_db()
        assert (effect(row), outage.status, order.fault_kind) == ("DISMISSED", "DISMISSED", FaultKind.CUSTOMER_SIDE)
        assert not dark()
        others = WorkOrder.objects.exclude(pk=order.pk)
        assert {each.status for each in others} == {OrderStatus.RECEIVED}, "they are judged again"
        relayed()
        assert not others.filter(status=OrderStatus.RECEIVED).exists()
        assert not Outage.objects.live().exists(), "power is proven below that transformer"

    def test_that_is_joined_to_the_outage_that_names_the_device(self, town, relayed):
        outage, order = suspicion(town, relayed)
        known = open_outage(
            scope=scope_of_device(town.fu1.pk, at=now()), started_at=BEGAN, at=now(), device_id=town.fu1.pk
        )
        Branch.objects.filter(pk=town.cb1.pk).update(telemetered=False)
        other = open_outage(
            scope=scope_of_device(town.cb1.pk, at=now()), started_at=BEGAN, at=now(), device_id=town.cb1.pk
        )
        row = found(town, order, Extent.DEVICE, "CB1")
        for each in (outage, known, other):
            each.refresh_from_db()
        assert (effect(row), outage.status, other.status) == ("JOINED", "MERGED", "CONFIRMED")
        assert other.customers_out == 25 and other.lead_order == order


class TestAFactBeatsAFinding:
    def test_a_breaker_shown_closed_is_not_what_opened(self, town, relayed):
        outage, order = suspicion(town, relayed)
        row = found(town, order, Extent.DEVICE, "CB1", note="像是开关跳了")
        outage.refresh_from_db()
        assert (effect(row), row.outage, outage.device) == ("DISPUTED", outage, town.tr2)
        assert outage.attention == "finding_disputed"

    def test_a_fuse_below_a_tripped_breaker_is_a_second_outage(self, town, relayed):
        operate(branch_id=town.cb1.pk, opened=True, at=BEGAN, source=OperationSource.SCADA)
        relayed()
        call("2000")
        relayed()
        feeder = Outage.objects.get()
        row = found(town, on_site(feeder.lead_order), Extent.DEVICE, "FU2")
        feeder.refresh_from_db()
        assert (effect(row), feeder.device, row.outage.device) == ("SPLIT", town.cb1, town.fu2)
        assert (feeder.customers_out, row.outage.customers_out) == (9, 16)
        again = found(town, feeder.lead_order, Extent.DEVICE, "FU2")
        assert (effect(again), again.outage) == ("CONFIRMED", row.outage)

    def test_a_meter_cannot_have_power_behind_a_tripped_breaker(self, town, relayed):
        operate(branch_id=town.cb1.pk, opened=True, at=BEGAN, source=OperationSource.SCADA)
        relayed()
        call("2000")
        relayed()
        order = on_site(Outage.objects.get().lead_order)
        assert effect(found(town, order, Extent.NOBODY)) == "DISPUTED"
        order.refresh_from_db()
        assert order.fault_kind != FaultKind.CUSTOMER_SIDE and dark().total() == 25


class TestAnOrderWithoutAnOutage:
    def test_opens_one_when_more_than_this_customer_is_dark(self, town, relayed):
        order = on_site(call("2000"))
        row = found(town, order, Extent.VILLAGE, cause_class="EQUIPMENT")
        assert (effect(row), row.outage.status, row.outage.started_at) == ("OPENED", "CONFIRMED", BEGAN)
        assert row.outage.lead_order == order and row.outage.cause_class == "EQUIPMENT" and dark() == {"T2": 8}

    def test_one_house_is_none(self, town):
        row = found(town, on_site(call("2000")), Extent.HOUSE)
        assert (effect(row), row.outage) == ("NOTED", None) and not Outage.objects.exists()

    def test_takes_the_suspicions_within_along(self, town, relayed):
        suspected, _ = suspicion(town, relayed, ("3000", "3001", "3002"))
        order = on_site(call("2000"))
        row = found(town, order, Extent.DEVICE, "FU2")
        suspected.refresh_from_db()
        assert (effect(row), suspected.status, suspected.parent) == ("OPENED", "MERGED", row.outage)
        assert dark() == {"T2": 8, "T3": 8}


class TestAnOutageThatStands:
    @pytest.fixture
    def confirmed(self, town, relayed):
        outage, order = suspicion(town, relayed)
        confirm(outage_id=outage.pk, at=now())
        return outage, order

    def test_one_customer_was_never_dark(self, town, confirmed):
        _, order = confirmed
        row = found(town, order, Extent.NOBODY)
        assert effect(row) == "CORRECTED" and dark() == {"T2": 7}
        assert row.outage.status == "CONFIRMED"

    def test_restored_and_dark_still_is_nested(self, town, confirmed):
        outage, order = confirmed
        restore(outage_id=outage.pk, at=now() - timedelta(seconds=30))
        on_site(order)
        row = found(town, order, Extent.VILLAGE)
        assert effect(row) == "NESTED" and row.outage.nested_in == outage and dark() == {"T2": 8}

    def test_what_was_seen_before_the_return_of_power_is_past(self, town, confirmed):
        outage, order = confirmed
        restore(outage_id=outage.pk, at=now())
        row = found(town, order, Extent.VILLAGE, at=now() - timedelta(minutes=2))
        assert effect(row) == "NOTED" and not dark()

    def test_dismissed_and_dark_is_taken_up_again(self, town, confirmed):
        outage, order = confirmed
        dismiss(outage_id=outage.pk, reason="误报", at=now())
        assert effect(found(town, order, Extent.VILLAGE)) == "CONFIRMED" and dark() == {"T2": 8}

    def test_what_cannot_follow_is_kept_and_a_person_looks(self, town, confirmed):
        outage, order = confirmed
        restore(outage_id=outage.pk, at=now(), scope=scope_of(points=[order.service_point_id]))
        on_site(order)
        row = found(town, order, Extent.DEVICE, "FU2")
        outage.refresh_from_db()
        assert (effect(row), row.outage) == ("DISPUTED", outage) and outage.attention == "finding_disputed"
        assert outage.status == Status.PARTIALLY_RESTORED


class TestKept:
    def test_told_twice_it_is_one(self, town, relayed):
        _, order = suspicion(town, relayed)
        at = now()
        first, again = (found(town, order, Extent.DEVICE, "FU2", at=at) for _ in range(2))
        assert first == again and Evidence.objects.filter(kind="CREW").count() == 1

    def test_a_danger_raises_the_grade(self, town):
        order = on_site(call("2000"))
        found(town, order, Extent.HOUSE, hazard=True)
        order.refresh_from_db()
        assert (order.hazard, order.grade) == (True, 1) and "hazard" in order.grade_reasons

    def test_only_a_crew_on_site_can_say_so(self, town):
        with pytest.raises(Conflict):
            found(town, call("2000"), Extent.HOUSE)
        assert not Evidence.objects.filter(kind="CREW").exists()

    def test_a_device_elsewhere_is_refused(self, town):
        with pytest.raises(Invalid) as refusal:
            found(town, on_site(call("2000")), Extent.DEVICE, "FU1")
        assert refusal.value.pointer == "/device"

    def test_it_is_read_in_the_orders_timeline(self, town, relayed):
        _, order = suspicion(town, relayed)
        found(town, order, Extent.DEVICE, "FU2", cause_class="NATURE", note="雷击", hazard=True)
        (entry,) = finding_timeline(order.pk)
        assert entry["actor"] == str(town.omar) and "FU2" in entry["text"] and "雷击" in entry["text"]

    def test_the_judge_does_not_read_it_again(self, town, relayed):
        """One house, kept without an outage, must not look like a device that a crew found open."""
        found(town, on_site(call("2000")), Extent.HOUSE)
        for number in ("3000", "3001", "3002"):
            call(number)
        relayed()
        assert Outage.objects.live().get().device == town.tr3
