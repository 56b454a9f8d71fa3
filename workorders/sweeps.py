"""Whether many opened customers are a storm night or a sweep: those who called are what a desk is there for."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from command_center.ground.organisation import sweeps
from command_center.ground.organisation.events import CustomersOpened
from command_center.ground.organisation.models import User
from workorders.models import WorkOrder

CUSTOMER_SWEEP = "customer_sweep"
CALLED_WITHIN = timedelta(days=1)


def find_sweeps(events: Sequence[CustomersOpened]) -> None:
    """Told once within the rule's time, by name."""
    for person_id, moment in {event.person_id: event.at for event in events}.items():
        _look_at(person_id, at=datetime.fromisoformat(moment))


@transaction.atomic
def _look_at(person_id: int, *, at: datetime) -> None:
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    if sweeps.was_reported(person, kind=CUSTOMER_SWEEP, at=at):
        return
    opened = set(sweeps.opened_lately(person, at=at).values_list("customer", flat=True))
    rule, uncalled = sweeps.rule_of(person), opened - called(opened, at=at)
    if len(uncalled) >= rule.customers or len(opened) >= rule.called_customers:
        sweeps.report(person, kind=CUSTOMER_SWEEP, at=at, customers=len(opened), uncalled=len(uncalled))


def called(numbers: Collection[str], *, at: datetime) -> set[str]:
    """Of these customers (or orders) those with an open order, or one that was told within a day."""
    live = Q(closed_at=None) | Q(reported_at__gte=at - CALLED_WITHIN)
    orders = WorkOrder.objects.filter(live, Q(customer__number__in=numbers) | Q(number__in=numbers))
    return {number for pair in orders.values_list("number", "customer__number") for number in pair if number in numbers}
