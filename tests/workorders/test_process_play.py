"""A case played through the engine by given moments, against answers reckoned by hand."""

import pytest

from command_center.trials.process_play import BadScript, listed, play
from workorders.kinds import KINDS, PROCESSES
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


# Friday before the holiday of 1–8 October 2025; Sunday the 28th and Saturday the 11th are worked (domain reference §10, scenario 6).
BEFORE_THE_HOLIDAY = "2025-09-26T17:00:00+08:00"


def case(kind, *steps, **script):
    return play(
        PROCESSES[kind], {"opened_at": BEFORE_THE_HOLIDAY, "channel": "HOTLINE_95598", **script, "steps": steps}
    )


def step(at, verb, **data):
    return {"at": f"{at}:00+08:00", "verb": verb, "data": data}


def test_a_complaint_over_a_holiday_has_a_day_to_be_contacted_and_five_to_be_answered():
    told = case(
        "COMPLAINT",
        step("2025-09-26T17:20", "give"),
        step("2025-09-27T17:01", "contact"),
        step("2025-09-28T09:00", "investigate"),
        step("2025-09-29T09:00", "decide-liability"),
        step("2025-10-09T16:00", "answer"),
        step("2025-10-09T17:01", "file-reply"),
    )
    assert clock(told[0], "C_CONTACT")["due_at"] == "2025-09-27T17:00:00+08:00"  # hours count, holiday or not
    answer = clock(told[0], "C_ANSWER")
    assert (answer["due_at"], answer["basis"]) == (
        "2025-10-09T17:00:00+08:00",
        "RULE",
    )  # 28, 29, 30 September, 9 October
    assert answer["outer"]["due_at"] == "2025-10-10T17:00:00+08:00"
    assert clock(told[1], "C_DISPATCH")["outcome"] == "MET"  # to the minute
    assert clock(told[2], "C_CONTACT")["outcome"] == "MISSED"  # by a minute
    done = clock(told[6], "C_ANSWER")
    assert (done["outcome"], done["outer"]["outcome"]) == ("MISSED", "MET")  # the rule of four, the promise of five
    assert done["net_minutes"] == 4 * 480 + 1


def test_a_holiday_told_by_the_script_counts_and_an_extension_moves_once():
    told = case(
        "OPINION",
        step("2025-09-26T18:00", "extend", to="2025-10-20T12:00:00+08:00", reason="等待厂家"),
        step("2025-09-26T18:01", "extend", to="2025-10-21T12:00:00+08:00", reason="再等"),
        holidays=["2025-10-09"],
    )
    assert clock(told[0], "OPINION")["due_at"] == "2025-10-11T17:00:00+08:00"  # 28, 29, 30 September, 10, 11 October
    assert clock(told[1], "OPINION")["due_at"] == "2025-10-20T12:00:00+08:00"
    assert told[2]["refused"]["code"] == "conflict"
    assert clock(told[2], "OPINION")["due_at"] == "2025-10-20T12:00:00+08:00"


def test_the_same_matter_through_a_stricter_channel_starts_that_clock_and_never_resets_another():
    told = case("CONSULT", step("2025-09-28T08:00", "told-again", channel="HOTLINE_12345"))
    assert clock(told[1], "CONSULT")["due_at"] == clock(told[0], "CONSULT")["due_at"] == "2025-09-29T17:00:00+08:00"
    assert clock(told[1], "X_12345")["due_at"] == "2025-10-05T08:00:00+08:00"
    assert clock(told[1], "X_OTHER")["due_at"] == "2025-10-06T17:00:00+08:00"


@pytest.mark.parametrize(
    ("sub_kind", "due"),
    [
        ("RECONNECT", {"SR_HANDLE": "2025-09-27T17:00", "RECONNECT": "2025-09-27T17:00"}),
        ("DAMAGED_APPLIANCE", {"SR_ON_SITE": "2025-09-27T17:00", "SR_HANDLE": "2025-10-10T17:00"}),
        ("METER_ABNORMAL", {"SR_HANDLE": "2025-10-09T17:00"}),
        ("READING_ABNORMAL", {"SR_HANDLE": "2025-10-10T17:00"}),
        ("METER_TEST", {"SR_HANDLE": "2025-10-10T17:00", "METER_TEST": "2025-10-10T17:00"}),
        ("FAST_CHARGE", {"SR_ON_SITE": "2025-09-26T17:45", "SR_HANDLE": "2025-10-10T17:00"}),
    ],
)
def test_the_sub_type_of_a_request_says_which_clocks_run(sub_kind, due):
    [told] = case("SERVICE_REQ", facts={"sub_kind": sub_kind})
    running = {each["clock"]: each["due_at"] for each in told["clocks"]}
    assert {code: moment for code, moment in running.items() if code not in {"RETURN_UP", "X_OTHER"}} == {
        code: f"{moment}:00+08:00" for code, moment in due.items()
    }


def test_while_the_customer_builds_the_utility_s_days_stand_still():
    told = case(
        "CONNECTION",
        step("2025-09-26T17:30", "book-survey"),
        step("2025-09-28T10:00", "survey"),
        step("2025-09-30T10:00", "reply-plan"),
        step("2025-09-30T10:00", "customer-builds"),
        step("2025-10-09T10:00", "works-over"),
        facts={"sub_kind": "MV_SINGLE"},
    )
    before, building, after = (clock(told[n], "CONN_TOTAL") for n in (0, 4, 5))
    assert before["limit_minutes"] == 22 * 480
    assert building["paused"] and told[4]["owner"] == "customer"
    assert after["net_minutes"] == 60 + 480 + 480 + 120  # Friday's hour, two days, two hours of Tuesday
    assert after["raw_minutes"] - after["net_minutes"] == 360 + 120  # Tuesday's six hours, two of the ninth


def test_the_clock_of_an_inspection_stands_still_while_the_customer_builds_on():
    told = case(
        "CONNECTION",
        step("2025-09-26T17:30", "book-survey"),
        step("2025-09-28T10:00", "survey"),
        step("2025-09-30T10:00", "reply-plan"),
        step("2025-09-30T10:00", "customer-builds"),
        step("2025-10-09T10:00", "works-over"),
        step("2025-10-09T16:00", "customer-builds"),
        step("2025-10-13T09:00", "works-over"),
        step("2025-10-13T11:00", "inspect-completion"),
        facts={"sub_kind": "MV_SINGLE"},
    )
    building, inspected = (clock(told[n], "CONN_COMPLETION") for n in (6, 8))
    assert building["paused"] and building["net_minutes"] == 240
    assert inspected["net_minutes"] == 240 + 120  # before lunch and after it on the ninth, two hours of Monday
    assert inspected["raw_minutes"] - inspected["net_minutes"] == 120 + 480 + 480 + 60  # with the make-up Saturday


@pytest.mark.parametrize("process", KINDS, ids=lambda process: process.kind)
def test_what_is_listed_is_the_whole_declaration(process):
    told = listed(process)
    assert {verb["verb"] for verb in told["verbs"]} == set(process.by_name)
    assert {state["state"] for state in told["states"]} == set(process.states)
    assert {each["clock"] for each in told["clocks"]} == set(process.clocks)


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
