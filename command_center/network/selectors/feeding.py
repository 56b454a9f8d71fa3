"""What a device feeds: the traced network behind it, as ids of the database.

A device that stands open is asked about as if it were closed: who went dark when it tripped, who gets power when it closes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from command_center.core.remembering import remembered_by
from command_center.network.models import SwitchOperation
from command_center.network.selectors.model import NetworkModel, model_version, network_model, open_now
from command_center.network.tables import Bools, Ints
from command_center.network.tracing import Topology, Trace


@dataclass(frozen=True)
class Fed:
    """Ids of connectivity nodes, and of the named transformers whose low-voltage side is among them."""

    node_ids: frozenset[int] = frozenset()
    transformer_ids: frozenset[int] = frozenset()


@remembered_by(model_version)
def wired_network(version: int) -> tuple[NetworkModel, Topology]:
    """The present model with its matrix, which costs more to build than a question costs to answer."""
    model = network_model()
    return model, Topology.build(model.tables)


def open_at(model: NetworkModel, at: datetime) -> Bools:
    """Per edge whether it stood open at ``at``: today's positions with what moved since taken back. Two queries."""
    position = open_now(model)
    later = SwitchOperation.objects.filter(at__gt=at).order_by("branch_id", "at", "pk").distinct("branch_id")
    for branch_id, opened in later.values_list("branch_id", "opened"):
        position[model.edges_of([branch_id])] = not opened
    return position


def fed_now(branch_id: int, *, at: datetime) -> Fed:
    """What this device feeds as the switches stood at ``at``, itself closed. Nothing for one on a loop, or without voltage."""
    model, topology = wired_network()
    edges = model.edges_of([branch_id])
    position = open_at(model, at)
    position[edges] = False
    return _below(model, Trace.build(topology, position), edges).get(branch_id, Fed())


def fed_by(branch_ids: Iterable[int], *, at: datetime) -> dict[int, Fed]:
    """Branch id → what went dark, or would go dark, with each of these devices. Retired ones are absent.

    As the switches stood at ``at``; of a device without voltage then, as they stand normally. Devices that tripped are
    counted as closed together, a tie that stands open alone.
    """
    model, topology = wired_network()
    edges = model.edges_of(branch_ids)
    position = open_at(model, at)
    ties = edges[position[edges] & model.tables.normally_open[edges]]
    others = np.setdiff1d(edges, ties)
    position[others] = False
    trace = Trace.build(topology, position)
    found = _below(model, trace, others)
    dead = others[~trace.energised[model.tables.from_node[others]] & ~trace.energised[model.tables.to_node[others]]]
    if len(dead):
        found |= _below(model, Trace.build(topology), dead)
    for tie in ties:
        closed = position.copy()
        closed[tie] = False
        found |= _below(model, Trace.build(topology, closed), np.array([tie]))
    return found


def _below(model: NetworkModel, trace: Trace, edges: Ints) -> dict[int, Fed]:
    named = np.flatnonzero((model.edge_transformer > 0) & (np.array(model.tables.kind, dtype=str) == "transformer"))
    nodes = _by_place(trace, np.arange(len(model.node_pk)), model.node_pk)
    transformers = _by_place(trace, model.tables.to_node[named], model.edge_transformer[named])
    starts, stops = trace.interval(edges)
    return {
        int(model.branch_pk[edge]): Fed(_within(nodes, start, stop), _within(transformers, start, stop))
        for edge, start, stop in zip(edges, starts, stops, strict=True)
    }


def _by_place(trace: Trace, nodes: Ints, ids: Ints) -> tuple[Ints, Ints]:
    """(preorder places ascending, the ids there) of what has voltage."""
    place = trace.forest.pre[nodes]
    order = np.argsort(place, kind="stable")
    order = order[place[order] >= 0]
    return place[order], ids[order]


def _within(placed: tuple[Ints, Ints], start: int, stop: int) -> frozenset[int]:
    places, ids = placed
    first, last = np.searchsorted(places, [start, stop])
    return frozenset(ids[first:last].tolist())
