"""The days that an address asks for, both included: of figures, which are told of whole days in China."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from command_center.ground.core.errors import Invalid

DAY = "A day such as 2026-07-31"
# Outside of these a calendar has no year before, or no day after.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def day_parameters(first: str, last: str) -> list[OpenApiParameter]:
    """What ``days_asked`` reads, for the description of the API."""
    return [
        OpenApiParameter(first, date, description=f"{DAY}; 1 January by default"),
        OpenApiParameter(last, date, description=f"{DAY}, included; today by default"),
    ]


def days_asked(request: Request, first: str, last: str) -> tuple[date, date]:
    """The days under these two names; without them from 1 January until today. Raises ``Invalid``."""
    until = day_asked(request, last) or localdate()
    since = day_asked(request, first) or until.replace(month=1, day=1)
    if since > until:
        raise Invalid(_("The period ends before it begins."), pointer=f"/{last}")
    return since, until


def day_asked(request: Request, name: str) -> date | None:
    """The day under this name; None without one. Raises ``Invalid``."""
    told = request.query_params.get(name, "")
    day = _read(told) if told else None
    if told and (day is None or not FIRST_DAY <= day <= LAST_DAY):
        raise Invalid(_("Give a day such as 2026-07-31."), pointer=f"/{name}")
    return day


def _read(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
