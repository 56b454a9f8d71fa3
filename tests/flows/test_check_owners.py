"""``check_owners``: whatever is live has somebody who acts or a moment at which it is looked at; each forgotten thing is named."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from command_center.ground.alarms.models import Alarm
from command_center.ground.core.models import Delivery
from command_center.screens.owners import RULES, offenders
from dispatch.models import Assignment, Crew, Offer
from outages.leading.services.leaders import lead
from outages.life.states import Status as OutageStatus
from outages.models import Outage, PlannedOutage
from outages.verbs.services.opening import open_outage
from tests.grid import make_held_order, make_network, make_offer, make_order, make_waiting_order
from tests.outages.lines import below, make_points
from tests.outages.plans import make_announced
from workorders.engine.writing import raise_attention
from workorders.models import Clock, WorkOrder
from workorders.services import judging
from workorders.services.control import merge, suspend

pytestmark = pytest.mark.django_db
MUCH_LATER = timedelta(hours=3)
LONG_AGO = now() - timedelta(days=3)


def named(*, at=None):
    """Without the names of who answers: rows written past the services have none (``tests/custody`` asks for them)."""
    found = offenders(at=at or now())
    return {(each.kind, each.name): each.rule for each in found if each.kind != "custody"}


@pytest.fixture
def night(province, cast, relayed):
    """An order of each kind of waiting, an outage that is led, a plan that is announced."""
    make_points(province.t3, 2)
    order = make_waiting_order("1")
    outage = open_outage(
        scope=below(province.t3), started_at=now(), at=now(), status=OutageStatus.CONFIRMED, node_id=province.t3.pk
    )
    lead(outage_id=outage.pk, order_id=order.pk, at=now())
    relayed()
    make_announced(make_network(province).fu2, start=now() + timedelta(days=20))
    held = make_order("2")
    judging.hold(order_ids=[held.pk], attention="customer_side", at=now())
    relayed()


def test_a_night_in_good_hands_has_no_offender(night, capsys):
    assert named() == {}
    call_command("check_owners")
    assert "has an owner or a due moment" in capsys.readouterr().out


def test_every_rule_can_be_asked(db):
    assert sum(len(rules) for rules in RULES.values()) > 15
    assert named() == {}


def test_orders_that_nobody_looks_after_are_named(province, cast, capsys):
    no_clock, lost_offer, no_crew = make_waiting_order("1"), make_offer("2").order, make_held_order("3", by=cast.omar)
    Clock.objects.filter(order=no_clock).delete()
    Offer.objects.filter(order=lost_offer).update(status="EXPIRED", answered_at=now())
    Assignment.objects.filter(order=no_crew).update(released_at=now())
    assert named() == {
        ("order", no_clock.number): "waits, and no running clock says until when",
        ("order", lost_offer.number): "is before a crew, and no offer is open",
        ("order", no_crew.number): "is with a crew, and no crew holds it",
    }
    with pytest.raises(CommandError):
        call_command("check_owners")
    assert f"order {lost_offer.number} (DISPATCHED): is before a crew" in capsys.readouterr().out


def test_who_follows_a_dead_leader_is_not_looked_after(province, cast):
    leader, follower = make_waiting_order("1"), make_waiting_order("2")
    merge(order_id=follower.pk, parent_id=leader.pk, at=now())
    assert named() == {}
    WorkOrder.objects.filter(pk=leader.pk).update(status="CANCELLED")
    Clock.objects.filter(order=leader).update(stopped_at=now())
    (rule,) = named().values()
    assert rule.startswith("follows an order that has ended")


def test_a_kept_back_order_and_an_endless_pause_need_a_reason(province, cast):
    kept, paused = make_order("1"), make_waiting_order("2")
    judging.hold(order_ids=[kept.pk], attention="low_voltage", at=now())
    suspend(order_id=paused.pk, reason="road_closed", detail="", resume_at=None, at=now(), actor=cast.mei)
    assert named() == {}
    paused.pauses.update(expected_resume_at=None)
    WorkOrder.objects.filter(pk=kept.pk).update(attention="")
    assert set(named()) == {("order", kept.number), ("order", paused.number)}


def test_a_crew_out_of_service_does_not_own_its_order(province, cast):
    order = make_held_order(by=cast.omar)
    Crew.objects.filter(pk=province.dingzhai_crew.pk).update(active=False)
    assert list(named().values()) == ["is held by a crew that is no longer in service"]
    assert named()["order", order.number]


def test_a_live_outage_needs_a_leader_with_a_repair_ahead(province, cast):
    make_points(province.t3, 2)
    began = now() - timedelta(hours=1)
    outage = open_outage(
        scope=below(province.t3), started_at=began, at=began, status=OutageStatus.CONFIRMED, node_id=province.t3.pk
    )
    (rule,) = named().values()
    assert rule.startswith("customers are dark")
    order = make_waiting_order("1")
    lead(outage_id=outage.pk, order_id=order.pk, at=now())
    assert named() == {}
    WorkOrder.objects.filter(pk=order.pk).update(status="ARCHIVED")
    assert list(named()) == [("outage", outage.number)]
    Outage.objects.filter(pk=outage.pk).update(status="RESTORED", customers_out=0, attention="")
    Alarm.objects.update(cleared_at=now())
    late = {(kind, ref): rule.split(",")[0] for (kind, ref), rule in named(at=now() + MUCH_LATER).items()}
    assert late["outage", outage.number] == "is restored"


def test_a_plan_that_its_hour_has_overtaken_needs_a_reason(province, cast):
    plan = make_announced(make_network(province).fu2, start=now() + timedelta(days=20))
    PlannedOutage.objects.filter(pk=plan.pk).update(planned_start_at=now() - timedelta(hours=1))
    assert list(named()) == [("plan", plan.number)]


def test_an_alarm_of_an_ended_order_and_a_reason_without_an_alarm_are_named(province):
    order = make_waiting_order("1")
    raise_attention([order], "no_crew")
    assert named() == {}
    Alarm.objects.update(cleared_at=now())
    assert list(named().values()) == ["a reason of an order that no alarm tells"]
    Alarm.objects.update(cleared_at=None)
    WorkOrder.objects.filter(pk=order.pk).update(status="CANCELLED", attention="")
    assert list(named().values()) == ["is open, although its order has ended"]


def test_a_delivery_that_was_given_up_waits_for_a_person(province, relayed, monkeypatch):
    make_order("1")
    relayed()
    Delivery.objects.update(done_at=None, dead_at=now())
    assert set(named().values()) == {"was given up and waits for a person"}
    Delivery.objects.update(dead_at=None, due_at=now() - MUCH_LATER)
    assert set(named().values()) == {"is due, and nobody has taken it"}


def set_back(model, row, **fields):
    """Written past every service: what no code of ours does today, the checker has to see all the same."""
    model.objects.filter(pk=row.pk).update(**fields)
    return row.number


FORGOTTEN = {
    "has no place, and no reason asks a person to set it": lambda made: set_back(
        WorkOrder, made.order, latitude=None, longitude=None
    ),
    "should go on by now, and no reason asks a person to look": lambda made: made.paused(
        expected_resume_at=now() - MUCH_LATER
    ),
    "has been called back, and was not archived": lambda made: made.stopped(status="CALLED_BACK"),
    "is live with nobody dark, and nobody is asked": lambda made: set_back(
        Outage, made.outage, customers_out=0, updated_at=now() - MUCH_LATER
    ),
    "is only suspected, and did not ripen": lambda made: set_back(
        Outage, made.outage, status="PREDICTED", detected_at=now() - timedelta(days=2)
    ),
    "its end has passed, and no reason asks a person to look": lambda made: set_back(
        PlannedOutage,
        made.plan,
        status="IN_PROGRESS",
        outage=made.over,
        actual_start_at=LONG_AGO,
        planned_start_at=LONG_AGO,
        planned_end_at=now() - MUCH_LATER,
    ),
    "the work is over for a day, and nobody is asked to close it": lambda made: set_back(
        PlannedOutage, made.plan, status="RESTORED", actual_start_at=LONG_AGO, actual_end_at=now() - timedelta(days=2)
    ),
    "is open, and no centre answers for it": lambda made: made.alarm("order", made.order, org_path="/gone/"),
    "is open, although its outage is over": lambda made: made.alarm("outage", made.over),
}


class Made:
    """An order, an outage, a plan in good hands, and ways to forget them."""

    def __init__(self, province, cast):
        self.by, self.order = cast.mei, make_waiting_order("1")
        self.outage = self._outage(province.t3, OutageStatus.CONFIRMED)
        lead(outage_id=self.outage.pk, order_id=make_waiting_order("2").pk, at=now())
        self.over = self._outage(province.t2, OutageStatus.CONFIRMED)
        Outage.objects.filter(pk=self.over.pk).update(status="CLOSED")
        self.plan = make_announced(make_network(province).fu2, start=now() + timedelta(days=20))
        Alarm.objects.update(cleared_at=now())

    def _outage(self, transformer, status):
        make_points(transformer, 2)
        began = now() - timedelta(minutes=1)
        return open_outage(scope=below(transformer), started_at=began, at=began, status=status, node_id=transformer.pk)

    def paused(self, **pause):
        said = {"reason": "road_closed", "detail": "", "resume_at": None}
        suspend(order_id=self.order.pk, at=now(), actor=self.by, **said)
        self.order.pauses.update(**pause)
        return self.order.number

    def stopped(self, **fields):
        Clock.objects.filter(order=self.order).update(stopped_at=now())
        return set_back(WorkOrder, self.order, **fields)

    def alarm(self, kind, row, org_path=None):
        Alarm.objects.create(
            subject_kind=kind,
            subject_id=row.pk,
            subject_name=row.number,
            code="no_crew",
            grade=2,
            org_path=org_path or row.org_path,
            raised_at=now(),
        )
        return row.number


@pytest.mark.parametrize("rule", FORGOTTEN)
def test_whatever_else_is_forgotten_is_named(rule, province, cast):
    made = Made(province, cast)
    assert named() == {}
    name = FORGOTTEN[rule](made)
    assert {(found, each) for (_, found), each in named().items()} == {(name, rule)}
