"""The complaint as a declaration (domain reference §2.6): contact, investigation, liability, measures, answer, review, callback.

A bare process: categories, grades and the complainant's own table come with the promise of complaints.
"""

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from command_center.ground.organisation.roles import Right
from workorders.engine.process import EVERY, Process, State, Verb
from workorders.kinds.common import forms as shared
from workorders.kinds.common import verbs
from workorders.kinds.common.guards import not_by_the_concerned
from workorders.kinds.common.states import DESK, UNIT
from workorders.kinds.complaint import forms
from workorders.kinds.complaint.states import ENDS, UNANSWERED, WITH_UNIT, Status

S = Status
ANSWER = ("C_ANSWER",)
INVESTIGATORS = (Right.HANDLE, Right.COMPLAINTS)
TELLS = verbs.TELLS


def _with_unit(label: object, clock: str = "C_ANSWER") -> State:
    return State(label=label, owner=UNIT, phase="handling", clock=clock, or_clock="C_ANSWER")


def _end(label: object) -> State:
    return State(label=label, owner="", phase="ended", end=True)


STATES: dict[str, State] = {
    S.REGISTERED: State(label=_("Registered"), owner=DESK, phase="giving", clock="C_DISPATCH"),
    S.DISPATCHED: _with_unit(_("With the unit"), "C_CONTACT"),
    S.CONTACTED: _with_unit(_("Contacted")),
    S.INVESTIGATING: _with_unit(_("Investigating")),
    S.LIABILITY_DECIDED: _with_unit(_("Liability decided")),
    S.MEASURES: _with_unit(_("Measures taken")),
    S.ANSWERED: _with_unit(_("Answered")),
    S.REWORK: _with_unit(_("Back for rework")),
    S.REPLIED: State(label=_("Replied, to be reviewed"), owner=DESK, phase="desk", clock="REVIEW"),
    S.REVIEWED: State(label=_("Reviewed, to be called back"), owner=DESK, phase="desk", clock="CALLBACK"),
    S.CALLED_BACK: State(label=_("Called back"), owner=DESK, phase="desk", told="passed in the moment of the callback"),
    S.ARCHIVED: _end(_("Archived")),
    S.WITHDRAWN: _end(_("Withdrawn")),
    S.DOWNGRADED: _end(_("Downgraded to an opinion")),
    S.RETURNED_UPSTREAM: _end(_("Returned upstream")),
    S.FINAL_ANSWER: _end(_("Final answer given")),
    S.CANCELLED: _end(_("Cancelled")),
}


def _step(name: str, frm: set[str], to: str, label: object, **more: object) -> Verb:
    """A step of the investigation, never by the unit that the complaint is about."""
    fields = {"right": INVESTIGATORS, "primary": True, "tells": TELLS, "guard": not_by_the_concerned} | more
    return Verb(name=name, frm=frozenset(frm), to=to, label=label, **fields)  # type: ignore[arg-type]


INVESTIGATION = (
    _step(
        "contact", {S.DISPATCHED}, S.CONTACTED, _("Spoke with the customer"), stops=("C_CONTACT",), reason="contacted",
        form=shared.ContactIn,
    ),
    _step("investigate", {S.CONTACTED, S.REWORK}, S.INVESTIGATING, _("Begin the investigation")),
    _step(
        "decide-liability", {S.INVESTIGATING}, S.LIABILITY_DECIDED, _("Decide the liability"), right=Right.COMPLAINTS,
        form=forms.LiabilityIn,
    ),
    _step("take-measures", {S.LIABILITY_DECIDED}, S.MEASURES, _("Record the measures"), form=forms.MeasuresIn),
    _step(
        "answer", {S.LIABILITY_DECIDED, S.MEASURES}, S.ANSWERED, _("Answer"), form=shared.AnswerIn,
        answers=Step.RESTORED,
    ),
    # The clock asks for both: the customer answered, and the reply with who sent the complaint.
    _step("file-reply", {S.ANSWERED, S.REWORK}, S.REPLIED, _("Send the reply"), stops=ANSWER, starts=("REVIEW",)),
)  # fmt: skip

SIDEWAYS = (
    Verb(
        name="transfer", right=(Right.COMPLAINTS, Right.HANDLE), frm=WITH_UNIT, to=S.DISPATCHED, reason="transferred",
        tells=TELLS, label=_("Transfer"), form=shared.TransferIn, done=_("The other unit has it."),
    ),
    Verb(
        name="withdraw", right=Right.COMPLAINTS, frm=UNANSWERED, to=S.WITHDRAWN, voids=EVERY, reason="withdrawn",
        marks=("closed_at",), answers=Step.ENDED, tells=TELLS, label=_("Withdrawn by the customer"),
        form=forms.WithdrawIn, guard=not_by_the_concerned,
    ),
    Verb(
        name="downgrade", right=Right.COMPLAINTS, frm=UNANSWERED, to=S.DOWNGRADED, voids=EVERY, reason="downgraded",
        marks=("closed_at",), answers=Step.ENDED, tells=TELLS, danger=True, label=_("Downgrade to an opinion"),
        form=forms.DowngradeIn, guard=not_by_the_concerned,
    ),
)  # fmt: skip

COMPLAINT = Process(
    kind="COMPLAINT",
    letter="C",
    trade="complaint",
    label=_("Complaint"),
    initial=S.REGISTERED,
    opens=("C_DISPATCH", "C_CONTACT", "C_ANSWER"),
    by_channel=verbs.BY_ANY_CHANNEL,
    sub_kinds={
        "SERVICE": _("Service conduct"),
        "BUSINESS": _("Business"),
        "OUTAGE": _("Outage and restoration"),
        "QUALITY": _("Supply quality"),
        "GRID": _("Grid construction"),
    },
    states=STATES,
    clocks=verbs.clock_rules("C_DISPATCH", "C_CONTACT", "C_ANSWER"),
    verbs=(
        *verbs.giving(Right.COMPLAINTS, ("C_DISPATCH",), S.REGISTERED),
        *INVESTIGATION,
        *verbs.reviewing(Right.COMPLAINTS, ANSWER),
        *verbs.calling_back(Right.COMPLAINTS, ANSWER, also=()),
        *verbs.final_answer(Right.COMPLAINTS, {S.REVIEWED}),
        *SIDEWAYS,
        *verbs.controlling(UNANSWERED, set(STATES) - ENDS, Right.COMPLAINTS),
    ),
    file_right=Right.REPORT,
)
