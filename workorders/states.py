"""The life of an order as a table (domain reference §2.2). Diagram, buttons, errors and tests read the same rows.

Overdue is not a state: it is the outcome of a clock.
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

# SUSPENDED goes back to the state before it: the row remembers which (``WorkOrder.suspended_from``).
NEXT: dict[Status, frozenset[Status]] = {
    S.RECEIVED: frozenset({S.JUDGED, S.RETURNED_UPSTREAM, S.MERGED, S.CANCELLED, S.FALSE_ALARM}),
    S.JUDGED: frozenset({S.PENDING_DISPATCH, S.MERGED, S.REPLIED, S.RETURNED_UPSTREAM, S.CANCELLED, S.FALSE_ALARM}),
    S.PENDING_DISPATCH: frozenset(
        {S.DISPATCHED, S.MERGED, S.SUSPENDED, S.REPLIED, S.RETURNED_UPSTREAM, S.CANCELLED, S.FALSE_ALARM}
    ),
    S.DISPATCHED: frozenset({S.ACCEPTED, S.PENDING_DISPATCH, S.MERGED, S.REPLIED, S.CANCELLED}),
    S.ACCEPTED: frozenset({S.EN_ROUTE, S.PENDING_DISPATCH, S.MERGED, S.SUSPENDED, S.REPLIED, S.CANCELLED}),
    S.EN_ROUTE: frozenset({S.ON_SITE, S.PENDING_DISPATCH, S.MERGED, S.SUSPENDED, S.REPLIED, S.CANCELLED}),
    S.ON_SITE: frozenset({S.REPAIRING, S.RESTORED, S.SUSPENDED, S.PENDING_DISPATCH, S.FALSE_ALARM}),
    S.REPAIRING: frozenset({S.RESTORED, S.SUSPENDED, S.PENDING_DISPATCH}),
    S.RESTORED: frozenset({S.REPLIED, S.REPAIRING}),
    S.REPLIED: frozenset({S.REVIEWED, S.REWORK}),
    S.REVIEWED: frozenset({S.CALLED_BACK, S.REWORK}),
    S.CALLED_BACK: frozenset({S.ARCHIVED, S.REWORK}),
    # A child keeps its own callback: once its parent is reviewed, its customer is called too.
    S.MERGED: frozenset({S.RECEIVED, S.CALLED_BACK}),
    S.SUSPENDED: frozenset({S.PENDING_DISPATCH, S.ACCEPTED, S.EN_ROUTE, S.ON_SITE, S.REPAIRING, S.CANCELLED}),
    S.REWORK: frozenset({S.REPLIED}),
    S.ARCHIVED: frozenset(),
    S.RETURNED_UPSTREAM: frozenset(),
    S.CANCELLED: frozenset(),
    S.FALSE_ALARM: frozenset(),
}

WAITING = frozenset({S.RECEIVED, S.JUDGED, S.PENDING_DISPATCH})
WITH_CREW = frozenset({S.ACCEPTED, S.EN_ROUTE, S.ON_SITE, S.REPAIRING})
AT_WORK = frozenset({S.ON_SITE, S.REPAIRING})
AFTERCARE = frozenset({S.RESTORED, S.REPLIED, S.REVIEWED, S.CALLED_BACK, S.REWORK})
DONE = frozenset(status for status in Status if not NEXT[status])
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


def may_move(old: str, new: str) -> bool:
    return Status(new) in NEXT[Status(old)]
