"""The states of a fault order (domain reference §2.2) and the groups of them that the trade speaks of.

Which may become which stands in ``process.py``. Overdue is not a state: it is the outcome of a clock.
"""

from enum import StrEnum


class Status(StrEnum):
    RECEIVED = "RECEIVED"
    JUDGED = "JUDGED"
    PENDING_DISPATCH = "PENDING_DISPATCH"
    DISPATCHED = "DISPATCHED"
    ACCEPTED = "ACCEPTED"
    EN_ROUTE = "EN_ROUTE"
    ON_SITE = "ON_SITE"
    REPAIRING = "REPAIRING"
    RESTORED = "RESTORED"
    REPLIED = "REPLIED"
    REVIEWED = "REVIEWED"
    CALLED_BACK = "CALLED_BACK"
    ARCHIVED = "ARCHIVED"
    MERGED = "MERGED"
    SUSPENDED = "SUSPENDED"
    REWORK = "REWORK"
    RETURNED_UPSTREAM = "RETURNED_UPSTREAM"
    CANCELLED = "CANCELLED"
    FALSE_ALARM = "FALSE_ALARM"


S = Status

WAITING = frozenset({S.RECEIVED, S.JUDGED, S.PENDING_DISPATCH})
WITH_CREW = frozenset({S.ACCEPTED, S.EN_ROUTE, S.ON_SITE, S.REPAIRING})
AT_WORK = frozenset({S.ON_SITE, S.REPAIRING})
AFTERCARE = frozenset({S.RESTORED, S.REPLIED, S.REVIEWED, S.CALLED_BACK, S.REWORK})
DONE = frozenset({S.ARCHIVED, S.RETURNED_UPSTREAM, S.CANCELLED, S.FALSE_ALARM})
OPEN = frozenset(Status) - DONE - {S.MERGED}
# A crew is at it, is looked for, or waits to go on: whoever is dark by this fault is looked after, and a call urges it.
REPAIR_AHEAD = WAITING | WITH_CREW | {S.DISPATCHED, S.SUSPENDED}
# Nobody has reached the place yet: such an order can be answered without a crew.
NOT_ON_SITE = REPAIR_AHEAD - AT_WORK - {S.SUSPENDED}
# Whose followers are looked after too: they are called back once the reply is reviewed.
FOLLOWABLE = REPAIR_AHEAD | {S.RESTORED, S.REPLIED}
# What a dispatcher's board shows; a merged order lives on its parent's card.
ON_BOARD = OPEN
CREW_NEEDED = WITH_CREW | {S.RESTORED, S.REWORK}
