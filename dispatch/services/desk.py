"""The dispatcher's hand: choose a crew against the machine, take an order back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid, require_reason
from dispatch.models import Assignment, Decision, Mode, Offer, OfferStatus
from dispatch.services.fieldwork import release
from dispatch.services.offering import make_offers, withdraw_offers
from dispatch.services.planning import candidate_rows, rejected_rows
from dispatch.services.routing import propose
from workorders.engine.advance import advance
from workorders.kinds.fault.states import WITH_CREW, Status
from workorders.models import WorkOrder


@transaction.atomic
def assign_by_hand(*, order_id: int, crew_id: int, reason: str, at: datetime, actor: Any) -> Offer:
    """Offer the order to the crew a person chose. The machine's ranking of that moment is stored beside it.

    Raises ``Invalid`` without a reason when it is not the first candidate, ``Conflict`` when the crew cannot go.
    """
    order = WorkOrder.objects.lock(order_id)
    if order.status not in (Status.PENDING_DISPATCH, Status.DISPATCHED):
        raise Conflict(_("Only an order that waits for a crew can be dispatched."))
    return _offer_to(order, crew_id, reason=reason, at=at, actor=actor)


def _offer_to(order: WorkOrder, crew_id: int, *, reason: str, at: datetime, actor: Any) -> Offer:
    """The named crew is asked; the whole ranking of this moment stands in the decision. The caller holds the lock."""
    proposal = propose([order], at=at)[0]
    candidates = candidate_rows(proposal)
    mine = next((row for row in candidates if row["crew_id"] == crew_id), None)
    if mine is None:
        refused = next((row for row in rejected_rows(proposal) if row["crew_id"] == crew_id), None)
        raise Conflict(_("This crew cannot take the order."), why=refused["why"] if refused else ["out_of_reach"])
    if mine["rank"] > 1 and not reason.strip():
        raise Invalid(_("Say why this crew and not the first candidate."), pointer="/reason")
    take_back_offers(order, at=at, actor=actor)
    decision = Decision.objects.create(
        order=order,
        at=at,
        mode=Mode.SUGGEST,
        candidates=candidates,
        rejected=rejected_rows(proposal),
        chosen_crew_ids=[crew_id],
        regret_minutes=round(mine["eta_minutes"] - min(row["eta_minutes"] for row in candidates), 1),
        decided_by=actor,
        override_reason=reason,
    )
    offers = make_offers([decision], at=at)
    if not offers:
        raise Conflict(_("This crew has just been offered another order."))
    return offers[0]


def take_back_offers(order: WorkOrder, *, at: datetime, actor: Any) -> None:
    """Withdraw open offers and cancel pending automatic ones, so that the order waits again."""
    order.decisions.exclude(release_at=None).update(release_at=None)
    if order.status == Status.DISPATCHED:
        withdraw_offers([order], at=at, by=actor)
        advance([order], "give-back", at=at, actor=actor, reason="withdrawn")


@transaction.atomic
def recall(*, order_id: int, at: datetime, actor: Any) -> WorkOrder:
    """The crew that was asked is asked no more, and not again for a while; the order waits for another one.

    Raises ``Conflict`` when a crew has accepted meanwhile, or nobody is asked.
    """
    order = WorkOrder.objects.lock(order_id)
    if order.status != Status.DISPATCHED:
        raise Conflict(_("No crew is being asked for this order now."))
    order.decisions.exclude(release_at=None).update(release_at=None)
    withdraw_offers([order], at=at, by=actor)
    advance([order], "recall", at=at, actor=actor)
    return order


@transaction.atomic
def reassign(*, order_id: int, reason: str, crew_id: int | None = None, at: datetime, actor: Any) -> WorkOrder:
    """改派: take the order from its crew; the named crew is offered it, else whoever is next. No clock restarts.

    When the named crew cannot go (``Conflict``) nothing is taken from anybody.
    """
    order = WorkOrder.objects.lock(order_id)
    require_reason(reason)
    if Status(order.status) not in WITH_CREW:
        raise Conflict(_("No crew holds this order."))
    free_crews(order, at=at, reason="reassigned", by=actor)
    advance([order], "reassign", at=at, actor=actor, detail=reason.strip())
    if crew_id is not None:
        _offer_to(order, crew_id, reason=reason.strip(), at=at, actor=actor)
    return order


def free_crews(order: WorkOrder, *, at: datetime, reason: str, by: Any = None) -> None:
    """End whatever a crew has with this order: offers and assignment. The caller holds the order's lock."""
    withdraw_offers([order], at=at, by=by)
    for assignment in Assignment.objects.filter(order=order, released_at=None).select_related("crew"):
        # The moment counts: for a while from now this crew is not asked for the same order again.
        Offer.objects.filter(assignment=assignment, status=OfferStatus.ACCEPTED).update(
            status=OfferStatus.WITHDRAWN, answered_at=at, answered_by=getattr(by, "pk", None)
        )
        release(assignment, at=at, reason=reason)
