"""What the screens call the codes of an order."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as in_words
from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import ALARMS, CODES
from command_center.ground.organisation.models import AreaKind
from command_center.ground.organisation.roles import Role
from customers.models import Flag
from dispatch.models import OfferStatus
from workorders.asking.models import Question
from workorders.clocks import codes as clocks
from workorders.labels import DANGERS
from workorders.models import FaultKind, Source

FAULTS = {
    FaultKind.MV: _("MV fault"),
    FaultKind.LV: _("LV fault"),
    FaultKind.METERING: _("Metering fault"),
    FaultKind.CUSTOMER_SIDE: _("Customer-side fault"),
    FaultKind.QUALITY: _("Voltage quality"),
    FaultKind.NOT_ELECTRICAL: _("Not electrical"),
    FaultKind.UNKNOWN: _("Fault type unknown"),
}
# Before the crew's name.
OFFERS = {
    OfferStatus.OFFERED: _("Offered to"),
    OfferStatus.ACCEPTED: _("Accepted by"),
    OfferStatus.REJECTED: _("Rejected by"),
    OfferStatus.EXPIRED: _("No answer from"),
    OfferStatus.WITHDRAWN: _("Withdrawn from"),
}
# The codes of ``workorders/grading.py``.
GRADE_REASONS = {
    **DANGERS,
    "life_support": _("life support"),
    "important_customer": _("important customer"),
    "mv_outage": _("MV outage"),
    "time_critical": _("loss grows by the hour"),
    "transformer_outage": _("whole transformer area dark"),
    "many_callers": _("three callers or more"),
    "watched_source": _("watched channel"),
}
# In a row there is room for two or three words; what is not here is said in full.
REASONS_IN_SHORT = {
    "two_failures": _("Two refusals"),
    "no_crew": _("No crew"),
    "unlocated": _("Place unknown"),
    "suggestion": _("To confirm"),
    "supervised": _("Supervised"),
    "reply_refused": _("Reply refused"),
    "late_restore": _("Late by plan"),
    "customer_side": _("Customer side?"),
    "low_voltage": _("Weak voltage"),
    "power_is_back": _("Power is back?"),
    "finding_disputed": _("Crew found otherwise"),
    "outage_dismissed": _("Outage dismissed"),
    "crew_left": _("Crew off duty"),
    "late_word": _("Late word of a crew"),
    "third_call": _("Third call"),
    "hazard_told": _("Danger told later"),
    "same_place": _("Same house?"),
    "pin_far": _("Pin far away"),
    "customer_answer": _("Doubtful answer"),
    "customer_answer_late": _("Answer unread"),
    "crew_there": _("Crew at this house"),
    "crew_asks_help": _("Crew asks for help"),
    "hazard": _("Danger on site"),
    "resume_due": _("Pause over"),
    "life_support": _("Life support"),
    "important_customer": _("Important customer"),
    "time_critical": _("Loss by the hour"),
}
LINKS = {"revoked": _("stopped"), "ended": _("ended"), "none": _("none yet")}


def tables() -> dict[str, Mapping[Any, Any]]:
    return {
        "fault": FAULTS,
        "area": dict(AreaKind.choices),
        "source": dict(Source.choices),
        "clock": {code: clocks.word(code) for code in clocks.WORDS},
        "clock_promise": {code: clocks.promise(code) for code in clocks.WORDS},
        "offer": OFFERS,
        "grade_reason": GRADE_REASONS,
        "reason": {code: in_words(reason.words) for code, reason in {**CODES, **ALARMS}.items()},
        "reason_short": REASONS_IN_SHORT,
        "flag": dict(Flag.choices),
        "role": dict(Role.choices),
        "link": LINKS,
        "question": dict(Question.choices),
    }
