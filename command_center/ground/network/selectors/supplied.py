"""Who has voltage in one state and not in another: the answer to every question about switching, by phase.

A node all of whose phases change together is named by its id. Where they part (phase B is out, A and C are not) the node
is named with its phases, and whoever knows the customers there asks ``Part.supplies`` for each of them.
"""

import threading
from dataclasses import dataclass

import numpy as np

from command_center.ground.core.process_cache import cached_by_version
from command_center.ground.network.selectors.model import NetworkModel, model_version, network_model
from command_center.ground.network.tables import Bools, Ints
from command_center.ground.network.tracing import Topology

# The state before a switch moves is mostly the one after the last: tracing it again would cost twice.
STATES_KEPT = 8
THREE = "ABC"


@dataclass(frozen=True)
class Part:
    """A node of which some phases differ. ``letters``: all it has; ``poorer`` and ``richer``: those with voltage.

    ``transformer_id``: the named transformer whose low-voltage side it is, or 0.
    """

    node_id: int
    transformer_id: int
    letters: str
    poorer: str
    richer: str

    def supplies(self, phases: str, live: str) -> bool:
        """Whether a customer on these phases has power: on one of them at least, as ``check_network`` counts a load.

        Who is said to be on phases that the node does not have (or on none) takes what there is.
        """
        own = set(phases) & set(self.letters) or set(self.letters)
        return bool(own & set(live))

    def differs_for(self, phases: str) -> bool:
        return self.supplies(phases, self.richer) and not self.supplies(phases, self.poorer)


@dataclass(frozen=True)
class Fed:
    """Whole nodes by id, the named transformers whose low-voltage side is among them, and nodes of which phases differ.

    ``phases``: the only ones that differ, e.g. ``B`` below a one-phase fuse; empty when all three do.
    """

    node_ids: frozenset[int] = frozenset()
    transformer_ids: frozenset[int] = frozenset()
    parts: tuple[Part, ...] = ()
    phases: str = ""

    def __bool__(self) -> bool:
        return bool(self.node_ids or self.parts)

    @property
    def touched_node_ids(self) -> frozenset[int]:
        return self.node_ids | {part.node_id for part in self.parts}


@dataclass(frozen=True, eq=False)
class PhasedNetwork:
    """The model with its matrix by phase. ``low_side_of``: per node the named transformer whose low side it is, or 0."""

    model: NetworkModel
    topology: Topology
    low_side_of: Ints

    def live(self, position: Bools) -> Bools:
        """Per vertex whether it has voltage with these edges open. Not to be written to: it is kept."""
        return _KEPT.live(self.topology, position)

    def vertices_of(self, node: int, phases: str) -> list[int]:
        """Where customers on these phases of a node take their power; as ``Part.supplies`` says who takes what there is."""
        layers = self.topology.layers
        there = range(layers.vertex_start[node], layers.vertex_start[node + 1])
        own = [vertex for vertex in there if set(layers.letters[layers.vertex_layer[vertex]]) & set(phases)]
        return own or list(there)

    def has_voltage(self, edge: int, live: Bools) -> bool:
        """Whether one of its ends has, on any phase."""
        tables, start = self.topology.tables, self.topology.layers.vertex_start
        ends = (int(tables.from_node[edge]), int(tables.to_node[edge]))
        return any(live[start[node] : start[node + 1]].any() for node in ends)

    def between(self, poorer: Bools, richer: Bools, among: Bools | None = None) -> Fed:
        """Who has voltage in the richer state and not in the poorer one (masks of vertices); ``among`` these vertices."""
        changed = richer & ~poorer
        if among is not None:
            changed &= among
        layers = self.topology.layers
        nodes = np.unique(layers.vertex_node[changed])
        start, stop = layers.vertex_start[nodes], layers.vertex_start[nodes + 1]
        before, after = _counts(richer, start, stop), _counts(poorer, start, stop)
        whole = (_counts(changed, start, stop) == stop - start) & (before == stop - start) & (after == 0)
        low_side = self.low_side_of[nodes[whole]]
        return Fed(
            node_ids=frozenset(self.model.node_pk[nodes[whole]].tolist()),
            transformer_ids=frozenset(low_side[low_side > 0].tolist()),
            parts=tuple(self._part(int(node), poorer, richer) for node in nodes[~whole]),
            phases=self._phases(changed),
        )

    def _phases(self, changed: Bools) -> str:
        layers = self.topology.layers
        letters = {letter for layer in np.unique(layers.vertex_layer[changed]) for letter in layers.letters[layer]}
        return "" if letters >= set(THREE) else "".join(sorted(letters & set(THREE)))

    def _part(self, node: int, poorer: Bools, richer: Bools) -> Part:
        layers = self.topology.layers
        vertices = range(layers.vertex_start[node], layers.vertex_start[node + 1])
        letters = {vertex: layers.letters[layers.vertex_layer[vertex]] for vertex in vertices}
        return Part(
            node_id=int(self.model.node_pk[node]),
            transformer_id=int(self.low_side_of[node]),
            letters="".join(letters.values()),
            poorer="".join(letters[vertex] for vertex in vertices if poorer[vertex]),
            richer="".join(letters[vertex] for vertex in vertices if richer[vertex]),
        )


@cached_by_version(model_version)
def phased_network(version: int) -> PhasedNetwork:
    """The present model with its matrix by phase, which costs more to build than a question costs to answer."""
    model = network_model()
    tables = model.tables
    low_side_of = np.zeros(len(model.node_pk), dtype=np.int64)
    named = (model.edge_transformer > 0) & (np.array(tables.kind, dtype=str) == "transformer")
    low_side_of[tables.to_node[named]] = model.edge_transformer[named]
    return PhasedNetwork(model, Topology.build(tables, by_phase=True), low_side_of)


def _counts(mask: Bools, start: Ints, stop: Ints) -> Ints:
    """How many of ``mask`` are set in each interval."""
    if not len(start):
        return np.zeros(0, dtype=np.int64)
    total = np.append(0, np.cumsum(mask))
    return total[stop] - total[start]


class _LastStates:
    """The last few states asked about, of the present matrix."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: list[tuple[Topology, Bools, Bools]] = []

    def live(self, topology: Topology, position: Bools) -> Bools:
        with self._lock:
            known = list(self._states)
        for its_topology, its_position, live in known:
            if its_topology is topology and np.array_equal(its_position, position):
                return live
        live = topology.energised_vertices(position)
        with self._lock:
            kept = [state for state in self._states if state[0] is topology]
            self._states = [(topology, position.copy(), live), *kept][:STATES_KEPT]
        return live


_KEPT = _LastStates()
