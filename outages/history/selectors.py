"""What happened to one outage, as its detail tells it: signals, steps, changes, estimates, orders, rounds of questions.

Every list is one query and JSON-ready except for its moments, which are aware datetimes.
"""

from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When

from customers.models import Contact
from customers.phones import mask_name, mask_phone
from outages.generators.models import GeneratorStatus, GeneratorVehicle
from outages.judging.models.evidence import Evidence, EvidenceKind
from outages.ledger.models import Interruption
from outages.life.choices import Answer, EndedBy
from outages.life.models import Outage
from outages.verbs.models import CheckAnswer

Rows = list[dict[str, Any]]
SIGNALS_SHOWN = 200
ANSWERS_SHOWN = 500
VEHICLES_SHOWN = 30


def evidence_of(outage: Outage) -> Rows:
    """The newest signals; how many there are of each kind is ``evidence_counts``. Never what a caller said."""
    rows = outage.evidence.order_by("-at", "-pk").values(
        "kind",
        "at",
        "received_at",
        meter_number=F("service_point__meter_number"),
        device=F("branch__code"),
        node_name=F("node__name"),
        order_number=F("order__number"),
        author_name=F("author__name"),
        said=F("detail"),
    )
    return [_signal(dict(row)) for row in rows[:SIGNALS_SHOWN]]


def _signal(row: dict[str, Any]) -> dict[str, Any]:
    """What a crew found is told in full; of a meter's event nothing but that it came."""
    said = row.pop("said")
    row["finding"] = said if row["kind"] == EvidenceKind.CREW else None
    return _renamed(row, node="node_name", order="order_number", author="author_name")


def evidence_counts(outage: Outage) -> dict[str, int]:
    counts = Evidence.objects.filter(outage=outage).order_by().values_list("kind").annotate(n=Count("pk"))
    return dict(counts.order_by("kind"))


def steps_of(outage: Outage) -> Rows:
    return [
        {
            "id": step.pk,
            "at": step.at,
            "recorded_at": step.recorded_at,
            "ended_by": step.ended_by,
            "device": step.by_device.code if step.by_device else None,
            "phases": step.phases,
            "customers": step.customers,
            "actor": _name(step.actor),
            "note": step.note,
        }
        for step in outage.steps.select_related("by_device", "actor")
    ]


def changes_of(outage: Outage) -> Rows:
    return [
        {
            "kind": change.kind,
            "old": change.old,
            "new": change.new,
            "at": change.at,
            "actor": _name(change.actor),
            "reason": change.reason,
            "detail": change.detail,
            "device_before": change.device_before.code if change.device_before else None,
            "device_after": change.device_after.code if change.device_after else None,
            "other": change.other.number if change.other else None,
            "correction": change.correction_id,
        }
        for change in outage.changes.select_related("actor", "device_before", "device_after", "other")
    ]


def estimates_of(outage: Outage) -> Rows:
    return [
        {
            "revision": estimate.revision,
            "etr_at": estimate.etr_at,
            "p50_at": estimate.p50_at,
            "source": estimate.source,
            "author": _name(estimate.author),
            "reason": estimate.reason,
            "params": estimate.params,
            "at": estimate.at,
        }
        for estimate in outage.estimates.select_related("author")
    ]


def orders_of(outage: Outage) -> Rows:
    """The leading one first."""
    return [
        {
            "number": link.order.number,
            "status": link.order.status,
            "role": link.role,
            "grade": link.order.grade,
            "hazard": link.order.hazard,
            "at": link.at,
        }
        for link in outage.orders.select_related("order").order_by("-role", "pk")
    ]


def generators_of(outage: Outage) -> Rows:
    """Vehicles that supply, or supplied, customers of it. One query."""
    fed = Interruption.objects.standing().filter(
        ended_by=EndedBy.GENERATOR, on_at=OuterRef("supplying_from_at"), step__note=OuterRef("vehicle__code")
    )
    count = fed.order_by().values("ended_by").annotate(n=Count("pk")).values("n")
    rows = outage.generators.filter(supplying_from_at__isnull=False).annotate(customers=Subquery(count))
    return [
        {
            "vehicle": row.vehicle.code,
            "plate": row.vehicle.plate,
            "kva": row.vehicle.kva,
            "customers": row.customers or 0,
            "from_at": row.supplying_from_at,
            "to_at": row.supplying_to_at,
        }
        for row in rows.select_related("vehicle").order_by("pk")
    ]


def vehicles_on_standby(outage: Outage) -> Rows:
    """Which could be placed: those of its centre first, then the largest."""
    rows = GeneratorVehicle.objects.filter(status=GeneratorStatus.STANDBY)
    rows = rows.annotate(own=Case(When(centre_id=outage.centre_id, then=0), default=1)).order_by("own", "-kva", "code")
    named = rows.values("plate", "kva", "fuel_hours", vehicle=F("code"), place=F("centre__name"))
    return [dict(row) for row in named[:VEHICLES_SHOWN]]


def verification_of(outage: Outage, *, with_people: bool = False) -> dict[str, Any]:
    """``{"rounds", "answers"}``: all rounds with their sums, and who is asked in the last one."""
    sums = {name.lower(): Count("answers", filter=Q(answers__answer=name)) for name in Answer.values}
    rounds = list(
        outage.checks.annotate(**sums)
        .order_by("pk")
        .values("id", "at", "population", "asked", "finished_at", "passed", *sums)
    )
    return {"rounds": rounds, "answers": _answers(rounds[-1]["id"], with_people) if rounds else []}


def _answers(check_id: int, with_people: bool) -> Rows:
    rows = CheckAnswer.objects.filter(check_round_id=check_id).order_by("-important", "pk")
    named = {"meter_number": F("service_point__meter_number"), **(_people() if with_people else {})}
    shown = [dict(row) for row in rows.values("important", "answer", "answered_at", **named)[:ANSWERS_SHOWN]]
    return [_masked(row) for row in shown] if with_people else shown


def _people() -> dict[str, Any]:
    """Who is to be asked, as columns of their answer."""
    first = Contact.objects.filter(customer=OuterRef("service_point__customer")).order_by("pk").values("phone")[:1]
    return {
        "customer_number": F("service_point__customer__number"),
        "name": F("service_point__customer__name"),
        "address": F("service_point__address"),
        "phone": Subquery(first),
    }


def _masked(row: dict[str, Any]) -> dict[str, Any]:
    masks = {"name": mask_name(row["name"]), "phone": mask_phone(row["phone"] or "")}
    return {**row, **masks}


def _name(person: Any) -> str:
    return str(person) if person else ""


def _renamed(row: dict[str, Any], **names: str) -> dict[str, Any]:
    # A lookup's name must not be a field's own.
    return row | {new: row.pop(old) for new, old in names.items()}
