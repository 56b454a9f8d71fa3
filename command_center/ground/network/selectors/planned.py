"""What planned switching puts in the dark, before anybody switches: several devices opened, ties closed, asked together.

Two devices that each leave a ring supplied darken it together, so the question is never asked device by device.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

import numpy as np

from command_center.ground.network.models import DeviceKind
from command_center.ground.network.selectors.feeding import open_at
from command_center.ground.network.selectors.model import NetworkModel
from command_center.ground.network.selectors.supplied import Fed, PhasedNetwork, phased_network
from command_center.ground.network.tables import Bools

TIES_AT_MOST = 20


def darkened_by(opened: Iterable[int], closed: Iterable[int] = (), *, at: datetime | None = None) -> Fed:
    """Who has power before and not after these branch ids are opened and closed.

    In the normal state, or as the switches stood at ``at``; devices that were moved already are counted as not yet moved.
    """
    network = phased_network()
    before, after = _positions(network.model, opened, closed, at)
    return network.between(network.live(after), network.live(before))


def ties_that_help(opened: Iterable[int], closed: Iterable[int] = ()) -> dict[int, Fed]:
    """Branch id of a tie → who of those in the dark has power when it is closed too; in the normal state."""
    network = phased_network()
    before, after = _positions(network.model, opened, closed, None)
    lit = network.live(after)
    dark = network.live(before) & ~lit
    found: dict[int, Fed] = {}
    for tie in _ties(network, after, dark, lit):
        with_tie = after.copy()
        with_tie[tie] = False
        found[int(network.model.branch_pk[tie])] = network.between(lit, network.live(with_tie), dark)
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


def _ties(network: PhasedNetwork, position: Bools, dark: Bools, lit: Bools) -> Collection[int]:
    """Open ties of which a link joins a dark vertex to a live one, ascending."""
    tables, layers = network.topology.tables, network.topology.layers
    is_tie = position & (np.array(tables.device, dtype=str) == DeviceKind.TIE.lower())
    of_ties = is_tie[layers.link_edge]
    one, other = layers.link_u[of_ties], layers.link_v[of_ties]
    helps = (dark[one] & lit[other]) | (lit[one] & dark[other])
    return np.unique(layers.link_edge[of_ties][helps])[:TIES_AT_MOST].tolist()
