"""Whom a device puts in the dark: the trace of the network in the terms in which an outage names its customers."""

from collections.abc import Iterable
from datetime import datetime

from command_center.network.selectors.feeding import Fed, fed_by, fed_now
from outages.scope import Scope, scope_of


def scope_of_device(branch_id: int, *, at: datetime) -> Scope:
    """Everybody who is dark when this device is, by the switches at ``at``; empty when it feeds nobody alone."""
    return scopes_of_devices([branch_id], at=at).get(branch_id, Scope())


def scopes_of_devices(branch_ids: Iterable[int], *, at: datetime) -> dict[int, Scope]:
    """The same for many, by branch id: two queries and, as a rule, one trace. A retired device is absent."""
    return {branch_id: _scope(fed) for branch_id, fed in fed_by(branch_ids, at=at).items()}


def scope_fed_now(branch_id: int, *, at: datetime) -> Scope:
    """Who has power when this device is closed: below a fuse that is open nobody has, and it never falls back to the
    normal state as ``scope_of_device`` does."""
    return _scope(fed_now(branch_id, at=at))


def _scope(fed: Fed) -> Scope:
    # A transformer's points that have no node of their own hang on its low-voltage side.
    return scope_of(nodes=fed.node_ids, unmapped=fed.transformer_ids)
