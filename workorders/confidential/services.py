"""Sealing who told us, opening it for the two roles that follow up, recognising the same caller.

Everything that names a person leaves the order and its reports in the transaction that makes them confidential.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Any, TypedDict

from django.db.models import Q, QuerySet

from command_center.ground.core.sealing import digest, seal, unseal
from customers.messages.services import forget_recipients
from workorders.confidential.models import Complainant
from workorders.models.orders import FaultReport, WorkOrder

# Columns of an order that name a person or lead to one, and what stands there afterwards.
OF_ORDER: Mapping[str, Any] = {
    "reporter_name": "", "reporter_phone": "", "customer_id": None, "service_point_id": None, "node_id": None,
    "grid_id": None, "address": "", "latitude": None, "longitude": None,
}  # fmt: skip
# What a report says of its caller, in the words that are stored with it.
OF_REPORT = (
    "reporter_name", "reporter_phone", "customer_number", "meter_number", "address", "latitude", "longitude",
)  # fmt: skip


class People(TypedDict):
    """Who told us: what stood on the order, and what the report said."""

    order: dict[str, Any]
    report: dict[str, Any]


def take_people(order: WorkOrder) -> dict[str, Any]:
    """Empty the columns of an order that name somebody; answers what stood there. The row is the caller's to write."""
    people = {name: getattr(order, name) for name in OF_ORDER}
    for name, nothing in OF_ORDER.items():
        setattr(order, name, nothing)
    return people


def veiled(payload: dict[str, Any]) -> dict[str, Any]:
    """A report as it is stored beside a sealed caller."""
    return {key: value for key, value in payload.items() if key not in OF_REPORT}


def keep(order: WorkOrder, report: FaultReport | None, *, people: dict[str, Any], payload: dict[str, Any]) -> None:
    """Seal who told this report of the order. ``people`` as ``take_people`` answered, ``payload`` before it was veiled."""
    said = {name: payload.get(name) for name in OF_REPORT}
    phone = people.get("reporter_phone") or said["reporter_phone"] or ""
    Complainant.objects.create(
        order=order,
        report=report,
        sealed=seal(People(order=people, report=said)),
        phone_digest=digest(phone),
        customer_digest=digest(str(people.get("customer_id") or "")),
    )


def copy_to(sprung: Sequence[WorkOrder]) -> None:
    """Orders that spring from confidential ones (a complaint that goes on as an opinion) are of the same people. Two queries."""
    if not sprung:
        return
    rows = Complainant.objects.filter(order__in=[row.about_id for row in sprung]).order_by("order", "pk")
    firsts = {row.order_id: row for row in rows.distinct("order")}
    Complainant.objects.bulk_create(
        Complainant(
            order=row, sealed=first.sealed, phone_digest=first.phone_digest, customer_digest=first.customer_digest
        )
        for row in sprung
        if row.about_id is not None and (first := firsts.get(row.about_id))
    )


def make_confidential(order: WorkOrder, *, at: datetime) -> None:
    """Seal an order that was not: from now on no row names who told us. The order is locked and written here."""
    order.confidential = True
    order.gate = order.gate_by_kind
    people = take_people(order)
    order.save(update_fields=["confidential", "gate", *OF_ORDER])
    forget_recipients(("order", order.pk), at=at)
    reports = list(FaultReport.objects.filter(order=order).order_by("urge", "pk"))
    _veil_notes(order, reports)
    for report in reports:
        keep(order, report, people={} if report.urge else people, payload=report.payload)
        report.payload, report.phone, report.service_point_id = veiled(report.payload), "", None
    FaultReport.objects.bulk_update(reports, ["payload", "phone", "service_point"])
    if not reports:
        keep(order, None, people=people, payload={})


def _veil_notes(order: WorkOrder, reports: Sequence[FaultReport]) -> None:
    """A note of a call that came while the order was open says who called."""
    named = {report.payload.get(field) for report in reports for field in ("reporter_name", "reporter_phone")} - {
        None,
        "",
    }
    notes = list(order.notes.filter(urge=True))
    for note, name in product(notes, named):
        note.text = note.text.replace(name, "***")
    order.notes.bulk_update(notes, ["text"])


def people_of(order: WorkOrder) -> dict[str, Any]:
    """What would stand on the order if it were not confidential; empty where nobody is known."""
    first = order.complainants.first()
    return unseal(first.sealed)["order"] if first else {}


def whole_payload(report: FaultReport) -> dict[str, Any]:
    """A report in full, whether or not its caller is sealed."""
    sealed = Complainant.objects.filter(report=report).first()
    return report.payload | (unseal(sealed.sealed)["report"] if sealed else {})


def told_by(phone: str, customer_id: int | None) -> Q:
    """Orders of this customer, or of this caller where no customer is known; sealed ones too."""
    if customer_id:
        return Q(customer_id=customer_id) | Q(pk__in=_sealed(customer_digest=digest(str(customer_id))))
    return Q(reporter_phone=phone) | Q(pk__in=_sealed(phone_digest=digest(phone)))


def _sealed(**digests: str) -> "QuerySet[Complainant, int]":
    return Complainant.objects.filter(**digests).values_list("order_id", flat=True)


def open_people(orders: Sequence[WorkOrder]) -> dict[int, dict[str, Any]]:
    """Order id → whom it names, of confidential orders. One query."""
    rows = Complainant.objects.filter(order__in=[order.pk for order in orders]).order_by("-pk")
    return {row.order_id: unseal(row.sealed)["order"] for row in rows}
