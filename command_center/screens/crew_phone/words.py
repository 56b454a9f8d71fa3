"""The words of the crew's page: told once with it and kept on the phone, which reads on without a network."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.screens.words import some_words
from dispatch.models import RejectReason
from outages.life.choices import CauseClass
from workorders.clocks.codes import ClockCode
from workorders.models import FaultKind

# The likeliest first; who does not know the cause leaves it.
CAUSES = (
    CauseClass.EQUIPMENT,
    CauseClass.NATURE,
    CauseClass.EXTERNAL_FORCE,
    CauseClass.LV_BEFORE_METER,
    CauseClass.OPERATION,
    CauseClass.DESIGN,
    CauseClass.USER,
    CauseClass.LV_AFTER_METER,
    CauseClass.UPSTREAM,
)
# The limits that are the crew's own matter.
LIMITS = {
    ClockCode.ARRIVE: _("Arrive in {time}"),
    ClockCode.RESTORE: _("Restore in {time}"),
    ClockCode.REPLY: _("Report in {time}"),
}
# Reminders before hands touch anything; not a substitute for the work ticket.
EVERYWHERE = (_("Test for voltage before touching"), _("Helmet, insulated gloves, insulated shoes"))
SAFETY: dict[FaultKind, tuple[Any, ...]] = {
    FaultKind.MV: (
        _("Switching permission from the dispatch desk first"),
        _("Earth the line on both sides"),
        _("A second person watches"),
    ),
    FaultKind.LV: (_("Open the upstream switch and hang the sign"), _("Beware of power fed back by a generator")),
    FaultKind.METERING: (_("Check the meter box for voltage on its shell"),),
    FaultKind.CUSTOMER_SIDE: (_("Do not work on the customer's own wiring; explain instead"),),
}
MOST_REMINDERS = 4


def phone_words() -> dict[str, dict[str, str]]:
    """Type of a code → code → word."""
    causes = {cause.value: str(cause.label) for cause in CAUSES}
    refusals = {code: str(label) for code, label in RejectReason.choices}
    limits = {code.value: str(words) for code, words in LIMITS.items()}
    return {**some_words("fault", "device", "extent", "effect"), "cause": causes, "reject": refusals, "limit": limits}


def safety() -> dict[str, list[str]]:
    """Kind of fault → what is to be thought of, the most particular first."""
    told = {kind: [*SAFETY.get(kind, ()), *EVERYWHERE][:MOST_REMINDERS] for kind in FaultKind}
    return {kind.value: [str(item) for item in items] for kind, items in told.items()}
