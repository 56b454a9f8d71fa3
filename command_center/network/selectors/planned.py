"""What planned switching puts in the dark, before anybody switches: several devices opened, ties closed, asked together.

Two devices that each leave a ring supplied darken it together, so the question is never asked device by device.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

import numpy as np

from command_center.network.models import DeviceKind
from command_center.network.selectors.feeding import Fed, open_at, wired_network
from command_center.network.selectors.model import NetworkModel
from command_center.network.tables import Bools

TIES_AT_MOST = 20


def darkened_by(opened: Iterable[int], closed: Iterable[int] = (), *, at: datetime | None = None) -> Fed:
    """Who has power before and not after these branch ids are opened and closed.

    In the normal state, or as the switches stood at ``at``; devices that were moved already are counted as not yet moved.
    """
    model, topology = wired_network()
    before, after = _positions(model, opened, closed, at)
    dark = topology.energised(before) & ~topology.energised(after)
    return _fed(model, dark)


def ties_that_help(opened: Iterable[int], closed: Iterable[int] = ()) -> dict[int, Fed]:
    """Branch id of a tie → who of those in the dark has power when it is closed too; in the normal state."""
    model, topology = wired_network()
    before, after = _positions(model, opened, closed, None)
    lit = topology.energised(after)
    dark = topology.energised(before) & ~lit
    found: dict[int, Fed] = {}
    for tie in _ties(model, after, dark, lit):
        with_tie = after.copy()
        with_tie[tie] = False
        found[int(model.branch_pk[tie])] = _fed(model, dark & topology.energised(with_tie))
    return found


def _positions(
    model: NetworkModel, opened: Iterable[int], closed: Iterable[int], at: datetime | None
) -> tuple[Bools, Bools]:
    before = model.tables.normally_open.copy() if at is None else open_at(model, at)
    opening, closing = model.edges_of(opened), model.edges_of(closed)
    before[opening], before[closing] = False, True
    after = before.copy()
    after[opening], after[closing] = True, False
    return before, after


def _ties(model: NetworkModel, position: Bools, dark: Bools, lit: Bools) -> Collection[int]:
    tables = model.tables
    is_tie = np.array(tables.device, dtype=str) == DeviceKind.TIE.lower()
    one, other = tables.from_node, tables.to_node
    helps = position & is_tie & ((dark[one] & lit[other]) | (lit[one] & dark[other]))
    return np.flatnonzero(helps)[:TIES_AT_MOST].tolist()


def _fed(model: NetworkModel, nodes: Bools) -> Fed:
    named = (model.edge_transformer > 0) & (np.array(model.tables.kind, dtype=str) == "transformer")
    low_side = nodes[model.tables.to_node] & named
    return Fed(
        node_ids=frozenset(model.node_pk[nodes].tolist()),
        transformer_ids=frozenset(model.edge_transformer[low_side].tolist()),
    )
