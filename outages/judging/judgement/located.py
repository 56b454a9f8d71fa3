"""The signals of a batch as columns, each with the lowest device above it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from command_center.ground.network.tables import Bools, Floats, Ints
from outages.judging.judgement.device_tree import NOWHERE, DeviceTree
from outages.judging.judgement.signals import Signal, SignalKind

CERTAIN_KINDS = (SignalKind.TERMINAL_OFF, SignalKind.CREW)
DEVICE_KINDS = (SignalKind.BREAKER_TRIP, SignalKind.CREW)


@dataclass(frozen=True, kw_only=True, eq=False)
class Located:
    """One entry a signal, in the order of the batch. ``device`` in the tree, NOWHERE where no device is above.

    ``place`` is equal for signals from the same load or node, ``reporter`` for those of the same customer there (of the same
    place where the signal names no customer). ``opens``: the signal says itself which device opened.
    """

    device: Ints
    place: Ints
    reporter: Ints
    at_s: Floats
    is_named: Bools
    is_certain: Bools
    opens: Bools
    is_on: Bools


def locate(tree: DeviceTree, signals: Sequence[Signal]) -> Located:
    """An index beyond the network counts as no place at all."""
    load, node, edge = (_column(signals, name) for name in ("load", "node", "device"))
    by_load, by_node = _look_up(tree.load_device, load), _look_up(tree.node_device, node)
    by_edge = _look_up(tree.edge_device, edge)
    kinds = np.array([signal.kind for signal in signals], dtype=object)
    opens = (by_edge >= 0) & np.isin(kinds.astype(str), DEVICE_KINDS)
    device = np.where(opens, by_edge, np.where(load >= 0, by_load, np.where(node >= 0, by_node, by_edge)))
    loads, nodes = len(tree.load_device), len(tree.node_device)
    place = np.where(load >= 0, load, np.where(node >= 0, loads + node, loads + nodes + edge))
    known: dict[tuple[int, str], int] = {}
    reporters = zip(place.tolist(), (signal.customer_id for signal in signals), strict=True)
    return Located(
        device=device,
        place=place,
        reporter=np.array([known.setdefault(each, len(known)) for each in reporters], dtype=np.int64),
        at_s=np.array([signal.at_s for signal in signals], dtype=np.float64),
        is_named=(load >= 0) | (node >= 0) | (edge >= 0),
        is_certain=np.isin(kinds.astype(str), CERTAIN_KINDS),
        opens=opens,
        is_on=kinds == SignalKind.METER_ON,
    )


def _column(signals: Sequence[Signal], name: str) -> Ints:
    found = (getattr(signal, name) for signal in signals)
    return np.array([NOWHERE if value is None else value for value in found], dtype=np.int64)


def _look_up(table: Ints, index: Ints) -> Ints:
    inside = (index >= 0) & (index < len(table))
    return np.where(inside, np.append(table, NOWHERE)[np.where(inside, index, len(table))], NOWHERE)
