"""The life of an outage as a table (domain reference §4.3). Buttons, errors, the page ``docs/states.md`` and tests read it.

Predicted from calls alone, probable after more evidence or time, confirmed by telemetry or a person. From probable on its
customers stand in the ledger of interruptions.
"""

from enum import StrEnum


class Status(StrEnum):
    PREDICTED = "PREDICTED"
    PROBABLE = "PROBABLE"
    CONFIRMED = "CONFIRMED"
    PARTIALLY_RESTORED = "PARTIALLY_RESTORED"
    RESTORED = "RESTORED"
    VERIFIED = "VERIFIED"
    CLOSED = "CLOSED"
    DISMISSED = "DISMISSED"
    MERGED = "MERGED"


S = Status

# DISMISSED and MERGED go back to the state before them: the row remembers which (``Outage.before``).
NEXT: dict[Status, frozenset[Status]] = {
    S.PREDICTED: frozenset({S.PROBABLE, S.CONFIRMED, S.DISMISSED, S.MERGED}),
    S.PROBABLE: frozenset({S.CONFIRMED, S.PARTIALLY_RESTORED, S.RESTORED, S.DISMISSED, S.MERGED}),
    S.CONFIRMED: frozenset({S.PROBABLE, S.PARTIALLY_RESTORED, S.RESTORED, S.DISMISSED, S.MERGED}),
    S.PARTIALLY_RESTORED: frozenset({S.CONFIRMED, S.RESTORED, S.MERGED, S.DISMISSED}),
    S.RESTORED: frozenset({S.VERIFIED, S.PARTIALLY_RESTORED, S.CONFIRMED}),
    S.VERIFIED: frozenset({S.CLOSED, S.PARTIALLY_RESTORED}),
    S.CLOSED: frozenset(),
    S.DISMISSED: frozenset({S.PREDICTED, S.PROBABLE, S.CONFIRMED, S.PARTIALLY_RESTORED}),
    S.MERGED: frozenset({S.PREDICTED, S.PROBABLE, S.CONFIRMED, S.PARTIALLY_RESTORED}),
}

# Somebody is dark, or may be.
LIVE = frozenset({S.PREDICTED, S.PROBABLE, S.CONFIRMED, S.PARTIALLY_RESTORED})
# What is believed enough to stand in the ledger.
IN_LEDGER = frozenset({S.PROBABLE, S.CONFIRMED, S.PARTIALLY_RESTORED, S.RESTORED, S.VERIFIED, S.CLOSED})
DARK = frozenset({S.PROBABLE, S.CONFIRMED, S.PARTIALLY_RESTORED})
SET_ASIDE = frozenset({S.DISMISSED, S.MERGED})
ON_BOARD = LIVE | {S.RESTORED, S.VERIFIED}


def may_move(old: str, new: str) -> bool:
    return Status(new) in NEXT[Status(old)]
