"""Routing: orders that wait for a crew are put before the nearest qualified ones, a whole batch as one problem."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from command_center.ground.core.events import emit_all
from command_center.ground.core.postgres import create_rows, lock_until_commit
from command_center.ground.core.prepared import prepared
from dispatch.events import DecisionMade
from dispatch.models import Decision, DispatchPolicy, Mode
from dispatch.planner import plan
from dispatch.proposal import Decision as Proposal
from dispatch.selectors.candidate_crews import crews_by_order
from dispatch.selectors.crew_states import crew_states
from dispatch.services.offering import TWO_FAILURES, make_offers
from dispatch.services.planning import NOBODY, candidate_rows, jobs_of, rejected_rows
from dispatch.travel import StraightLineTravel, Travel
from workorders.engine.writing import clear_attention, raise_attention
from workorders.events import WorkOrderReady
from workorders.kinds.fault.states import Status
from workorders.models import WorkOrder
from workorders.services.one_crew_per_supply import CREW_THERE, crews_there

ROADS: Travel = StraightLineTravel()
NO_CREW = "no_crew"
SUGGESTION = "suggestion"
# An order that waits is routed again and again; that still nobody can go is not a new decision.
SAID_ALREADY = {NO_CREW, TWO_FAILURES}
RELEASED_AT_ONCE = 200
# One planner at a time in the whole house: two over the same crews would only collide on the constraints.
ROUTING = "dispatch.routing"
# How often one order is decided again at once when its crews are taken under the planner's hands.
ROUNDS = 4
FELL_AWAY = "crew_taken_meanwhile"

LOOKED_AT = """
INSERT INTO dispatch_routinglook (order_id, looked_at) SELECT unnest(%s), %s
ON CONFLICT (order_id) DO UPDATE SET looked_at = excluded.looked_at
"""


@transaction.atomic(savepoint=False)
def route_orders(*, order_ids: Sequence[int], at: datetime, travel: Travel = ROADS) -> list[Decision]:
    """Decide for every one of the orders that still waits; store the decisions and make the offers.

    Every order ends with an offer, a suggestion for a person, or a stated reason why nobody can go. Where the chosen
    crews filled up or got another offer in the same moment, the order is decided again at once without them.
    """
    lock_until_commit(ROUTING)
    orders = _waiting(list(order_ids))
    decisions: list[Decision] = []
    taken: dict[int, frozenset[int]] = {}
    left = _without_crew_there(orders)
    for _ in range(ROUNDS):
        decisions += (latest := _decide(left, at=at, travel=travel, without=taken))
        fell_away = _act(latest, at)
        taken |= {d.order_id: taken.get(d.order_id, frozenset()).union(d.chosen_crew_ids) for d in fell_away}
        left = [decision.order for decision in fell_away]
        if not left:
            break
    raise_attention([order for order in left if not SAID_ALREADY & {*order.reasons}], NO_CREW)
    _note_looked_at([order.pk for order in orders if order.status == Status.PENDING_DISPATCH], at)
    return decisions


@prepared
def _waiting(order_ids: list[int]) -> "QuerySet[WorkOrder]":
    return WorkOrder.objects.locked().waiting_for_crew().filter(pk__in=order_ids)


def _without_crew_there(orders: Sequence[WorkOrder]) -> list[WorkOrder]:
    """An order of a supply where a crew is already waits until that one is done, or a person asks for a second crew."""
    there = crews_there(orders)
    raise_attention([order for order in orders if order.pk in there], CREW_THERE)
    return [order for order in orders if order.pk not in there]


def _decide(
    orders: Sequence[WorkOrder], *, at: datetime, travel: Travel, without: Mapping[int, frozenset[int]]
) -> list[Decision]:
    """Propose and store; that still nobody can go is not stored again."""
    if not orders:
        return []
    proposals = propose(orders, at=at, travel=travel, without=without)
    news = [(o, p) for o, p in zip(orders, proposals, strict=True) if p.chosen or not SAID_ALREADY & {*o.reasons}]
    _forget_suggestions([order.pk for order, _ in news if SUGGESTION in order.reasons])
    return _store([order for order, _ in news], [proposal for _, proposal in news], at)


def propose(
    orders: Sequence[WorkOrder],
    *,
    at: datetime,
    travel: Travel = ROADS,
    without: Mapping[int, frozenset[int]] = NOBODY,
) -> list[Proposal]:
    """What the planner says about these orders now, without doing anything."""
    reach = crews_by_order(orders)
    serving = {crew_id for crew_ids in reach.values() for crew_id in crew_ids}
    return plan(jobs_of(orders, at=at, without=without), crew_states(serving, at=at), travel, at, reach=reach)


def _store(orders: Sequence[WorkOrder], proposals: Sequence[Proposal], at: datetime) -> list[Decision]:
    policies = {policy.centre_id: policy for policy in _policies([*{order.centre_id for order in orders}])}
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
    create_rows(decisions)
    return decisions


@prepared
def _policies(centre_ids: list[int]) -> "QuerySet[DispatchPolicy]":
    return DispatchPolicy.objects.filter(centre_id__in=centre_ids)


def _forget_suggestions(order_ids: Sequence[int]) -> None:
    """A new decision takes the place of one whose pause is not over."""
    if order_ids:
        Decision.objects.filter(order_id__in=order_ids, release_at__isnull=False).update(release_at=None)


def _act(decisions: Sequence[Decision], at: datetime) -> list[Decision]:
    """Make the offers, or ask a person; the decisions none of whose offers could be made."""
    chosen = [decision for decision in decisions if decision.chosen_crew_ids]
    automatic = [decision for decision in chosen if decision.mode == Mode.AUTO]
    _say([decision.order for decision in decisions if not decision.chosen_crew_ids], NO_CREW, no_longer=SUGGESTION)
    _say([d.order for d in chosen if d.mode != Mode.AUTO], SUGGESTION, no_longer=NO_CREW)
    emit_all(DecisionMade(work_order_id=d.order_id, org_path=d.order.org_path) for d in decisions if d not in automatic)
    offered = {offer.order_id for offer in make_offers(automatic, at=at)}
    fell_away = [decision for decision in automatic if decision.order_id not in offered]
    Decision.objects.filter(pk__in=[decision.pk for decision in fell_away]).update(reason=FELL_AWAY)
    return fell_away


def _say(orders: Sequence[WorkOrder], code: str, *, no_longer: str) -> None:
    clear_attention(orders, no_longer)
    raise_attention(orders, code)


@transaction.atomic
def release_due_decisions(*, at: datetime) -> int:
    """Automatic after a pause: offers of decisions whose pause is over and that nobody overrode; how many.

    Where the chosen crew was taken meanwhile, the order is decided again.
    """
    lock_until_commit(ROUTING)
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
        emit_all(WorkOrderReady.of(order) for order in orders)


def _note_looked_at(order_ids: Sequence[int], at: datetime) -> None:
    """The planner looked at these orders and they wait still: others have their turn first (``waiting.py``)."""
    if order_ids:
        with connection.cursor() as cursor:
            cursor.execute(LOOKED_AT, [list(order_ids), at])
