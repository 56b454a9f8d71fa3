"""Whose minute it is, as rows that the database keeps: no gap, no overlap, and the same answer as the history's."""

import random
from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.timezone import now

from command_center.screens.owners import offenders
from tests.connections.cases import DAY, make_case
from workorders.clocks import arithmetic
from workorders.engine.advance import advance
from workorders.kinds import PROCESSES
from workorders.kinds.connection.figures import rows_behind
from workorders.kinds.connection.process import OWN_MINUTES
from workorders.kinds.connection.selectors import reckon
from workorders.kinds.connection.services import plans, stages, waiting
from workorders.models import Clock, OwnedPeriod, Pause, WorkOrder
from workorders.services import clocks, control

pytestmark = pytest.mark.django_db
CONNECTION = PROCESSES["CONNECTION"]


def step(order, verb, at, **said):
    advance([WorkOrder.objects.lock(order.pk)], verb, at=at, **said)
    order.refresh_from_db()


def wait(order, at, owner, expected_at=None, use=waiting.wait_for_grid):
    use(
        order_id=order.pk, owner=owner, blocker="10 kV 出线间隔扩建", responsible="张工", expected_at=expected_at,
        since=None, at=at, actor=None,
    )  # fmt: skip
    order.refresh_from_db()


def told(order):
    return [(row.owner, row.during.lower, row.during.upper) for row in order.owned_periods.order_by("during")]


def test_the_minutes_of_a_medium_voltage_case(province):
    """Two days ours, twenty the customer's, twelve the permit office's, three the contractor's, then ours again."""
    t0 = now() - 60 * DAY
    order = make_case(sub_kind="MV_SINGLE", kw="630", at=t0)
    for verb in ("book-survey", "survey", "reply-plan"):
        step(order, verb, t0 + 2 * DAY)
    step(order, "customer-builds", t0 + 2 * DAY)
    step(order, "works-over", t0 + 22 * DAY)
    step(order, "inspect-completion", t0 + 23 * DAY)
    wait(order, t0 + 23 * DAY, "PERMIT_OFFICE", expected_at=t0 + 90 * DAY)
    assert Clock.objects.get(order=order, code="CONN_WAIT").due_at == t0 + 90 * DAY
    assert Clock.objects.get(order=order, code="CONN_TOTAL").paused_at == t0 + 23 * DAY
    wait(order, t0 + 35 * DAY, "CONTRACTOR", use=waiting.pass_wait_on)
    step(order, "grid-is-ready", t0 + 38 * DAY)
    assert (order.status, order.suspended_from) == ("COMPLETION_INSPECTED", "")
    assert told(order) == [
        ("UTILITY", t0, t0 + 2 * DAY),
        ("CUSTOMER", t0 + 2 * DAY, t0 + 22 * DAY),
        ("UTILITY", t0 + 22 * DAY, t0 + 23 * DAY),
        ("PERMIT_OFFICE", t0 + 23 * DAY, t0 + 35 * DAY),
        ("CONTRACTOR", t0 + 35 * DAY, t0 + 38 * DAY),
        ("UTILITY", t0 + 38 * DAY, None),
    ]
    total = Clock.objects.get(order=order, code="CONN_TOTAL")
    assert total.paused_at is None, "our days count again"
    days = {owner.value: count for owner, count in reckon(order, at=t0 + 41 * DAY).whole.items()}
    assert days == {"UTILITY": 6, "CUSTOMER": 20, "PERMIT_OFFICE": 12, "CONTRACTOR": 3}


def test_the_residents_five_days_are_the_whole_process_and_firms_count_our_own(province):
    t0 = now() - 10 * DAY
    for sub_kind, rests in (("LV_RESIDENT", False), ("LV_NON_RESIDENT", True)):
        order = make_case(sub_kind, sub_kind=sub_kind, at=t0, reporter_phone=f"+86138001356{len(sub_kind)}")
        for verb in ("book-survey", "survey", "reply-plan", "customer-builds"):
            step(order, verb, t0 + DAY)
        assert (Clock.objects.get(order=order, code="CONN_TOTAL").paused_at is not None) == rests


def test_a_stage_said_later_moves_the_minutes_to_when_it_was_and_never_before_the_last_change(province):
    t0 = now() - 3 * DAY
    order = make_case(sub_kind="MV_SINGLE", at=t0)
    for verb in ("book-survey", "survey", "reply-plan"):
        step(order, verb, t0 + DAY)
    stages.record_stage(
        order_id=order.pk, verb="customer-builds", contacted_at=t0 + 2 * DAY, text="", at=t0 + 3 * DAY, actor=None
    )
    assert told(order)[-1] == ("CUSTOMER", t0 + 2 * DAY, None)
    with pytest.raises(Exception, match=r"在上一步之后|After the last step"):
        stages.record_stage(
            order_id=order.pk, verb="works-over", contacted_at=t0 + DAY, text="", at=t0 + 3 * DAY, actor=None
        )


@pytest.mark.parametrize(
    ("reason", "owner"),
    [("customer_asks_later", "CUSTOMER"), ("unsafe_weather", "UTILITY"), ("road_closed", "PERMIT_OFFICE")],
)
def test_a_pause_belongs_to_who_caused_it_and_our_clocks_stand_still_unless_that_is_us(province, cast, reason, owner):
    order = make_case(sub_kind="MV_SINGLE", at=now() - DAY)
    control.suspend(order_id=order.pk, reason=reason, detail="", resume_at=None, at=now(), actor=cast.lin)
    assert told(order)[-1][0] == owner
    ours = Clock.objects.filter(order=order, code__in=["CONN_TOTAL", "CONN_SURVEY", "CONN_APPOINT_1"])
    assert [row.paused_at is not None for row in ours] == [owner != "UTILITY"] * 3
    control.resume(order_id=order.pk, at=now(), actor=cast.lin)
    assert told(order)[-1][0] == "UTILITY"
    assert not ours.filter(paused_at__isnull=False)


@pytest.mark.parametrize(("owner", "rests"), [("UTILITY", False), ("PERMIT_OFFICE", True), ("CONTRACTOR", True)])
def test_a_wait_for_grid_works_stops_the_second_appointment_unless_the_works_are_ours(province, owner, rests):
    t0 = now() - 9 * DAY
    order = make_case(sub_kind="MV_SINGLE", at=t0)
    for verb in ("book-survey", "survey", "reply-plan", "inspect-completion"):
        step(order, verb, t0 + DAY)
    wait(order, t0 + 2 * DAY, owner)
    waiting_clocks = Clock.objects.filter(order=order, code__in=["CONN_APPOINT_2", "CONN_ENERGISE", "CONN_TOTAL"])
    assert [row.paused_at is not None for row in waiting_clocks] == [rests] * 3
    order.refresh_from_db()
    assert order.next_due_code == ("CONN_WAIT" if rests else "CONN_APPOINT_2")
    wait(order, t0 + 3 * DAY, "UTILITY", use=waiting.pass_wait_on)
    assert not waiting_clocks.filter(paused_at__isnull=False), "it waits for us now"
    step(order, "terminate", t0 + 4 * DAY)


def test_a_booking_that_stands_still_is_not_counted_as_due(province, cast):
    t0 = now() - 9 * DAY
    order = make_case(sub_kind="LV_NON_RESIDENT", at=t0)
    for verb in ("book-survey", "survey"):
        step(order, verb, t0 + timedelta(hours=1))
    plans.reply_plan(
        order_id=order.pk, contacted_at=None, text="", granted_kw=Decimal(8), cost_saved=None, at=t0 + DAY, actor=cast.lin
    )  # fmt: skip
    wait(order, t0 + DAY, "CONTRACTOR")
    due = [row["number"] for row in rows_behind(cast.boss, "booked", t0, now(), at=now())]
    assert due == [order.number], "the first appointment, and not the second: nobody can agree on it yet"


def test_the_database_refuses_two_owners_of_a_minute_and_a_minute_of_nobody(province):
    order = make_case(at=now() - DAY)
    with pytest.raises(IntegrityError, match="every_minute_of_a_case_has_one_owner"), transaction.atomic():
        OwnedPeriod.objects.create(order=order, owner="CUSTOMER", during=DateTimeTZRange(now(), None), state="ACCEPTED")
    with pytest.raises(IntegrityError, match="minutes of case"), transaction.atomic():
        row = order.owned_periods.get()
        row.during = DateTimeTZRange(row.during.lower, now() - timedelta(hours=2))
        row.save()
        OwnedPeriod.objects.create(order=order, owner="CUSTOMER", during=DateTimeTZRange(now(), None), state="ACCEPTED")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("sabotage", "rule"),
    [
        (
            "UPDATE workorders_ownedperiod SET during = tstzrange(lower(during) + interval '1 minute', NULL)",
            "sum is not",
        ),
        ("UPDATE workorders_ownedperiod SET owner = 'CONTRACTOR'", "another owner"),
        ("DELETE FROM workorders_connectioncase", "without a case"),
        ("UPDATE workorders_workorder SET status = 'GRID_WORKS_WAIT'", "against its rows"),
        ("UPDATE workorders_clock SET paused_at = started_at WHERE code = 'CONN_APPOINT_1'", "rests in ours"),
    ],
)
def test_the_checker_finds_what_was_done_behind_the_services(province, sabotage, rule):
    make_case(at=now() - DAY)
    assert not [each for each in offenders(at=now()) if each.kind == "connection"]
    with connection.cursor() as cursor:
        cursor.execute(sabotage)
    assert [each for each in offenders(at=now()) if each.kind == "connection" and rule in each.rule]


# The oracle: written from the reference, sharing nothing with the product but the words of the states.
OF_PAUSES = {"customer_asks_later": "CUSTOMER", "road_closed": "PERMIT_OFFICE", "police_cordon": "PERMIT_OFFICE"}


class Oracle:
    """Adds every minute that passes to whoever has the case, told by what the walk does and not by any row."""

    def __init__(self):
        self.minutes, self.owner = Counter(), "UTILITY"

    def pass_time(self, minutes):
        self.minutes[self.owner] += minutes

    def stepped(self, status, said):
        self.owner = (
            said
            if status in ("SUSPENDED", "GRID_WORKS_WAIT")
            else "CUSTOMER"
            if status == "CUSTOMER_WORKS"
            else "UTILITY"
        )


class Stages:
    """When each clock of a stage was seen to run, from one look to the next; a look compares it with the ledger's minutes."""

    def __init__(self):
        self.stretches = defaultdict(list)

    def look(self, order, at):
        clocks_of_stages = Clock.objects.filter(order=order, code__in=OWN_MINUTES)
        if order.sub_kind == "LV_RESIDENT":
            clocks_of_stages = clocks_of_stages.exclude(code="CONN_TOTAL")
        for row in clocks_of_stages:
            seen = self.stretches[row.pk]
            if not seen or (seen[-1][1] and row.stopped_at is None):
                seen.append([at if seen else row.started_at, None])
            if row.stopped_at and seen[-1][1] is None:
                seen[-1][1] = row.stopped_at
            state = clocks.state_of(row)
            ours = sum(
                state.time.minutes_between(max(since, begin), min(until or at, end or at))
                for owner, since, until in told(order)
                for begin, end in seen
                if owner == "UTILITY"
            )
            assert arithmetic.net_minutes(state, at) == pytest.approx(ours), (row.code, order.status)


@pytest.mark.seeds(6)
def test_a_random_life_through_the_verbs_agrees_with_the_oracle_to_the_minute(province, cast, seed):
    dice, at, oracle = random.Random(seed), now().replace(second=0, microsecond=0) - 400 * DAY, Oracle()
    opened_at, stages_seen = at, Stages()
    order = make_case(sub_kind=dice.choice(sorted(CONNECTION.sub_kinds)), at=at)
    stages_seen.look(order, at)
    for _ in range(40):
        minutes = dice.choice([0, 0, 1, 17, 600, 4000])
        at += timedelta(minutes=minutes)
        oracle.pass_time(minutes)
        possible = [
            v.name for v in CONNECTION.verbs if order.status in v.frm and v.name not in ("note", "urge", "supervise")
        ]
        if dice.random() < 0.8:
            possible = [name for name in possible if name != "terminate"]
        if not possible:
            break
        verb, said = dice.choice(possible), ""
        if verb == "suspend":
            reason = dice.choice(["customer_asks_later", "unsafe_weather", "road_closed"])
            if order.pauses.count() >= 3:
                continue
            control.suspend(order_id=order.pk, reason=reason, detail="", resume_at=None, at=at, actor=cast.lin)
            said = OF_PAUSES.get(reason, "UTILITY")
        elif verb == "resume":
            control.resume(order_id=order.pk, at=at, actor=cast.lin)
        elif verb in ("wait-for-grid", "pass-wait-on"):
            said = dice.choice(["UTILITY", "CUSTOMER", "PERMIT_OFFICE", "CONTRACTOR"])
            wait(order, at, said, use=waiting.wait_for_grid if verb == "wait-for-grid" else waiting.pass_wait_on)
        elif verb == "terminate":
            stages.terminate(order_id=order.pk, reason="撤回", at=at, actor=cast.lin)
        else:
            step(order, verb, at)
        order.refresh_from_db()
        if verb == "pass-wait-on" or CONNECTION.by_name[verb].to:
            oracle.stepped(order.status, said)
        stages_seen.look(order, at)
        if order.status in CONNECTION.ends:
            break
    rows = Counter()
    for owner, since, until in told(order):
        rows[owner] += round(((until or at) - since).total_seconds() / 60)
    assert {owner: count for owner, count in rows.items() if count} == {o: c for o, c in oracle.minutes.items() if c}
    assert sum(rows.values()) == (at - opened_at).total_seconds() / 60
    assert not [each for each in offenders(at=max(at, now())) if each.kind == "connection"]
    assert Pause.objects.filter(order=order, ended_at=None).count() == (order.status == "SUSPENDED")
    assert WorkOrder.objects.get(pk=order.pk).tracking_link
