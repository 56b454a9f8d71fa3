"""Calls just after the return of power: held, their meters asked, and only who is dark still gets an outage and a crew."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils.timezone import now

from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import operate
from customers.models import ServicePoint
from outages.judging.services.evidence import Signal, take_evidence
from outages.judging.services.judging import judge_orders
from outages.judging.services.late_calls import end_of_grace
from outages.models import EvidenceKind, Interruption, JudgementParameter, Outage
from tests.grid import make_customer, make_network, make_order
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db
CUSTOMERS = 9


@pytest.fixture
def night(province, relayed) -> SimpleNamespace:
    """FU2 was open for an hour and was closed five minutes ago: nine customers behind it have power again."""
    net = make_network(province)
    net.at = now()
    for n in range(CUSTOMERS):
        make_customer(f"2{n:03d}", f"张{n}", province.t2, phone=f"+86138000020{n:02d}")
    _switch(net.fu2, True, net.at - timedelta(minutes=65))
    relayed()
    _switch(net.fu2, False, net.at - timedelta(minutes=5))
    relayed()
    net.outage = Outage.objects.get()
    assert (net.outage.status, dark()) == ("RESTORED", 0)
    return net


def _switch(branch, is_open, at):
    operate(branch_id=branch.pk, opened=is_open, at=at, source=OperationSource.SCADA)


def dark() -> int:
    return Interruption.objects.open().count()


def call(night, n, *, minutes=0.0, again="", **fields):
    fields = {"reporter_phone": "", "description": "家里停电了", **fields}
    return make_order(
        f"late-{n}{again}", at=night.at + timedelta(minutes=minutes), customer_number=f"2{n:03d}", **fields
    )


def judged(orders, at):
    judge_orders(order_ids=[order.pk for order in orders], at=at)
    return [WorkOrder.objects.get(pk=order.pk) for order in orders]


def has_power(n, at):
    point = ServicePoint.objects.get(customer__number=f"2{n:03d}")
    signal = {"kind": EvidenceKind.METER_ON, "at": at, "org_path": point.org_path, "service_point_id": point.pk}
    take_evidence(signals=[Signal(source_key=f"meter-{n}", **signal)], at=at)


def test_three_late_calls_open_nothing_and_wait_with_a_reason(night):
    orders = judged([call(night, n) for n in range(3)], night.at)
    assert [(order.status, order.attention) for order in orders] == [("JUDGED", "late_restore")] * 3
    assert (Outage.objects.count(), dark()) == (1, 0)


def test_who_proved_to_have_power_is_called_back_and_nobody_drives(night):
    orders = judged([call(night, n) for n in range(3)], night.at)
    for n in range(3):
        has_power(n, night.at - timedelta(minutes=3))
    end_of_grace(at=night.at + timedelta(minutes=11))
    assert {WorkOrder.objects.get(pk=order.pk).status for order in orders} == {OrderStatus.JUDGED}
    assert all("power_is_back" in WorkOrder.objects.get(pk=order.pk).reasons for order in orders)
    assert (Outage.objects.count(), dark()) == (1, 0)


def test_after_the_grace_only_the_callers_are_dark_and_one_crew_goes(night):
    orders = judged([call(night, n) for n in range(3)], night.at)
    assert end_of_grace(at=night.at + timedelta(minutes=9)) == 0
    end_of_grace(at=night.at + timedelta(minutes=11))
    nested = Outage.objects.exclude(pk=night.outage.pk).get()
    assert (nested.nested_in, nested.customers_out, dark()) == (night.outage, 3, 3)
    assert {row.off_at for row in Interruption.objects.open()} == {night.outage.started_at}
    statuses = sorted(WorkOrder.objects.filter(pk__in=[order.pk for order in orders]).values_list("status", flat=True))
    assert statuses == ["MERGED", "MERGED", "PENDING_DISPATCH"]


def test_the_sweep_says_the_same_twice(night):
    judged([call(night, n) for n in range(3)], night.at)
    end_of_grace(at=night.at + timedelta(minutes=11))
    assert end_of_grace(at=night.at + timedelta(minutes=12)) == 0


def test_who_says_that_it_went_dark_after_the_return_is_not_late(night):
    (order,) = judged([call(night, 0, occurred_at=night.at - timedelta(minutes=1))], night.at)
    assert "late_restore" not in order.reasons


def test_who_says_that_it_went_dark_before_the_return_is_late(night):
    (order,) = judged([call(night, 0, occurred_at=night.at - timedelta(minutes=40))], night.at)
    assert order.attention == "late_restore"


def test_a_second_call_that_says_it_went_dark_again_is_heard(night):
    """The first was late, its meter had proved that power was back; what is told then is another matter."""
    (order,) = judged([call(night, 0)], night.at)
    has_power(0, night.at - timedelta(minutes=3))
    again = call(
        night, 0, again="b", minutes=4, occurred_at=night.at + timedelta(minutes=3), description="整条街又停了"
    )
    order.refresh_from_db()
    assert (again.pk, order.urge_count, order.status) == (order.pk, 1, "JUDGED")
    end_of_grace(at=night.at + timedelta(minutes=11))
    order.refresh_from_db()
    assert (order.status, "power_is_back" in order.reasons) == ("PENDING_DISPATCH", False)
    assert dark() == 0  # who is dark by what the crew will say


def test_a_second_call_that_says_nothing_new_waits_with_the_first(night):
    (order,) = judged([call(night, 0)], night.at)
    has_power(0, night.at - timedelta(minutes=3))
    call(night, 0, again="b", minutes=4, occurred_at=night.at - timedelta(minutes=30))
    end_of_grace(at=night.at + timedelta(minutes=11))
    order.refresh_from_db()
    assert (order.status, order.urge_count, "power_is_back" in order.reasons) == ("JUDGED", 1, True)


def test_a_danger_never_waits(night):
    (order,) = judged([call(night, 0, description="电线断了冒火花")], night.at)
    assert order.status == "PENDING_DISPATCH"


def test_the_minutes_of_grace_are_a_row(night):
    JudgementParameter.objects.update(grace_minutes=4)
    (order,) = judged([call(night, 0)], night.at)
    assert "late_restore" not in order.reasons


def test_two_unsure_callers_after_the_grace_do_not_darken_the_others(night):
    """The rule of sure and of three places holds after a return of power as it does before one."""
    judged([call(night, n, minutes=20) for n in range(2)], night.at + timedelta(minutes=20))
    assert dark() <= 2
