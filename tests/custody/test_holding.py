"""Every open item has one name, from the moment it opens until it ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils.timezone import now

from command_center.ground.alarms.services import Subject, clear, raise_alarms
from command_center.ground.core.errors import Invalid
from command_center.ground.custody.falling import TRADES
from command_center.ground.custody.models import Custody
from command_center.ground.custody.services.giving import give
from command_center.ground.custody.services.holding import take_in
from command_center.ground.custody.services.keeping import name_what_has_none
from command_center.ground.organisation.roles import Role
from outages.life.states import Status
from outages.verbs.services.dismissing import dismiss, reinstate
from outages.verbs.services.opening import open_outage
from tests.custody.desks import holder_of, make_desks, nameless, on_duty
from tests.grid import IN_LAIFENG, make_network, make_order, make_report
from tests.outages.lines import below, make_points
from tests.outages.plans import make_plan
from tests.people import make_user
from workorders.kinds import PROCESSES
from workorders.models import WorkOrder
from workorders.services.control import cancel
from workorders.services.intake import open_fault_orders
from workorders.services.locating import locate_order


def make_outage(p):
    make_points(p.t3, 2)
    began = now() - timedelta(minutes=5)
    return open_outage(scope=below(p.t3), started_at=began, at=now(), status=Status.CONFIRMED, node_id=p.t3.pk)


@pytest.fixture
def desks(province):
    return make_desks(province)


def test_a_new_order_falls_to_the_seat_on_duty(desks):
    on_duty(desks.an)
    assert holder_of(make_order("R1")) == "an"
    assert nameless() == []


def test_with_nobody_on_duty_the_centre_itself_has_the_name_until_somebody_signs_on(desks):
    order = make_order("R1")
    assert holder_of(order) == "咸丰县"
    on_duty(desks.an)
    assert holder_of(order) == "an"


def test_at_night_the_city_answers_for_the_county(desks):
    on_duty(desks.ci)
    assert holder_of(make_order("R1")) == "ci"


def test_an_order_that_ends_needs_nobody(desks):
    on_duty(desks.an)
    order = make_order("R1")
    cancel(order_id=order.pk, reason="double", at=now(), actor=desks.an)
    assert holder_of(order) is None
    assert nameless() == []


def test_an_order_put_on_the_map_elsewhere_falls_to_the_desk_there(desks):
    on_duty(desks.an)
    on_duty(desks.lei)
    order = make_order("R1")
    latitude, longitude = IN_LAIFENG
    locate_order(order_id=order.pk, latitude=latitude, longitude=longitude, at=now(), actor=desks.an)
    assert holder_of(order) == "lei"
    assert nameless() == []


def test_the_database_refuses_a_second_name(desks):
    order = make_order("R1")
    row = Custody.objects.get(item_id=order.pk)
    row.pk = None
    with pytest.raises(IntegrityError, match="one_live_holder_per_item"):
        row.save(force_insert=True)


@pytest.mark.parametrize("act", [lambda row: row.delete(), lambda row: Custody.objects.update(remark="not I")])
def test_the_past_is_a_record(desks, act):
    make_order("R1")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        act(Custody.objects.get())


def test_the_checker_finds_what_has_no_name_and_the_sweep_gives_it_one(desks):
    on_duty(desks.an)
    order = make_order("R1")
    Custody.objects.update(until=now())
    assert nameless() == [f"custody {order.number} ({order.status}): an open order has no name that answers for it"]
    assert name_what_has_none(at=now()) == 1
    assert (holder_of(order), nameless()) == ("an", [])


def test_the_checker_finds_a_name_that_answers_for_what_has_ended(desks):
    order = make_order("R1")
    WorkOrder.objects.filter(pk=order.pk).update(status="CANCELLED")
    assert len(nameless()) == 1
    name_what_has_none(at=now())
    assert nameless() == []


def test_a_storm_costs_no_more_statements_than_one_call(desks, django_assert_max_num_queries):

    on_duty(desks.an)
    reports = [make_report(f"S{number}") for number in range(200)]
    with django_assert_max_num_queries(40):
        open_fault_orders(reports, at=now())
    assert Custody.objects.live().filter(holder=desks.an).count() == 200


def test_every_kind_has_its_trade():
    assert {process.trade for process in PROCESSES.values()} <= set(TRADES)
    needed = {kind: TRADES[process.trade].needs for kind, process in PROCESSES.items()}
    assert needed == {kind: str(process.read_right or "") for kind, process in PROCESSES.items()}


def test_a_report_of_wrongdoing_falls_to_nobody_who_may_not_see_it(desks, province):
    on_duty(desks.an)
    order = make_order("R1")
    order.kind = "REPORT"
    Custody.objects.live().update(until=now())
    take_in([order.item], at=now())
    assert holder_of(order) == "咸丰县"
    with pytest.raises(Invalid):
        give([("order", order.pk)], to=desks.an, at=now(), actor=desks.an)
    on_duty(make_user("qin", Role.QUALITY_OFFICER, province.city))
    assert holder_of(order) == "qin"


def test_an_outage_and_a_plan_fall_to_the_controller(desks, province):
    on_duty(desks.an)
    on_duty(make_user("kong", Role.CONTROLLER, province.xianfeng))
    outage, plan = make_outage(province), make_plan(make_network(province).fu2, start=now() + timedelta(days=20))
    assert (holder_of(outage, "outage"), holder_of(plan, "plan")) == ("kong", "kong")


def test_a_dismissed_outage_needs_nobody_until_it_is_reinstated(desks, province):
    on_duty(desks.an)
    outage = make_outage(province)
    dismiss(outage_id=outage.pk, reason="nobody was dark", at=now(), actor=desks.an)
    assert holder_of(outage, "outage") is None
    reinstate(outage_id=outage.pk, reason="they were", at=now(), actor=desks.an)
    assert (holder_of(outage, "outage"), nameless()) == ("an", [])


def test_an_sos_has_a_name_and_an_alarm_about_an_order_goes_with_it(desks):
    on_duty(desks.an)
    order = make_order("R1")
    told = [Subject(kind="crew", id=1, name="C01", org_path=order.org_path, codes={"crew_sos": 1})]
    told.append(Subject(kind="order", id=order.pk, name=order.number, org_path=order.org_path, codes={"no_crew": 1}))
    with transaction.atomic():
        sos, about_order = raise_alarms(told, at=now())
    assert (holder_of(sos, "alarm"), holder_of(about_order, "alarm")) == ("an", None)
    with transaction.atomic():
        clear("crew", [1], ["crew_sos"], at=now())
    assert (holder_of(sos, "alarm"), nameless()) == (None, [])
