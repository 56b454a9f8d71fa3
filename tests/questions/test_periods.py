"""Days as people say them, and that the words we write are read as the same days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.screens.questions.periods import (
    SAID,
    Period,
    as_said,
    half,
    in_words,
    month,
    period_at,
    quarter,
    year,
)
from command_center.screens.questions.reading import folded

TODAY = date(2026, 7, 31)  # a Friday


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("今天", "2026-07-31", "2026-07-31"),
        ("昨天", "2026-07-30", "2026-07-30"),
        ("本周", "2026-07-27", "2026-08-02"),
        ("上周", "2026-07-20", "2026-07-26"),
        ("本月", "2026-07-01", "2026-07-31"),
        ("上个月", "2026-06-01", "2026-06-30"),
        ("上上月", "2026-05-01", "2026-05-31"),
        ("今年", "2026-01-01", "2026-12-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("去年2月", "2025-02-01", "2025-02-28"),
        ("2024年2月份", "2024-02-01", "2024-02-29"),
        ("2026年一季度", "2026-01-01", "2026-03-31"),
        ("去年第4季度", "2025-10-01", "2025-12-31"),
        ("今年上半年", "2026-01-01", "2026-06-30"),
        ("上季度", "2026-04-01", "2026-06-30"),
        ("近30天", "2026-07-01", "2026-07-30"),
        ("最近七天", "2026-07-24", "2026-07-30"),
        ("2026年3月到5月", "2026-03-01", "2026-05-31"),
        ("2026年3月2日至2026年4月1日", "2026-03-02", "2026-04-01"),
        ("last month", "2026-06-01", "2026-06-30"),
        ("this month", "2026-07-01", "2026-07-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("March 2026", "2026-03-01", "2026-03-31"),
        ("Q2 2026", "2026-04-01", "2026-06-30"),
        ("the last 7 days", "2026-07-24", "2026-07-30"),
        ("2026-03-01 to 2026-03-09", "2026-03-01", "2026-03-09"),
        ("December 2025", "2025-12-01", "2025-12-31"),
    ],
)
def test_days_as_people_say_them(said, first, last):
    text = folded(said)
    assert period_at(text, 0, TODAY) == (len(text), Period(date.fromisoformat(first), date.fromisoformat(last)))


@pytest.mark.parametrize("said", ["2026年13月", "2026-02-30", "近0天", "2026年5月到3月", "0000年"])
def test_days_that_no_calendar_has_are_seen_and_are_none(said):
    end, period = period_at(folded(said), 0, TODAY)
    assert end > 0 and period is None


DAYS = st.dates(date(2000, 1, 1), date(2098, 1, 1))  # a bare number is a year of this century


@given(st.one_of(
    st.builds(lambda d, n: Period(d, d + timedelta(days=n)), DAYS, st.integers(0, 500)),
    st.builds(lambda d: month(d.year, d.month), DAYS), st.builds(lambda d: year(d.year), DAYS),
    st.builds(lambda d, q: quarter(d.year, q), DAYS, st.integers(1, 4)), st.builds(lambda d, h: half(d.year, h), DAYS, st.integers(1, 2)),
), st.booleans())  # fmt: skip
def test_what_is_written_is_read_as_the_same_days(period, chinese):
    text = folded(in_words(period, chinese=chinese))
    assert period_at(text, 0, TODAY) == (len(text), period)


@pytest.mark.parametrize(
    ("first", "last", "chinese", "english"),
    [
        ("2026-07-01", "2026-07-31", "本月", "this month"),
        ("2026-06-01", "2026-06-30", "上月", "last month"),
        ("2026-01-01", "2026-07-31", "今年", "this year"),
        ("2025-01-01", "2025-12-31", "去年", "last year"),
        ("2026-05-01", "2026-05-31", "2026年5月", "May 2026"),
        ("2026-01-01", "2026-07-30", "2026-01-01至2026-07-30", "2026-01-01 to 2026-07-30"),
    ],
)
def test_days_are_called_as_people_call_them_that_day(first, last, chinese, english):
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert as_said(period, TODAY, chinese=True) == chinese and as_said(period, TODAY, chinese=False) == english


@given(DAYS, st.sampled_from([words for both in SAID for words in both]), st.booleans())
def test_what_is_said_instead_of_days_means_them_on_any_day(today, said, chinese):
    _, meant = period_at(said, 0, today)
    told = as_said(meant.until(today), today, chinese=chinese)
    _, again = period_at(told, 0, today)
    assert again.until(today) == meant.until(today)
