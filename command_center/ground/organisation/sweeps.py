"""Sweeps: who opens many different customers. The same customer thirty times is work; thirty customers are a list being copied.

What a person opened is a row each; the count is taken with each opening, and refuses nobody. Whether the customers had called,
which is a storm night and no sweep, only the orders know: ``workorders/sweeps.py`` judges.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from command_center.ground.core import audit
from command_center.ground.core.events import emit
from command_center.ground.core.process_cache import cached
from command_center.ground.organisation.events import CustomersOpened, PeopleSwept
from command_center.ground.organisation.models import CustomerOpening, Sweep, SweepRule, User

KEPT = timedelta(days=1)


@cached(seconds=5)
def rules() -> dict[str, SweepRule]:
    return {rule.role: rule for rule in SweepRule.objects.all()}


def rule_of(person: User) -> SweepRule:
    return rules().get(person.role) or rules().get("") or SweepRule()


@transaction.atomic
def opened(person: User, customer: str, *, at: datetime) -> None:
    """Somebody opened this customer's card or numbers. Beyond the rule it is looked into, a moment later."""
    CustomerOpening.objects.bulk_create(
        [CustomerOpening(person=person, customer=customer, opened_at=at)],
        update_conflicts=True,
        unique_fields=["person", "customer"],
        update_fields=["opened_at"],
    )
    if opened_lately(person, at=at).count() >= rule_of(person).customers:
        path = next(iter(person.scope_paths), "")
        emit(CustomersOpened(person_id=person.pk, org_path=path, at=at.isoformat()))


def opened_lately(person: User, *, at: datetime) -> Any:
    began = at - timedelta(minutes=rule_of(person).minutes)
    return CustomerOpening.objects.filter(person=person, opened_at__gt=began, opened_at__lte=at)


@transaction.atomic
def report(person: User, *, kind: str, at: datetime, customers: int | None = None, **detail: Any) -> None:
    """The security administrator finds it in the back office, the auditor in the trail, the desks of the area as an alarm."""
    Sweep.objects.create(person=person, kind=kind, customers=customers, found_at=at)
    counted: dict[str, Any] = {} if customers is None else {"customers": customers}
    audit.record(actor=person, action=kind, object_kind="customer", allowed=False, **counted, **detail)
    path = next(iter(person.scope_paths), "")
    emit(PeopleSwept(person_id=person.pk, org_path=path, what=kind, at=at.isoformat()))


def was_reported(person: User, *, kind: str, at: datetime) -> bool:
    """Whether it has been told already within the rule's time."""
    began = at - timedelta(minutes=rule_of(person).minutes)
    return Sweep.objects.filter(person=person, kind=kind, found_at__gt=began).exists()


def drop_old_openings(*, at: datetime) -> int:
    return CustomerOpening.objects.filter(opened_at__lt=at - KEPT).delete()[0]
