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


def word(code: str) -> str:
    """The clock in the reader's language; an unknown code stands for itself."""
    return str(WORDS.get(code, code))


def choices() -> list[tuple[str, str | Promise]]:
    """For forms and filters of the back office: read when they are shown, so that a new code needs no migration."""
    return list(WORDS.items())
