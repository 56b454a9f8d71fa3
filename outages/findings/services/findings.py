"""A crew on site says what it found: kept as evidence, and the outage follows it (docs/decisions/0011).

A finding beats a prediction, telemetry beats a finding. What cannot follow is kept as disputed, and a person looks.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, IllegalTransition, Invalid
from outages.findings.rules import Effect
from outages.findings.selectors.places import FoundPlace, place_named
from outages.findings.services.effects import Ground, follow_darkness, follow_power
from outages.judging.models.evidence import Evidence, EvidenceKind, Extent
from outages.ledger.selectors.known import covering
from outages.life.models import Outage, OutageOrder
from outages.life.states import LIVE, Status
from outages.verbs.services.cause import set_cause
from workorders.engine.writing import raise_attention
from workorders.models import WorkOrder
from workorders.services.crew_findings import fault_found

DISPUTED = "finding_disputed"


@dataclass(frozen=True, kw_only=True)
class CrewFinding:
    """``device`` is the code of the device for ``Extent.DEVICE``; ``cause_class`` empty: not known yet."""

    extent: Extent | str
    seen_at: datetime
    device: str = ""
    cause_class: str = ""
    cause: str = ""
    note: str = ""
    hazard: bool = False

    def key(self, order_id: int) -> str:
        return f"crew:{order_id}:{self.seen_at.isoformat()}:{self.extent}:{self.device}"[:120]


@transaction.atomic
def take_finding(*, order_id: int, finding: CrewFinding, at: datetime, actor: Any) -> Evidence:
    """Keep what the crew of this order saw and let its outage follow; told again it changes nothing.

    Raises ``Invalid`` for a place that is not on the order's supply path, ``Conflict`` unless a crew is at work.
    """
    lock_outage_of(order_id)
    known = Evidence.objects.select_related("outage").filter(source_key=finding.key(order_id)).first()
    if known is not None:
        return known
    order = WorkOrder.objects.select_related("service_point").get(pk=order_id)
    place = place_named(order, finding.extent, finding.device)
    if finding.seen_at > at:
        raise Invalid(_("This moment has not come yet."), pointer="/observed_at")
    outage, effect = _follow(order, place, finding, at, actor)
    ours = finding.extent != Extent.NOBODY or effect == Effect.DISPUTED
    fault_found(order_id=order_id, ours=ours, hazard=finding.hazard, at=at, actor=actor)
    if outage is not None and finding.cause_class and ours and effect != Effect.DISPUTED:
        words = finding.cause or outage.cause
        outage = set_cause(outage_id=outage.pk, cause_class=finding.cause_class, cause=words, at=at, actor=actor)
    return _keep(order, place, finding, outage, effect, at, actor)


def lock_outage_of(order_id: int) -> Outage | None:
    """The outage an order belongs to, locked. Before the order itself, as every reaction of the outages does."""
    link = OutageOrder.objects.filter(order_id=order_id).values_list("outage_id", flat=True).first()
    return Outage.objects.lock(link) if link is not None else None


def _follow(
    order: WorkOrder, place: FoundPlace, finding: CrewFinding, at: datetime, actor: Any
) -> tuple[Outage | None, Effect]:
    outage = _outage_of(order, place)
    ground = Ground(order=order, place=place, outage=outage, seen_at=finding.seen_at, at=at, actor=actor)
    follow = follow_power if finding.extent == Extent.NOBODY else follow_darkness
    try:
        with transaction.atomic():
            after, effect = follow(ground)
    except (Conflict, IllegalTransition):
        after, effect = outage, Effect.DISPUTED
    if effect == Effect.DISPUTED:
        _ask_a_person(order, after)
    return after, effect


def _outage_of(order: WorkOrder, place: FoundPlace) -> Outage | None:
    """The order's own, the one its customer is dark by, or the one that names the device already."""
    outage = Outage.objects.filter(orders__order=order).first()
    if outage is None and order.service_point_id is not None:
        dark_by = covering([order.service_point_id]).get(order.service_point_id)
        outage = Outage.objects.filter(pk=dark_by).first() if dark_by is not None else None
    if outage is None and place.device is not None:
        outage = Outage.objects.live().filter(device=place.device).first()
    return outage


def _ask_a_person(order: WorkOrder, outage: Outage | None) -> None:
    if outage is not None and Status(outage.status) in LIVE:
        raise_attention([Outage.objects.lock(outage.pk)], DISPUTED)
    else:
        raise_attention([order], DISPUTED)


def _keep(
    order: WorkOrder,
    place: FoundPlace,
    finding: CrewFinding,
    outage: Outage | None,
    effect: Effect,
    at: datetime,
    actor: Any,
) -> Evidence:
    said = {"extent": str(finding.extent), "cause_class": finding.cause_class, "cause": finding.cause}
    return Evidence.objects.create(
        outage=outage,
        kind=EvidenceKind.CREW,
        source_key=finding.key(order.pk),
        at=finding.seen_at,
        received_at=at,
        service_point=order.service_point,
        branch=place.device,
        node_id=place.node_id,
        order=order,
        org_path=order.org_path,
        author=actor,
        detail=said
        | {
            "note": finding.note,
            "hazard": finding.hazard,
            "customers": place.customers,
            "effect": effect.value,
        },
    )
