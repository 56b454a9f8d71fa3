"""What a device feeds: who has voltage with it closed and not with it open, by phase, as ids of the database.

A device that stands open is asked about as if it were closed: who went dark when it tripped, who gets power when it closes.
"""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from django.db.models import Q

from command_center.ground.core.process_cache import cached_by_version
from command_center.ground.network.models import SwitchOperation
from command_center.ground.network.selectors.model import NetworkModel, model_version, network_model, open_now
from command_center.ground.network.selectors.supplied import Fed, PhasedNetwork, phased_network
from command_center.ground.network.tables import Bools
from command_center.ground.network.tracing import Topology

__all__ = ["Fed", "fed_by", "fed_now", "open_at", "open_before", "wired_network"]


@cached_by_version(model_version)
def wired_network(version: int) -> tuple[NetworkModel, Topology]:
    """The present model with its matrix as if every edge joined all phases: the tree of devices is grown on it."""
    model = network_model()
    return model, Topology.build(model.tables)


def open_at(model: NetworkModel, at: datetime) -> Bools:
    """Per edge whether it stood open at ``at``: today's positions with what moved since taken back. Two queries."""
    return _taken_back(model, Q(at__gt=at))


def open_before(model: NetworkModel, at: datetime, operation_id: int) -> Bools:
    """The same just before this operation, which came at ``at``: of two at one moment the one told first comes first."""
    return _taken_back(model, Q(at__gt=at) | Q(at=at, pk__gte=operation_id))


def _taken_back(model: NetworkModel, later: Q) -> Bools:
    """What the last operation before says; of a device that had not moved before, the opposite of its first."""
    position = open_now(model)
    moved = SwitchOperation.objects.filter(later).order_by("branch_id", "at", "pk").distinct("branch_id")
    stood = {branch_id: not opened for branch_id, opened in moved.values_list("branch_id", "opened")}
    if stood:
        before = SwitchOperation.objects.filter(branch_id__in=stood).exclude(later)
        last = before.order_by("branch_id", "-at", "-pk").distinct("branch_id")
        stood.update(last.values_list("branch_id", "opened"))
    for branch_id, opened in stood.items():
        position[model.edges_of([branch_id])] = opened
    return position


def fed_now(branch_id: int, *, at: datetime) -> Fed:
    """What this device feeds as the switches stood at ``at``, itself closed. Nothing for one on a loop, or without voltage."""
    network = phased_network()
    edges = network.model.edges_of([branch_id])
    if not len(edges):
        return Fed()
    return _fed(network, open_at(network.model, at), int(edges[0]))


def fed_by(branch_ids: Iterable[int], *, at: datetime) -> dict[int, Fed]:
    """Branch id → what went dark, or would go dark, with each of these devices. Retired ones are absent.

    As the switches stood at ``at``; of a device without voltage then, as they stand normally. Devices that tripped are
    counted as closed together, a tie that stands open alone.
    """
    network = phased_network()
    model = network.model
    edges = model.edges_of(branch_ids)
    position = open_at(model, at)
    ties = edges[position[edges] & model.tables.normally_open[edges]]
    closed = position.copy()
    closed[np.setdiff1d(edges, ties)] = False
    found: dict[int, Fed] = {}
    for edge in edges.tolist():
        of = position if edge in ties else closed
        if edge not in ties and not network.has_voltage(edge, network.live(closed)):
            of = model.tables.normally_open
        found[int(model.branch_pk[edge])] = _fed(network, of, edge)
    return found


def _fed(network: PhasedNetwork, position: Bools, edge: int) -> Fed:
    """The difference that this edge makes, everything else as in ``position``."""
    closed, opened = position.copy(), position.copy()
    closed[edge], opened[edge] = False, True
    return network.between(network.live(opened), network.live(closed))
