"""A question answered from the rows: the figure, what it means, what it is compared with, the rows behind it. Or why not, and what to ask instead."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlencode

from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy

from command_center.ground.figures.asking import Inquiry, just_before, last_year
from command_center.ground.figures.declaring import Split
from command_center.ground.figures.facts import Window
from command_center.ground.figures.reckoning import Told, compared, meets_target
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.scope import scoped
from command_center.screens.figures import shapes
from command_center.screens.figures.catalogue import BY_CODE, FIGURES
from command_center.screens.figures.dividing import divided, name_of
from command_center.screens.questions.lexicon import AGAINST, BY, askable, lexicon_of, phrases_of, values_of
from command_center.screens.questions.periods import Period, as_said, in_words, months_back
from command_center.screens.questions.reading import Askable, Lexicon, Place, Question, Refused, Sort, Why, folded, read

MOST_NUMBERS = 50
WORDS_OF_REFUSAL: Mapping[str, Any] = {
    Why.STRANGE: gettext_lazy("These words mean nothing here: {about}."),
    Why.NO_FIGURE: gettext_lazy("No figure is named."),
    Why.SEVERAL: gettext_lazy("One question at a time: {about}."),
    Why.AMBIGUOUS: gettext_lazy("It may mean several: {about}."),
    Why.TO_COME: gettext_lazy("These days are still to come: {about}."),
    Why.NO_SUCH_DAY: gettext_lazy("There are no such days: {about}."),
    Why.NOT_DIVIDED: gettext_lazy("This figure is not divided so: {about}."),
    Why.OTHER_MEASURE: gettext_lazy("This figure is told in another measure: {about}."),
    Why.TOO_LONG: gettext_lazy("The question is too long."),
}


@dataclass(frozen=True)
class Reader:
    """Who asks: their area, its units, and every phrase that they may use."""

    user: Any
    units: Sequence[OrgUnit]
    lexicon: Lexicon
    askable: Mapping[str, Askable]

    @classmethod
    def of(cls, user: Any) -> "Reader":
        """One query, and two for each table whose rows are values of splits."""
        units = list(scoped(OrgUnit.objects.defer("area"), user, field="path"))
        values = values_of(FIGURES)
        known = {figure.code: askable(figure, values[figure.code]) for figure in FIGURES}
        return cls(user, units, lexicon_of(FIGURES, units, values), known)


def answer(text: str, reader: Reader, *, at: datetime) -> dict[str, Any]:
    """``text`` answered for ``reader``; what is not answered says why (``why``, ``words``) and the ``nearest`` question that is."""
    today = localdate(at)
    found = read(text, reader.lexicon, reader.askable, today=today)
    if isinstance(found, Refused):
        about = " / ".join(found.about)
        nearest = in_question(_nearest(text, found, reader, today), reader, today=today)
        words = str(WORDS_OF_REFUSAL[found.why]).replace("{about}", about)
        return {"question": text, "answered": False, "why": found.why.value, "words": words, "nearest": nearest}
    return {"question": text, "answered": True} | _answered(found, reader, at)


def _answered(question: Question, reader: Reader, at: datetime) -> dict[str, Any]:
    figure, period = BY_CODE[question.figure], question.period or _until_today(localdate(at))
    unit = next((each for each in reader.units if each.code == question.unit), None)
    only = dict([question.only]) if question.only else {}
    window = Window(
        user=reader.user, first=period.first, last=period.last, at=at, path=unit.path if unit else "", only=only
    )
    inquiry = Inquiry(figure, window)
    facts, told = inquiry.facts(), inquiry.value()
    listed = facts.listed(0, MOST_NUMBERS)
    of = {
        name: value for name, value in {"unit": question.unit, "from": period.first, "to": period.last}.items() if value
    }
    division = divided(inquiry, question.by, unit or _top(reader)) if question.by else None
    return {
        "read_as": in_question(replace(question, period=period), reader),
        "figure": figure.code,
        "unit": question.unit,
        "place": name_of(unit or _top(reader)),
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "only": only,
        "by": question.by,
        "against": question.against,
        "definition": shapes.definition(figure),
        **shapes.value(told),
        "meets_target": meets_target(figure, told.value),
        **_against(question.against, inquiry, told),
        "by_words": _in_language(BY[question.by]) if question.by else "",
        "division": {"by": question.by, **division} if division else None,
        "row_numbers": [row.number for row in listed],
        "rows_in_confidence": facts.sealed,
        "rows_at": f"/api/v1/figures/{figure.code}/rows/?{urlencode(of | only)}",
        "page": f"/figures/{figure.code}/?{urlencode(of | {'by': 'centres'} if question.by == 'centres' else of)}",
    }


WINDOWS: Mapping[str, Callable[[Window], Window]] = {"year": last_year, "period": just_before}


def _against(against: str, inquiry: Inquiry, told: Told) -> dict[str, Any]:
    """One query, none where no comparison is asked."""
    if not against:
        return {}
    before = inquiry.value(WINDOWS[against](inquiry.window))
    change = compared(inquiry.figure, told.value, before.value)
    return {"before": shapes.value(before), "change": shapes.change(change)}


def examples(reader: Reader, *, at: datetime) -> list[str]:
    """Questions that are answered, in the reader's language."""
    today = localdate(at)
    year = _until_today(today)
    month = Period(today.replace(day=1), today)
    asked = [
        Question(figure="arrival_minutes", period=month, against="year"),
        Question(figure="complaints_per_million", period=year, by="centres"),
        Question(figure="outage_hours", period=year, by="month"),
        Question(figure="repair_minutes", period=months_back(today, 1), by="units"),
    ]
    return [in_question(each, reader, today=today) for each in asked]


def _until_today(today: date) -> Period:
    """What is meant without a period: as on the page of a figure, this year."""
    return Period(today.replace(month=1, day=1), today)


def _nearest(text: str, refused: Refused, reader: Reader, today: date) -> Question:
    """What was understood of it, once each; the figure whose name is most like the words where none was."""
    known = refused.known
    figures = known.get(Sort.FIGURE, ())
    code = figures[0] if figures else _most_like(" ".join(refused.about) or text)
    places: Iterable[Place] = known.get(Sort.PLACE, ())
    periods = [each for each in known.get(Sort.PERIOD, ()) if each and each.first <= today]
    by = [each for each in known.get(Sort.BY, ()) if each in reader.askable[code].by]
    return Question(
        figure=code,
        unit=next((each.code for each in places), ""),
        period=periods[0].until(today) if periods else _until_today(today),
        by=by[0] if by else "",
        against=next(iter(known.get(Sort.AGAINST, ())), "year" if len(periods) > 1 else ""),
    )


def _most_like(text: str) -> str:
    def likeness(code: str) -> float:
        return max(SequenceMatcher(None, phrase, text).ratio() for phrase in phrases_of(BY_CODE[code]))

    return max(BY_CODE, key=likeness)


def in_question(question: Question, reader: Reader, *, today: date | None = None) -> str:
    """The question in the reader's language; read again it is the same.

    With ``today`` it says "this month" as people do, and means so only on that day; without it names the days.
    """
    figure, chinese = BY_CODE[question.figure], not (get_language() or "").startswith("en")
    unit = next((each for each in reader.units if each.code == question.unit), None)
    label, words = str(figure.label), _days(question.period, today, chinese=chinese) if question.period else ""
    place = _name_to_ask(unit, reader) if unit else ""
    only = str(figure.splits[Split(question.only[0])]()[question.only[1]]) if question.only else ""
    by = _in_language(BY[question.by]) if question.by else ""
    against = _in_language(AGAINST[question.against]) if question.against else ""
    if chinese:
        parts = [f"{place}{words}{only}{label}是多少", by, against]
        return "，".join(filter(None, parts)) + "？"
    parts = ["What was", label, f"in {place}" if place else "", words, only, by, against]
    return " ".join(filter(None, parts)) + "?"


def _days(period: Period, today: date | None, *, chinese: bool) -> str:
    return as_said(period, today, chinese=chinese) if today else in_words(period, chinese=chinese)


def _in_language(phrases: str) -> str:
    """Of the phrases of one meaning the first Chinese or the last English one."""
    return phrases.split("|")[-1 if (get_language() or "").startswith("en") else 0]


def _top(reader: Reader) -> OrgUnit:
    """The highest unit that the reader answers for."""
    return min(reader.units, key=lambda unit: len(unit.path))


def _name_to_ask(unit: OrgUnit, reader: Reader) -> str:
    """Its name, with that of the unit above where there are several of the name."""
    name = name_of(unit)
    if len(reader.lexicon.get(folded(name), ())) == 1:
        return name
    above = next((each for each in reader.units if each.pk == unit.parent_id), None)
    return f"{name_of(above)} {name}" if above else name
