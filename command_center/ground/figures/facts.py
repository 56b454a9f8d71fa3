"""The facts behind a figure, summed by the database or in memory, and listed one by one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    Func,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, ExtractHour, ExtractIsoWeekDay, TruncDate, TruncMonth

from command_center.ground.core.values import CHINA
from command_center.ground.figures.reckoning import Sums
from command_center.ground.organisation.scope import scoped

NUMBER = DecimalField(max_digits=30, decimal_places=10)
ONE = Value(Decimal(1), output_field=NUMBER)
PLACE = "place"
R = TypeVar("R")
TIMES = ("day", "month", "weekday", "hour")
JURISDICTION, GATE = "within", "gate"
AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class Window:
    """What is asked: whose area, which days (both included), at which moment; ``path``: a unit below that area.

    ``only``: a value of a split, for those facts alone. ``as_of``: as it stood then; what was counted later is left out.
    """

    user: Any
    first: date
    last: date
    at: datetime
    path: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    as_of: datetime | None = None
    _read: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, read: Callable[[], R]) -> R:
        """What several figures, or several divisions of one, read alike of these days: it is read once."""
        key = name, self.first, self.last
        if key not in self._read:
            self._read[key] = read()
        found: R = self._read[key]
        return found

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), CHINA)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), CHINA)

    @property
    def is_part(self) -> bool:
        """Of one unit or one value of a split: what was told in confidence is not counted, for there it would say of whom."""
        return bool(self.path or self.only)

    def within(self, rows: "QuerySet[Any]", field: str = "org_path") -> "QuerySet[Any]":
        """The rows of the area that is asked about."""
        rows = scoped(rows, self.user, field=field)
        return rows.filter(**{f"{field}__startswith": self.path}) if self.path else rows


class Row(NamedTuple):
    """One fact as it is listed. ``number``: by what people know it."""

    id: int
    number: str
    at: datetime
    place: str
    top: Decimal
    under: Decimal


Key = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class TableFacts:
    """Facts that are rows of a table. ``at``, ``place`` and ``number`` name columns, ``splits`` a column for each split.

    ``by_day``: ``at`` is a day and no moment. ``rows_of``: how many facts a row of sums stands for.
    """

    rows: "QuerySet[Any]"
    at: str
    place: str = "org_path"
    top: Any = ONE
    under: Any = ONE
    number: str = "number"
    splits: Mapping[str, str] = field(default_factory=dict)
    by_day: bool = False
    rows_of: Any = field(default_factory=lambda: Count("pk"))

    def of(self, window: Window) -> "TableFacts":
        rows = window.within(self.rows, self.place)
        if self.by_day:
            rows = rows.filter(**{f"{self.at}__range": (window.first, window.last)})
        else:
            rows = rows.filter(**{f"{self.at}__gte": window.start, f"{self.at}__lt": window.end})
        return replace(self, rows=rows.filter(**{self.splits[name]: value for name, value in window.only.items()}))

    def sums(self, *by: str) -> dict[Key, Sums]:
        """Sums by ``place`` (the path of a unit), by ``TIMES`` and by splits. One query."""
        names = [f"by_{name}" for name in by]
        keys = {f"by_{name}": self._key(name) for name in by}
        sums = {"of_top": Sum(self.top), "of_under": Sum(self.under), "of_rows": self.rows_of}
        if not by:
            return {(): _sums(self.rows.order_by().aggregate(**sums))}
        grouped = self.rows.order_by().annotate(**keys).values(*names).annotate(**sums)
        return {tuple(row[name] for name in names): _sums(row) for row in grouped}

    sealed = 0

    def count(self) -> int:
        return self.rows.count()

    def listed(self, start: int = 0, stop: int | None = None) -> list[Row]:
        """The newest first."""
        return [Row(*row) for row in self._values()[start:stop]]

    def walked(self) -> Iterator[Row]:
        """All of them in the same order, a few thousand at a time."""
        return (Row(*row) for row in self._values().iterator(chunk_size=AT_ONCE))

    def _values(self) -> Any:
        rows = self.rows.order_by(F(self.at).desc(), "-pk").annotate(of_top=self.top, of_under=self.under)
        return rows.values_list("pk", self.number, self.at, self.place, "of_top", "of_under")

    def _key(self, name: str) -> Any:
        if name == PLACE:
            return F(self.place)
        if name == "day" and self.by_day:
            return F(self.at)
        zone = {} if self.by_day else {"tzinfo": CHINA}
        return _TIMES[name](self.at, **zone) if name in TIMES else F(self.splits[name])


_TIMES: Mapping[str, Any] = {"day": TruncDate, "month": TruncMonth, "weekday": ExtractIsoWeekDay, "hour": ExtractHour}


def _sums(row: Mapping[str, Any]) -> Sums:
    return Sums(Decimal(row["of_top"] or 0), Decimal(row["of_under"] or 0), int(row["of_rows"] or 0))


@dataclass(frozen=True, kw_only=True)
class Summed:
    """Facts that are kept as sums by day, ``counted``; ``behind`` are the rows from which those were added up."""

    counted: TableFacts
    behind: TableFacts
    sealed = 0

    def of(self, window: Window) -> "Summed":
        return Summed(counted=self.counted.of(window), behind=self.behind.of(window))

    def sums(self, *by: str) -> dict[Key, Sums]:
        return self.counted.sums(*by)

    def count(self) -> int:
        return self.behind.count()

    def listed(self, start: int = 0, stop: int | None = None) -> list[Row]:
        return self.behind.listed(start, stop)

    def walked(self) -> Iterator[Row]:
        return self.behind.walked()


class Fact(NamedTuple):
    """One fact that was worked out in memory. ``sealed``: it counts, and of whom it is told this reader may not hear.

    ``within``: the path by which it is decided who may ask, where that is not its place; ``gate``: of what was told in confidence.
    """

    row: Row
    splits: Mapping[str, str]
    sealed: bool = False
    within: str = ""
    gate: str = ""


@dataclass(frozen=True)
class WorkedOut:
    """Facts that no single table holds: what a rule made of several rows."""

    facts: Sequence[Fact]

    def of(self, window: Window) -> "WorkedOut":
        return WorkedOut([each for each in self.facts if _is_of(each, window)])

    def sums(self, *by: str) -> dict[Key, Sums]:
        found: dict[Key, Sums] = defaultdict(Sums)
        for each in self.facts:
            found[tuple(_key(each, name) for name in by)] += Sums(each.row.top, each.row.under, 1)
        return dict(found) or ({} if by else {(): Sums()})

    @property
    def sealed(self) -> int:
        """How many count and are not listed."""
        return sum(each.sealed for each in self.facts)

    def count(self) -> int:
        return len(self._open())

    def listed(self, start: int = 0, stop: int | None = None) -> list[Row]:
        """The newest first, without those told in confidence."""
        return sorted(self._open(), key=lambda row: (row.at, row.id), reverse=True)[start:stop]

    def walked(self) -> Iterator[Row]:
        return iter(self.listed())

    def _open(self) -> list[Row]:
        return [each.row for each in self.facts if not each.sealed]


def _is_of(fact: Fact, window: Window) -> bool:
    if not window.start <= fact.row.at < window.end or (fact.sealed and window.is_part):
        return False
    return fact.row.place.startswith(window.path) and all(
        fact.splits.get(name) == value for name, value in window.only.items()
    )


def _key(fact: Fact, name: str) -> Any:
    local = fact.row.at.astimezone(CHINA)
    if name == "day":
        return local.date()
    if name == JURISDICTION:
        return fact.within or fact.row.place
    if name == GATE:
        return fact.gate
    if name == "month":
        return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if name == "weekday":
        return local.isoweekday()
    if name == "hour":
        return local.hour
    return fact.row.place if name == PLACE else fact.splits.get(name, "")


Facts = TableFacts | Summed | WorkedOut


def daily_sums(facts: Facts) -> dict[Key, Sums]:
    """By day, place, jurisdiction and gate, as the kept figures have them. What a table holds has its place for jurisdiction."""
    if isinstance(facts, WorkedOut):
        return facts.sums("day", PLACE, JURISDICTION, GATE)
    return {(day, place, place, ""): each for (day, place), each in facts.sums("day", PLACE).items()}


def minutes_between(start: str, end: str) -> Any:
    """Minutes from one column to another, exactly."""
    return _Minutes(ExpressionWrapper(F(end) - F(start), output_field=NUMBER))


def days_between(start: str, end: str) -> Any:
    """Days from one column to another, exactly."""
    return ExpressionWrapper(
        minutes_between(start, end) / Value(Decimal(24 * 60), output_field=NUMBER), output_field=NUMBER
    )


def divided_by(column: Any, number: int) -> Any:
    """A column of numbers, each divided."""
    return ExpressionWrapper(Cast(column, NUMBER) / Value(Decimal(number), output_field=NUMBER), output_field=NUMBER)


class _Minutes(Func):
    template = "EXTRACT(EPOCH FROM (%(expressions)s)) / 60"
    output_field = NUMBER


def one_if(condition: Any) -> Any:
    """1 where a condition holds, else 0."""
    return Case(When(condition, then=ONE), default=Value(Decimal(0), output_field=NUMBER), output_field=NUMBER)


def text_of(column: str, *meant: str) -> Any:
    """A column of codes as a split: those that are meant, all others nothing."""
    return Case(When(**{f"{column}__in": meant}, then=F(column)), default=Value(""), output_field=CharField())


def amount(column: str) -> Any:
    """A column of numbers as one that adds up exactly."""
    return Cast(F(column), NUMBER)


def folded(sums: Mapping[Key, Sums], paths: Iterable[str]) -> dict[str, Sums]:
    """Sums by place brought together under units: each place belongs to the longest of ``paths`` that it begins with.

    What belongs to none of them stands under "".
    """
    longest = sorted(paths, key=len, reverse=True)
    found: dict[str, Sums] = defaultdict(Sums)
    for (place, *_rest), each in sums.items():
        found[next((path for path in longest if place.startswith(path)), "")] += each
    return dict(found)
