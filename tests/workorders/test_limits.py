"""Which limit holds: the most specific row, the newest of the same columns, one for each basis."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from workorders.clocks.limits import BASES, COLUMNS, Case, Limit, LimitTable, channel_clock

AT = datetime(2026, 7, 18, 4, tzinfo=UTC)
COMPLAINT = Case(kind="COMPLAINT", sub_kind="OUTAGE", area_kind="URBAN", voltage="LV", channel="HOTLINE_12398")


def found(rows, case=COMPLAINT, at=AT):
    return LimitTable(rows).limits_for("C_ANSWER", case, at)


def row(minutes, **columns):
    return Limit(code="C_ANSWER", minutes=minutes, **columns)


def test_a_row_for_the_channel_goes_before_a_row_for_the_area():
    rows = [row(1), row(2, area_kind="URBAN"), row(3, channel="HOTLINE_12398")]
    assert [limit.minutes for limit in found(rows)] == [3]


def test_more_columns_go_before_a_better_one():
    assert [
        limit.minutes for limit in found([row(1, channel="HOTLINE_12398"), row(2, kind="COMPLAINT", area_kind="URBAN")])
    ] == [2]


def test_a_row_of_another_kind_does_not_fit():
    assert found([row(1, kind="FAULT"), row(2, sub_kind="METER")]) == ()


def test_a_rule_and_a_promise_stand_side_by_side():
    rows = [row(5, basis="PROMISE"), row(4, basis="RULE"), row(3, basis="RULE", kind="COMPLAINT")]
    assert [(limit.basis, limit.minutes) for limit in found(rows)] == [("RULE", 3), ("PROMISE", 5)]


def test_a_kind_nobody_has_heard_of_has_the_general_row():
    assert [limit.minutes for limit in found([row(1), row(2, kind="FAULT")], Case(kind="DRONE", channel="PIGEON"))] == [
        1
    ]


def test_a_leap_day_is_a_day_of_validity():
    rows = [row(1, valid_from=date(2028, 2, 29)), row(2, valid_from=date(2028, 2, 1), valid_to=date(2028, 2, 29))]
    assert [limit.minutes for limit in found(rows, at=datetime(2028, 2, 28, 15, 59, tzinfo=UTC))] == [2]
    assert [limit.minutes for limit in found(rows, at=datetime(2028, 2, 28, 16, 0, tzinfo=UTC))] == [1]


def test_every_channel_has_its_clock():
    assert [channel_clock(channel) for channel in ("HOTLINE_12398", "HOTLINE_12345", "APP", "PIGEON")] == [
        "X_12398",
        "X_12345",
        "X_OTHER",
        "X_OTHER",
    ]


# Mostly rows that fit, so that most tables hold rows of which neither names more.
words = st.sampled_from(["", "A", "", "A", "", "A", "B"])
cases = st.builds(Case, **{column: st.sampled_from(["A", "A", "A", "A", "B"]) for column in COLUMNS})
rows_of_a_table = st.lists(
    st.builds(
        Limit,
        code=st.just("C_ANSWER"),
        minutes=st.integers(1, 10_000),
        basis=st.sampled_from(BASES[:2]),
        valid_from=st.dates(date(2026, 1, 1), date(2026, 7, 31)),
        **dict.fromkeys(COLUMNS, words),
    ),
    min_size=8,
    max_size=20,
    unique_by=lambda limit: (limit.basis, limit.valid_from, *(getattr(limit, column) for column in COLUMNS)),
)


def more_specific(one, other):
    """Said once more, in words of its own: which of two rows that fit goes before the other."""
    first = [column for column in COLUMNS if getattr(one, column)]
    second = [column for column in COLUMNS if getattr(other, column)]
    if len(first) != len(second):
        return len(first) > len(second)
    for column in COLUMNS:
        if (column in first) != (column in second):
            return column in first
    return one.valid_from > other.valid_from


@given(rows_of_a_table, cases)
def test_no_row_that_fits_is_more_specific_than_the_one_found(rows, case):
    answer = found(rows, case)
    in_force = [limit for limit in rows if limit.valid_from <= date(2026, 7, 18)]
    fitting = [limit for limit in in_force if all(getattr(limit, c) in ("", getattr(case, c)) for c in COLUMNS)]
    assert {limit.basis for limit in answer} == {limit.basis for limit in fitting}
    for chosen in answer:
        assert chosen in fitting
        assert not any(more_specific(limit, chosen) for limit in fitting if limit.basis == chosen.basis)


@given(rows_of_a_table, cases, st.randoms())
def test_the_order_of_the_rows_changes_nothing(rows, case, random):
    shuffled = random.sample(rows, len(rows))
    assert found(rows, case) == found(shuffled, case)
