"""Whom a device puts in the dark: the trace of the network in the terms in which an outage names its customers."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from command_center.ground.network.selectors.feeding import fed_by, fed_now
from command_center.ground.network.selectors.planned import darkened_by, ties_that_help
from command_center.ground.network.selectors.supplied import Fed, Part
from customers.models import ServicePoint
from outages.life.scope import Scope, scope_of


def scope_of_device(branch_id: int, *, at: datetime) -> Scope:
    """Everybody who is dark when this device is, by the switches at ``at``; empty when it feeds nobody alone."""
    return scopes_of_devices([branch_id], at=at).get(branch_id, Scope())


def scopes_of_devices(branch_ids: Iterable[int], *, at: datetime) -> dict[int, Scope]:
    """The same for many, by branch id: two queries and, as a rule, one trace. A retired device is absent."""
    return {branch_id: scope_of_fed(fed) for branch_id, fed in fed_by(branch_ids, at=at).items()}


def scope_fed_now(branch_id: int, *, at: datetime) -> Scope:
    """Who has power when this device is closed: below a fuse that is open nobody has, and it never falls back to the
    normal state as ``scope_of_device`` does."""
    return scope_of_fed(fed_now(branch_id, at=at))


def scope_of_plan(*, opened: Iterable[int], closed: Iterable[int], at: datetime | None = None) -> Scope:
    """Who is dark when all ``opened`` are open and the ties ``closed`` closed: in the normal state, or as of ``at``."""
    return scope_of_fed(darkened_by(opened, closed, at=at))


def scopes_of_ties(*, opened: Iterable[int], closed: Iterable[int]) -> dict[int, Scope]:
    """Branch id of a tie → who of them it would keep supplied, in the normal state."""
    return {tie: scope_of_fed(fed) for tie, fed in ties_that_help(opened, closed).items()}


def scope_of_fed(fed: Fed) -> Scope:
    """A transformer's points that have no node of their own hang on its low-voltage side."""
    return scope_of(nodes=fed.node_ids, unmapped=fed.transformer_ids, points=_on_phases(fed.parts))


def _on_phases(parts: Sequence[Part]) -> list[int]:
    """Service points at nodes of which only some phases differ, those whose phases do. One query."""
    if not parts:
        return []
    by_node = {part.node_id: part for part in parts}
    by_transformer = {part.transformer_id: part for part in parts if part.transformer_id}
    there = Q(node_id__in=by_node) | Q(node=None, transformer_id__in=by_transformer)
    rows = ServicePoint.objects.filter(there).values_list("pk", "node_id", "transformer_id", "phases")
    return [
        pk
        for pk, node_id, transformer_id, phases in rows
        if (by_node[node_id] if node_id else by_transformer[transformer_id]).differs_for(phases)
    ]
