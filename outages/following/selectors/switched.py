"""What a batch of switch operations meant for the customers: since when and until when each of them had no supply, or had it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from command_center.ground.network.models import SwitchOperation
from command_center.ground.network.selectors.switched import HeldOpen, History, State, history_since
from customers.models import ServicePoint
from outages.life.models import Outage
from outages.life.states import DARK, IN_LEDGER, Status

SURE = (Status.CONFIRMED, Status.PARTIALLY_RESTORED)
Wrong = tuple[tuple[datetime, datetime | None], ...]


@dataclass(frozen=True)
class Run:
    """A time over which customers are supplied (``lit``) or not, by the record of the switches.

    ``began`` and ``ended`` are numbers of states of the history; ``began`` None: before the batch, ``ended`` None: it lasts.
    ``since`` is when it began, or, for one that began before, when it was first believed to be otherwise. ``wrong``: over
    which parts of it the opposite was believed.
    """

    lit: bool
    since: datetime
    began: int | None
    ended: int | None
    wrong: Wrong


@dataclass(frozen=True)
class Switched:
    """``runs``: with their service points, the oldest first."""

    history: History
    runs: tuple[tuple[Run, list[int]], ...]

    def cause(self, run: Run) -> State:
        """What began it; of what began before the batch, the operation of the batch that nobody knew of."""
        if run.began is not None:
            return self.history.states[run.began]
        told = [state for state in self.history.states if state.operation_id is not None]
        return told[0]

    def end(self, run: Run) -> State | None:
        return None if run.ended is None else self.history.states[run.ended]


def switched(operation_ids: Iterable[int]) -> Switched | None:
    """Everybody for whom the batch makes a difference at any time. None when it is about no branch of the present model."""
    ids = set(operation_ids)
    history = history_since(ids, held=held_open(ids))
    if history is None:
        return None
    found: dict[Run, list[int]] = {}
    for (node, phases), points in _places(history).items():
        for run in _runs_at(history, node, phases):
            found.setdefault(run, []).extend(points)
    runs = sorted(found.items(), key=lambda item: (item[0].since, item[0].began or 0, item[0].lit))
    return Switched(history, tuple((run, sorted(points)) for run, points in runs))


def held_open(operation_ids: Iterable[int]) -> list[HeldOpen]:
    """Devices that an outage names although no switch says so: a blown fuse that only calls speak of.

    Seen to close since its outage began, a device is not the cause any more, whoever is dark still. What opens above a mere
    suspicion explains it, so that suspicions hold nothing open when something opens. Three queries.
    """
    batch = SwitchOperation.objects.filter(pk__in=operation_ids).order_by("at").values_list("at", "opened")
    if not batch:
        return []
    first = batch[0][0]
    statuses = SURE if any(opened for _, opened in batch) else DARK
    live = Q(status__in=[status.value for status in statuses])
    over = Q(status__in=[status.value for status in IN_LEDGER], updated_at__gte=first, restored_at__gt=first)
    named = Outage.objects.filter(live | over, device__isnull=False).order_by("pk")
    rows = list(named.values_list("device_id", "started_at", "restored_at", "device__is_open"))
    since = min((row[1] for row in rows), default=first)
    moves = SwitchOperation.objects.filter(branch_id__in={row[0] for row in rows}, at__gte=since).order_by("at", "pk")
    moved: dict[int, list[tuple[datetime, bool]]] = {}
    for branch_id, at, opened in moves.exclude(pk__in=operation_ids).values_list("branch_id", "at", "opened"):
        moved.setdefault(branch_id, []).append((at, opened))
    return [
        HeldOpen(device, begun, _end_of(begun, end, moved.get(device, ())))
        for device, begun, end, is_open in rows
        if not _stood_open(begun, moved.get(device, ()), is_open)
    ]


def _stood_open(at: datetime, moves: Sequence[tuple[datetime, bool]], now_open: bool) -> bool:
    """What the switches said of a device at this moment: then no outage needs to hold it open."""
    until_then = [opened for moved_at, opened in moves if moved_at <= at]
    after = [opened for moved_at, opened in moves if moved_at > at]
    return until_then[-1] if until_then else not after[0] if after else now_open


def _end_of(since: datetime, restored_at: datetime | None, moves: Sequence[tuple[datetime, bool]]) -> datetime | None:
    ends = [restored_at, *(at for at, opened in moves if not opened)]
    return min((at for at in ends if at is not None and at >= since), default=None)


def _places(history: History) -> dict[tuple[int, str], list[int]]:
    """(index of the node, phases) → the service points there, at all nodes that the batch concerns. One query."""
    network, touched = history.network, history.touched
    index = {int(network.model.node_pk[node]): int(node) for node in touched}
    low_side = {int(network.low_side_of[node]): int(node) for node in touched if network.low_side_of[node]}
    there = Q(node_id__in=index) | Q(node=None, transformer_id__in=low_side)
    rows = ServicePoint.objects.filter(there).values_list("pk", "node_id", "transformer_id", "phases")
    places: dict[tuple[int, str], list[int]] = {}
    for pk, node_id, transformer_id, phases in rows:
        node = index[node_id] if node_id else low_side[transformer_id]
        places.setdefault((node, phases), []).append(pk)
    return places


def _runs_at(history: History, node: int, phases: str) -> list[Run]:
    """The runs of the customers on these phases of a node; none when the batch makes no difference to them."""
    own = history.network.vertices_of(node, phases)
    truth = [bool(state.live[own].any()) for state in history.states]
    believed = [bool(state.believed[own].any()) for state in history.states]
    if truth == believed:
        return []
    found, states = [], history.states
    for lit, first, last in _stretches(bool(history.before[own].any()), truth, [state.at for state in states]):
        stop = len(states) if last is None else last
        wrong = _wrong([number for number in range(first or 0, stop) if believed[number] != lit], states)
        if (first is None and not wrong) or (lit and not wrong):
            continue
        since = wrong[0][0] if first is None else states[first].at
        found.append(Run(lit, since, first, last, wrong))
    return found


def _stretches(
    before: bool, truth: Sequence[bool], at: Sequence[datetime]
) -> list[tuple[bool, int | None, int | None]]:
    """(lit, number of the state that began it, of the one that ended it); what lasted no time at all is left out."""
    turns: list[tuple[bool, int | None]] = [(before, None)]
    for number, lit in enumerate(truth):
        if lit == turns[-1][0]:
            continue
        began = turns[-1][1]
        if began is not None and at[began] == at[number]:
            turns.pop()
            continue
        turns.append((lit, number))
    ends = [number for _, number in turns[1:]] + [None]
    return [(lit, began, ended) for (lit, began), ended in zip(turns, ends, strict=True)]


def _wrong(numbers: Sequence[int], states: Sequence[State]) -> Wrong:
    """The times over which these states stood, joined where they touch."""
    found: list[tuple[datetime, datetime | None]] = []
    for number in numbers:
        start = states[number].at
        stop = states[number + 1].at if number + 1 < len(states) else None
        if stop == start:
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], stop)
        else:
            found.append((start, stop))
    return tuple(found)
