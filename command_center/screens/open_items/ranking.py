"""Which open item comes first, and the marks that say why: the gravest and soonest stand on top. Pure.

A mark is a code; its place in ``MARKS`` is its rank. An item carries all that fit it and stands where its first one stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta


def _(words: str) -> str:
    """Marks words for the catalogues; they are translated where they are shown."""
    return words


@dataclass(frozen=True)
class Mark:
    """``tone`` is how loud it looks: alarm, near, or plain."""

    words: str
    tone: str = ""


MARKS: dict[str, Mark] = {
    "sos": Mark(_("SOS"), "alarm"),
    "danger": Mark(_("Danger"), "alarm"),
    "life_support": Mark(_("Life support"), "alarm"),
    "escalated": Mark(_("Escalated"), "alarm"),
    "overdue": Mark(_("Overdue"), "alarm"),
    "third_call": Mark(_("Third call"), "alarm"),
    "due_15": Mark(_("Due within 15 min"), "near"),
    "due_30": Mark(_("Due within 30 min"), "near"),
    "urged": Mark(_("Urged"), "near"),
    "resume_over": Mark(_("Pause should be over"), "near"),
    "important": Mark(_("Important customer"), "near"),
    "asks": Mark(_("Asks for a person"), "near"),
    "starts": Mark(_("Starts in this shift")),
    "resumes": Mark(_("Goes on in this shift")),
}
RANK = {code: place for place, code in enumerate(MARKS)}
# Reasons for attention (``command_center/ground/alarms/codes.py``) that have a mark of their own; any other one asks for a person.
MARK_OF_REASON = {
    "crew_sos": "sos",
    "crew_asks_help": "sos",
    "hazard": "danger",
    "hazard_told": "danger",
    "life_support": "life_support",
    "third_call": "third_call",
    "resume_due": "resume_over",
    "important_customer": "important",
}
SHIFT = timedelta(hours=8)
SOON, NEXT = timedelta(minutes=15), timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What ranks an item. ``due_at``: the next limit that runs; ``resume_at``: a pause should be over; ``starts_at``: work begins."""

    grade: int = 3
    hazard: bool = False
    escalated: bool = False
    reasons: tuple[str, ...] = ()
    urges: int = 0
    due_at: datetime | None = None
    resume_at: datetime | None = None
    starts_at: datetime | None = None


def marks(facts: Facts, at: datetime) -> list[str]:
    """Every mark that fits, the gravest first."""
    return sorted(set(_marks(facts, at)), key=RANK.__getitem__)


def place(facts: Facts, at: datetime) -> tuple[int, int, datetime]:
    """What lines are sorted by: the gravest mark, the grade, the moment at which something has to happen."""
    first = min((RANK[code] for code in _marks(facts, at)), default=len(RANK))
    moments = [moment for moment in (facts.due_at, facts.resume_at, facts.starts_at) if moment is not None]
    return first, facts.grade, min(moments, default=at + timedelta(days=365))


def _marks(facts: Facts, at: datetime) -> Iterator[str]:
    if facts.hazard:
        yield "danger"
    if facts.escalated:
        yield "escalated"
    if facts.urges:
        yield "urged"
    yield from (MARK_OF_REASON.get(reason, "asks") for reason in facts.reasons)
    yield from _by_the_clock(facts, at)


def _by_the_clock(facts: Facts, at: datetime) -> Iterator[str]:
    if facts.due_at is not None:
        yield from _first_fitting((("overdue", facts.due_at < at), ("due_15", facts.due_at <= at + SOON),
                                   ("due_30", facts.due_at <= at + NEXT)))  # fmt: skip
    if facts.resume_at is not None:
        yield from _first_fitting((("resume_over", facts.resume_at < at), ("resumes", facts.resume_at < at + SHIFT)))
    if facts.starts_at is not None and facts.starts_at < at + SHIFT:
        yield "starts"


def _first_fitting(cases: Iterable[tuple[str, bool]]) -> Iterator[str]:
    yield from [code for code, fits in cases if fits][:1]
