"""Everything that the wall of an area shows at one moment.

One state serves the socket and the API, so a figure on the screen is the API's. It is codes and numbers in no language.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.core.cache import cache

from command_center.ground.core.errors import NotFound
from command_center.ground.core.values import iso
from command_center.ground.organisation.models import Level, OrgUnit
from command_center.ground.organisation.roles import RIGHTS, Right, Role
from command_center.screens.board.figures import kpis_for
from command_center.screens.wall.crews import crews_out
from command_center.screens.wall.figures import arrivals_today, restored_today, trend
from command_center.screens.wall.lines import Dark, dark_places, overdue_waiting, worst
from command_center.screens.wall.plans import plans_today
from outages.life.states import DARK
from outages.models import PREARRANGED

State = dict[str, Any]
DIRECTLY_UNDER = "90"
KEPT_SECONDS = 4  # several screens of one area, and one that asks by HTTP, are answered once
BELIEVED = {status.value for status in DARK}


class Area(NamedTuple):
    """Whose wall it is. Whoever looks, it shows what a screen of it may: nothing told in confidence, as it is for all to see."""

    scope_paths: list[str]

    @classmethod
    def of(cls, who: Any) -> "Area":
        """Raises ``NotFound`` for an account without an area."""
        if not who.scope_paths:
            raise NotFound()
        return cls(list(who.scope_paths))

    def may(self, right: Right) -> bool:
        return right in RIGHTS[Role.WALL_SCREEN]

    @property
    def key(self) -> str:
        return "|".join(self.scope_paths)


def wall_of(area: Area, *, at: datetime) -> State:
    """The state of this area, at most a few seconds old."""
    return kept(f"wall:{area.key}", KEPT_SECONDS, lambda: build(area, at=at))


def kept(key: str, seconds: int, make: Any) -> State:
    try:
        found = cache.get(key)
    except Exception:  # Redis away: read, the wall is still looked at
        return make()
    if found is None:
        found = make()
        cache.set(key, found, seconds)
    return found


def build(who: Area, *, at: datetime) -> State:
    """Some twenty queries, whatever is going on."""
    unit = unit_of(who)
    dark = dark_places(who)
    believed = [each for each in dark if each.status in BELIEVED]
    kpis = kpis_for(who, at=at)
    crews = crews_out(who, at=at)
    return {
        "at": iso(at),
        "unit": _named(unit) | {"level": unit.level},
        "dark": {
            "customers": sum(each.customers for each in believed),
            "planned": sum(each.customers for each in believed if each.kind in PREARRANGED),
            "outages": len(believed),
            "suspected": len(dark) - len(believed),
            "important": sum(each.important for each in believed),
            "life_support": sum(each.life_support for each in believed),
            "restored_today": restored_today(who, at=at),
        },
        "orders": {
            **{name: kpis[name] for name in ("open", "pending", "overdue", "due_soon", "orders_today")},
            "overdue_waiting": overdue_waiting(who, at=at),
        },
        "crews": crews,
        "areas": areas_below(unit, believed),
        "arrival_minutes": kpis["arrival_minutes"],
        "arrival": arrivals_today(who, at=at),
        "trend": trend(who, at=at),
        "places": [each.on_map() for each in dark if each.lat is not None],
        "worst": worst(who, dark, at=at),
        "plans": plans_today(who, at=at),
        "pace": kpis["pace"],
    }


def unit_of(who: Area) -> OrgUnit:
    """The screen's unit, the person's, or the first that they were granted."""
    return OrgUnit.objects.defer("area").get(path=who.scope_paths[0])


def areas_below(unit: OrgUnit, dark: Iterable[Dark]) -> list[State]:
    """The units one step below, each with its dark customers: cities of a province, counties of a city, stations of a county."""
    areas = {area.path: area for area in _below(unit)}
    customers: Counter[str] = Counter()
    outages: Counter[str] = Counter()
    for each in dark:
        here = next((path for path in _upwards(each.org_path) if path in areas), "")
        customers[here] += each.customers
        outages[here] += 1
    return [
        _named(area) | {"customers": customers[path], "outages": outages[path]} for path, area in sorted(areas.items())
    ]


def _below(unit: OrgUnit) -> list[OrgUnit]:
    """Counties directly under a province stand for themselves: the code that holds them together (GB/T 2260: 90) is no place."""
    below = list(unit.children.filter(active=True).defer("area"))
    together = [each for each in below if each.level == Level.CITY_CENTRE and each.code.endswith(DIRECTLY_UNDER)]
    alone = OrgUnit.objects.filter(parent__in=together, active=True).defer("area") if together else ()
    return [*(each for each in below if each not in together), *alone]


def _upwards(org_path: str) -> Iterable[str]:
    parts = org_path.strip("/").split("/")
    return ("/".join(parts[:depth]) + "/" for depth in range(len(parts), 0, -1))


def _named(unit: OrgUnit) -> State:
    return {"code": unit.code, "name": unit.name, "name_en": unit.name_en}
