"""The life of a planned outage as a table (domain reference §4.2). Buttons, errors, ``docs/states.md`` and tests read it.

An extension is no status: the work goes on with a new end, and the change keeps the old one. What was postponed is
drafted anew, because another day has other customers' exams, seasons and earlier outages.
"""

from enum import StrEnum


class PlanStatus(StrEnum):
    DRAFT = "DRAFT"
    CHECKED = "CHECKED"
    APPROVED = "APPROVED"
    NOTIFYING = "NOTIFYING"
    ANNOUNCED = "ANNOUNCED"
    IN_PROGRESS = "IN_PROGRESS"
    RESTORED = "RESTORED"
    CLOSED = "CLOSED"
    POSTPONED = "POSTPONED"
    CANCELLED = "CANCELLED"


P = PlanStatus

PLAN_NEXT: dict[PlanStatus, frozenset[PlanStatus]] = {
    P.DRAFT: frozenset({P.CHECKED, P.CANCELLED}),
    P.CHECKED: frozenset({P.DRAFT, P.APPROVED, P.POSTPONED, P.CANCELLED}),
    P.APPROVED: frozenset({P.NOTIFYING, P.POSTPONED, P.CANCELLED}),
    P.NOTIFYING: frozenset({P.ANNOUNCED, P.POSTPONED, P.CANCELLED}),
    P.ANNOUNCED: frozenset({P.IN_PROGRESS, P.POSTPONED, P.CANCELLED}),
    # Nobody was dark by it: it did not begin.
    P.IN_PROGRESS: frozenset({P.RESTORED, P.ANNOUNCED}),
    # A customer who turned out to be dark still takes the work up again.
    P.RESTORED: frozenset({P.IN_PROGRESS, P.CLOSED}),
    P.CLOSED: frozenset(),
    P.POSTPONED: frozenset({P.DRAFT, P.CANCELLED}),
    P.CANCELLED: frozenset(),
}

# Neither over nor called off: another plan on the same feeder has to mind it.
PLAN_LIVE = frozenset({P.DRAFT, P.CHECKED, P.APPROVED, P.NOTIFYING, P.ANNOUNCED, P.IN_PROGRESS})
# The customers know of it.
PLAN_PUBLIC = frozenset({P.ANNOUNCED, P.IN_PROGRESS})


def plan_may_move(old: str, new: str) -> bool:
    return PlanStatus(new) in PLAN_NEXT[PlanStatus(old)]
