"""What complaints spring from: counted over the trigger that each is linked to; pure.

A complaint without a trigger is a row of its own in every count, and so is one whose trigger lies outside the reader's area or does
not say what is asked: nothing is left out to make a cause look bigger. The rows of a dimension add up to what was alleged.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# What a trigger is.
REPAIR, OUTAGE, CONNECTION, OTHER = "REPAIR", "OUTAGE", "CONNECTION", "OTHER"
# No trigger is linked; it may not be seen; it does not say; those after the first ones, together; the reader may not hear of it.
NONE, BEYOND, UNKNOWN, OTHERS, SEALED = "NONE", "BEYOND", "UNKNOWN", "OTHERS", "SEALED"
REST = (OTHERS, UNKNOWN, BEYOND, NONE, SEALED)
TRIGGERS = (REPAIR, OUTAGE, CONNECTION, OTHER, BEYOND, NONE)

# Of the trigger, but for the last: what the complaint alleges. No persons: a unit and its kind (docs/complaints.md).
DIMENSIONS = ("trigger", "feeder", "county", "grid", "transformer", "unit", "unit_kind", "category")


class Trigger(NamedTuple):
    """What set a complaint off, by codes; "" where it does not say."""

    kind: str = NONE
    number: str = ""
    feeder: str = ""
    county: str = ""
    grid: str = ""
    transformer: str = ""
    unit: str = ""
    unit_kind: str = ""


class Cause(NamedTuple):
    """What one complaint is counted under."""

    trigger: Trigger
    category: str = ""
    sealed: bool = False


class Count(NamedTuple):
    """A row of the board: how many, and how many in the same days of the year before."""

    key: str
    now: int
    before: int


def key_of(cause: Cause, dimension: str) -> str:
    """The row of a dimension in which a complaint is counted."""
    if cause.sealed:
        return SEALED
    if dimension == "category":
        return cause.category or UNKNOWN
    if dimension == "trigger" or cause.trigger.kind in (NONE, BEYOND):
        return cause.trigger.kind
    return str(getattr(cause.trigger, dimension)) or UNKNOWN


def counted(now: Iterable[Cause], before: Iterable[Cause], dimension: str, *, top: int) -> list[Count]:
    """The ``top`` first by their number, the others together, then those that are no cause. Rows of nothing are left out."""
    this, last = (Counter(key_of(cause, dimension) for cause in causes) for causes in (now, before))
    named = ranked(this, last)
    rows = [Count(key, this[key], last[key]) for key in named[:top]]
    others = Count(OTHERS, sum(this[key] for key in named[top:]), sum(last[key] for key in named[top:]))
    rest = [others, *(Count(key, this[key], last[key]) for key in REST if key != OTHERS)]
    return rows + [row for row in rest if row.now or row.before]


def ranked(this: Counter[str], last: Counter[str]) -> list[str]:
    """The named keys, the most first; of as many the one that had more the year before, then by code."""
    named = {*this, *last} - {*REST}
    return sorted(named, key=lambda key: (-this[key], -last[key], key))


def is_counted_in(cause: Cause, dimension: str, key: str, shown: Sequence[str]) -> bool:
    """Whether a complaint stands behind a row; ``shown`` are the named keys of the board, for what is behind the others."""
    own = key_of(cause, dimension)
    return own not in {*shown, *REST} if key == OTHERS else own == key
