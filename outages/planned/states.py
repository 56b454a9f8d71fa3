"""The states of a planned outage (domain reference §4.2) and the groups of them that the trade speaks of.

Which may become which stands in ``process.py``.
"""

from datetime import timedelta
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

# Crews are ready a little early; what opens sooner is no part of the plan.
EARLY_AT_MOST = timedelta(minutes=30)
# Neither over nor called off: another plan on the same feeder has to mind it.
PLAN_LIVE = frozenset({P.DRAFT, P.CHECKED, P.APPROVED, P.NOTIFYING, P.ANNOUNCED, P.IN_PROGRESS})
PLAN_OVER = frozenset({P.CLOSED, P.CANCELLED})
# The customers know of it.
PLAN_PUBLIC = frozenset({P.ANNOUNCED, P.IN_PROGRESS})
