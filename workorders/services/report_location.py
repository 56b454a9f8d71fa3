"""The location of a reported fault: at the pin, at the known supply, or, as far as words tell, in the area of a unit.

A pin counts near the supply it is about. A pin far from a supply named by its number is a mistake of the phone, or of
somebody who calls for his parents' house; a pin far from the home of whoever calls is where the fault is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from command_center.ground.core.geo import haversine_m
from command_center.ground.organisation.locating import Place
from command_center.ground.organisation.places import locate_many, units_by_id
from customers.models import ServicePoint
from customers.services.matching import Match
from customers.services.named_places import name_places
from workorders.report import Report

# Source: assumed. A farm's meter may stand at the road while its barn is dark.
NEAR_SUPPLY_M = 2000.0
UNLOCATED, PIN_FAR = "unlocated", "pin_far"
SWAPPED, ELSEWHERE, BY_WORDS = "pin_swapped", "caller_elsewhere", "place_by_words"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportLocation:
    """``place`` without coordinates is only the area: a person sets the point. ``warnings``: what was not taken as told."""

    caller: ServicePoint | None = None
    """Whose number or phone it is; ``point`` is the supply that is dark, which may be another one."""
    point: ServicePoint | None = None
    latitude: float | None = None
    longitude: float | None = None
    place: Place | None = None
    attention: str = ""
    warnings: tuple[str, ...] = ()
    hint: str = ""


def locate_reports(reports: Sequence[Report], matches: Sequence[Match]) -> list[ReportLocation]:
    """The place of each report, with the supply it is about. A few statements for all."""
    pins = {n: pin for n, report in enumerate(reports) if (pin := _pin(report))}
    asked = [*pins.values(), *((pin[1], pin[0]) for pin in pins.values())]
    places = _located(asked)
    spots = [replace(_spot(pins.get(n), match, places), caller=match.point) for n, match in enumerate(matches)]
    return _by_words(reports, _at_supply(spots))


def _located(asked: Sequence[tuple[float, float]]) -> dict[tuple[float, float], Place | None]:
    on_earth = list(dict.fromkeys(pin for pin in asked if abs(pin[0]) <= 90))
    return dict(zip(on_earth, locate_many(on_earth), strict=True))


def _pin(report: Report) -> tuple[float, float] | None:
    if report.latitude is None or report.longitude is None:
        return None
    return report.latitude, report.longitude


def _spot(
    pin: tuple[float, float] | None, match: Match, places: dict[tuple[float, float], Place | None]
) -> ReportLocation:
    """What the pin says, in the light of the supply; without coordinates where it says nothing."""
    point = match.point
    if pin is None:
        return ReportLocation(point=point)
    place, swapped = places.get(pin), places.get((pin[1], pin[0]))
    if point is not None and place is not None and _near(point, pin):
        return ReportLocation(point=point, latitude=pin[0], longitude=pin[1], place=place)
    if point is not None and match.by_phone and place is not None:
        # They call from their own phone about something elsewhere: their supply is not what is dark.
        return ReportLocation(latitude=pin[0], longitude=pin[1], place=place, warnings=(ELSEWHERE,))
    if point is not None:
        if swapped is not None and _near(point, (pin[1], pin[0])):
            return ReportLocation(point=point, latitude=pin[1], longitude=pin[0], place=swapped, warnings=(SWAPPED,))
        return ReportLocation(
            point=point, attention=PIN_FAR, warnings=(PIN_FAR,), hint=f"{PIN_FAR}: {pin[0]}, {pin[1]}"
        )
    if place is None and swapped is not None:
        return ReportLocation(place=_area(swapped), warnings=(SWAPPED,), hint=f"{SWAPPED}: {pin[1]}, {pin[0]}")
    return ReportLocation(latitude=pin[0], longitude=pin[1], place=place) if place else ReportLocation()


def _near(point: ServicePoint, pin: tuple[float, float]) -> bool:
    return abs(pin[0]) <= 90 and haversine_m(*pin, point.latitude, point.longitude) <= NEAR_SUPPLY_M


def _at_supply(spots: Sequence[ReportLocation]) -> list[ReportLocation]:
    """Where no pin counts, the supply's own place is believed, also on the wrong side of every border drawn."""
    missing = [spot.point for spot in spots if spot.point and spot.latitude is None]
    places = iter(locate_many([(point.latitude, point.longitude) for point in missing]))
    return [
        replace(
            spot,
            latitude=spot.point.latitude,
            longitude=spot.point.longitude,
            place=next(places) or _place_of(spot.point),
        )
        if spot.point and spot.latitude is None
        else spot
        for spot in spots
    ]


def _place_of(point: ServicePoint) -> Place:
    unit = units_by_id([point.unit_id])[point.unit_id]
    return Place(
        centre_id=unit.parent_id or unit.pk,
        adcode=unit.code[:6],
        unit_id=unit.pk,
        grid_id=point.grid_id,
        area_kind=point.area_kind,
        distance_to_unit_m=None,
    )


def _area(place: Place) -> Place:
    return replace(place, grid_id=None, distance_to_unit_m=None)


def _by_words(reports: Sequence[Report], spots: Sequence[ReportLocation]) -> list[ReportLocation]:
    """The address of who has no place otherwise: the county's desk sees it at once and sets the point."""
    lost = [n for n, spot in enumerate(spots) if spot.latitude is None and spot.place is None]
    named = dict(zip(lost, name_places([reports[n].address for n in lost]), strict=True)) if lost else {}
    return [
        replace(spot, place=named[n], attention=UNLOCATED, warnings=(*spot.warnings, BY_WORDS))
        if named.get(n)
        else replace(spot, attention=UNLOCATED)
        if spot.latitude is None
        else spot
        for n, spot in enumerate(spots)
    ]
