"""What an applicant reads: no internal code ever reaches the page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workorders.kinds.connection.owners import Owner
from workorders.kinds.connection.selectors import Reckoning
from workorders.kinds.connection.shares import MINUTES_AN_HOUR
from workorders.kinds.connection.states import Status

S = Status
HEADLINES = {
    S.ACCEPTED: _("We have your application"),
    S.SURVEY_BOOKED: _("The survey is booked"),
    S.SURVEYED: _("Your site has been surveyed"),
    S.PLAN_REPLIED: _("Your supply plan is there"),
    S.CUSTOMER_WORKS: _("Your own works are under way"),
    S.DESIGN_REVIEWED: _("We look at your design and your works"),
    S.MID_INSPECTED: _("Your works are being inspected"),
    S.COMPLETION_INSPECTED: _("Your works have passed"),
    S.GRID_WORKS_WAIT: _("Waiting for works in the grid"),
    S.INSTALL_BOOKED: _("The meter will be set"),
    S.ENERGISED: _("Power is on"),
    S.FOLLOWED_UP: _("Power is on"),
    S.ARCHIVED: _("Power is on"),
    S.SUSPENDED: _("Your application rests"),
    S.TERMINATED: _("Your application has ended"),
}
# What happens next, and who does it.
NEXT = {
    S.ACCEPTED: _("We agree with you when we come to look at the site."),
    S.SURVEY_BOOKED: _("We come to look at the site at the time agreed."),
    S.SURVEYED: _("We write down how you will be supplied."),
    S.PLAN_REPLIED: _("We agree with you when we come to set the meter, or you begin your own works."),
    S.CUSTOMER_WORKS: _("You build. Tell us when something is ready to be looked at."),
    S.DESIGN_REVIEWED: _("You may go on building; we come where you asked for an inspection."),
    S.MID_INSPECTED: _("We inspect what you have built."),
    S.COMPLETION_INSPECTED: _("We agree with you when we come to set the meter."),
    S.GRID_WORKS_WAIT: _("We go on as soon as that is done."),
    S.INSTALL_BOOKED: _("We come to set the meter and switch power on at the time agreed."),
    S.ENERGISED: _("Please tell us how it went."),
    S.SUSPENDED: _("We go on at the time agreed. Call us if it can be earlier."),
}
TONES = {
    S.ENERGISED: "done", S.FOLLOWED_UP: "done", S.ARCHIVED: "done", S.SUSPENDED: "still", S.TERMINATED: "still",
    S.GRID_WORKS_WAIT: "still",
}  # fmt: skip
STEPS = {"APPLY": _("Application"), "PLAN": _("Supply plan"), "CONNECT": _("Works and power on")}
STEPS_OF_LOW_VOLTAGE = STEPS | {"CONNECT": _("Meter and power on")}
STEP_STATES = {"done": _("done"), "doing": _("now"), "todo": _("later")}
WAITS_FOR = {
    Owner.UTILITY: _("Waiting for us"),
    Owner.CUSTOMER: _("Waiting for you"),
    Owner.PERMIT_OFFICE: _("Waiting for a permit"),
    Owner.CONTRACTOR: _("Waiting for the contractor"),
}
SHARES = {
    Owner.UTILITY: _("ours"),
    Owner.CUSTOMER: _("yours"),
    Owner.PERMIT_OFFICE: _("for permits"),
    Owner.CONTRACTOR: _("the contractor's"),
}


SIDES = {"APPLICANT": _("you"), "MANAGER": _("grid manager"), "CENTRE": _("command centre")}
SIDES_FOR_US = {"APPLICANT": _("applicant"), "MANAGER": _("grid manager"), "CENTRE": _("command centre")}
ANSWERS = [("SATISFIED", _("Satisfied")), ("FAIR", _("Fairly satisfied")), ("UNSATISFIED", _("Not satisfied"))]


def time_words(reckoning: Reckoning) -> str:
    """``38 days: 6 ours, 20 yours, 12 for permits``; the parts add up."""
    total = reckoning.total
    hours = reckoning.unit == MINUTES_AN_HOUR
    if hours and not total:
        return str(_("less than an hour"))
    whole = (ngettext("%(n)s hour", "%(n)s hours", total) if hours else ngettext("%(n)s day", "%(n)s days", total)) % {
        "n": total
    }
    parts = [f"{count} {SHARES[owner]}" for owner, count in reckoning.whole.items() if count]
    return str(_("%(whole)s: %(parts)s")) % {"whole": whole, "parts": str(_(", ")).join(parts)} if parts else whole


def shares(reckoning: Reckoning) -> list[dict[str, Any]]:
    """Owners that had some of the time, for the bar: with their part in whole per cent."""
    everything = sum(reckoning.minutes.values()) or 1
    return [
        {
            "code": owner.value,
            "label": SHARES[owner],
            "count": reckoning.whole[owner],
            "percent": round(100 * minutes / everything),
        }
        for owner, minutes in reckoning.minutes.items()
        if minutes
    ]


# Who has the next step, for a visitor who has none.
NEXT_BY = {
    S.SURVEYED: _("the connection controller signs the plan"),
    S.PLAN_REPLIED: _("the connection controller goes on with the case"),
    S.CUSTOMER_WORKS: _("the customer builds"),
    S.DESIGN_REVIEWED: _("the connection controller inspects the works"),
    S.MID_INSPECTED: _("the connection controller inspects the works"),
    S.GRID_WORKS_WAIT: _("the works in the grid come to their end"),
    S.ENERGISED: _("the customer is asked how it went"),
    S.FOLLOWED_UP: _("the connection controller closes the file"),
}
# For the centre: whose minute it is.
OWNED_BY = {
    "UTILITY": _("the utility"), "CUSTOMER": _("the customer"), "PERMIT_OFFICE": _("the permit office"),
    "CONTRACTOR": _("the contractor"),
}  # fmt: skip
