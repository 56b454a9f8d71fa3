"""Whose supply a reporter speaks of: by meter, by customer number, or by a phone that belongs to one place only."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from command_center.ground.core.prepared import prepared
from customers.models import ServicePoint


class Clue(NamedTuple):
    """What a report says about the customer; empty where it says nothing. ``phone`` is E.164."""

    customer_number: str = ""
    meter_number: str = ""
    phone: str = ""


class Match(NamedTuple):
    """Whose supply is meant. ``by_phone``: only the caller is known by it, not what he speaks of."""

    point: ServicePoint | None
    by_phone: bool = False


def match_service_point(*, customer_number: str = "", meter_number: str = "", phone: str = "") -> ServicePoint | None:
    return match_service_points([Clue(customer_number, meter_number, phone)])[0]


def match_service_points(clues: Sequence[Clue]) -> list[ServicePoint | None]:
    return [match.point for match in match_supplies(clues)]


def match_supplies(clues: Sequence[Clue]) -> list[Match]:
    """The service point of each clue, surest first: meter, then customer number, then phone. None when unknown.

    A number or phone that stands for several service points matches none: a person has to ask.
    """
    meters = {clue.meter_number for clue in clues} - {""}
    numbers = {clue.customer_number for clue in clues} - {""}
    phones = {clue.phone for clue in clues} - {""}
    if not (meters or numbers or phones):
        return [Match(None)] * len(clues)
    by_meter = {point.meter_number: point for point in _of_meters([*meters])}
    by_number = _unique((point.customer.number, point) for point in _of_numbers([*numbers]))
    by_phone = _by_phone(phones)
    named = [by_meter.get(clue.meter_number) or by_number.get(clue.customer_number) for clue in clues]
    return [
        Match(point) if point else Match(by_phone.get(clue.phone), by_phone=True)
        for point, clue in zip(named, clues, strict=True)
    ]


@prepared
def _of_meters(meters: list[str]) -> "QuerySet[ServicePoint]":
    return ServicePoint.objects.filter(meter_number__any_of=meters).select_related("customer")


@prepared
def _of_numbers(numbers: list[str]) -> "QuerySet[ServicePoint]":
    return ServicePoint.objects.filter(customer__number__any_of=numbers).select_related("customer")


def _by_phone(phones: set[str]) -> dict[str, ServicePoint]:
    return _unique((point.matched_phone, point) for point in _of_phones([*phones]))


@prepared
def _of_phones(phones: list[str]) -> "QuerySet[Any]":
    called = ServicePoint.objects.filter(customer__contacts__phone__any_of=phones)
    return called.annotate(matched_phone=F("customer__contacts__phone")).select_related("customer")


def _unique(pairs: Iterable[tuple[str, ServicePoint]]) -> dict[str, ServicePoint]:
    seen: dict[str, ServicePoint | None] = {}
    for key, point in pairs:
        known = seen.get(key, point)
        seen[key] = point if known is not None and known.pk == point.pk else None
    return {key: point for key, point in seen.items() if point is not None}
