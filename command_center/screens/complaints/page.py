"""The two pages of complaints: the desk and the figures. Empty frames; the API of the kind fills them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from command_center.ground.organisation.models import User
from command_center.screens.order_list.fields import Field, centres_of, field, units_of
from command_center.screens.order_list.words import states_of_kinds, words
from command_center.screens.pages import desk_props, page_by_role
from workorders.kinds.complaint.process import COMPLAINT
from workorders.models import Source


@page_by_role
def complaint_desk(request: HttpRequest, user: User) -> HttpResponse:
    """The desk at `/complaints/`; the whole question stands in the address, `?o=NUMBER` opens one complaint."""
    told: dict[str, Any] = {"words": words(), "kinds": states_of_kinds(), "fields": fields(user)}
    lists: dict[str, Any] = {"columns": [], "shown": [], "filed": []}
    return render(request, "console/complaint_desk.html", {"props": desk_props(user) | told | lists})


@page_by_role
def complaint_page(request: HttpRequest, user: User) -> HttpResponse:
    """The figures at `/complaints/figures/`; `?since=` and `?until=` say of which days."""
    return render(request, "console/complaints.html", {"props": desk_props(user)})


def fields(user: User) -> list[Field]:
    """What the desk can be asked, in the order of the form."""
    yes_no = words()["yes_no"].items()
    ago = [("-P7D", _("7 days")), ("-P30D", _("30 days")), ("-P90D", _("90 days"))]
    return [
        field("number", _("Number"), "text", most=100),
        field("centre", _("Centre"), "choice", centres_of(user)),
        field("unit", _("Unit"), "choice", units_of(user), within="centre"),
        field("concerns", _("About the unit"), "choice", units_of(user), within="centre"),
        field("overdue", _("Overdue"), "yes_no", yes_no),
        field("at_risk", _("May go further"), "yes_no", yes_no),
        field("waits", _("For a second person"), "yes_no", yes_no),
        field("reported_from", _("Reported since"), "since", ago),
        field("reported_to", _("Reported until"), "until"),
        field("sub_kind", _("Kind of complaint"), "choices", COMPLAINT.sub_kinds.items()),
        field("source", _("Channel"), "choices", Source.choices),
    ]
