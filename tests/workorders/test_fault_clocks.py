"""The clocks of a fault that nobody promised the public, against moments reckoned by hand: hand-over, dispatch, contact, entry."""

from datetime import date, timedelta

import pytest
from django.core.checks import run_checks
from django.utils.timezone import now
from django.utils.translation import override

from command_center.trials.process_play import play
from dispatch.services import fieldwork
from tests.grid import make_held_order
from tests.workorders.working_time import china
from workorders.kinds import PROCESSES
from workorders.models import Clock, TimeLimit
from workorders.report import Report
from workorders.services import handling, intake

pytestmark = pytest.mark.django_db

RAN, PAUSED, NEVER = "running", "paused", None


def played(*steps, kind="FAULT", **script):
    """After each step: clock → (started, due, outcome or how it stands), as minutes of 20:00; a paused one has no due minute."""
    script = {"opened_at": "2026-07-18T20:00:00+08:00", "channel": "HOTLINE_95598", **script}
    told = play(PROCESSES[kind], script | {"steps": [_step(*step) for step in steps]})
    assert not [step["refused"] for step in told if "refused" in step]
    return [{clock["clock"]: _told(clock) for clock in step["clocks"]} for step in told]


def _step(minute, verb, **data):
    return {"at": china(f"2026-07-18 20:{minute:02}").isoformat(), "verb": verb, "data": data}


def _minute(text):
    return int(text[14:16])


def _told(clock):
    stands = clock["outcome"] or (PAUSED if clock["paused"] else RAN)
    return _minute(clock["started_at"]), _minute(clock["due_at"]), stands


@pytest.mark.parametrize(
    ("clock", "steps", "told"),
    [
        # Three minutes from the arrival here, acceptance and dispatch together: the third is in time, the fourth late.
        ("DISPATCH", [(2, "pass_on")], (0, 3, RAN)),
        ("DISPATCH", [(2, "pass_on"), (3, "offer")], (0, 3, "MET")),
        ("DISPATCH", [(2, "pass_on"), (4, "offer")], (0, 3, "MISSED")),
        # Held for a person: it runs while they look.
        ("DISPATCH", [(1, "hold"), (2, "send"), (3, "offer")], (0, 3, "MET")),
        # Turned down: no new three minutes.
        ("DISPATCH", [(1, "pass_on"), (2, "offer"), (5, "give-back"), (9, "offer")], (0, 3, "MET")),
        # Nobody may dispatch what is suspended: it stands still from 20:02 to 20:12.
        ("DISPATCH", [(1, "pass_on"), (2, "suspend")], (0, 3, PAUSED)),
        ("DISPATCH", [(1, "pass_on"), (2, "suspend"), (12, "resume")], (0, 13, RAN)),
        ("DISPATCH", [(1, "pass_on"), (2, "suspend"), (12, "resume"), (13, "offer")], (0, 13, "MET")),
        ("DISPATCH", [(1, "pass_on"), (2, "merge")], (0, 3, "VOID")),
        ("DISPATCH", [(1, "hold"), (2, "explain")], (0, 3, "VOID")),
        # Split off again: the acceptance is long over, so the whole three minutes count from the new judging.
        ("DISPATCH", [(1, "pass_on"), (2, "merge"), (30, "stand-alone"), (31, "pass_on")], (31, 34, RAN)),
        # Ten minutes from the crew's acceptance to the first word with the customer, by the crew or by the desk.
        ("CONTACT", [(1, "pass_on"), (2, "offer")], NEVER),
        ("CONTACT", [(1, "pass_on"), (2, "offer"), (4, "accept")], (4, 14, RAN)),
        ("CONTACT", [(1, "pass_on"), (2, "offer"), (4, "accept"), (14, "contacted")], (4, 14, "MET")),
        ("CONTACT", [(1, "pass_on"), (2, "offer"), (4, "accept"), (15, "contact")], (4, 14, "MISSED")),
        # A suspension does not stop the ringing: the customer is told of it.
        ("CONTACT", [(1, "pass_on"), (2, "offer"), (4, "accept"), (6, "suspend")], (4, 14, RAN)),
        # Reassigned before the call: the same ten minutes; after it: nobody owes a second first word.
        (
            "CONTACT",
            [(1, "pass_on"), (2, "offer"), (4, "accept"), (6, "reassign"), (7, "offer"), (8, "accept")],
            (4, 14, RAN),
        ),
        (
            "CONTACT",
            [(1, "pass_on"), (2, "offer"), (4, "accept"), (5, "contacted"), (6, "reassign"), (7, "offer"), (8, "accept")],
            (4, 14, "MET"),
        ),
        # Never rung: the report ends it, late; an answer without a crew makes it void.
        (
            "CONTACT",
            [(1, "pass_on"), (2, "offer"), (4, "accept"), (5, "depart"), (20, "arrive"), (30, "restore"), (33, "reply")],
            (4, 14, "MISSED"),
        ),
        ("CONTACT", [(1, "pass_on"), (2, "offer"), (4, "accept"), (8, "answer")], (4, 14, "VOID")),
        # On site at 20:20: told at once, after five minutes, after six.
        ("ARRIVE_ENTRY", [(1, "pass_on"), (2, "offer"), (4, "accept"), (5, "depart"), (20, "arrive")], (20, 25, "MET")),
    ],
)  # fmt: skip
def test_starts_stops_and_pauses_by_hand(clock, steps, told):
    assert played(*steps)[-1].get(clock) == told


@pytest.mark.parametrize(("entered", "outcome", "raw"), [("20:25", "MET", 5), ("20:26", "MISSED", 6)])
def test_an_arrival_that_is_told_late_is_in_time_or_not_by_its_entry(entered, outcome, raw):
    steps = [_step(1, "pass_on"), _step(2, "offer"), _step(4, "accept"), _step(5, "depart")]
    steps.append(_step(20, "arrive", entered_at=f"2026-07-18T{entered}:00+08:00"))
    told = play(PROCESSES["FAULT"], {"opened_at": "2026-07-18T20:00:00+08:00", "channel": "PHONE", "steps": steps})[-1]
    by_code = {clock["clock"]: clock for clock in told["clocks"]}
    assert (by_code["ARRIVE_ENTRY"]["outcome"], by_code["ARRIVE_ENTRY"]["raw_minutes"]) == (outcome, raw)
    assert by_code["ARRIVE"]["raw_minutes"] == 20, "the arrival itself counts from when the crew was there"


@pytest.mark.parametrize(
    ("channel", "hung_up", "told"),
    [
        ("HOTLINE_95598", "20:00", (0, 2, "MET")),
        ("HOTLINE_95598", "19:58", (58, 0, "MET")),
        ("HOTLINE_95598", "19:57", (57, 59, "MISSED")),
        ("PHONE", "19:57", NEVER),
        ("HOTLINE_95598", None, NEVER),
    ],
)
def test_the_hotline_s_own_minutes_run_from_the_end_of_the_call_until_the_order_is_here(channel, hung_up, told):
    facts = {"reported_at": f"2026-07-18T{hung_up}:00+08:00"} if hung_up else {}
    first = played(channel=channel, facts=facts)[0]
    told = NEVER if hung_up == "20:00" else told  # nobody can tell whether an equal moment was told
    assert first.get("HQ_DISPATCH") == told
    assert first["ACCEPT"][0] == 0, "the acceptance counts from when it came in"
    assert first["ARRIVE"][0] == (int(hung_up[3:]) if hung_up else 0), "the arrival from the customer's word"


def test_a_proactive_repair_has_no_caller_to_be_rung():
    told = played(
        (1, "pass_on"),
        (2, "offer"),
        (3, "accept"),
        kind="PROACTIVE",
        facts={"reported_at": "2026-07-18T19:50:00+08:00"},
    )[-1]
    assert set(told) == {"ACCEPT", "DISPATCH", "CREW_ACCEPT", "ARRIVE"}


def test_a_report_says_when_the_hotline_hung_up(province):
    at = now()
    for source_id, ended_at, counted in [
        ("A", at - timedelta(minutes=3), at - timedelta(minutes=3)),
        ("B", None, at),
        ("C", at + timedelta(minutes=1), at),
        ("D", at - timedelta(days=2), at),
    ]:
        report = Report(source="HOTLINE_95598", source_id=source_id, description="没电", call_ended_at=ended_at)
        order = intake.open_fault_order(report, at=at, alone=False).order
        assert (order.reported_at, order.received_at) == (counted, at)
        assert Clock.objects.filter(order=order, code="HQ_DISPATCH").count() == (source_id == "A")


def test_the_phone_without_network_enters_its_arrival_later(province, cast):
    at = now()
    order = make_held_order(by=cast.omar)
    crew = order.assignments.get().crew_id
    fieldwork.depart(order_id=order.pk, crew_id=crew, at=at, actor=cast.omar)
    there_at = at + timedelta(minutes=20)
    fieldwork.arrive(
        order_id=order.pk, crew_id=crew, at=there_at, actor=cast.omar, entered_at=there_at + timedelta(minutes=7)
    )
    entry = order.clocks.get(code="ARRIVE_ENTRY")
    assert (entry.started_at, entry.raw_minutes, entry.outcome) == (there_at, 7, "MISSED")


def test_what_the_customer_said_is_kept_whoever_writes_it_down(province, cast):
    order = make_held_order(by=cast.omar)
    said = {"order_id": order.pk, "at": now(), "actor": cast.omar}
    with override("zh-hans"):
        fieldwork.step(crew_id=order.assignments.get().crew_id, verb="contacted", text="家里有老人", **said)
        handling.record_contact(contacted_at=None, text="请快一点", **said)
    assert [note.text for note in order.notes.order_by("pk")] == ["已联系客户: 家里有老人", "已联系客户: 请快一点"]
    assert order.clocks.get(code="CONTACT").outcome == "MET"


def test_a_declared_clock_without_any_limit_is_told_by_the_check_of_the_database(db):
    def told():
        return [message.msg for message in run_checks(databases=["default"]) if message.id == "workorders.E001"]

    assert told() == []
    TimeLimit.objects.filter(code="CONTACT", kind="FAULT").update(valid_to=date(2022, 2, 1))
    assert told() == ["FAULT declares the clock CONTACT, and no limit says how long it may run."]
