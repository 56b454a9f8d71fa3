"""Reactions of the outages: a batch of events in, own services out."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import now

from command_center.ground.network.events import DeviceOperated
from outages.estimates.selectors.experience import estimator
from outages.estimates.services import estimating
from outages.following.services import orders as following_orders
from outages.following.services.supply import follow_switching
from outages.judging.models.evidence import Evidence
from outages.judging.services import link_answers
from outages.judging.services.judging import judge_evidence, judge_orders
from outages.leading.services import leaders as orders
from outages.leading.services import proactive_orders
from outages.life.events import OutageEvent, SignalsReceived
from outages.life.models import Outage, OutageOrder
from outages.planned.selectors.plans import plans_standing_in
from outages.planned.services.following import plan_follows
from workorders.events import CustomerAnswered, LateWordReceived, OrderEvent
from workorders.models import LateStep


def judge_reports(events: Sequence[OrderEvent]) -> None:
    """A report joins its outage, begins one, is held for a person, or goes on alone to dispatch."""
    judge_orders(order_ids=[event.work_order_id for event in events], at=now())


def judge_signals(events: Sequence[SignalsReceived]) -> None:
    """Meters and terminals reported: outages that nobody has called about yet."""
    ids = [evidence_id for event in events for evidence_id in event.evidence_ids]
    judge_evidence(list(Evidence.objects.filter(pk__in=ids).select_related("service_point", "order")), at=now())


def follow_switches(events: Sequence[DeviceOperated]) -> None:
    """A breaker tripped, a switch closed: customers go dark or have power again."""
    follow_switching(operation_ids=[event.operation_id for event in events], at=now())


def end_with_order(events: Sequence[OrderEvent]) -> None:
    """The crew says power is back."""
    following_orders.orders_restored(order_ids=[event.work_order_id for event in events], at=now())


def take_back_end(events: Sequence[OrderEvent]) -> None:
    """The crew says that power is not back after all."""
    following_orders.orders_not_restored(order_ids=[event.work_order_id for event in events], at=now())


def hear_late_words(events: Sequence[LateWordReceived]) -> None:
    """What a phone told after its order had been taken back: power is back, perhaps."""
    for event in events:
        if event.step == LateStep.RESTORE:
            on_at = datetime.fromisoformat(event.observed_at)
            following_orders.late_restored(order_id=event.work_order_id, on_at=on_at, in_time=event.in_time, at=now())


def hear_customers(events: Sequence[OrderEvent]) -> None:
    """Callbacks answer the question whether power is really back."""
    following_orders.customers_answered(order_ids=[event.work_order_id for event in events], at=now())


def hear_by_link(events: Sequence[CustomerAnswered]) -> None:
    """Customers answered by their link: the neighbours are dark too, power is back, it is not."""
    link_answers.hear(answer_ids=[event.answer_id for event in events], at=now())


def close_with_order(events: Sequence[OrderEvent]) -> None:
    following_orders.orders_archived(order_ids=[event.work_order_id for event in events], at=now())


def ask_customers(events: Sequence[OutageEvent]) -> None:
    """Nobody is dark any more, as far as we know: a sample is asked."""
    following_orders.outages_restored(outage_ids=[event.outage_id for event in events], at=now())


def lead_on(events: Sequence[OrderEvent]) -> None:
    """An order ended, stands still or goes on: the outages it belongs to are led by one with a repair before it."""
    linked = OutageOrder.objects.filter(order_id__in=[event.work_order_id for event in events])
    proactive_orders.open_missing_orders(at=now(), outage_ids=set(linked.values_list("outage_id", flat=True)))


def rejoin_outage(events: Sequence[OrderEvent]) -> None:
    """An order goes on, after its pause or because power is not back: another one may lead its outage by now."""
    for event in events:
        orders.rejoin(order_id=event.work_order_id, at=now())


def lead_outages_on(events: Sequence[OutageEvent]) -> None:
    """An outage is live again, or others are dark by it: an order leads it, or a crew is called."""
    proactive_orders.open_missing_orders(at=now(), outage_ids={event.outage_id for event in events})


def estimate_first(events: Sequence[OutageEvent]) -> None:
    """Within a minute of its opening an outage has an estimate."""
    estimating.estimate_missing(estimator=estimator, at=now())


def estimate_on_site(events: Sequence[OrderEvent]) -> None:
    """The crew has arrived: the way is behind, what is left is the repair."""
    ids = Outage.objects.filter(lead_order_id__in=[event.work_order_id for event in events]).values_list(
        "pk", flat=True
    )
    for outage_id in ids:
        estimating.estimate_again(outage_id=outage_id, estimator=estimator, reason="crew_on_site", at=now())


def lead_plan(events: Sequence[OutageEvent]) -> None:
    """Planned work is over with its last customer, and taken up again when one is dark still."""
    for plan_id in plans_standing_in([event.outage_id for event in events]):
        plan_follows(plan_id=plan_id, at=now())
