"""The codes of clocks and their words. A kind of order adds the words of its own (``ClockRule.word``); the database keeps no list."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What a code looks like, for the database: which codes there are is said by the table of limits.
CODE_SHAPE = "^[A-Z][A-Z0-9_]+$"


class ClockCode(models.TextChoices):
    """The clocks of a fault."""

    ACCEPT = "ACCEPT", _("Acceptance")
    CREW_ACCEPT = "CREW_ACCEPT", _("Crew acceptance")
    ARRIVE = "ARRIVE", _("Arrival")
    RESTORE = "RESTORE", _("Restoration")
    REPLY = "REPLY", _("Reply")
    REVIEW = "REVIEW", _("Review")
    CALLBACK = "CALLBACK", _("Callback")


WORDS: dict[str, str | Promise] = {
    **{code.value: code.label for code in ClockCode},
    "HQ_DISPATCH": _("Handed over by the national hotline"),
    "DISPATCH": _("Dispatch to a crew"),
    "CONTACT": _("First contact with the customer"),
    "ARRIVE_ENTRY": _("Arrival recorded"),
    "C_DISPATCH": _("Complaint dispatched"),
    "C_CONTACT": _("Complainant contacted"),
    "C_ANSWER": _("Complaint answered"),
    "OPINION": _("Opinion answered"),
    "REPORT": _("Report of wrongdoing answered"),
    "CONSULT": _("Consultation answered"),
    "X_12398": _("Closed for the regulator's hotline"),
    "X_12345": _("Closed for the city hotline"),
    "X_OTHER": _("Closed for another channel"),
    "RECONNECT": _("Reconnection"),
    "SR_ON_SITE": _("At the customer's for a service request"),
    "SR_HANDLE": _("Service request handled"),
    "SR_REPLY": _("Service request answered"),
    "METER_TEST": _("Result of a meter test"),
    "SUPERVISE": _("Supervision answered"),
    "CONN_TOTAL": _("Connection, the utility's own days"),
    "CONN_SURVEY": _("Site survey"),
    "CONN_PLAN": _("Supply plan replied"),
    "CONN_DESIGN": _("Design reviewed"),
    "CONN_MID": _("Inspection half-way"),
    "CONN_COMPLETION": _("Completion inspected"),
    "CONN_ENERGISE": _("Meter set and energised"),
    "CONN_APPOINT_1": _("First appointment made"),
    "CONN_APPOINT_2": _("Second appointment made"),
    "CONN_VALID": _("Supply plan in force"),
    "RETURN_UP": _("Return upstream"),
}


# What the house owes itself: nobody reads these out to a customer.
AMONG_OURSELVES = frozenset(
    {
        "ACCEPT", "CREW_ACCEPT", "HQ_DISPATCH", "DISPATCH", "C_DISPATCH", "ARRIVE_ENTRY", "REPLY", "REVIEW", "RETURN_UP",
        "SUPERVISE", "X_12398", "X_12345", "X_OTHER",
    }
)  # fmt: skip

_ANSWERED = _("you have our answer")
# The same as a promise that is read out to who has called: "by tomorrow at ten, we speak with you".
TO_CUSTOMERS: dict[str, str | Promise] = {
    ClockCode.ARRIVE.value: _("our people are with you"),
    ClockCode.RESTORE.value: _("you have power again"),
    ClockCode.CALLBACK.value: _("we ask you how it went"),
    "CONTACT": _("we speak with you"),
    "C_CONTACT": _("we speak with you"),
    "C_ANSWER": _ANSWERED,
    "OPINION": _ANSWERED,
    "REPORT": _ANSWERED,
    "CONSULT": _ANSWERED,
    "RECONNECT": _("you are connected again"),
    "SR_ON_SITE": _("our people are with you"),
    "SR_HANDLE": _("it is done"),
    "SR_REPLY": _ANSWERED,
    "METER_TEST": _("you have the result of the test"),
    "CONN_TOTAL": _("you have power"),
    "CONN_SURVEY": _("we have looked at the site"),
    "CONN_PLAN": _("you have our supply plan"),
    "CONN_DESIGN": _("your design is reviewed"),
    "CONN_MID": _("your works are inspected half-way"),
    "CONN_COMPLETION": _("your works are inspected"),
    "CONN_ENERGISE": _("you have a meter and power"),
    "CONN_APPOINT_1": _("we agree with you when we come to look"),
    "CONN_APPOINT_2": _("we agree with you when we set the meter"),
}


def promise(code: str) -> str:
    """What the customer has when the clock stops; of a clock that nobody reads out, its name."""
    return str(TO_CUSTOMERS.get(code) or word(code))


def word(code: str) -> str:
    """The clock in the reader's language; an unknown code stands for itself."""
    return str(WORDS.get(code, code))


def choices() -> list[tuple[str, str | Promise]]:
    """For forms and filters of the back office: read when they are shown, so that a new code needs no migration."""
    return list(WORDS.items())
