"""A case played through the engine by given moments, against answers reckoned by hand."""

import pytest

from command_center.trials.process_play import BadScript, listed, play
from workorders.kinds.fault.process import FAULT

pytestmark = pytest.mark.django_db

EVENING = {
    "opened_at": "2026-07-18T20:00:00+08:00",
    "channel": "HOTLINE_95598",
    "facts": {"area_kind": "RURAL", "fault_kind": "LV"},
    "steps": [
        {"at": "2026-07-18T20:02:00+08:00", "verb": "pass_on"},
        {"at": "2026-07-18T20:03:00+08:00", "verb": "offer"},
        {"at": "2026-07-18T20:05:00+08:00", "verb": "accept"},
        {"at": "2026-07-18T20:10:00+08:00", "verb": "suspend", "by": "mei", "data": {"reason": "unsafe_weather"}},
        {"at": "2026-07-18T20:20:00+08:00", "verb": "depart"},
        {"at": "2026-07-18T20:40:00+08:00", "verb": "resume"},
        {"at": "2026-07-18T20:45:00+08:00", "verb": "depart"},
        {"at": "2026-07-18T21:50:00+08:00", "verb": "arrive"},
        {"at": "2026-07-19T01:51:00+08:00", "verb": "restore"},
    ],
}


def clock(step, code):
    return next(each for each in step["clocks"] if each["clock"] == code)


def test_states_and_clocks_of_an_evening():
    told = play(FAULT, EVENING)
    assert [step["state"] for step in told] == [
        "RECEIVED", "PENDING_DISPATCH", "DISPATCHED", "ACCEPTED", "SUSPENDED", "SUSPENDED", "ACCEPTED", "EN_ROUTE", "ON_SITE",
        "RESTORED",
    ]  # fmt: skip
    assert clock(told[0], "ARRIVE")["due_at"] == "2026-07-18T21:30:00+08:00"  # 90 minutes in the country
    assert clock(told[1], "ACCEPT")["outcome"] == "MET"
    assert clock(told[4], "ARRIVE")["paused"] and not clock(told[6], "ARRIVE")["paused"]
    assert clock(told[6], "ARRIVE")["due_at"] == "2026-07-18T22:00:00+08:00"  # half an hour stood still
    there = clock(told[8], "ARRIVE")
    assert [(each["percent"], each["at"]) for each in there["warnings"]] == [
        (50, "2026-07-18T21:15:00+08:00"), (80, "2026-07-18T21:42:00+08:00"),
    ]  # fmt: skip
    assert (there["raw_minutes"], there["net_minutes"], there["outcome"]) == (110, 80, "MET")
    assert clock(told[9], "RESTORE")["outcome"] == "MISSED"  # 241 of 240 minutes
    assert told[5]["refused"]["code"] == "illegal_transition", "a suspended order goes on when the desk resumes it"
    assert [step["owner"] for step in told[:4]] == ["judge", "router", "router", "crew"]


def test_what_is_listed_is_the_whole_declaration():
    told = listed(FAULT)
    assert {verb["verb"] for verb in told["verbs"]} == set(FAULT.by_name)
    assert {state["state"] for state in told["states"]} == set(FAULT.states)
    assert next(verb for verb in told["verbs"] if verb["verb"] == "suspend")["pauses"] == ["ARRIVE", "RESTORE"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opened_at": "yesterday"}, "opened_at is no moment"),
        ({"facts": {"colour": "red"}}, "no such fact: colour"),
        ({"steps": [{"at": "2026-07-18T20:02:00+08:00", "verb": "fly"}]}, "step 1: FAULT has no verb 'fly'"),
        ({"steps": [{"verb": "offer"}]}, "step 1: at is no moment"),
        ({"holidays": ["Sunday"]}, "Sunday is no day"),
    ],
)
def test_a_script_that_cannot_be_meant_is_told_where(change, words):
    with pytest.raises(BadScript, match=words):
        play(FAULT, EVENING | change)
