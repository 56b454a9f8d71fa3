"""The locator over the organisation as it stands in the database, built once a process and again when it changes."""

import threading
from collections.abc import Iterable

from django.db.models import Count, Max
from shapely.geometry import shape

from command_center.ground.core.process_cache import cached
from command_center.ground.organisation.locating import Locator, Place
from command_center.ground.organisation.models import UNITS, Level, OrgUnit, ServiceGrid

_lock = threading.Lock()
_built: tuple[tuple[object, ...], Locator] | None = None


def locate_many(lat_lons: list[tuple[float, float]]) -> list[Place | None]:
    """Who serves each point; None outside the province. See ``Locator``."""
    return locator().locate_many(lat_lons) if lat_lons else []


def locator() -> Locator:
    """The present locator. A change of the map is seen within five seconds; building takes a second."""
    global _built
    stamp = _stamp()
    with _lock:
        if _built is None or _built[0] != stamp:
            _built = (stamp, _build())
        return _built[1]


def units_by_id(ids: Iterable[int]) -> dict[int, OrgUnit]:
    """Units without their (large) service areas; each is read once in five seconds, however many reports name it."""
    known, wanted = _units(), set(ids)
    if missing := wanted - known.keys():
        known.update(OrgUnit.objects.defer("area").in_bulk(list(missing)))
    return {unit_id: known[unit_id] for unit_id in wanted}


@cached(seconds=5)
def _units() -> dict[int, OrgUnit]:
    """Filled as they are asked for."""
    return {}


@cached(seconds=5)
def _stamp() -> tuple[object, ...]:
    # A row that was added or edited is the latest written; one that was deleted changes the count. The key tells rows apart
    # that were written at the same moment, as in a story whose clock stands still.
    last = {"n": Count("pk"), "pk": Max("pk"), "at": Max("updated_at")}
    units, grids = OrgUnit.objects.aggregate(**last), ServiceGrid.objects.aggregate(**last)
    return (*units.values(), *grids.values())


def _build() -> Locator:
    counties = OrgUnit.objects.filter(level=Level.COUNTY_CENTRE, active=True, area__isnull=False)
    units = OrgUnit.objects.filter(level__in=UNITS, active=True, parent__isnull=False)
    return Locator(
        counties=[(c.pk, c.code, shape(c.area)) for c in counties],
        grids=[(g.pk, g.unit_id, shape(g.area)) for g in ServiceGrid.objects.only("pk", "unit_id", "area")],
        units=[(u.pk, u.parent_id or 0, u.level, u.latitude, u.longitude) for u in units],
    )
