"""Every kind of order walked whole: each verb from each state, every end reached, and a random walk that loses no clock."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError, IllegalTransition
from command_center.screens.owners import offenders
from tests.grid import make_order
from workorders.engine.advance import advance
from workorders.kinds import ENDS, KINDS, PROCESSES
from workorders.matter import Matter
from workorders.models import Clock, Pause, StatusChange, WorkOrder
from workorders.services.matters import open_about, open_matter

FILED = [process for process in KINDS if process.file_right and not process.repair]
by_kind = pytest.mark.parametrize("process", KINDS, ids=lambda process: process.kind)
SUPERVISION = PROCESSES["SUPERVISION"]
ELSEWHERE = {"customer_number": "", "reporter_phone": "", "latitude": 29.6, "longitude": 109.4}


def opened(process, source_id="M1", at=None, **told):
    """A new order of that kind, as it comes in."""
    at = at or now()
    if process.repair:
        return make_order(source_id, at=at)
    if process is SUPERVISION:
        about = make_order(source_id, at=at)
        return open_about(about, kind="SUPERVISION", sub_kind="CITY", text="三次来电未到", at=at, actor=None)
    told = {"source": "PHONE", "source_id": source_id, "description": "…", "customer_number": "4228260001"} | told
    return open_matter(Matter(kind=process.kind, **told), at=at).order


@by_kind
def test_whatever_is_open_can_still_end(process):
    for status in set(process.states) - process.ends:
        reached, todo = set(), {status}
        while todo:
            one = todo.pop()
            reached.add(one)
            todo |= process.moves[one] - reached
        assert reached & process.ends, f"{status} is a dead end"


@by_kind
@pytest.mark.django_db
def test_legal_steps_leave_their_rows_and_others_are_refused(process, province):
    order, in_front = opened(process), make_order("F9", **ELSEWHERE)
    back_to = next((state for state in process.moves if process.set_aside & process.moves[state]), "")
    WorkOrder.objects.filter(pk=order.pk).update(kind=process.kind)
    for verb in process.verbs:
        for old in process.states:
            WorkOrder.objects.filter(pk=order.pk).update(status=old, parent=in_front, suspended_from=back_to)
            order.refresh_from_db()
            before = StatusChange.objects.count()
            if old not in verb.frm:
                with pytest.raises(IllegalTransition):
                    advance([order], verb.name, at=now())
                assert StatusChange.objects.count() == before
                continue
            advance([order], verb.name, at=now())
            order.refresh_from_db()
            expected = old if not verb.to else back_to if verb.to == "BACK" else verb.to
            assert order.status == expected
            assert StatusChange.objects.count() - before == bool(verb.to) + len(verb.via.get(old, ()))


@by_kind
@pytest.mark.django_db
def test_the_database_keeps_states_and_sub_types_of_other_kinds_out(process, province):
    order = opened(process)
    foreign = next(state for other in KINDS for state in other.states if state not in process.states)
    for wrong in ({"status": foreign}, {"sub_kind": "NONSENSE"}):
        with pytest.raises(IntegrityError, match="of_its_kind"), transaction.atomic():
            WorkOrder.objects.filter(pk=order.pk).update(**wrong)


def test_a_word_that_ends_one_kind_ends_every_kind_that_has_it():
    for process in KINDS:
        assert ENDS & set(process.states) == process.ends, process.kind


@pytest.mark.parametrize("process", FILED, ids=lambda process: process.kind)
@pytest.mark.django_db
@pytest.mark.seeds(2)
def test_a_random_life_loses_no_clock_and_waits_for_somebody(process, province, seed):
    """Forty random steps, each at a random later moment: whoever lives has a running clock, whoever ended has none."""
    dice, at = random.Random(f"{process.kind} {seed}"), now() - timedelta(days=30)
    order = opened(process, at=at, source=dice.choice(["HOTLINE_12345", "HOTLINE_12398", "PHONE"]))
    for _ in range(40):
        at += timedelta(minutes=dice.randrange(1, 900))
        verb = dice.choice(
            [verb for verb in process.verbs if order.status in verb.frm and verb.name != "merge"] or [None]
        )
        if verb is None:
            break
        started = dict(order.clocks.values_list("code", "started_at"))
        advance([order], verb.name, at=at)
        order.refresh_from_db()
        if order.status == "SUSPENDED":
            Pause.objects.get_or_create(
                order=order,
                ended_at=None,
                defaults={"reason": "unsafe_weather", "started_at": at, "expected_resume_at": at},
            )
        else:
            order.pauses.filter(ended_at=None).update(ended_at=at)
        assert_no_clock_is_lost(order, started, at)
    if order.status in ENDS:
        assert not Clock.objects.running().filter(order=order).exists(), "what has ended owes nothing"


def assert_no_clock_is_lost(order, started, at):
    for code, moment in started.items():
        rows = order.clocks.filter(code=code)
        assert rows.filter(started_at=moment).exists(), f"{code} was reset by a step"
        assert rows.filter(stopped_at=None).count() <= 1
    told = [str(each) for each in offenders(at=at) if each.name == order.number and "go on by now" not in each.rule]
    assert told == []


@pytest.mark.django_db
def test_the_same_matter_merged_is_called_back_with_the_one_in_front(province):
    first, second = (opened(PROCESSES["OPINION"], name, customer_number="", reporter_phone="") for name in ("M1", "M2"))
    advance([second], "merge", at=now(), parent=first)
    for verb in ("give", "accept", "answer"):
        advance([first], verb, at=now())
    with pytest.raises(DomainError):
        advance([second], "answer", at=now())
