"""What a batch of operations changed: the network after each of them, and as it was believed to be without the batch.

Asked from the first moment of the batch on, with everything that moved since, so that it does not matter when or in which
order the telegrams came: a late one changes what others did after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Q

from command_center.ground.network.models import SwitchOperation
from command_center.ground.network.selectors.feeding import open_before
from command_center.ground.network.selectors.supplied import Fed, PhasedNetwork, phased_network
from command_center.ground.network.tables import Bools, Ints
from command_center.ground.network.tracing.topology import components


@dataclass(frozen=True)
class HeldOpen:
    """A device that is believed open from ``since`` until ``until`` (None: still) although no switch says so."""

    branch_id: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, eq=False)
class State:
    """After a device moved at ``at``. ``live`` and ``believed`` (without the batch): which vertices have voltage.

    ``operation_id`` is None where a device began or ceased to be held open.
    """

    at: datetime
    branch_id: int
    operation_id: int | None
    live: Bools
    believed: Bools


@dataclass(frozen=True, eq=False)
class History:
    """``before``: which vertices had voltage just before the first state. States in the order in which they came."""

    network: PhasedNetwork
    before: Bools
    states: tuple[State, ...]

    @property
    def touched(self) -> Ints:
        """Indices of the nodes of which a phase was ever believed to be otherwise, ascending."""
        differs = np.zeros(len(self.before), dtype=bool)
        for state in self.states:
            differs |= state.live != state.believed
        return np.unique(self.network.topology.layers.vertex_node[differs])

    def lost_at(self, number: int) -> Fed:
        """Who lost supply with this state."""
        earlier = self.states[number - 1].live if number else self.before
        return self.network.between(self.states[number].live, earlier)


@dataclass(frozen=True)
class _Step:
    at: datetime
    branch_id: int
    opened: bool
    operation_id: int | None = None
    in_batch: bool = False


def history_since(operation_ids: Iterable[int], *, held: Sequence[HeldOpen] = ()) -> History | None:
    """None when none of the operations is about a branch of the present model.

    A device that the batch itself tells of is not held: its own telegram speaks.
    """
    batch = list(SwitchOperation.objects.filter(pk__in=set(operation_ids)).order_by("at", "pk"))
    network = phased_network()
    moved = {operation.branch_id for operation in batch}
    edges = network.model.edges_of(moved)
    if not len(edges):
        return None
    first = batch[0]
    position = open_before(network.model, first.at, first.pk)
    held = [each for each in held if each.branch_id not in moved and (each.until is None or each.until > first.at)]
    steps = _steps({operation.pk for operation in batch}, first, held)
    near = _near(network, position, edges, steps)
    held_now = {each.branch_id for each in held if each.since <= first.at}
    return _played(network, position, [step for step in steps if step.branch_id in near], held_now)


def _steps(batch: set[int], first: SwitchOperation, held: Sequence[HeldOpen]) -> list[_Step]:
    """Everything that moved from the first operation on, in order."""
    rows = SwitchOperation.objects.filter(Q(at__gt=first.at) | Q(at=first.at, pk__gte=first.pk))
    moved = [
        _Step(at, branch_id, opened, pk, pk in batch)
        for pk, branch_id, opened, at in rows.values_list("pk", "branch_id", "opened", "at")
    ]
    begun = [_Step(each.since, each.branch_id, True) for each in held if each.since > first.at]
    ended = [_Step(each.until, each.branch_id, False) for each in held if each.until and each.until > first.at]
    return sorted([*moved, *begun, *ended], key=lambda step: (step.at, step.operation_id or 0))


def _near(network: PhasedNetwork, position: Bools, edges: Ints, steps: Sequence[_Step]) -> set[int]:
    """The branches among the steps that can matter: joined to the batch by what was closed at any time since.

    Whatever the phases: a customer on two of them is supplied while one is.
    """
    branches = {step.branch_id for step in steps}
    if len(branches) == len(edges):
        return branches
    never_closed = position.copy()
    never_closed[network.model.edges_of({step.branch_id for step in steps if not step.opened})] = False
    never_closed[edges] = False
    tables, joined = network.topology.tables, np.flatnonzero(~never_closed)
    part = components(len(tables.node_ids), tables.from_node[joined], tables.to_node[joined])
    parts = np.unique(part[tables.from_node[edges]])
    moved = network.model.edges_of(branches)
    ends = np.isin(part[tables.from_node[moved]], parts) | np.isin(part[tables.to_node[moved]], parts)
    return set(network.model.branch_pk[moved[ends]].tolist())


def _played(network: PhasedNetwork, position: Bools, steps: Sequence[_Step], held_now: set[int]) -> History:
    believed, held, states = position.copy(), set(held_now), []
    before = network.live(_with(network, position, held))
    for step in steps:
        edges = network.model.edges_of([step.branch_id])
        if step.operation_id is None:
            held = held | {step.branch_id} if step.opened else held - {step.branch_id}
        else:
            position[edges] = step.opened
            if not step.in_batch:
                believed[edges] = step.opened
        live = network.live(_with(network, position, held))
        states.append(
            State(step.at, step.branch_id, step.operation_id, live, network.live(_with(network, believed, held)))
        )
    return History(network, before, tuple(states))


def _with(network: PhasedNetwork, position: Bools, held: set[int]) -> Bools:
    if not held:
        return position
    together = position.copy()
    together[network.model.edges_of(held)] = True
    return together
