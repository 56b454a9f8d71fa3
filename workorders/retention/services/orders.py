"""People of old orders become pseudonyms, order by order and in all their rows at once; what is held stays as it is."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from command_center.ground.core import audit
from workorders.models import Classification, WorkOrder
from workorders.retention import columns as c
from workorders.retention.models import LegalHold, Pseudonymised
from workorders.retention.pseudonyms import Pseudonyms
from workorders.retention.services.rewriting import (
    BATCH,
    Columns,
    histories_let_words_go,
    meet,
    save,
    write_anew,
    years_before,
)

Known = defaultdict[int, Pseudonyms]
# What was told names what it is about by a kind and a number; an answer is about what its message is about.
SUBJECT_OF = {
    "customers.Message": "subject_id",
    "customers.Promise": "subject_id",
    "customers.Reply": "message__subject_id",
}


def due_orders(*, at: datetime) -> QuerySet[WorkOrder]:
    """Closed long enough ago, with everything that was merged into them or is about them, and not held.

    The evidence of a complaint is kept for the years of its grade, the longest it ever had, where those are more.
    """
    before = years_before(at, settings.KEEP_ORDERS_YEARS)
    young = Q(closed_at=None) | Q(closed_at__gte=before)
    held = LegalHold.objects.filter(lifted_at=None)
    bound = WorkOrder.objects.filter(Q(parent=OuterRef("pk")) | Q(about=OuterRef("pk")))
    return (
        WorkOrder.objects.filter(closed_at__lt=before, pseudonymised=None)
        .filter(~Exists(_evidence_still_kept(at)))
        .exclude(Q(parent__isnull=False) & (Q(parent__closed_at=None) | Q(parent__closed_at__gte=before)))
        .exclude(Q(about__isnull=False) & (Q(about__closed_at=None) | Q(about__closed_at__gte=before)))
        .filter(~Exists(bound.filter(young)))
        .filter(~Exists(held.filter(order=OuterRef("pk"))))
    )


def _evidence_still_kept(at: datetime) -> "QuerySet[Classification]":
    """Classifications of the outer order, and of complaints bound to it, whose years of evidence are not over."""
    years = Func(
        F("grade__evidence_years"), template="make_interval(years => %(expressions)s)", output_field=DurationField()
    )
    of_family = Q(order=OuterRef("pk")) | Q(order=OuterRef("about_id")) | Q(order__about=OuterRef("pk"))
    closed_after = ExpressionWrapper(Value(at) - years, output_field=DateTimeField())
    return Classification.objects.filter(of_family, order__closed_at__gt=closed_after)


@transaction.atomic
def forget_people(*, at: datetime, limit: int = BATCH) -> int:
    """The next ``limit`` orders that are due; how many there were. Files go when this is committed."""
    orders = list(due_orders(at=at).select_for_update(skip_locked=True, of=("self",), no_key=True)[:limit])
    if not orders:
        return 0
    known: Known = defaultdict(Pseudonyms)
    rows = [(model, cells, path, list(_rows(model, path, orders))) for model, cells, path in _tables()]
    for _model, cells, path, found in rows:
        for row in found:
            meet(known[_order_of(row, path)], row, cells)
    with histories_let_words_go():
        for model, cells, path, found in rows:
            if c.SEALED in cells.values():
                model._default_manager.filter(pk__in=[row.pk for row in found]).delete()
                continue
            for row in found:
                write_anew(known[_order_of(row, path)], row, cells, at)
            save(model, cells, found)
    Pseudonymised.objects.bulk_create(
        [Pseudonymised(order=order, at=at, people=known[order.pk].people) for order in orders]
    )
    audit.record(
        actor=None,
        action="people_forgotten",
        object_kind="order",
        object_ref=orders[0].number,
        orders=len(orders),
        last=orders[-1].number,
        kept_years=settings.KEEP_ORDERS_YEARS,
    )
    return len(orders)


def _tables() -> Iterator[tuple[type[models.Model], Columns, str]]:
    """Model, its columns and the way from a row to its order."""
    for label, cells in c.IN_ORDERS.items():
        if c.FOLLOWS not in cells.values():
            yield apps.get_model(label), cells, "pk" if label == WorkOrder._meta.label else "order_id"
    for label, cells in c.OF_CLOCKS.items():
        yield apps.get_model(label), cells, "clock__order_id"
    for label, cells in c.OF_MESSAGES.items():
        yield apps.get_model(label), cells, SUBJECT_OF[label]


def _rows(model: Any, path: str, orders: list[WorkOrder]) -> QuerySet[Any]:
    of_orders: dict[str, Any] = {f"{path}__in": [order.pk for order in orders]}
    if path.endswith("subject_id"):
        of_orders[path.removesuffix("id") + "kind"] = "order"
    found = model._default_manager.filter(**of_orders).order_by("pk")
    return found.select_related(path.split("__")[0]) if "__" in path else found


def _order_of(row: Any, path: str) -> int:
    for name in path.split("__"):
        row = getattr(row, name)
    return int(row)
