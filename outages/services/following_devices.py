"""A switch has moved: what opened darkens its customers, what closed gives power to those who are not behind another open point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.network.models import Branch
from outages.models import EndedBy, Interruption, Outage, OutageKind
from outages.querysets import OutageQuerySet
from outages.scope import Scope
from outages.selectors.affected import scope_fed_now, scope_of_device
from outages.selectors.plans import plan_at_work
from outages.services import ledger_rows, merging
from outages.services.opening import Finding, confirm, open_outage, scope_claimed
from outages.services.planning_work import opened_by_plan
from outages.services.restoring import How, restore
from outages.states import DARK, LIVE, Status

TRIP = "device_opened"
UNSURE = (Status.PREDICTED, Status.PROBABLE)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A device of the network was seen to open or close at the aware moment ``at``."""

    branch_id: int
    opened: bool
    at: datetime


@transaction.atomic
def follow_devices(*, moves: Sequence[Moved], at: datetime) -> None:
    """In the order in which they happened. Repeating them changes nothing.

    What has moved on costs nothing; each of the others is traced by itself, because a plan may claim it first and what
    opens after another device is asked about as the first one left it.
    """
    branches = Branch.objects.in_bulk({moved.branch_id for moved in moves})
    for moved in sorted(moves, key=lambda moved: moved.at):
        branch = branches[moved.branch_id]
        if branch.is_open != moved.opened:
            continue  # it has moved on; its later move comes by itself
        if moved.opened:
            device_opened(branch, since=min(moved.at, at), at=at)
        else:
            device_closed(branch, on_at=min(moved.at, at), at=at)


def device_opened(branch: Branch, *, since: datetime, at: datetime) -> Outage | None:
    """Telemetry is believed at once: a confirmed outage, into which suspicions below it go. None when nobody is fed by it.

    A plan that wanted it open is asked first: then it is planned work and no fault.
    """
    live = Outage.objects.live().filter(device=branch).first()
    if live is None or live.status in UNSURE:
        planned = opened_by_plan(branch, since=since, at=at)
        if planned is not None:
            return with_suspicions(planned, scope_claimed(planned), at=at)
    scope = scope_of_device(branch.pk, at=at)
    if live is not None:
        return confirm(outage_id=live.pk, at=at, scope=scope, reason=TRIP) if live.status in UNSURE else live
    if not ledger_rows.points_of(scope):
        return None
    outage = open_outage(
        scope=scope,
        started_at=since,
        at=at,
        status=Status.CONFIRMED,
        device_id=branch.pk,
        finding=Finding(reason_code=TRIP, params={"device": branch.code}, confidence=1.0),
    )
    return with_suspicions(outage, scope, at=at)


def device_closed(branch: Branch, *, on_at: datetime, at: datetime) -> list[Outage]:
    """End the interruptions of those who are fed again, except behind devices that another live outage names.

    A feeder that is back with one fuse still blown is not restored.
    """
    fed = scope_fed_now(branch.pk, at=at)
    for below in _live_within(fed):
        if below.device_id != branch.pk and below.device_id is not None:
            fed = fed - scope_of_device(below.device_id, at=at)
    how = How(ended_by=_ended_by(branch), device_id=branch.pk)
    return [restore(outage_id=outage_id, at=on_at, how=how, scope=fed).outage for outage_id in _dark_within(fed, on_at)]


def _ended_by(branch: Branch) -> EndedBy:
    if branch.normally_open:
        return EndedBy.TIE
    return EndedBy.PLAN if plan_at_work(branch.pk) else EndedBy.SWITCHING


def with_suspicions(outage: Outage, scope: Scope, *, at: datetime, reason: str = TRIP, actor: Any = None) -> Outage:
    """The outage with every suspicion merged into it whose device lies wholly within ``scope``."""
    for suspected in _suspected_within(scope).exclude(pk=outage.pk):
        outage = merging.merge(outage_id=suspected.pk, parent_id=outage.pk, reason=reason, at=at, actor=actor)
    return outage


def _dark_within(scope: Scope, before: datetime) -> list[int]:
    """Outages with open interruptions in the scope that began before this moment."""
    open_ones = Interruption.objects.open().filter(service_point_id__in=ledger_rows.points_of(scope), off_at__lt=before)
    dark = open_ones.filter(outage__status__in=[status.value for status in DARK])
    return sorted(set(dark.values_list("outage_id", flat=True)))


def _live_within(scope: Scope) -> OutageQuerySet:
    """Live outages whose device lies wholly inside: behind it nobody gets power by a switch above."""
    live = Outage.objects.filter(status__in=[status.value for status in LIVE])
    return live.filter(device__from_node__in=scope.node_ids, device__to_node__in=scope.node_ids).order_by("pk")


def _suspected_within(scope: Scope) -> OutageQuerySet:
    return _live_within(scope).filter(kind=OutageKind.FAULT, status__in=UNSURE)
