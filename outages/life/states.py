"""The states of an outage (domain reference §4.3) and the groups of them that the trade speaks of.

Predicted from calls alone, probable after more evidence or time, confirmed by telemetry or a person. From probable on its
customers stand in the ledger of interruptions. Which may become which stands in ``process.py``.
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

# How sure it may be when it is noticed; nobody of it has power again.
BEGINS = frozenset({S.PREDICTED, S.PROBABLE, S.CONFIRMED})
# Somebody is dark, or may be.
LIVE = BEGINS | {S.PARTIALLY_RESTORED}
# What is believed enough to stand in the ledger.
IN_LEDGER = frozenset({S.PROBABLE, S.CONFIRMED, S.PARTIALLY_RESTORED, S.RESTORED, S.VERIFIED, S.CLOSED})
DARK = frozenset({S.PROBABLE, S.CONFIRMED, S.PARTIALLY_RESTORED})
SET_ASIDE = frozenset({S.DISMISSED, S.MERGED})
ON_BOARD = LIVE | {S.RESTORED, S.VERIFIED}
