"""A question read word by word into figure × unit × period × split × comparison, or refused with what was not meant so. Pure.

Nothing is guessed: a word that the lexicon does not have, two figures, two places, a day to come are each a reason to refuse.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from command_center.screens.questions.periods import Period, period_at


class Sort(StrEnum):
    """What a phrase of the lexicon says."""

    FIGURE = "figure"
    PLACE = "place"
    PERIOD = "period"
    BY = "by"
    ONLY = "only"
    AGAINST = "against"
    MEASURE = "measure"
    FILLER = "filler"


class Place(NamedTuple):
    """A unit; ``path`` as in ``OrgUnit``, from the province down."""

    code: str
    path: str


class Meaning(NamedTuple):
    """``value``: code of a figure, ``Place``, days or None, way to divide, ``(split, value)``, "year" or "period", unit of measure."""

    sort: Sort
    value: Any = None


class Piece(NamedTuple):
    """A piece of the question as written, and what it may mean: of two units of one name, both; of a strange word, nothing."""

    text: str
    meanings: tuple[Meaning, ...]


# Folded phrase → what it may mean.
Lexicon = Mapping[str, tuple[Meaning, ...]]


class Why(StrEnum):
    """Why a question is not answered."""

    STRANGE = "strange"
    NO_FIGURE = "no_figure"
    SEVERAL = "several"
    AMBIGUOUS = "ambiguous"
    TO_COME = "to_come"
    NO_SUCH_DAY = "no_such_day"
    NOT_DIVIDED = "not_divided"
    OTHER_MEASURE = "other_measure"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Question:
    """``unit`` "": the reader's own area. ``only``: one value of a split. ``against``: "year", "period" or ""."""

    figure: str
    unit: str = ""
    period: Period | None = None
    by: str = ""
    only: tuple[str, str] | None = None
    against: str = ""


@dataclass(frozen=True)
class Refused:
    """``about``: the words that stand in the way. ``known``: what of the question was understood, for a nearest one."""

    why: Why
    about: tuple[str, ...] = ()
    known: Mapping[Sort, tuple[Any, ...]] = field(default_factory=dict)


class Askable(NamedTuple):
    """What may be asked of a figure: ways to divide it, its splits' values, its unit of measure."""

    by: frozenset[str]
    only: frozenset[tuple[str, str]]
    measure: str


LONGEST = 200
PUNCTUATION = set(" \t\r\n,.;:?!'\"()[]《》<>、。“”‘’·")


def folded(text: str) -> str:
    """One way to write it: full-width signs as narrow ones, small letters, one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read(text: str, lexicon: Lexicon, figures: Mapping[str, Askable], *, today: date) -> Question | Refused:
    """The one question that ``text`` asks. ``figures``: code → what may be asked of it."""
    if len(text) > LONGEST:
        return Refused(Why.TOO_LONG)
    pieces = pieces_of(folded(text), lexicon, today=today)
    known = _known(pieces)
    if strange := tuple(each.text for each in pieces if not each.meanings):
        return Refused(Why.STRANGE, strange, known)
    if None in known.get(Sort.PERIOD, ()):
        return Refused(Why.NO_SUCH_DAY, _written(pieces, Sort.PERIOD), known)
    if not known.get(Sort.FIGURE):
        return Refused(Why.NO_FIGURE, (), known)
    for sort in (Sort.FIGURE, Sort.PERIOD, Sort.BY, Sort.AGAINST):
        if len(known.get(sort, ())) > 1:
            return Refused(Why.SEVERAL, _written(pieces, sort), known)
    return _of_one_figure(pieces, known, figures[known[Sort.FIGURE][0]], today)


def _of_one_figure(
    pieces: Sequence[Piece], known: Mapping[Sort, tuple[Any, ...]], askable: Askable, today: date
) -> Question | Refused:
    places = _places(pieces)
    if places is not None and len(places) != 1:
        return Refused(Why.AMBIGUOUS if places else Why.SEVERAL, _written(pieces, Sort.PLACE), known)
    [period] = known.get(Sort.PERIOD, (None,))
    if period is not None and period.first > today:
        return Refused(Why.TO_COME, _written(pieces, Sort.PERIOD), known)
    [by] = known.get(Sort.BY, ("",))
    if by and by not in askable.by:
        return Refused(Why.NOT_DIVIDED, _written(pieces, Sort.BY), known)
    onlies = _onlies(pieces, askable)
    if any(not each for each in onlies):
        return Refused(Why.NOT_DIVIDED, _written(pieces, Sort.ONLY), known)
    values = {value for each in onlies for value in each}
    if len(values) > 1:
        return Refused(Why.AMBIGUOUS if len(onlies) == 1 else Why.SEVERAL, _written(pieces, Sort.ONLY), known)
    if set(known.get(Sort.MEASURE, ())) - {askable.measure}:
        return Refused(Why.OTHER_MEASURE, _written(pieces, Sort.MEASURE), known)
    return Question(
        figure=known[Sort.FIGURE][0],
        unit=next(iter(places)).code if places else "",
        period=period.until(today) if period else None,
        by=by,
        only=next(iter(values), None),
        against=known.get(Sort.AGAINST, ("",))[0],
    )


def pieces_of(text: str, lexicon: Lexicon, *, today: date) -> list[Piece]:
    """``text`` (folded) cut at its longest known phrases; strange words that stand together are one piece."""
    longest = max((len(phrase) for phrase in lexicon), default=0)
    pieces: list[Piece] = []
    start, strange_from = 0, None
    while start < len(text):
        end, meanings = _phrase_at(text, start, lexicon, longest, today)
        if end == start:
            is_sign = text[start] in PUNCTUATION
            if not is_sign and strange_from is None:
                strange_from = start
            if is_sign and strange_from is not None and text[start] != " ":
                pieces.append(Piece(text[strange_from:start].strip(), ()))
                strange_from = None
            start += 1
            continue
        if strange_from is not None:
            pieces.append(Piece(text[strange_from:start].strip(), ()))
            strange_from = None
        pieces.append(Piece(text[start:end], meanings))
        start = end
    if strange_from is not None:
        pieces.append(Piece(text[strange_from:].strip(), ()))
    return pieces


def _phrase_at(text: str, start: int, lexicon: Lexicon, longest: int, today: date) -> tuple[int, tuple[Meaning, ...]]:
    """End and meanings of the longest phrase at ``start``; ``start`` where none is. A Latin word is whole or not at all."""
    if not _begins_word(text, start):
        return start, ()
    end, period = period_at(text, start, today)
    days = (Meaning(Sort.PERIOD, period),) if period else (Meaning(Sort.PERIOD, None),)
    best = (end, days) if end > start and _ends_word(text, end) else (start, ())
    for length in range(min(longest, len(text) - start), best[0] - start, -1):
        phrase = text[start : start + length]
        if phrase in lexicon and _ends_word(text, start + length):
            return start + length, lexicon[phrase]
    return best


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _begins_word(text: str, start: int) -> bool:
    return start == 0 or not (_is_latin(text[start]) and _is_latin(text[start - 1]))


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (_is_latin(text[end - 1]) and _is_latin(text[end]))


def _known(pieces: Sequence[Piece]) -> dict[Sort, tuple[Any, ...]]:
    """What of each sort was said, once each, in order; of an ambiguous piece every meaning."""
    known: dict[Sort, dict[Any, None]] = {}
    for piece in pieces:
        for meaning in piece.meanings:
            known.setdefault(meaning.sort, {})[meaning.value] = None
    return {sort: tuple(values) for sort, values in known.items()}


def _places(pieces: Sequence[Piece]) -> set[Place] | None:
    """What all names of places together can mean: 武汉市江夏区 is the district. None without any; nothing for two that are apart."""
    named = [{m.value for m in each.meanings if m.sort is Sort.PLACE} for each in pieces]
    meant: set[Place] | None = None
    for places in filter(None, named):
        meant = places if meant is None else {max(a, b, key=_depth) for a in meant for b in places if _is_within(a, b)}
    return meant


def _depth(place: Place) -> int:
    return len(place.path)


def _is_within(one: Place, other: Place) -> bool:
    return one.path.startswith(other.path) or other.path.startswith(one.path)


def _onlies(pieces: Sequence[Piece], askable: Askable) -> list[set[tuple[str, str]]]:
    """Of each piece that names a value of a split: those that this figure knows."""
    named = [{m.value for m in each.meanings if m.sort is Sort.ONLY} for each in pieces]
    return [values & askable.only for values in named if values]


def _written(pieces: Sequence[Piece], sort: Sort) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.text for each in pieces if any(m.sort is sort for m in each.meanings)))
