"""Days as people say them: 上月, 2026年3月, 近7天, last month, March 2026, 2026-07-01 to 2026-07-10. Pure."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """Both days included. ``last`` may lie after today only until the reader has cut it (``until``)."""

    first: date
    last: date

    def until(self, today: date) -> "Period":
        """What of it has been; unchanged when none of it has."""
        return self._replace(last=min(self.last, today)) if self.first <= today else self


Found = re.Match[str]
MONTHS_EN = {
    name: number
    for number, names in enumerate(
        ("january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
         "september|sept|sep", "october|oct", "november|nov", "december|dec"), start=1,
    )
    for name in names.split("|")
}  # fmt: skip
_MONTH = "|".join(MONTHS_EN)
_DAY = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "七": 7, "十": 10, "三十": 30, "上": 1, "下": 2}


def month(year: int, number: int) -> Period:
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    return Period(first, following - timedelta(days=1))


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


def quarter(number: int, which: int) -> Period:
    return Period(month(number, 3 * which - 2).first, month(number, 3 * which).last)


def half(number: int, which: int) -> Period:
    return Period(month(number, 6 * which - 5).first, month(number, 6 * which).last)


def months_back(today: date, back: int) -> Period:
    count = today.year * 12 + today.month - 1 - back
    return month(count // 12, count % 12 + 1)


def week(today: date, back: int = 0) -> Period:
    """Monday to Sunday."""
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return Period(monday, monday + timedelta(days=6))


def days_back(today: date, days: int) -> Period:
    """So many days that end yesterday: today is not over. Raises ``ValueError`` for none."""
    if days < 1:
        raise ValueError(days)
    return Period(today - timedelta(days=days), today - timedelta(days=1))


def _quarter_back(today: date, back: int) -> Period:
    count = today.year * 4 + (today.month - 1) // 3 - back
    return quarter(count // 4, count % 4 + 1)


def _day(found: Found, at: int = 1) -> date:
    return date(*(int(found[at + n]) for n in range(3)))


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else _NUMBERS[said]


# The order does not matter: of all that fit at a place, the longest is taken. Each raises ValueError for a day that no calendar has.
PATTERNS: tuple[tuple[str, Callable[[Found, date], Period]], ...] = (
    (rf"从?{_DAY}\s*(?:至|到|~|—|to|until|through)\s*{_DAY}", lambda m, t: Period(_day(m), _day(m, 4))),
    (rf"{_DAY}", lambda m, t: Period(_day(m), _day(m))),
    (r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]", lambda m, t: Period(_day(m), _day(m))),
    (r"从?(\d{4})年(\d{1,2})月(\d{1,2})[日号](?:至|到)(\d{4})年(\d{1,2})月(\d{1,2})[日号]", lambda m, t: Period(_day(m), _day(m, 4))),
    (r"(\d{4})年(\d{1,2})月份?", lambda m, t: month(int(m[1]), int(m[2]))),
    (r"(\d{4})年(\d{1,2})月?(?:至|到|-)(\d{1,2})月", lambda m, t: Period(month(int(m[1]), int(m[2])).first, month(int(m[1]), int(m[3])).last)),
    (r"(\d{4})年?第?([1-4一二三四])季度", lambda m, t: quarter(int(m[1]), _number(m[2]))),
    (r"(\d{4})年([上下])半年", lambda m, t: half(int(m[1]), _number(m[2]))),
    (r"(\d{4})年度?(?:全年)?", lambda m, t: year(int(m[1]))),
    (r"(?:今年|本年)(?:度|以来)?", lambda m, t: year(t.year)),
    (r"(?:去年|上年)(?:全年|度)?", lambda m, t: year(t.year - 1)),
    (r"前年", lambda m, t: year(t.year - 2)),
    (r"(\d{1,2})月份?", lambda m, t: month(t.year, int(m[1]))),
    (r"今年(\d{1,2})月份?", lambda m, t: month(t.year, int(m[1]))),
    (r"去年(\d{1,2})月份?", lambda m, t: month(t.year - 1, int(m[1]))),
    (r"今年第?([1-4一二三四])季度", lambda m, t: quarter(t.year, _number(m[1]))),
    (r"去年第?([1-4一二三四])季度", lambda m, t: quarter(t.year - 1, _number(m[1]))),
    (r"今年([上下])半年", lambda m, t: half(t.year, _number(m[1]))),
    (r"去年([上下])半年", lambda m, t: half(t.year - 1, _number(m[1]))),
    (r"(?:本月|这个月|当月)(?:以来)?", lambda m, t: months_back(t, 0)),
    (r"上个?月", lambda m, t: months_back(t, 1)),
    (r"上上个?月", lambda m, t: months_back(t, 2)),
    (r"(?:本|这个)季度", lambda m, t: _quarter_back(t, 0)),
    (r"上个?季度", lambda m, t: _quarter_back(t, 1)),
    (r"(?:本周|这周|这个?星期)", lambda m, t: week(t)),
    (r"(?:上周|上个?星期)", lambda m, t: week(t, 1)),
    (r"(?:今天|今日|当日)", lambda m, t: Period(t, t)),
    (r"(?:昨天|昨日)", lambda m, t: days_back(t, 1)),
    (r"前天", lambda m, t: Period(t - timedelta(days=2), t - timedelta(days=2))),
    (r"(?:最近|近|过去)(\d{1,3}|三十|[七十])[天日]", lambda m, t: days_back(t, _number(m[1]))),
    (r"(?:最近|近|过去)一周", lambda m, t: days_back(t, 7)),
    (rf"({_MONTH})\.? (\d{{4}})", lambda m, t: month(int(m[2]), MONTHS_EN[m[1]])),
    (rf"({_MONTH})\.? (?:to|until|through) ({_MONTH})\.? (\d{{4}})", lambda m, t: Period(month(int(m[3]), MONTHS_EN[m[1]]).first, month(int(m[3]), MONTHS_EN[m[2]]).last)),
    (rf"({_MONTH}) (\d{{1,2}}),? (\d{{4}})", lambda m, t: Period(date(int(m[3]), MONTHS_EN[m[1]], int(m[2])), date(int(m[3]), MONTHS_EN[m[1]], int(m[2])))),
    (r"(?:the year )?(20\d{2})", lambda m, t: year(int(m[1]))),
    (r"q([1-4]) (\d{4})", lambda m, t: quarter(int(m[2]), int(m[1]))),
    (r"(?:the )?(first|second) half of (\d{4})", lambda m, t: half(int(m[2]), 1 if m[1] == "first" else 2)),
    (r"this year", lambda m, t: year(t.year)),
    (r"last year", lambda m, t: year(t.year - 1)),
    (r"this month", lambda m, t: months_back(t, 0)),
    (r"last month", lambda m, t: months_back(t, 1)),
    (r"this quarter", lambda m, t: _quarter_back(t, 0)),
    (r"last quarter", lambda m, t: _quarter_back(t, 1)),
    (r"this week", lambda m, t: week(t)),
    (r"last week", lambda m, t: week(t, 1)),
    (r"today", lambda m, t: Period(t, t)),
    (r"yesterday", lambda m, t: days_back(t, 1)),
    (r"(?:the )?(?:last|past) (\d{1,3}) days", lambda m, t: days_back(t, int(m[1]))),
)  # fmt: skip
_COMPILED = [(re.compile(pattern), reckon) for pattern, reckon in PATTERNS]


def period_at(text: str, start: int, today: date) -> tuple[int, Period | None]:
    """The end of the longest period that begins at ``start`` of folded ``text``, and which it is.

    ``start`` itself where none begins; None for days that no calendar has, such as 2026年13月.
    """
    found = [(match.end(), match, reckon) for each, reckon in _COMPILED if (match := each.match(text, start))]
    if not found:
        return start, None
    end, match, reckon = max(found, key=lambda each: each[0])
    try:
        period = reckon(match, today)
    except ValueError:
        return end, None
    return end, period if period.first <= period.last else None


def in_words(period: Period, *, chinese: bool) -> str:
    """The shortest of the ways above in which ``period_at`` reads the same days, whatever today is."""
    first, last = period
    if period == year(first.year):
        return f"{first.year}年" if chinese else f"{first.year}"
    if period == month(first.year, first.month):
        name = next(name for name, number in MONTHS_EN.items() if number == first.month)
        return f"{first.year}年{first.month}月" if chinese else f"{name.capitalize()} {first.year}"
    if first == last:
        return first.isoformat()
    return f"{first}至{last}" if chinese else f"{first} to {last}"


# Chinese, English; the longer first. Of what PATTERNS read, what people say rather than the days.
SAID = (("今年", "this year"), ("去年", "last year"), ("本月", "this month"), ("上月", "last month"))


def as_said(period: Period, today: date, *, chinese: bool) -> str:
    """``period``, as far as it has been, in words that mean it today: this month, last year; its days where there are none."""
    for words in SAID:
        said = words[0 if chinese else 1]
        _, meant = period_at(said, 0, today)
        if meant and meant.until(today) == period:
            return said
    return in_words(period, chinese=chinese)
