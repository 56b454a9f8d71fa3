"""The outage follows a crew's finding, through the services that the desk and telemetry use too."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from outages.findings.rules import Effect, Found, Known, effect_of_darkness, effect_of_power
from outages.findings.selectors.places import FoundPlace, scope_of_place
from outages.following.services.supply_lost import merge_suspicions, suspected_within
from outages.judging.models.evidence import EvidenceKind
from outages.leading.services.leaders import follow
from outages.ledger.services import statements
from outages.ledger.services.correcting import correct_never_off
from outages.life.choices import PREARRANGED
from outages.life.models import OrderRole, Outage, OutageOrder
from outages.life.scope import Scope, scope_of
from outages.life.states import Status
from outages.verbs.services import dismissing, merging, moving, splitting
from outages.verbs.services.confirming import confirm
from outages.verbs.services.nesting import find_nested
from outages.verbs.services.opening import Finding, open_outage, scope_claimed
from workorders.engine.writing import write
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder
from workorders.services import control

UNSURE = (Status.PREDICTED, Status.PROBABLE)
CREW = "crew"
CREW_ON_SITE = "crew_on_site"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a finding stands on: the order, the place that was pointed at, and the outage it speaks about."""

    order: WorkOrder
    place: FoundPlace
    outage: Outage | None
    seen_at: datetime
    at: datetime
    actor: Any

    @property
    def device_id(self) -> int | None:
        return self.place.device.pk if self.place.device else None

    @property
    def whereabouts(self) -> dict[str, Any]:
        """Where, when and by whom: what every service that places an outage is told."""
        return {
            "device_id": self.device_id,
            "node_id": self.place.node_id,
            "at": self.at,
            "actor": self.actor,
        }

    @property
    def said(self) -> dict[str, Any]:
        return {"reason": self.why, "at": self.at, "actor": self.actor}

    @property
    def why(self) -> str:
        """The reason in the outage's history."""
        return _("Found by the crew of %(order)s") % {"order": self.order.number}


def follow_darkness(ground: Ground) -> tuple[Outage | None, Effect]:
    """It is dark as far as the crew says."""
    scope = scope_of_place(ground.place, ground.order.service_point, at=ground.seen_at)
    points = set(statements.points_of(scope))
    outage = _taken_up_again(ground)
    effect = effect_of_darkness(_found(ground, outage, points), _known(outage))
    if effect == Effect.OPENED:
        return _opened(ground, scope, points)
    if outage is None or effect in (Effect.NOTED, Effect.DISPUTED):
        return outage, effect
    if effect == Effect.SPLIT:
        return _split_off(ground, outage, scope)
    if effect == Effect.NESTED:
        nested = find_nested(outage_id=outage.pk, scope=scope, status=Status.CONFIRMED, **ground.whereabouts)
        return nested, effect
    return _at_the_device(ground, outage, scope, points, effect)


def follow_power(ground: Ground) -> tuple[Outage | None, Effect]:
    """This customer's meter has power: what was suspected above him is not so, and he was never dark by it."""
    outage, point = ground.outage, ground.order.service_point
    alone = outage is not None and outage.customers_total <= 1
    effect = effect_of_power(_known(outage), alone=alone)
    if outage is None or point is None or effect in (Effect.NOTED, Effect.DISPUTED):
        return outage, effect
    if effect == Effect.CORRECTED:
        correct_never_off(outage_id=outage.pk, scope=scope_of(points=[point.pk]), **ground.said)
    else:
        judge_again(outage, set(), ground)
        dismissing.dismiss(outage_id=outage.pk, **ground.said)
    return Outage.objects.get(pk=outage.pk), effect


def _taken_up_again(ground: Ground) -> Outage | None:
    """Somebody dismissed it; the crew stands in the dark."""
    outage = ground.outage
    if outage is not None and outage.status == Status.DISMISSED and ground.place.customers > 1:
        return dismissing.reinstate(outage_id=outage.pk, **ground.said)
    return outage


def _found(ground: Ground, outage: Outage | None, points: set[int]) -> Found:
    claimed = set(statements.points_of(scope_claimed(outage))) if outage else set()
    over_at = outage.restored_at if outage else None
    by_device = ground.device_id is not None and outage is not None and outage.device_id == ground.device_id
    return Found(
        several=len(points) > 1,
        closed=ground.place.shown_closed,
        same=by_device or (ground.device_id is None and claimed == points),
        within=points <= claimed,
        beyond=bool(claimed - points),
        past=over_at is not None and ground.seen_at < over_at,
    )


def _known(outage: Outage | None) -> Known | None:
    if outage is None:
        return None
    device = outage.device
    reported = device is not None and device.telemetered and device.is_open and not device.normally_open
    return Known(status=Status(outage.status), reported=reported, planned=outage.kind in PREARRANGED)


def _opened(ground: Ground, scope: Scope, points: set[int]) -> tuple[Outage, Effect]:
    """Nobody knew of it: dark since the customer's call, and this crew's order leads."""
    outage = open_outage(
        scope=scope,
        started_at=min(ground.order.reported_at, ground.seen_at),
        status=Status.CONFIRMED,
        finding=Finding(reason_code=CREW_ON_SITE, confidence=1.0),
        **ground.whereabouts,
    )
    return _gathered(ground, outage, scope, points), Effect.OPENED


def _at_the_device(
    ground: Ground, outage: Outage, scope: Scope, points: set[int], effect: Effect
) -> tuple[Outage, Effect]:
    """Confirmed where it was supposed, or moved to where it is."""
    if effect == Effect.MOVED:
        other = _there(ground, outage)
        if other is not None:
            return merging.merge(outage_id=outage.pk, parent_id=other.pk, **ground.said), Effect.JOINED
        outage = moving.move_to(outage_id=outage.pk, scope=scope, reason=ground.why, **ground.whereabouts)
    if outage.status in UNSURE:
        outage = confirm(outage_id=outage.pk, at=ground.at, scope=scope, reason=CREW, actor=ground.actor)
    write([Outage.objects.lock(outage.pk)], reason_code=CREW_ON_SITE, reason_params={}, confidence=1.0)
    return _gathered(ground, outage, scope, points), effect


def _split_off(ground: Ground, outage: Outage, scope: Scope) -> tuple[Outage, Effect]:
    """Below a device that is open for certain another one is open too; who named it before said the same."""
    there = _there(ground, outage)
    if there is not None:
        return there, Effect.CONFIRMED
    return splitting.split(outage_id=outage.pk, scope=scope, reason=ground.why, **ground.whereabouts), Effect.SPLIT


def _there(ground: Ground, outage: Outage) -> Outage | None:
    """Another live outage that names the found device, believed from now on."""
    if ground.device_id is None:
        return None
    there = Outage.objects.live().filter(device_id=ground.device_id).exclude(pk=outage.pk).first()
    if there is not None and there.status in UNSURE:
        there = confirm(outage_id=there.pk, at=ground.at, reason=CREW, actor=ground.actor)
    return there


def _gathered(ground: Ground, outage: Outage, scope: Scope, points: set[int]) -> Outage:
    """The order belongs to it, suspicions within it are part of it, and who called from elsewhere is judged again."""
    suspected = suspected_within(scope.node_ids)
    outage = merge_suspicions(outage, suspected, at=ground.at, reason=ground.why, actor=ground.actor)
    if not OutageOrder.objects.filter(order=ground.order, outage=outage).exists():
        outage = follow(outage_id=outage.pk, order_ids=[ground.order.pk], at=ground.at, actor=ground.actor)
    judge_again(outage, points, ground)
    return Outage.objects.get(pk=outage.pk)


def judge_again(outage: Outage, points: Collection[int], ground: Ground) -> None:
    """Signals of this outage from outside ``points`` say something else: they are free again, and so are their orders.

    Never the crew's own order, the leading one, or a danger: those go on as they are.
    """
    signals = outage.evidence.filter(service_point__isnull=False).exclude(kind=EvidenceKind.CREW)
    signals.exclude(service_point_id__in=points).exclude(order=ground.order).update(outage=None)
    links = OutageOrder.objects.filter(
        outage=outage,
        role=OrderRole.CHILD,
        order__status=OrderStatus.MERGED.value,
        order__service_point__isnull=False,
        order__hazard=False,
    )
    outside = links.exclude(order__service_point_id__in=points).exclude(order=ground.order)
    order_ids = list(outside.order_by("order_id").values_list("order_id", flat=True))
    OutageOrder.objects.filter(order_id__in=order_ids).delete()
    for order_id in order_ids:
        control.split(order_id=order_id, at=ground.at, actor=ground.actor)
