"""Offers: made, answered, expired, withdrawn. Exactly one crew wins an order, by constraint."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, NotFound
from command_center.ground.core.events import emit, emit_all
from command_center.ground.core.postgres import insert_rows
from command_center.ground.core.prepared import prepared
from dispatch.events import (
    CrewChanged,
    CrewFreed,
    OfferAccepted,
    OfferExpired,
    OfferMade,
    OfferRejected,
    OfferWithdrawn,
)
from dispatch.models import Assignment, Crew, Decision, Offer, OfferStatus
from dispatch.selectors.crew_load import load_of_crews
from workorders.engine.advance import advance
from workorders.engine.writing import raise_attention
from workorders.kinds.fault.states import Status
from workorders.models import WorkOrder
from workorders.services.one_crew_per_supply import ONE_CREW, refuse_second_crew

OFFER_LASTS = timedelta(minutes=3)
AT_OFFER = [
    *("order", "crew", "decision", "status", "offered_at", "expires_at"),
    *("eta_minutes", "on_behalf", "reject_reason", "reject_detail", "updated_at"),
]
FAILURES_UNTIL_ALARM = 2
TWO_FAILURES = "two_failures"


def make_offers(decisions: Sequence[Decision], *, at: datetime) -> list[Offer]:
    """Put each decided order before its chosen crews. The caller holds the orders' locks.

    A crew that got another offer in the same moment is skipped by ``one_open_offer_per_crew``, one that filled up
    meanwhile by the look under its lock. An order that thereby gets no offer is missing in the answer: the caller
    decides it again.
    """
    with_room = _lock_crews_with_room({crew_id for decision in decisions for crew_id in decision.chosen_crew_ids})
    wanted = [
        Offer(
            order=decision.order,
            crew_id=crew_id,
            decision=decision,
            offered_at=at,
            expires_at=at + OFFER_LASTS,
            eta_minutes=_eta(decision, crew_id),
        )
        for decision in decisions
        for crew_id in decision.chosen_crew_ids
        if crew_id in with_room
    ]
    insert_rows(wanted, AT_OFFER)
    # PostgreSQL does not say which rows were left out for a conflict: ask. Their orders and crews are at hand.
    made = _made([decision.pk for decision in decisions])
    orders = {decision.order_id: decision.order for decision in decisions}
    for offer in made:
        offer.order, offer.crew = orders[offer.order_id], with_room[offer.crew_id]
    offered = {offer.order_id for offer in made}
    # A further offer of the same order finds it dispatched, and its clock running.
    waiting = [o for pk, o in orders.items() if pk in offered and o.status == Status.PENDING_DISPATCH]
    for decider, theirs in _by_decider(decisions, waiting):
        advance(theirs, "offer", at=at, actor=decider)
    emit_all([*(_event(OfferMade, offer) for offer in made), *(CrewChanged.of(offer.crew) for offer in made)])
    return made


def _by_decider(decisions: Sequence[Decision], orders: Sequence[WorkOrder]) -> list[tuple[Any, list[WorkOrder]]]:
    """The orders by the person who chose the crew, None for the machine: the history says who dispatched."""
    decider = {decision.order_id: decision.decided_by for decision in decisions}
    people = dict.fromkeys(decider.values())
    return [(person, [order for order in orders if decider[order.pk] == person]) for person in people]


@transaction.atomic
def accept_offer(*, offer_id: int, at: datetime, actor: Any, on_behalf: bool = False) -> Assignment:
    """The crew takes the order; other offers of it are withdrawn. Raises ``Conflict`` for whoever came second."""
    offer, order = _lock_offer(offer_id)
    if offer.status != OfferStatus.OFFERED or offer.expires_at <= at or order.status != Status.DISPATCHED:
        raise Conflict(_closed_words(offer), offer_status=offer.status)
    refuse_second_crew(order)
    offer.on_behalf = on_behalf
    _lock_crews_with_room({offer.crew_id})
    try:
        with transaction.atomic():
            offer.close(OfferStatus.ACCEPTED, at=at, by=actor)
            assignment = Assignment.objects.create(
                order=order,
                crew_id=offer.crew_id,
                offer=offer,
                started_at=at,
                eta_at=at + timedelta(minutes=offer.eta_minutes) if offer.eta_minutes is not None else None,
            )
            # A re-offer after a refusal was never a custodian (domain reference §3.6).
            advance([order], "accept", at=at, actor=actor, custodian_count=order.custodian_count + 1)
    except IntegrityError as error:
        if ONE_CREW in str(error):
            raise Conflict(_("A crew has just taken another order of this customer."), rule=ONE_CREW) from error
        raise Conflict(_("Another crew has taken this order.")) from error
    emit(_event(OfferAccepted, offer))
    withdraw_offers([order], at=at)
    _crews_changed([offer.crew])
    return assignment


@transaction.atomic
def reject_offer(*, offer_id: int, reason: str, detail: str = "", at: datetime, actor: Any) -> Offer:
    """The crew cannot go; the next candidate is asked at once. Repeating it changes nothing."""
    offer, order = _lock_offer(offer_id)
    if offer.status == OfferStatus.REJECTED:
        return offer
    if offer.status != OfferStatus.OFFERED:
        raise Conflict(_closed_words(offer), offer_status=offer.status)
    offer.reject_reason, offer.reject_detail = reason, detail
    offer.close(OfferStatus.REJECTED, at=at, by=actor)
    emit(_event(OfferRejected, offer))
    _back_to_queue([order], at=at, actor=actor, reason="rejected")
    _crews_freed([offer.crew])
    return offer


@transaction.atomic
def expire_offers(*, at: datetime) -> int:
    """Offers nobody answered in time; how many. Their orders go to the next candidate."""
    due = list(
        Offer.objects.filter(status=OfferStatus.OFFERED, expires_at__lte=at)
        .order_by("order_id", "pk")
        .values_list("pk", "order_id")[:500]
    )
    if not due:
        return 0
    orders = list(WorkOrder.objects.locked().filter(pk__in={order_id for _, order_id in due}))
    offers = list(
        Offer.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=[pk for pk, _ in due], status=OfferStatus.OFFERED)
        .select_related("crew", "order")
    )
    Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(status=OfferStatus.EXPIRED, answered_at=at)
    emit_all(_event(OfferExpired, offer) for offer in offers)
    _back_to_queue(orders, at=at, reason="expired")
    _crews_freed(offer.crew for offer in offers)
    return len(offers)


@transaction.atomic
def withdraw_offers_of(crew_ids: Collection[int], *, at: datetime, reason: str) -> int:
    """Take back what is open before these crews, and ask the next candidate; how many offers."""
    before = Offer.objects.filter(crew_id__in=crew_ids, status=OfferStatus.OFFERED)
    orders = list(WorkOrder.objects.locked().filter(pk__in=before.values("order_id")))
    offers = list(
        before.filter(order__in=orders).select_for_update(no_key=True, of=("self",)).select_related("crew", "order")
    )
    Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(status=OfferStatus.WITHDRAWN, answered_at=at)
    emit_all(_event(OfferWithdrawn, offer) for offer in offers)
    _back_to_queue(orders, at=at, reason=reason)
    _crews_changed(offer.crew for offer in offers)
    return len(offers)


def withdraw_offers(orders: Sequence[WorkOrder], *, at: datetime, by: Any = None) -> list[Offer]:
    """Take back every open offer of the orders. The caller holds the orders' locks."""
    open_offers = list(
        Offer.objects.select_for_update(no_key=True, of=("self",))
        .filter(order__in=orders, status=OfferStatus.OFFERED)
        .select_related("crew", "order")
    )
    Offer.objects.filter(pk__in=[offer.pk for offer in open_offers]).update(
        status=OfferStatus.WITHDRAWN, answered_at=at, answered_by=getattr(by, "pk", None)
    )
    emit_all(_event(OfferWithdrawn, offer) for offer in open_offers)
    _crews_freed(offer.crew for offer in open_offers)
    return open_offers


def _lock_crews_with_room(crew_ids: set[int]) -> dict[int, Crew]:
    """Lock the crews and return those below their limit, by id. Orders are locked before crews, crews in id order.

    Accepting takes the same lock: the load read here cannot be overtaken by an accept that is about to commit.
    """
    crews = _locked_crews(list(crew_ids))
    load = load_of_crews(list(crew_ids))
    return {crew.pk: crew for crew in crews if load[crew.pk] < crew.workload_limit}


@prepared
def _locked_crews(crew_ids: list[int]) -> "QuerySet[Crew]":
    return Crew.objects.select_for_update(no_key=True).filter(pk__in=crew_ids).order_by("pk")


@prepared
def _made(decision_ids: list[int]) -> "QuerySet[Offer]":
    return Offer.objects.filter(decision_id__in=decision_ids, status=OfferStatus.OFFERED)


def _lock_offer(offer_id: int) -> tuple[Offer, WorkOrder]:
    # The order before its offers, always: two crews that accept at once then queue up instead of locking crosswise.
    order_id = Offer.objects.filter(pk=offer_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound()
    order = WorkOrder.objects.lock(order_id)
    offer = Offer.objects.select_for_update(no_key=True, of=("self",)).select_related("crew").get(pk=offer_id)
    offer.order = order
    return offer, order


def _back_to_queue(orders: Sequence[WorkOrder], *, at: datetime, reason: str, actor: Any = None) -> None:
    """Orders without any open offer left wait again; two failures call the supervisor."""
    waiting = [order for order in orders if order.status == Status.DISPATCHED]
    still_open = set(
        Offer.objects.filter(order__in=waiting, status=OfferStatus.OFFERED).values_list("order_id", flat=True)
    )
    alone = [order for order in waiting if order.pk not in still_open]
    failures = _failures([order.pk for order in alone])
    advance(alone, "give-back", at=at, actor=actor, reason=reason)
    raise_attention([order for order in alone if failures[order.pk] >= FAILURES_UNTIL_ALARM], TWO_FAILURES)


def _failures(order_ids: Iterable[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for order_id in Offer.objects.filter(
        order_id__in=order_ids, status__in=[OfferStatus.REJECTED, OfferStatus.EXPIRED]
    ).values_list("order_id", flat=True):
        counts[order_id] += 1
    return counts


def _crews_changed(crews: Iterable[Crew]) -> None:
    emit_all(CrewChanged.of(crew) for crew in crews)


def _crews_freed(crews: Iterable[Crew]) -> None:
    """They can be asked again: orders of their centre that wait are looked at."""
    emit_all(CrewFreed.of(crew) for crew in crews)


def _event(kind: type[Any], offer: Offer) -> Any:
    return kind(work_order_id=offer.order_id, org_path=offer.order.org_path, offer_id=offer.pk, crew_id=offer.crew_id)


def _eta(decision: Decision, crew_id: int) -> float | None:
    return next((row["eta_minutes"] for row in decision.candidates if row["crew_id"] == crew_id), None)


def _closed_words(offer: Offer) -> str:
    words = {
        OfferStatus.ACCEPTED: _("This offer has already been accepted."),
        OfferStatus.REJECTED: _("This offer was refused."),
        OfferStatus.EXPIRED: _("This offer has run out."),
        OfferStatus.WITHDRAWN: _("This offer was withdrawn: another crew goes."),
    }
    return str(words.get(OfferStatus(offer.status), _("This offer has run out.")))
