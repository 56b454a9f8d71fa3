"""The network as it stands now, traced: traced again only when a switch has moved or the model has changed."""

import threading
from dataclasses import dataclass
from functools import cached_property

from command_center.ground.network.selectors.feeding import wired_network
from command_center.ground.network.selectors.model import NetworkModel, open_now
from command_center.ground.network.tables import Bools
from command_center.ground.network.tracing import Topology, Trace

_lock = threading.Lock()
_last: "NetworkState | None" = None


@dataclass(frozen=True, eq=False)
class NetworkState:
    """``open_edges``: mask of the model's edges that stand open at present."""

    model: NetworkModel
    topology: Topology
    open_edges: Bools
    trace: Trace

    @cached_property
    def normal(self) -> Trace:
        """The same network in its normal state: the way that power would come to who has none."""
        return Trace.build(self.topology)


def present_state() -> NetworkState:
    """Two small reads; tracing again after a switch operation takes a fraction of a second, a new model some seconds."""
    global _last
    model, topology = wired_network()
    is_open = open_now(model)
    with _lock:
        if _last is None or _last.model is not model or (_last.open_edges != is_open).any():
            _last = NetworkState(model, topology, is_open, Trace.build(topology, is_open))
        return _last
