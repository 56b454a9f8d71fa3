"""The centre's two pages of connections: the pipeline and the calendar. Empty frames; the API of the kind fills them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from command_center.ground.organisation.models import User
from command_center.screens.order_list.fields import centres_of, field, units_of
from command_center.screens.order_list.words import states_of_kinds, words
from command_center.screens.pages import desk_props, page_by_role
from workorders.kinds.connection.models.minutes import OWNERS
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.steps import BANDS, BUCKETS


@page_by_role
def pipeline(request: HttpRequest, user: User) -> HttpResponse:
    """The pipeline at `/connections/`; the whole question stands in the address, `?o=NUMBER` opens one of the cases."""
    return render(request, "console/connections.html", {"props": props_for(user, "pipeline")})


@page_by_role
def calendar(request: HttpRequest, user: User) -> HttpResponse:
    """The appointments of a week at `/connections/calendar/`; `?day=` says of which."""
    return render(request, "console/connections.html", {"props": props_for(user, "calendar")})


def props_for(user: User, view: str) -> dict[str, Any]:
    told = {
        "words": words(),
        "kinds": states_of_kinds(),
        "fields": fields(user),
        "columns": [],
        "shown": [],
        "filed": [],
    }
    return desk_props(user) | told | {"view": view}


def fields(user: User) -> list[dict[str, Any]]:
    """What the pipeline can be asked, in the order of the form."""
    buckets = [(str(days), _("over %(n)s days") % {"n": days}) for days in sorted(BUCKETS)]
    buckets += [
        (band, _("over %(n)s, up to %(most)s days") % {"n": over, "most": most})
        for band, (over, most) in BANDS.items()
        if most is not None
    ]
    ago = [("-P7D", _("7 days")), ("-P30D", _("30 days")), ("-P90D", _("90 days"))]
    return [
        field("number", _("Number"), "text", most=100),
        field("centre", _("Centre"), "choice", centres_of(user)),
        field("unit", _("Unit"), "choice", units_of(user), within="centre"),
        field("owner", _("Whose minute it is"), "choice", OWNERS),
        field("overdue", _("Overdue"), "yes_no", words()["yes_no"].items()),
        field("bucket", _("Medium voltage without power"), "choice", buckets),
        field("reported_from", _("Applied since"), "since", ago),
        field("reported_to", _("Applied until"), "until"),
        field("sub_kind", _("Kind of supply"), "choices", CONNECTION.sub_kinds.items()),
    ]
