"""A stored report in the reader's language: lines of tables and points of charts, the same for the page and for the PDF."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from command_center.ground.figures.declaring import Unit
from command_center.ground.figures.models import WeeklyReport
from command_center.screens.words.figures import measure, measure_of_change

WIDTH, HEIGHT = 320.0, 90.0
WHOLE = (Unit.COUNT, Unit.YUAN)


@dataclass(frozen=True)
class Line:
    """``href``: the page of the figure, of the same unit and week."""

    label: str
    href: str
    means: str
    now: str
    of: str
    week_before: str
    week_change: str
    year_before: str
    year_change: str
    few: bool
    missed: bool


@dataclass(frozen=True)
class Bar:
    """``share``: of the longest bar, 0 … 1."""

    label: str
    value: str
    share: float
    rank: str = ""
    few: bool = False

    @property
    def width(self) -> float:
        return round(self.share * 200, 1)


@dataclass(frozen=True)
class Course:
    """``points`` of a box of ``WIDTH`` × ``HEIGHT``, from the upper left; weeks without a value are left out."""

    label: str
    unit: str
    first: str
    last: str
    points: list[tuple[float, float]]
    least: str
    most: str

    @property
    def line(self) -> str:
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True)
class Report:
    title: str
    unit: str
    week: str
    days: str
    lines: list[Line]
    courses: list[Course]
    causes: list[Bar]
    ranking: list[Bar]
    ranked_by: str
    feeders: list[str]


def report_told(row: WeeklyReport) -> Report:
    body, lang = row.body, "en" if (get_language() or "").startswith("en") else "zh"
    causes = body["causes"]["rows"]
    most = max((each["value"] for each in causes), default=0) or 1
    ranking = body["ranking"]
    return Report(
        title=_("Weekly report of the power-supply service command centre"),
        unit=body["unit"][lang],
        week=week_name(row.first),
        days=f"{row.first} – {row.first + timedelta(days=6)}",
        lines=[_line(each, lang, _asked(row)) for each in body["figures"]],
        courses=[_course(each, lang) for each in body["course"]],
        causes=[Bar(each["label"][lang], digits(each["value"], 0), each["value"] / most) for each in causes],
        ranking=[_ranked(each, ranking["unit"], lang) for each in ranking["rows"]],
        ranked_by=ranking["label"][lang],
        feeders=[f"{each['name']} {each['code']}".strip() for each in body["feeders"]],
    )


def week_name(first: date) -> str:
    year, week, _day = first.isocalendar()
    return f"{year}-W{week:02}"


def digits(value: float, places: int) -> str:
    """Rounded half up, as the change was reckoned: ``number_format`` of Django cuts, and 66.67 % would be told as 66.6 %."""
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def written(value: float | None, unit: str) -> str:
    if value is None:
        return "—"
    return f"{digits(value, 0 if unit in WHOLE else 2)} {measure(unit)}".strip()


def _asked(row: WeeklyReport) -> str:
    """Unit and week of a report as the pages of figures take them."""
    return urlencode({"unit": row.body["unit"]["code"], "from": row.first, "to": row.first + timedelta(days=6)})


def _line(each: dict[str, Any], lang: str, asked: str) -> Line:
    unit = each["unit"]
    return Line(
        label=each["label"][lang], href=f"/figures/{each['code']}/?{asked}", means=each["means"][lang], now=written(each["now"]["value"], unit),
        of="" if each["now"]["of"] is None else _("of %(n)s") % {"n": digits(each["now"]["of"], 0)},
        week_before=written(each["week_before"]["value"], unit), week_change=changed(each["week_change"], unit),
        year_before=written(each["year_before"]["value"], unit), year_change=changed(each["year_change"], unit),
        few=each["now"]["few"], missed=each["meets_target"] is False,
    )  # fmt: skip


def changed(change: dict[str, Any], unit: str) -> str:
    """Points of shares; the own unit and per cent of everything else; "new" against nothing (domain reference §5.4)."""
    if change["new"]:
        return _("new")
    if change["by"] is None:
        return "—"
    by = f"{signed(change['by'], 0 if unit in WHOLE else 2)} {measure_of_change(unit)}".strip()
    return by if change["percent"] is None else f"{by} ({signed(change['percent'], 1)} %)"


def signed(value: float, places: int) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{digits(abs(value), places)}"


def _course(each: dict[str, Any], lang: str) -> Course:
    weeks = each["weeks"]
    known = [week["value"] for week in weeks if week["value"] is not None]
    most, least = max(known, default=0), min([*known, 0])
    span, step = (most - least) or 1, WIDTH / max(len(weeks) - 1, 1)
    points = [
        (round(at * step, 1), round(HEIGHT * (1 - (week["value"] - least) / span), 1))
        for at, week in enumerate(weeks)
        if week["value"] is not None
    ]
    return Course(
        label=each["label"][lang], unit=measure(each["unit"]), first=_week_of(weeks[0]), last=_week_of(weeks[-1]),
        points=points, least=written(least, each["unit"]), most=written(most, each["unit"]),
    )  # fmt: skip


def _week_of(week: dict[str, Any]) -> str:
    return week_name(date.fromisoformat(week["first"]))


def _ranked(each: dict[str, Any], unit: str, lang: str) -> Bar:
    value = each["value"] or 0
    return Bar(each[lang], written(each["value"], unit), value / 100, str(each["rank"] or "—"), each["few"])
