"""The states of a matter that a desk gives to a unit, which handles it and answers (domain reference §2.1, §2.6)."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from workorders.engine.process import State


class Status(StrEnum):
    RECEIVED = "RECEIVED"
    DISPATCHED = "DISPATCHED"
    HANDLING = "HANDLING"
    HANDLED = "HANDLED"
    REPLIED = "REPLIED"
    REVIEWED = "REVIEWED"
    CALLED_BACK = "CALLED_BACK"
    ARCHIVED = "ARCHIVED"
    MERGED = "MERGED"
    SUSPENDED = "SUSPENDED"
    REWORK = "REWORK"
    RETURNED_UPSTREAM = "RETURNED_UPSTREAM"
    CANCELLED = "CANCELLED"
    FINAL_ANSWER = "FINAL_ANSWER"


S = Status

ENDS = frozenset({S.ARCHIVED, S.RETURNED_UPSTREAM, S.CANCELLED, S.FINAL_ANSWER})
# Somebody still has to answer the customer: another order of the same matter may follow such a one.
UNANSWERED = frozenset({S.RECEIVED, S.DISPATCHED, S.HANDLING, S.REWORK, S.SUSPENDED})

# Who owns a state: the command centre's desk, the unit that handles it, or the order in front.
DESK, UNIT, LEADER = "desk", "unit", "leader"


def handled_states(clock: str) -> dict[str, State]:
    """The states from the call to the archive; ``clock`` runs until the answer."""
    return {
        S.RECEIVED: State(label=_("Received"), owner=DESK, phase="giving", clock=clock),
        S.DISPATCHED: State(label=_("With the unit"), owner=UNIT, phase="handling", clock=clock),
        S.HANDLING: State(label=_("In hand"), owner=UNIT, phase="handling", clock=clock),
        S.REPLIED: State(label=_("Answered, to be reviewed"), owner=DESK, phase="desk", clock="REVIEW"),
        S.REWORK: State(label=_("Back for rework"), owner=UNIT, phase="handling", clock=clock),
        S.SUSPENDED: State(
            label=_("Suspended"), owner=DESK, phase="suspended", told="resume_due, when the pause should be over"
        ),
        S.MERGED: State(label=_("Merged"), owner=LEADER, phase="merged", told="the order in front; its review"),
        S.ARCHIVED: State(label=_("Archived"), owner="", phase="ended", end=True),
        S.RETURNED_UPSTREAM: State(label=_("Returned upstream"), owner="", phase="ended", end=True),
        S.CANCELLED: State(label=_("Cancelled"), owner="", phase="ended", end=True),
    }


CALLBACK_STATES: dict[str, State] = {
    S.REVIEWED: State(label=_("Reviewed, to be called back"), owner=DESK, phase="desk", clock="CALLBACK"),
    S.CALLED_BACK: State(label=_("Called back"), owner=DESK, phase="desk", told="passed in the moment of the callback"),
}
FINAL_STATE: dict[str, State] = {
    S.FINAL_ANSWER: State(label=_("Final answer given"), owner="", phase="ended", end=True),
}
