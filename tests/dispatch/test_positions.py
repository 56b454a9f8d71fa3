import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.positions import ACCEPTED, DUPLICATE, QUARANTINED, Fix, implied_speed_ms, judge_fix, moves_last_position
from tests.data import HERE

NOON = datetime(2026, 7, 18, 12, tzinfo=UTC)

# What the fixture calls a fault, and the codes by which we put it aside.
REASONS = {
    "impossible jump (over 60 m/s)": {"impossible_speed"},
    "accuracy worse than 500 m": {"inaccurate"},
    "time in the future": {"in_the_future"},
    "null island": {"null_island"},
    "duplicate": {"duplicate"},
    "latitude out of range": {"out_of_range"},
}


def fix(lat=30.58, lon=114.3, at=NOON, **fields):
    return Fix(lat=lat, lon=lon, fixed_at=at, **fields)


def judged(**fields):
    return judge_fix(None, fix(**fields), NOON)


def test_a_good_fix_is_accepted():
    assert judged(accuracy_m=12).is_accepted
    assert judge_fix(fix(), fix(lat=30.581, at=NOON + timedelta(seconds=10)), NOON + timedelta(seconds=12)).is_accepted


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"lat": float("nan")}, "out_of_range"),
        ({"lon": float("inf")}, "out_of_range"),
        ({"lat": 90.1}, "out_of_range"),
        ({"lat": 0.0, "lon": 0.0}, "null_island"),
        ({"accuracy_m": 501.0}, "inaccurate"),
        ({"accuracy_m": float("nan")}, "inaccurate"),
        ({"at": NOON + timedelta(minutes=3)}, "in_the_future"),
        ({"at": NOON - timedelta(days=7, minutes=1)}, "too_old"),
    ],
)
def test_a_bad_fix_is_put_aside_with_its_reason(fields, reason):
    verdict = judged(**fields)
    assert (verdict.outcome, verdict.reason) == (QUARANTINED, reason)


def test_a_clock_two_minutes_ahead_is_forgiven():
    assert judged(at=NOON + timedelta(minutes=2)).is_accepted


def test_a_jump_no_car_can_make_is_put_aside():
    # 0.01° of latitude is 1112 m: 111 m/s in ten seconds, 37 m/s in thirty.
    assert judge_fix(fix(), fix(lat=30.59, at=NOON + timedelta(seconds=10)), NOON).reason == "impossible_speed"
    assert judge_fix(fix(), fix(lat=30.59, at=NOON + timedelta(seconds=30)), NOON).is_accepted


def test_the_same_fix_again_makes_no_second_row():
    assert judge_fix(fix(), fix(), NOON).outcome == DUPLICATE
    assert judge_fix(None, fix(), NOON, seen={fix().key}).outcome == DUPLICATE


def test_a_mock_fix_is_put_aside():
    assert (judged(is_mock=True).outcome, judged(is_mock=True).reason) == ("QUARANTINED", "mock")


def test_a_late_fix_belongs_to_history_only():
    late = fix(lat=30.5801, at=NOON - timedelta(minutes=1))
    assert judge_fix(fix(), late, NOON).is_accepted
    assert not moves_last_position(fix(), late)
    assert moves_last_position(late, fix())
    assert moves_last_position(None, late)


def test_the_dirty_stream_is_cleaned_as_expected():
    kept, dropped = judge_stream((HERE / "dirty_stream.jsonl").read_text().splitlines())
    expected = json.loads((HERE / "dirty_expected.json").read_text())
    assert len(kept) == expected["kept_points"]
    assert {seq: codes for seq, codes in dropped.items() if seq not in twins(expected)} == {
        seq: codes for seq, codes in answers(expected).items() if seq not in twins(expected)
    }
    track = sorted(kept, key=lambda point: point.fixed_at)
    assert track[0].fixed_at.timestamp() == expected["first_t"]
    assert track[-1].fixed_at.timestamp() == expected["last_t"]
    assert [track[-1].lat, track[-1].lon] == expected["last_position"]
    length_m = sum(
        implied_speed_ms(one, other) * (other.fixed_at - one.fixed_at).total_seconds() for one, other in pairwise(track)
    )
    assert length_m == pytest.approx(expected["track_length_m"], abs=0.1)


def judge_stream(lines):
    """Every line judged in the order of arrival, as a server would; kept fixes and {seq: reason}."""
    kept, dropped, seen, last = [], {}, set(), None
    for line in map(json.loads, lines):
        point = fix(line["lat"], line["lon"], moment(line["t"]), accuracy_m=line["accuracy_m"])
        verdict = judge_fix(last, point, moment(line["received_at"]), seen)
        if verdict.outcome != ACCEPTED:
            dropped[line["seq"]] = verdict.reason
            continue
        kept.append(point)
        seen.add(point.key)
        last = point if moves_last_position(last, point) else last
    return kept, dropped


def moment(seconds):
    return datetime.fromtimestamp(seconds, UTC)


def answers(expected):
    return {seq: next(iter(REASONS[reason])) for reason, seqs in expected["dropped_seq"].items() for seq in seqs}


def twins(expected):
    """Of a duplicated pair either line may be the one kept."""
    seqs = expected["dropped_seq"]["duplicate"]
    return {near for seq in seqs for near in range(seq - 3, seq + 4)}


@given(st.floats(allow_nan=True), st.floats(allow_nan=True), st.floats(0, 10_000))
def test_no_number_breaks_the_gate(lat, lon, accuracy_m):
    verdict = judge_fix(fix(), fix(lat, lon, NOON, accuracy_m=accuracy_m), NOON)
    assert verdict.is_accepted == (not verdict.reason)
