"""The complaint as a declaration (domain reference §2.6): contact, investigation, liability, measures, answer, review, callback.

What a verb does besides moving stands in ``services/``, one file a topic.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from command_center.ground.organisation.roles import Right
from workorders.engine.process import EVERY, SAME, ClockRule, Process, State, Verb
from workorders.kinds.common import forms as shared
from workorders.kinds.common import verbs
from workorders.kinds.common.guards import not_by_the_concerned, only_by_the_concerned
from workorders.kinds.common.states import DESK, UNIT
from workorders.kinds.complaint import forms
from workorders.kinds.complaint.states import DISPUTABLE, ENDS, ON_FILE, UNANSWERED, WITH_UNIT, Status

S = Status
ANSWER = ("C_ANSWER",)
APPEAL = ("C_APPEAL",)
INVESTIGATORS = (Right.HANDLE, Right.COMPLAINTS)
TELLS = verbs.TELLS


def _with_unit(label: object, clock: str = "C_ANSWER") -> State:
    return State(label=label, owner=UNIT, phase="handling", clock=clock, or_clock="C_ANSWER")


def _end(label: object) -> State:
    return State(label=label, owner="", phase="ended", end=True)


STATES: dict[str, State] = {
    S.REGISTERED: State(label=_("Registered"), owner=DESK, phase="giving", clock="C_DISPATCH"),
    S.DISPATCHED: _with_unit(_("Given, to be contacted"), "C_CONTACT"),
    S.CONTACTED: _with_unit(_("Contacted")),
    S.INVESTIGATING: _with_unit(_("Investigating")),
    S.LIABILITY_DECIDED: _with_unit(_("Liability decided")),
    S.MEASURES: _with_unit(_("Measures taken")),
    S.ANSWERED: _with_unit(_("Answered")),
    S.REWORK: _with_unit(_("Back for rework")),
    S.REPLIED: State(label=_("Replied, to be reviewed"), owner=DESK, phase="desk", clock="REVIEW"),
    S.REVIEWED: State(label=_("Reviewed, to be called back"), owner=DESK, phase="desk", clock="CALLBACK"),
    S.CALLED_BACK: State(
        label=_("Called back"),
        owner=DESK,
        phase="desk",
        told="passed in the moment of the callback, or once an appeal is decided",
    ),
    S.ARCHIVED: _end(_("Archived")),
    S.WITHDRAWN: _end(_("Withdrawn")),
    S.DOWNGRADED: _end(_("Downgraded to an opinion")),
    S.RETURNED_UPSTREAM: _end(_("Returned upstream")),
    S.FINAL_ANSWER: _end(_("Final answer given")),
    S.CANCELLED: _end(_("Cancelled")),
}


def _step(name: str, frm: Collection[str], to: str, label: object, **more: object) -> Verb:
    """A step of the investigation, never by the unit that the complaint is about."""
    fields = {"right": INVESTIGATORS, "primary": True, "tells": TELLS, "guard": not_by_the_concerned} | more
    return Verb(name=name, frm=frozenset(frm), to=to, label=label, **fields)  # type: ignore[arg-type]


def _owes_measures(order: Any) -> bool:
    """A justified complaint is answered with what is mended, and nothing is written down yet."""
    facts = getattr(order, "complaint", None)
    return facts is not None and facts.liability in ("LIABLE", "PARTLY") and not order.measures.exists()


INVESTIGATION = (
    _step(
        "contact", {S.DISPATCHED}, S.CONTACTED, _("Record the conversation"), stops=("C_CONTACT",), reason="contacted",
        form=shared.ContactIn,
    ),
    _step("investigate", {S.CONTACTED, S.REWORK}, S.INVESTIGATING, _("Begin the investigation")),
    _step(
        "classify", ON_FILE, SAME, _("Classify"), right=Right.COMPLAINTS, primary=False, key="L", form=forms.ClassifyIn,
    ),
    _step(
        "link", ON_FILE, SAME, _("Say what set it off"), primary=False, form=forms.LinkIn, reason="linked",
        only=lambda order: order.about is None or order.about.kind != "COMPLAINT",
    ),
    _step(
        "pull-history", UNANSWERED, SAME, _("Pull the outage history"), primary=False, form=forms.HistoryIn,
    ),
    _step(
        "decide-liability", {S.INVESTIGATING}, S.LIABILITY_DECIDED, _("Decide the liability"), right=Right.COMPLAINTS,
        form=forms.LiabilityIn,
    ),
    _step(
        "take-measures", {S.LIABILITY_DECIDED, S.MEASURES}, S.MEASURES, _("Record the measures"), form=forms.MeasuresIn,
        leads=_owes_measures,
    ),
    _step(
        "answer", {S.LIABILITY_DECIDED, S.MEASURES}, S.ANSWERED, _("Answer"), form=shared.AnswerIn,
        answers=Step.RESTORED, leads=lambda order: not _owes_measures(order),
    ),
    # The clock asks for both: the customer answered, and the reply with who sent the complaint.
    _step("file-reply", {S.ANSWERED, S.REWORK}, S.REPLIED, _("Send the reply"), stops=ANSWER, starts=("REVIEW",)),
)  # fmt: skip

SIDEWAYS = (
    Verb(
        name="transfer", right=(Right.COMPLAINTS, Right.HANDLE), frm=WITH_UNIT, to=S.DISPATCHED, reason="transferred",
        tells=TELLS, label=_("Transfer"), form=shared.TransferIn, done=_("The other unit has it."),
    ),
    # Nobody at a desk withdraws a complaint: its customer does, with the code that came to their own phone.
    Verb(
        name="withdraw", by="the customer, by link and code", frm=UNANSWERED, to=S.WITHDRAWN, voids=EVERY,
        reason="withdrawn", marks=("closed_at",), answers=Step.ENDED, tells=TELLS,
    ),
    Verb(
        name="propose-downgrade", right=Right.COMPLAINTS, frm=UNANSWERED, tells=TELLS, danger=True,
        label=_("Propose: no complaint"), form=forms.ProposeIn, guard=not_by_the_concerned,
        done=_("Another person has to agree."), only=lambda order: not order.downgrade_waits,
    ),
    Verb(
        name="decide-downgrade", right=Right.COMPLAINTS, frm=UNANSWERED, primary=True,
        label=_("Decide: no complaint?"), form=forms.DecideIn, guard=not_by_the_concerned,
        only=lambda order: order.downgrade_waits,
    ),
    Verb(
        name="downgrade", by="decide-downgrade", frm=UNANSWERED, to=S.DOWNGRADED, voids=EVERY, reason="downgraded",
        marks=("closed_at",), answers=Step.ENDED, tells=TELLS,
    ),
    Verb(name="refuse-downgrade", by="decide-downgrade", frm=UNANSWERED, reason="downgrade_refused", tells=TELLS),
    Verb(
        name="appeal", right=(Right.HANDLE, Right.COMPLAINTS), frm=DISPUTABLE, starts=APPEAL, tells=TELLS,
        label=_("Appeal against the liability"), form=forms.ProposeIn, done=_("Another person decides."),
        guard=only_by_the_concerned,
        only=lambda order: order.may_be_appealed,
    ),
    Verb(
        name="decide-appeal", right=Right.COMPLAINTS, frm=DISPUTABLE, stops=APPEAL, tells=TELLS, primary=True,
        label=_("Decide the appeal"), form=forms.DecideIn, guard=not_by_the_concerned,
        only=lambda order: order.appeal_waits,
    ),
    Verb(
        name="reopen", right=(Right.COMPLAINTS, Right.REVIEW), frm=frozenset({S.ARCHIVED}), tells=TELLS,
        reason="reopened", label=_("Reopen"), form=forms.ReopenIn, done=_("It goes on, with its first clock."),
    ),
    Verb(
        name="split", right=Right.COMPLAINTS, frm=UNANSWERED, label=_("Split off"), form=shared.SplitOrderIn,
        only=lambda order: order.has_parts,
    ),
)  # fmt: skip

# Of what every kind has: by these, too, a unit could make a complaint about itself vanish, pass or seem answered.
SHUT_TO_THE_CONCERNED = {"give", "return-upstream", "transfer", "extend", "cancel", "callback"}


def _guarded(verb: Verb) -> Verb:
    return replace(verb, guard=not_by_the_concerned) if verb.name in SHUT_TO_THE_CONCERNED else verb


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
    followable=UNANSWERED,
    clocks={
        **verbs.clock_rules("C_DISPATCH", "C_CONTACT", "C_ANSWER"),
        "C_APPEAL": ClockRule(word=_("Appeal decided"), working_days=3),
    },
    verbs=tuple(
        map(
            _guarded,
            (
                *verbs.giving(Right.COMPLAINTS, ("C_DISPATCH",), S.REGISTERED),
                *INVESTIGATION,
                *verbs.reviewing(Right.COMPLAINTS, ANSWER),
                *verbs.calling_back(Right.COMPLAINTS, ANSWER, also=(), files=lambda order: not order.appeal_waits),
                *verbs.final_answer(Right.COMPLAINTS, {S.REVIEWED}, voids=APPEAL),
                *SIDEWAYS,
                *verbs.controlling(UNANSWERED, set(STATES) - ENDS, Right.COMPLAINTS),
            ),
        )
    ),
    file_right=Right.REPORT,
)
