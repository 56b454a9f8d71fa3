"""Routing: orders that wait for a crew are put before the nearest qualified ones, a whole batch as one problem."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from command_center.core.events import emit_all
from dispatch.events import DecisionMade
from dispatch.models import Decision, DispatchPolicy, Mode
from dispatch.planner import plan
from dispatch.proposal import Decision as Proposal
from dispatch.selectors.crew_states import crew_states
from dispatch.selectors.nearest import Spot, crews_near
from dispatch.services.jobs import jobs_of
from dispatch.services.offering import TWO_FAILURES, make_offers
from dispatch.services.proposals import candidate_rows, rejected_rows
from dispatch.travel import StraightLineTravel, Travel
from workorders.events import WorkOrderReady
from workorders.models import WorkOrder
from workorders.services.control import clear_attention, raise_attention
from workorders.states import Status

ROADS: Travel = StraightLineTravel()
NO_CREW = "no_crew"
SUGGESTION = "suggestion"
# An order that waits is routed again and again; that still nobody can go is not a new decision.
SAID_ALREADY = {NO_CREW, TWO_FAILURES}
RELEASED_AT_ONCE = 200


@transaction.atomic
def route_orders(*, order_ids: Sequence[int], at: datetime, travel: Travel = ROADS) -> list[Decision]:
    """Decide for every one of the orders that still waits; store the decisions and make the offers.

    Every order ends with an offer, a suggestion for a person, or a stated reason why nobody can go.
    """
    orders = list(
        WorkOrder.objects.locked().filter(
            pk__in=order_ids, status=Status.PENDING_DISPATCH.value, latitude__isnull=False
        )
    )
    if not orders:
        return []
    proposals = propose(orders, at=at, travel=travel)
    news = [(o, p) for o, p in zip(orders, proposals, strict=True) if p.chosen or not SAID_ALREADY & {*o.reasons}]
    _forget_suggestions([order.pk for order, _ in news if SUGGESTION in order.reasons])
    decisions = _store([order for order, _ in news], [proposal for _, proposal in news], at)
    _act(decisions, at)
    return decisions


def propose(orders: Sequence[WorkOrder], *, at: datetime, travel: Travel = ROADS) -> list[Proposal]:
    """What the planner says about these orders now, without doing anything."""
    spots = [
        Spot(order.pk, order.latitude, order.longitude, order.centre_id)
        for order in orders
        if order.latitude is not None and order.longitude is not None
    ]
    reach = crews_near(spots, at=at)
    near = {crew_id for crew_ids in reach.values() for crew_id in crew_ids}
    reach = {order.pk: reach.get(order.pk, []) for order in orders}
    return plan(jobs_of(orders, at=at), crew_states(near, at=at), travel, at, reach=reach)


def _store(orders: Sequence[WorkOrder], proposals: Sequence[Proposal], at: datetime) -> list[Decision]:
    policies = {p.centre_id: p for p in DispatchPolicy.objects.filter(centre_id__in={o.centre_id for o in orders})}
    decisions = []
    for order, proposal in zip(orders, proposals, strict=True):
        policy = policies.get(order.centre_id)
        mode = Mode(policy.mode) if policy else Mode.AUTO
        pause = timedelta(seconds=policy.pause_seconds) if policy and mode == Mode.DELAYED else None
        decisions.append(
            Decision(
                order=order,
                at=at,
                mode=mode,
                candidates=candidate_rows(proposal),
                rejected=rejected_rows(proposal),
                chosen_crew_ids=list(proposal.chosen),
                regret_minutes=proposal.regret_minutes,
                reason=proposal.reason,
                release_at=at + pause if pause and proposal.chosen else None,
            )
        )
    return Decision.objects.bulk_create(decisions)


def _forget_suggestions(order_ids: Sequence[int]) -> None:
    """A new decision takes the place of one whose pause is not over."""
    if order_ids:
        Decision.objects.filter(order_id__in=order_ids, release_at__isnull=False).update(release_at=None)


def _act(decisions: Sequence[Decision], at: datetime) -> None:
    chosen = [decision for decision in decisions if decision.chosen_crew_ids]
    automatic = [decision for decision in chosen if decision.mode == Mode.AUTO]
    _say([decision.order for decision in decisions if not decision.chosen_crew_ids], NO_CREW, no_longer=SUGGESTION)
    _say([d.order for d in chosen if d.mode != Mode.AUTO], SUGGESTION, no_longer=NO_CREW)
    emit_all(DecisionMade(work_order_id=d.order_id, org_path=d.order.org_path) for d in decisions if d not in automatic)
    make_offers(automatic, at=at)


def _say(orders: Sequence[WorkOrder], code: str, *, no_longer: str) -> None:
    clear_attention(orders, no_longer)
    raise_attention(orders, code)


@transaction.atomic
def release_due_decisions(*, at: datetime) -> int:
    """Automatic after a pause: offers of decisions whose pause is over and that nobody overrode; how many.

    Where the chosen crew was taken meanwhile, the order is decided again.
    """
    due = Decision.objects.filter(release_at__lte=at)
    order_ids = list(due.order_by("release_at").values_list("order_id", flat=True)[:RELEASED_AT_ONCE])
    # The order before its decisions, as everywhere: a person who overrides right now comes first or second, not across.
    orders = {order.pk: order for order in WorkOrder.objects.locked().filter(pk__in=order_ids)}
    released = list(due.filter(order_id__in=orders))
    Decision.objects.filter(pk__in=[decision.pk for decision in released]).update(release_at=None)
    waiting = [d for d in released if orders[d.order_id].status == Status.PENDING_DISPATCH]
    for decision in waiting:
        decision.order = orders[decision.order_id]
    offered = {offer.order_id for offer in make_offers(waiting, at=at)}
    _decide_again([decision.order for decision in waiting if decision.order_id not in offered])
    return len(waiting)


def _decide_again(orders: Sequence[WorkOrder]) -> None:
    if orders:
        clear_attention(orders, SUGGESTION)
        emit_all(WorkOrderReady(work_order_id=order.pk, org_path=order.org_path) for order in orders)
