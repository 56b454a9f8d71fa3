"""People of old orders become pseudonyms, order by order and in all their rows at once; what is held stays as it is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from command_center.ground.core import audit
from command_center.ground.core.sealing import unseal
from workorders.models import WorkOrder
from workorders.retention import columns as c
from workorders.retention.models import LegalHold, Pseudonymised
from workorders.retention.pseudonyms import Pseudonyms, rounded

BATCH = 300

Columns = Mapping[str, str]
Known = defaultdict[int, Pseudonyms]


@transaction.atomic
def hold(order: WorkOrder, *, reason: str, actor: Any, at: datetime) -> LegalHold:
    """Nothing of the order is taken out until the hold is lifted."""
    made = LegalHold.objects.create(order=order, reason=reason, held_by=actor, held_at=at)
    audit.record(actor=actor, action="legal_hold", object_kind="order", object_ref=order.number)
    return made


@transaction.atomic
def lift(held: LegalHold, *, actor: Any, at: datetime) -> None:
    held.lifted_by, held.lifted_at = actor, at
    held.save(update_fields=["lifted_by", "lifted_at"])
    audit.record(actor=actor, action="legal_hold_lifted", object_kind="order", object_ref=held.order.number)


def years_before(at: datetime, years: int) -> datetime:
    """The same day some years ago; of 29 February the 28th."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)


def due_orders(*, at: datetime) -> QuerySet[WorkOrder]:
    """Closed long enough ago, with everything that was merged into them or is about them, and not held."""
    before = years_before(at, settings.KEEP_ORDERS_YEARS)
    young = Q(closed_at=None) | Q(closed_at__gte=before)
    held = LegalHold.objects.filter(lifted_at=None)
    bound = WorkOrder.objects.filter(Q(parent=OuterRef("pk")) | Q(about=OuterRef("pk")))
    return (
        WorkOrder.objects.filter(closed_at__lt=before, pseudonymised=None)
        .exclude(Q(parent__isnull=False) & (Q(parent__closed_at=None) | Q(parent__closed_at__gte=before)))
        .exclude(Q(about__isnull=False) & (Q(about__closed_at=None) | Q(about__closed_at__gte=before)))
        .filter(~Exists(bound.filter(young)))
        .filter(~Exists(held.filter(order=OuterRef("pk"))))
    )


@transaction.atomic
def forget_people(*, at: datetime, limit: int = BATCH) -> int:
    """The next ``limit`` orders that are due; how many there were. Files go when this is committed."""
    orders = list(due_orders(at=at).select_for_update(skip_locked=True, of=("self",), no_key=True)[:limit])
    if not orders:
        return 0
    known: Known = defaultdict(Pseudonyms)
    rows = [(model, cells, path, list(_rows(model, cells, path, orders))) for model, cells, path in _tables()]
    for _model, cells, path, found in rows:
        for row in found:
            _meet(known[_order_of(row, path)], row, cells)
    with connection.cursor() as cursor:  # histories let words be taken out in this transaction, and nothing else
        cursor.execute("SELECT set_config('workorders.forgetting', 'on', true)")
    for model, cells, path, found in rows:
        if c.SEALED in cells.values():
            model._default_manager.filter(pk__in=[row.pk for row in found]).delete()
            continue
        for row in found:
            _write_anew(known[_order_of(row, path)], row, cells, at)
        model._default_manager.bulk_update(found, _written(model, cells), batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('workorders.forgetting', 'off', true)")
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


def _rows(model: Any, cells: Columns, path: str, orders: list[WorkOrder]) -> QuerySet[Any]:
    found = model._default_manager.filter(**{f"{path}__in": [order.pk for order in orders]}).order_by("pk")
    return found.select_related("clock") if path.startswith("clock") else found


def _order_of(row: Any, path: str) -> int:
    for name in path.split("__"):
        row = getattr(row, name)
    return int(row)


def _meet(known: Pseudonyms, row: Any, cells: Columns) -> None:
    fields = {how: getattr(row, name) for name, how in cells.items() if how in (c.NAME, c.PHONE, c.ADDRESS)}
    known.meet(**fields)
    for name, how in cells.items():
        if how == c.TOLD:
            known.meet_told(getattr(row, name))
        if how == c.SEALED:
            known.meet_told(unseal(bytes(getattr(row, name))))


def _write_anew(known: Pseudonyms, row: Any, cells: Columns, at: datetime) -> None:
    """Each column by what it is; whoever keeps a copy of the orders finds the row by its moment and its revision."""
    for name, how in cells.items():
        if how == c.PHOTO and (file := getattr(row, name)):
            transaction.on_commit(partial(default_storage.delete, file.name))
        setattr(row, name, _anew(known, how, getattr(row, name)))
    if isinstance(row, WorkOrder):
        row.rev, row.updated_at = row.rev + 1, at


def _anew(known: Pseudonyms, how: str, value: Any) -> Any:
    if how in (c.NAME, c.PHONE):
        return known.person(value)
    if how == c.POINT:
        return rounded(value)
    if how in (c.LINK, c.PHOTO):
        return None if how == c.LINK else ""
    if how == c.TOLD:
        return known.told(value)
    return known.address(value) if how == c.ADDRESS else known.words(value)


def _written(model: type[models.Model], cells: Columns) -> list[str]:
    return [*cells, *(("rev", "updated_at") if model is WorkOrder else ())]
