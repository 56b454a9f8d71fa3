"""What a person may look at on the board: the parts of its view, as its address and its saved views name them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from command_center.ground.organisation.models import CENTRES, UNITS, OrgUnit, User
from command_center.ground.organisation.scope import scoped
from workorders.models import FaultKind

ON = ("true",)
PARTS: dict[str, Sequence[str] | None] = {
    "tab": ("pending", "en_route", "on_site", "suspended", "all"),
    "sort": ("due", "age", "grade", "outage"),
    "grade": ("1", "2", "3"),
    "due": ("over", "soon"),
    "age": ("1", "4", "24"),
    "unlocated": ON,
    "desk": ON,
    "fault": FaultKind.values,
    "area": None,
    "search": None,
}
"""Part → its values; None: the name of a city, centre or unit, words. ``age`` is in hours."""


def areas_told(user: User, asked: Collection[str]) -> list[dict[str, Any]]:
    """The centres of the person's area with the city that each lies in, and the units among ``asked``. One query.

    Units are too many to be told with every page; what is open at one brings its name along with its card.
    """
    rows = scoped(OrgUnit.objects.filter(active=True), user, field="path")
    centres = rows.filter(Q(level__in=CENTRES) | Q(level__in=UNITS, name__in=asked))
    told = list(centres.order_by("path").values_list("name", "path", "parent__name", "parent__path"))
    here = {path for _name, path, _parent, _above in told}
    return [{"name": name, "within": parent if above in here else ""} for name, _path, parent, above in told]


def problems_of(views: Iterable[Mapping[str, str]], user: User) -> list[dict[str, str]]:
    """What each of these views (part → value) asks and the person's board does not know, by part. One query for all."""
    views = list(views)
    areas = {view["area"] for view in views if "area" in view}
    rows = scoped(OrgUnit.objects.filter(name__in=areas), user, field="path") if areas else OrgUnit.objects.none()
    known = set(rows.values_list("name", flat=True))
    return [dict(_wrong(view, known)) for view in views]


def _wrong(view: Mapping[str, str], known_areas: set[str]) -> Iterator[tuple[str, str]]:
    for name, value in view.items():
        if name not in PARTS:
            yield name, _("The board has no such filter.")
        elif (values := PARTS[name]) is not None and value not in values:
            yield name, _("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": ", ".join(values)}
        elif name == "area" and value not in known_areas:
            yield name, _("There is no “%(value)s” in your area.") % {"value": value}
