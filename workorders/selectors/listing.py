"""What lists ask of orders of every kind: phases, open ones, what is late. Read from the processes, whatever kinds there are."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

from django.db.models import Q

from workorders.engine.process import State
from workorders.kinds import PROCESSES

MERGED_PHASE = "merged"


@cache
def phases() -> dict[str, list[str]]:
    """Phase → the kinds that have it, in the order of the processes."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, process in PROCESSES.items():
        for phase in dict.fromkeys(state.phase for state in process.states.values() if state.phase):
            found[phase].append(kind)
    return dict(found)


def in_phases(wanted: Iterable[str]) -> Q:
    """Orders that stand in one of these phases of their own process."""
    chosen = frozenset(wanted)
    return _where(lambda state: state.phase in chosen)


@cache
def is_open() -> Q:
    """Somebody still has to act: neither finished nor merged into another order."""
    return _where(lambda state: not state.end and state.phase != MERGED_PHASE)


def is_overdue(at: datetime) -> Q:
    """Open, and a clock of it has run out."""
    return is_open() & Q(next_due_at__lt=at)


def _where(holds: Callable[[State], bool]) -> Q:
    """``(kind, state)`` of all processes whose state is so. Kinds that share their states share one condition."""
    kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for kind, process in PROCESSES.items():
        kinds[tuple(sorted(str(code) for code, state in process.states.items() if holds(state)))].append(kind)
    wanted = Q(pk__in=[])
    for states, those in kinds.items():
        if states:
            wanted |= Q(kind__in=those, status__in=states)
    return wanted
