"""The states of a complaint (domain reference §2.6). Extended is no state: a clock was moved, once, and says so."""

from enum import StrEnum


class Status(StrEnum):
    REGISTERED = "REGISTERED"
    DISPATCHED = "DISPATCHED"
    CONTACTED = "CONTACTED"
    INVESTIGATING = "INVESTIGATING"
    LIABILITY_DECIDED = "LIABILITY_DECIDED"
    MEASURES = "MEASURES"
    ANSWERED = "ANSWERED"
    REPLIED = "REPLIED"
    REVIEWED = "REVIEWED"
    CALLED_BACK = "CALLED_BACK"
    ARCHIVED = "ARCHIVED"
    REWORK = "REWORK"
    WITHDRAWN = "WITHDRAWN"
    DOWNGRADED = "DOWNGRADED"
    RETURNED_UPSTREAM = "RETURNED_UPSTREAM"
    FINAL_ANSWER = "FINAL_ANSWER"
    CANCELLED = "CANCELLED"


S = Status

WITH_UNIT = frozenset({S.DISPATCHED, S.CONTACTED, S.INVESTIGATING, S.LIABILITY_DECIDED, S.MEASURES, S.REWORK})
UNANSWERED = WITH_UNIT | {S.REGISTERED, S.ANSWERED}
ENDS = frozenset({S.ARCHIVED, S.WITHDRAWN, S.DOWNGRADED, S.RETURNED_UPSTREAM, S.FINAL_ANSWER, S.CANCELLED})
# It can still be said what is alleged; afterwards it is history.
ON_FILE = frozenset(Status) - ENDS
# The liability is decided and the file not closed: the unit concerned may dispute it.
DISPUTABLE = frozenset({S.LIABILITY_DECIDED, S.MEASURES, S.ANSWERED, S.REPLIED, S.REVIEWED, S.CALLED_BACK})
