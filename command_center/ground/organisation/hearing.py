"""Who may hear of a subject: whose jurisdiction it lies in (``scope.py``), and for whom its gate is open (``core/gates.py``).

Every way out asks here: lists, counts, exports, alarms, events, pushes, escalations, open items. A test goes through all of
them as every role (``tests/house/test_who_may_hear.py``).
"""

from typing import Any

from django.db.models import Q, QuerySet

from command_center.ground.core.gates import OPEN, behind, kinds_of_subjects
from command_center.ground.organisation.roles import GATES
from command_center.ground.organisation.scope import M, scoped


def open_gates(who: Any) -> list[str]:
    """The gates that are open for a person, or that a board shared by several goes through; the open field among them."""
    shared = getattr(who, "gates", None)
    if shared is not None:
        return [OPEN, *shared]
    return [OPEN, *(gate for gate, rights in GATES.items() if any(who.may(right) for right in rights))]


def closed_gates(who: Any) -> list[str]:
    opened = open_gates(who)
    return [gate for gate in GATES if gate not in opened]


def audible(
    rows: "QuerySet[M]", who: Any, *, field: str = "org_path", subject: str = "subject_kind", of: str = "subject_id"
) -> "QuerySet[M]":
    """The rows within somebody's jurisdiction whose subject they may hear of. ``subject`` and ``of`` name its columns."""
    return scoped(rows, who, field=field).filter(heard(who, subject=subject, of=of))


def heard(who: Any, *, subject: str, of: str) -> Q:
    """The condition alone, for a count among other rows."""
    closed, condition = closed_gates(who), Q()
    for kind in kinds_of_subjects() if closed else ():
        condition &= ~Q(**{subject: kind, f"{of}__in": behind(kind, closed)})
    return condition
