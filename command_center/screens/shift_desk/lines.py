"""The lines of the shift desk: each crew's card with its shift, its next due moment and the place of its last fix.

The number of queries does not grow with the number of crews.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from command_center.ground.core.realtime import Card
from command_center.ground.core.values import iso
from command_center.ground.organisation.places import locate_many, units_by_id
from command_center.ground.organisation.scope import scoped
from command_center.ground.organisation.unit_names import names_of_paths, unit_name
from command_center.screens.cards.crews import crew_cards
from dispatch.models import Assignment, Crew, Shift

Shown = dict[str, Any]


def crews_at_work(user: Any, *, at: datetime) -> "QuerySet[Crew]":
    """The crews of the person's area that are on duty, and those that hold an order although their shift is over."""
    shift = Shift.objects.running(at).filter(crew=OuterRef("pk"))
    held = Assignment.objects.in_hand().filter(crew=OuterRef("pk"))
    crews = scoped(Crew.objects.filter(active=True), user)
    return crews.filter(Q(Exists(shift)) | Q(Exists(held)))


def areas_of(crews: "QuerySet[Crew]") -> list[Shown]:
    """The units of these crews and all that they lie in, from the province down."""
    named = names_of_paths(set(crews.values_list("org_path", flat=True)))
    return [{"path": path, "name": name} for path, name in sorted(named.items())]


def desk_lines(crews: "QuerySet[Crew]", *, at: datetime) -> list[Shown]:
    """The lines in the order of the units."""
    paths = dict(crews.order_by("org_path", "code").values_list("pk", "org_path"))
    cards = crew_cards(list(paths), at=at)
    shifts, due, places = _shifts(paths, at), _next_due(paths), _places(cards.values())
    return [
        {**cards[pk], "path": path, "shift": shifts.get(pk), "next_due": due.get(pk), "place": places.get(pk, "")}
        for pk, path in paths.items()
        if pk in cards
    ]


def _shifts(crew_ids: Iterable[int], at: datetime) -> Mapping[int, Shown]:
    """The running shift of each; of two that overlap the one that ends last."""
    rows = Shift.objects.running(at).filter(crew_id__in=list(crew_ids)).order_by("ends_at")
    told = rows.values_list("crew_id", "starts_at", "ends_at", "people")
    return {pk: {"starts_at": iso(begin), "ends_at": iso(end), "people": people} for pk, begin, end, people in told}


def _next_due(crew_ids: Iterable[int]) -> Mapping[int, Shown]:
    """What is due first among the orders that each has in hand."""
    held = Assignment.objects.in_hand().filter(crew_id__in=list(crew_ids), order__next_due_at__isnull=False)
    rows = held.order_by("crew_id", "order__next_due_at", "order_id").distinct("crew_id")
    told = rows.values_list("crew_id", "order__next_due_at", "order__next_due_code", "order__number")
    return {pk: {"at": iso(due_at), "code": code, "number": number} for pk, due_at, code, number in told}


def _places(cards: Iterable[Card]) -> Mapping[int, str]:
    """Crew → the unit in whose area its last fix lies; none for a crew of which nobody has heard for long."""
    fixed = [card for card in cards if card["live"]]
    found = locate_many([(card["lat"], card["lon"]) for card in fixed])
    ids = {card["id"]: place.unit_id or place.centre_id for card, place in zip(fixed, found, strict=True) if place}
    units = units_by_id(ids.values())
    return {pk: unit_name(units[unit_id].name, units[unit_id].name_en) for pk, unit_id in ids.items()}
