"""The life of a planned outage as a declaration (domain reference §4.2): who may do what in which state, and what is told.

An extension is no state: the work goes on with a new end, and the change keeps the old one. What was postponed is
drafted anew, because another day has other customers' exams, seasons and earlier outages.
"""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.ground.organisation.roles import Right
from outages.planned import events, forms
from outages.planned.choices import PlanChangeKind
from outages.planned.states import EARLY_AT_MOST, PlanStatus
from workorders.engine.process import EVERY, Process, State, Verb

P = PlanStatus
ALL = frozenset(PlanStatus)

# Who owns a state: who applied, the supervisor, the crew at the switches.
APPLICANT, SUPERVISOR, SITE = "applicant", "supervisor", "site"
NOT_BEGUN = "not_started, a quarter of an hour after its start"

STATES: dict[str, State] = {
    P.DRAFT: State(label=_("Draft"), owner=APPLICANT, phase="paper", told=NOT_BEGUN),
    P.CHECKED: State(label=_("Checked"), owner=SUPERVISOR, phase="paper", told=NOT_BEGUN),
    P.APPROVED: State(label=_("Approved"), owner=APPLICANT, phase="paper", told=NOT_BEGUN),
    P.NOTIFYING: State(label=_("Customers are being told"), owner=APPLICANT, phase="told", told=NOT_BEGUN),
    P.ANNOUNCED: State(label=_("Announced"), owner=SITE, phase="told", told=NOT_BEGUN),
    P.IN_PROGRESS: State(
        label=_("Work in progress"), owner=SITE, phase="work", told="end_is_near, then late_restore at its end"
    ),
    P.RESTORED: State(label=_("Supply restored"), owner=APPLICANT, phase="over", told="not_closed, a day after"),
    P.CLOSED: State(label=_("Closed"), owner="", phase="ended", end=True),
    P.POSTPONED: State(label=_("Postponed"), owner=APPLICANT, phase="postponed", told="whoever answers for it by name"),
    P.CANCELLED: State(label=_("Cancelled"), owner="", phase="ended", end=True),
}


def _may_begin(plan: Any) -> bool:
    """A little early at most, and not when its window is over."""
    return bool(plan.planned_start_at - EARLY_AT_MOST <= now() < plan.planned_end_at)


_ON_PAPER = (
    Verb(
        name="redraft", right=Right.PLAN_OUTAGES, frm=frozenset({P.DRAFT, P.CHECKED, P.POSTPONED}), to=P.DRAFT,
        records=PlanChangeKind.DRAFTED, clears=EVERY, tells=(events.PlanDrafted,), form=forms.DraftIn,
    ),
    Verb(
        name="check", right=Right.PLAN_OUTAGES, frm=frozenset({P.DRAFT, P.CHECKED}), to=P.CHECKED,
        marks=("checked_at",), tells=(events.PlanChecked,),
        label=pgettext_lazy("plan", "Check"), primary=True, only=lambda plan: plan.status == P.DRAFT,
    ),
    Verb(
        name="approve", right=Right.APPROVE_PLANS, frm=frozenset({P.CHECKED}), to=P.APPROVED,
        marks=("approved_at",), tells=(events.PlanApproved,), label=pgettext_lazy("plan", "Approve"), primary=True,
    ),
    Verb(
        name="notify", right=Right.PLAN_OUTAGES, frm=frozenset({P.APPROVED}), to=P.NOTIFYING,
        tells=(events.NoticesGiven,), label=_("Tell customers"), form=forms.NotifyIn, primary=True,
    ),
    Verb(name="delivered", right=Right.PLAN_OUTAGES, frm=ALL, form=forms.DeliveredIn),
    Verb(
        name="announce", right=Right.PLAN_OUTAGES, frm=frozenset({P.NOTIFYING}), to=P.ANNOUNCED,
        tells=(events.PlanAnnounced,), label=_("Announce"), primary=True,
    ),
)  # fmt: skip

# By hand it is written down where switches stand, which takes a second right.
_BY_HAND: dict[str, Any] = {"right": Right.PLAN_OUTAGES, "also": Right.OPERATE}
_IN_THE_DARK = (
    Verb(
        name="start", **_BY_HAND, frm=frozenset({P.ANNOUNCED}), to=P.IN_PROGRESS, tells=(events.PlanStarted,),
        label=_("Work has begun"), form=forms.PlanStartIn, primary=True, only=_may_begin,
    ),
    Verb(
        name="not-begun", by="its outage, dismissed", frm=frozenset({P.IN_PROGRESS}), to=P.ANNOUNCED, reason="dismissed",
        clears=EVERY, tells=(events.PlanUnstarted,),
    ),
    Verb(
        name="restore", **_BY_HAND, frm=frozenset({P.IN_PROGRESS}), label=_("Work is over, power is back"),
        form=forms.PlanRestoreIn, primary=True,
    ),
    Verb(
        name="all-restored", by="its last customer", frm=frozenset({P.IN_PROGRESS}), to=P.RESTORED,
        clears=EVERY, tells=(events.PlanRestored,),
    ),
    Verb(
        name="reopen", by="a customer who is dark still", frm=frozenset({P.RESTORED, P.ANNOUNCED}), to=P.IN_PROGRESS,
        reason="reopened", tells=(events.PlanReopened,),
    ),
    Verb(
        name="extend", right=Right.PLAN_OUTAGES, frm=frozenset({P.IN_PROGRESS}), label=_("Extend"), form=forms.ExtendIn,
    ),
    Verb(
        name="close", right=Right.PLAN_OUTAGES, frm=frozenset({P.RESTORED}), to=P.CLOSED, clears=EVERY,
        tells=(events.PlanClosed,), label=_("Close the file"), primary=True,
    ),
)  # fmt: skip

_BEFORE_THE_WORK = frozenset({P.CHECKED, P.APPROVED, P.NOTIFYING, P.ANNOUNCED})
_AT_ANY_TIME = (
    Verb(
        name="waive", right=Right.APPROVE_PLANS, frm=frozenset({P.CHECKED, P.APPROVED}),
        label=_("Answer for a finding"), form=forms.WaiveIn,
    ),
    Verb(
        name="check-again", path="check", right=Right.PLAN_OUTAGES, frm=frozenset({P.CHECKED}), label=_("Check again"),
    ),
    Verb(name="alternative", right=Right.PLAN_OUTAGES, frm=ALL, form=forms.AlternativeIn),
    Verb(
        name="postpone", right=Right.PLAN_OUTAGES, frm=_BEFORE_THE_WORK, to=P.POSTPONED, clears=EVERY,
        tells=(events.PlanPostponed,), label=_("Postpone"), form=forms.NotDoneIn,
    ),
    Verb(
        name="cancel", right=Right.PLAN_OUTAGES, frm=_BEFORE_THE_WORK | {P.DRAFT, P.POSTPONED}, to=P.CANCELLED,
        clears=EVERY, tells=(events.PlanCancelled,), label=_("Call it off"), form=forms.NotDoneIn, danger=True,
    ),
)  # fmt: skip

PLAN = Process(
    kind="PLAN",
    letter="P",
    label=_("Planned outage"),
    initial=P.DRAFT,
    opens=(),
    states=STATES,
    trade="supply",
    clocks={},
    verbs=_ON_PAPER + _IN_THE_DARK + _AT_ANY_TIME,
)
