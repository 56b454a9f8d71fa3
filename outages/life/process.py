"""The life of an outage as a declaration (domain reference §4.3): who may do what in which state, and what is told.

Power and its return are facts: what a switch, a crew or a meter says moves an outage as well as a person does. A verb with a right is a
door of the API; one with ``by`` follows from another verb, or from what ``by`` names.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.ground.organisation.roles import Right
from outages.life import events, forms
from outages.life.choices import ChangeKind
from outages.life.states import BEGINS, DARK, IN_LEDGER, LIVE, SET_ASIDE, Status
from workorders.engine.process import BACK, EVERY, Process, State, Verb

S = Status
ALL = frozenset(Status)


def _of_faults(outage: Any) -> Any:
    """Work that was arranged and told made it: it begins, takes longer and ends by the verbs of its plan."""
    return (
        _("This is planned work: it is changed by the steps of its plan, not like a fault.")
        if outage.came_from_plan
        else ""
    )


def _of_plans(outage: Any) -> Any:
    return "" if outage.came_from_plan else _("This is no planned work: it has no such step.")


# Who owns a state: the judge, the order that leads the repair, the desk.
JUDGE, LEADER, DESK = "judge", "leading order", "desk"

STATES: dict[str, State] = {
    S.PREDICTED: State(
        label=_("Predicted"), owner=JUDGE, phase="suspected", told="the clock: probable when nothing spoke against it"
    ),
    S.PROBABLE: State(
        label=_("Probable"), owner=LEADER, phase="suspected", told="an order is opened where none leads the repair"
    ),
    S.CONFIRMED: State(
        label=_("Confirmed"), owner=LEADER, phase="dark", told="an order is opened where none leads the repair"
    ),
    S.PARTIALLY_RESTORED: State(
        label=_("Partially restored"), owner=LEADER, phase="dark", told="an order is opened where none leads the repair"
    ),
    S.RESTORED: State(
        label=_("Supply restored"),
        owner=DESK,
        phase="back",
        told="customers are asked; restore_unanswered, when too few say",
    ),
    S.VERIFIED: State(label=_("Verified"), owner=DESK, phase="back", told="whoever answers for it by name"),
    S.CLOSED: State(label=_("Closed"), owner="", phase="ended", end=True),
    S.DISMISSED: State(
        label=_("Dismissed"), owner=DESK, phase="set_aside", told="nobody is dark by it; who calls is judged anew"
    ),
    S.MERGED: State(label=_("Merged"), owner=LEADER, phase="set_aside", told="the outage that it is part of"),
}

_GROWING_SURE = (
    Verb(
        name="make-probable", by=JUDGE, frm=frozenset({S.PREDICTED}), to=S.PROBABLE, tells=(events.OutageProbable,),
    ),
    Verb(
        name="confirm", right=Right.OUTAGES, frm=frozenset({S.PREDICTED, S.PROBABLE}), to=S.CONFIRMED,
        marks=("confirmed_at",), tells=(events.OutageConfirmed,), label=pgettext_lazy("outage", "Confirm"), primary=True,
        undone_by="unconfirm",
    ),
)  # fmt: skip

_COMING_BACK = (
    Verb(
        name="restore", right=Right.OUTAGES, frm=DARK, label=_("Power is back"), form=forms.RestoreIn, primary=True,
        unfit=_of_faults,
    ),
    Verb(
        name="restore-step", path="restore", right=Right.OUTAGES, frm=DARK, label=_("Some have power again"),
        form=forms.RestoreStepIn, unfit=_of_plans,
    ),
    Verb(
        name="all-restored", by="restore", frm=DARK, to=S.RESTORED,
        marks=("restored_at",), tells=(events.OutageRestored,),
    ),
    Verb(name="some-restored", by="restore", frm=DARK, to=S.PARTIALLY_RESTORED, tells=(events.CustomersRestored,)),
    Verb(name="some-were-back", by="correct", frm=frozenset({S.CONFIRMED}), to=S.PARTIALLY_RESTORED, reason="corrected"),
    Verb(name="none-was-back", by="correct", frm=frozenset({S.PARTIALLY_RESTORED}), to=S.CONFIRMED, reason="corrected"),
    Verb(
        name="reopen", by="verify", frm=frozenset({S.RESTORED, S.VERIFIED, S.PARTIALLY_RESTORED}),
        to=S.PARTIALLY_RESTORED, tells=(events.OutageReopened,),
    ),
    Verb(
        name="estimate", right=Right.OUTAGES, frm=LIVE, label=_("Give an estimate"), form=forms.EstimateIn,
        unfit=_of_faults,
    ),
)  # fmt: skip


def _asks_nobody_yet(outage: Any) -> bool:
    return outage.status == S.RESTORED and not outage.checks.filter(finished_at=None).exists()


_VERIFIED: dict[str, Any] = {
    "to": S.VERIFIED, "marks": ("verified_at",), "clears": EVERY, "tells": (events.OutageVerified,),
}  # fmt: skip
_AFTERWARDS = (
    Verb(
        name="check", right=Right.OUTAGES, frm=frozenset({S.RESTORED, S.PARTIALLY_RESTORED}), primary=True,
        label=_("Ask customers"), only=_asks_nobody_yet,
    ),
    Verb(name="answer", right=Right.OUTAGES, frm=ALL, form=forms.AnswersIn),
    Verb(name="verify", right=Right.OUTAGES, frm=ALL),
    Verb(
        name="passed", by="verify", frm=frozenset({S.RESTORED, S.PARTIALLY_RESTORED}), reason="check",
        via={S.PARTIALLY_RESTORED: (S.RESTORED,)}, **_VERIFIED,
    ),
    Verb(name="undisputed", by="the end of its order or plan", frm=frozenset({S.RESTORED}), **_VERIFIED | {"tells": ()}),
    Verb(
        name="close", right=Right.OUTAGES, frm=frozenset({S.VERIFIED}), to=S.CLOSED, marks=("closed_at",), clears=EVERY,
        tells=(events.OutageClosed,), label=_("Close the outage"), form=forms.CloseIn, primary=True,
        unfit=_of_faults,
    ),
)  # fmt: skip

_WHAT_IT_IS = (
    Verb(
        name="move", right=Right.OUTAGES, frm=BEGINS, label=_("Move to a device"), form=forms.MoveIn,
        unfit=_of_faults, refused=_("Customers have power again: split the outage or correct its customers."),
    ),
    Verb(
        name="split", right=Right.OUTAGES, frm=IN_LEDGER | {S.PREDICTED}, label=_("Split"), form=forms.SplitIn,
        only=lambda outage: outage.status in LIVE, unfit=_of_faults,
    ),
    Verb(
        name="merge", right=Right.OUTAGES, frm=LIVE, to=S.MERGED, records=ChangeKind.MERGED, clears=EVERY,
        tells=(events.OutageMerged,), label=_("Merge"), form=forms.MergeIn, undone_by="unmerge",
        unfit=_of_faults, refused=_("Only live outages can be merged."),
    ),
    Verb(
        name="cause", right=Right.OUTAGES, frm=ALL, label=_("Set the cause"), form=forms.CauseIn,
        only=lambda outage: outage.status in LIVE | {S.RESTORED, S.VERIFIED}, unfit=_of_faults,
    ),
    Verb(
        name="unconfirm", right=Right.OUTAGES, frm=frozenset({S.CONFIRMED}), to=S.PROBABLE, reason="unconfirmed",
        tells=(events.OutageUnconfirmed,), label=_("Take the confirmation back"), form=forms.WhyIn,
        unfit=_of_faults,
    ),
    Verb(
        name="was-off", right=Right.OUTAGES, frm=IN_LEDGER, label=_("Others were off too"), form=forms.WasOffIn,
    ),
    Verb(name="correct", by="a row of the ledger", frm=IN_LEDGER),
)  # fmt: skip

_GENERATORS = (
    Verb(
        name="generator", right=Right.OUTAGES, frm=DARK, label=_("Place a generator vehicle"), form=forms.PlaceIn,
    ),
    Verb(
        name="generator-away", right=Right.OUTAGES, frm=ALL, label=_("Take the generator vehicle away"), form=forms.AwayIn,
    ),
    Verb(name="lose-again", by="generator-away, a switch", frm=DARK | {S.RESTORED, S.VERIFIED}),
)  # fmt: skip

_BACK_AGAIN: dict[str, Any] = {"to": BACK, "form": forms.WhyIn, "tells": (events.OutageReinstated,)}
_TAKEN_OUT = (
    Verb(
        name="reinstate", right=Right.OUTAGES, frm=frozenset({S.DISMISSED}), records=ChangeKind.REINSTATED,
        label=_("Reinstate"), refused=_("This outage was not dismissed."), **_BACK_AGAIN,
    ),
    Verb(
        name="unmerge", right=Right.OUTAGES, frm=frozenset({S.MERGED}), records=ChangeKind.UNMERGED,
        label=_("Undo the merge"), refused=_("This outage follows no other."), **_BACK_AGAIN,
    ),
    Verb(
        name="dismiss", right=Right.OUTAGES, frm=LIVE, to=S.DISMISSED, records=ChangeKind.DISMISSED,
        marks=("closed_at",), clears=EVERY, tells=(events.OutageDismissed,),
        label=_("Dismiss: nobody is dark"), form=forms.WhyIn, danger=True, undone_by="reinstate",
        unfit=_of_faults,
    ),
    Verb(
        name="not-begun", path="dismiss", right=Right.OUTAGES, frm=LIVE, label=_("Work has not begun: nobody is dark"),
        form=forms.WhyIn, danger=True, unfit=_of_plans, undone_by="reinstate",
    ),
)  # fmt: skip

OUTAGE = Process(
    kind="OUTAGE",
    letter="O",
    label=_("Outage"),
    initial=S.PREDICTED,
    opens=(),
    states=STATES,
    unheld=SET_ASIDE,
    trade="supply",
    clocks={},
    verbs=_GROWING_SURE + _COMING_BACK + _AFTERWARDS + _WHAT_IT_IS + _GENERATORS + _TAKEN_OUT,
)
