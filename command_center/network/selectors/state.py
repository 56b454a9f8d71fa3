"""The network as it stands now, traced: built once a model, traced again when a switch has moved.

Everybody who asks who is fed by what reads this: outages, the judge, the map.
"""

import threading
from dataclasses import dataclass

from command_center.network.selectors.model import NetworkModel, network_model, open_now
from command_center.network.tables import Bools
from command_center.network.tracing import Topology, Trace

_lock = threading.Lock()
_topology: tuple[NetworkModel, Topology] | None = None
_state: "NetworkState | None" = None


@dataclass(frozen=True, eq=False)
class NetworkState:
    """``open_edges``: mask of the model's edges that stand open at present."""

    model: NetworkModel
    topology: Topology
    open_edges: Bools
    trace: Trace


def present_state() -> NetworkState:
    """Two small reads; tracing again after a switch operation takes a fraction of a second, a new model some seconds."""
    global _state
    model = network_model()
    is_open = open_now(model)
    with _lock:
        if _state is None or _state.model is not model or (_state.open_edges != is_open).any():
            topology = _topology_of(model)
            _state = NetworkState(model, topology, is_open, Trace.build(topology, is_open))
        return _state


def _topology_of(model: NetworkModel) -> Topology:
    global _topology
    if _topology is None or _topology[0] is not model:
        _topology = (model, Topology.build(model.tables))
    return _topology[1]
