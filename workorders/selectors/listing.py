"""What lists ask of orders of every kind: phases, open ones, what is late. Read from the processes, whatever kinds there are.

States are named one by one and never by what they are not: only then an index leads to the few open ones among millions.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.db.models import Q

from workorders.kinds import ENDS, MERGED, PROCESSES

_OVER = ENDS | {MERGED}
OPEN = sorted({str(code) for process in PROCESSES.values() for code in process.states} - _OVER)


@cache
def phases() -> dict[str, list[str]]:
    """Phase → the kinds that have it, in the order of the processes."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, process in PROCESSES.items():
        for phase in dict.fromkeys(state.phase for state in process.states.values() if state.phase):
            found[phase].append(kind)
    return dict(found)


def in_phases(wanted: Iterable[str]) -> Q:
    """Orders that stand in one of these phases of their own process. Kinds that share their states share one condition."""
    chosen = frozenset(wanted)
    kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for kind, process in PROCESSES.items():
        kinds[tuple(sorted(str(code) for code, state in process.states.items() if state.phase in chosen))].append(kind)
    found = Q(pk__in=[])
    for states, those in kinds.items():
        if states:
            found |= Q(kind__in=those, status__in=states)
    return found


def is_open() -> Q:
    """Somebody still has to act: neither finished nor merged into another order."""
    return Q(status__in=OPEN)


def has_ended() -> Q:
    """Over and done with. An order merged into another one is not: its customer still waits."""
    return Q(status__in=sorted(ENDS))


def is_overdue(at: datetime) -> Q:
    """Open, and a clock of it has run out."""
    return is_open() & Q(next_due_at__lt=at)
