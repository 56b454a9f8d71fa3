"""The states of an order of supervision."""

from enum import StrEnum


class Status(StrEnum):
    ISSUED = "ISSUED"
    REPLIED = "REPLIED"
    REWORK = "REWORK"
    CLEARED = "CLEARED"
    CANCELLED = "CANCELLED"


LIVE = frozenset({Status.ISSUED, Status.REPLIED, Status.REWORK})
