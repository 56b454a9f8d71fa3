"""The fault order as a declaration (domain reference §2.2–2.4): who may do what in which state, and what goes with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.ground.alarms.codes import Step
from command_center.ground.organisation.roles import Right
from workorders import events
from workorders.asking.verdicts import ANSWERS_OPEN
from workorders.clocks.limits import CHANNEL_CLOCKS
from workorders.engine.process import BACK, EVERY, ClockRule, Process, State, Verb
from workorders.kinds.common import forms as shared
from workorders.kinds.common.verbs import heard_by_media
from workorders.kinds.fault import forms
from workorders.kinds.fault.states import FOLLOWABLE, NOT_ON_SITE, OPEN, WAITING, WITH_CREW, Status

S = Status
ALL = frozenset(Status)
WITH_CREW_ASKED = WITH_CREW | {S.DISPATCHED}
NOT_THERE_YET = WAITING | {S.DISPATCHED, S.ACCEPTED, S.EN_ROUTE}

# Who owns a state: the desk, the crew, or a part of the system.
DESK, CREW, JUDGE, ROUTER, LEADER = "desk", "crew", "judge", "router", "leader"
# The storey that knows crews.
BY_CREW = "dispatch"

STATES: dict[str, State] = {
    S.RECEIVED: State(label=_("Received"), owner=JUDGE, phase="judging", clock="ACCEPT", or_clock="ARRIVE"),
    S.JUDGED: State(label=_("Judged"), owner=DESK, phase="judging", told="its reason for attention"),
    S.PENDING_DISPATCH: State(
        label=_("Pending dispatch"),
        short=pgettext_lazy("board", "Awaiting dispatch"),
        owner=ROUTER,
        phase="dispatching",
        clock="ARRIVE",
        or_clock="RESTORE",
    ),
    S.DISPATCHED: State(
        label=_("Dispatched"),
        short=pgettext_lazy("board", "Dispatched"),
        owner=ROUTER,
        phase="dispatching",
        clock="CREW_ACCEPT",
    ),
    S.ACCEPTED: State(label=_("Accepted"), owner=CREW, phase="en_route", clock="ARRIVE", or_clock="RESTORE"),
    S.EN_ROUTE: State(
        label=_("En route"),
        short=pgettext_lazy("board", "On the way"),
        owner=CREW,
        phase="en_route",
        clock="ARRIVE",
        or_clock="RESTORE",
    ),
    S.ON_SITE: State(
        label=_("On site"), short=pgettext_lazy("board", "On site"), owner=CREW, phase="on_site", clock="RESTORE"
    ),
    S.REPAIRING: State(label=_("Repairing"), owner=CREW, phase="on_site", clock="RESTORE"),
    S.RESTORED: State(label=_("Restored"), owner=CREW, phase="restored", clock="REPLY"),
    S.REPLIED: State(
        label=_("Replied"), short=pgettext_lazy("board", "Awaiting review"), owner=DESK, phase="desk", clock="REVIEW"
    ),
    S.REVIEWED: State(
        label=_("Reviewed"),
        short=pgettext_lazy("board", "Awaiting call-back"),
        owner=DESK,
        phase="desk",
        clock="CALLBACK",
    ),
    S.CALLED_BACK: State(label=_("Called back"), owner=DESK, phase="desk", told="passed in the moment of the callback"),
    S.MERGED: State(
        label=_("Merged"), owner=LEADER, phase="merged", told="the order in front; its end, or its review, is told"
    ),
    S.SUSPENDED: State(
        label=_("Suspended"),
        short=pgettext_lazy("board", "Suspended"),
        owner=DESK,
        phase="suspended",
        told="resume_due, when the pause should be over",
    ),
    S.REWORK: State(label=_("Rework"), owner=CREW, phase="desk", clock="REPLY"),
    S.ARCHIVED: State(label=_("Archived"), owner="", phase="ended", end=True),
    S.RETURNED_UPSTREAM: State(label=_("Returned upstream"), owner="", phase="ended", end=True),
    S.CANCELLED: State(label=_("Cancelled"), owner="", phase="ended", end=True),
    S.FALSE_ALARM: State(label=_("False alarm"), owner="", phase="ended", end=True),
}

# The clocks of the repair itself; what the channel promised runs on when an order follows another one.
REPAIR_CLOCKS = (
    "ACCEPT", "DISPATCH", "CREW_ACCEPT", "CONTACT", "ARRIVE", "RESTORE", "REPLY", "REVIEW", "CALLBACK",
)  # fmt: skip
# A hotline that is not the utility's own has a limit for the whole matter (domain reference §2.3).
CHANNELS = tuple(CHANNEL_CLOCKS.values())

CLOCKS = {
    # The national hotline's own minutes: from the end of the call, where it tells that, until the order is here.
    "HQ_DISPATCH": ClockRule(since="reported_at", until="received_at"),
    "ACCEPT": ClockRule(),
    # Three minutes together with ACCEPT, and shown beside it: in a storm the queue stays in the order of the arrivals due.
    "DISPATCH": ClockRule(shares="ACCEPT", beside=True),
    "CREW_ACCEPT": ClockRule(),
    # The first word with the customer: whoever takes the order over owes no second one.
    "CONTACT": ClockRule(once=True, beside=True),
    # "From the moment the report is received" (供电服务十项承诺), not from the dispatch.
    "ARRIVE": ClockRule(since="reported_at"),
    # From the arrival until the phone tells it: a tap that came late, or was made late.
    "ARRIVE_ENTRY": ClockRule(),
    "RESTORE": ClockRule(),
    "REPLY": ClockRule(),
    "REVIEW": ClockRule(),
    "CALLBACK": ClockRule(),
    **{code: ClockRule() for code in CHANNELS},
}


def _held(order: Any) -> bool:
    """Judged, and kept back until a person has looked."""
    return order.status == S.JUDGED and bool(order.attention)


def _ended(to: Status) -> dict[str, Any]:
    """What every end without a repair has in common."""
    return {
        "to": to,
        "voids": EVERY,
        "reason": "cancelled",
        "marks": ("closed_at",),
        "answers": Step.ENDED,
        "tells": (events.WorkOrderCancelled,),
        "form": shared.ReasonIn,
    }


_JUDGED_ON_THE_WAY: dict[str, tuple[str, ...]] = {S.RECEIVED: (S.JUDGED,)}
_ANSWERED: dict[str, Any] = {
    "to": S.REPLIED,
    "via": _JUDGED_ON_THE_WAY,
    "voids": REPAIR_CLOCKS,
    "starts": ("REVIEW",),
    "reason": "explained",
    "answers": Step.ANSWERED,
    "tells": (events.ReplyFiled,),
}
_CREW_LEAVES: dict[str, Any] = {
    "to": S.PENDING_DISPATCH,
    "voids": ("CREW_ACCEPT",),
    # Who asked for help has gone.
    "clears": ("crew_asks_help", "crew_left"),
    "tells": (events.WorkOrderReady,),
}

JUDGING = (
    Verb(
        name="pass_on", by=JUDGE, frm=frozenset({S.RECEIVED}), via=_JUDGED_ON_THE_WAY, to=S.PENDING_DISPATCH,
        stops=("ACCEPT",), starts=("DISPATCH",), marks=("accepted_at",), answers=Step.LOCATED, tells=(events.WorkOrderReady,),
    ),
    Verb(
        name="hold", by=JUDGE, frm=frozenset({S.RECEIVED}), to=S.JUDGED,
        stops=("ACCEPT",), starts=("DISPATCH",), marks=("accepted_at",), answers=Step.LOCATED,
    ),
    Verb(
        name="locate", right=Right.DISPATCH, frm=ALL, form=forms.LocateIn, primary=True, key="P",
        label=_("Set the place on the map"), only=lambda order: not order.located and order.status in OPEN,
    ),
    Verb(
        name="move-place", path="locate", right=Right.DISPATCH, frm=NOT_THERE_YET, form=forms.LocateIn, key="P",
        label=_("Move the place"), only=lambda order: order.located,
    ),
    Verb(
        name="send", right=Right.DISPATCH, frm=frozenset({S.JUDGED}), to=S.PENDING_DISPATCH, primary=True,
        reason="sent_on", answers=Step.SENT, tells=(events.WorkOrderReady,),
        label=_("Send a crew anyway"), done=_("A crew is being looked for."), only=_held,
    ),
    Verb(
        name="explain", right=Right.DISPATCH, frm=frozenset({S.RECEIVED, S.JUDGED}), **_ANSWERED,
        label=_("Explained on the phone"), form=forms.ExplainIn, only=_held,
    ),
    Verb(name="answer", by="outages", frm=NOT_ON_SITE, **_ANSWERED),
)  # fmt: skip

GETTING_A_CREW = (
    Verb(
        name="offer", by=ROUTER, frm=frozenset({S.PENDING_DISPATCH}), to=S.DISPATCHED,
        stops=("DISPATCH",), starts=("CREW_ACCEPT",), answers=Step.OFFERED, tells=(events.WorkOrderDispatched,),
    ),
    Verb(
        name="assign", served_by=BY_CREW, right=Right.DISPATCH, frm=frozenset({S.PENDING_DISPATCH, S.DISPATCHED}),
        form=forms.AssignIn, undone_by="recall",
    ),
    Verb(
        name="recall", served_by=BY_CREW, right=Right.DISPATCH, frm=frozenset({S.DISPATCHED}), **_CREW_LEAVES, reason="recalled",
        label=_("Take the offer back"), done=_("The offer is taken back; another crew is looked for."),
    ),
    Verb(
        name="accept", by="offer", frm=frozenset({S.DISPATCHED}), to=S.ACCEPTED,
        stops=("CREW_ACCEPT",), starts=("CONTACT",), answers=Step.ACCEPTED, tells=(events.WorkOrderAccepted,),
    ),
    Verb(name="give-back", by=ROUTER, frm=WITH_CREW_ASKED, **_CREW_LEAVES),
    Verb(
        name="reassign", served_by=BY_CREW, right=Right.DISPATCH, frm=WITH_CREW, **_CREW_LEAVES, reason="reassigned",
        label=_("Reassign"), form=forms.ReassignIn, key="W",
    ),
    Verb(
        name="second-crew", right=Right.DISPATCH, frm=OPEN, label=_("Send a second crew"), form=shared.ReasonIn,
        done=_("A second crew is being looked for."), only=lambda order: "crew_there" in order.reasons,
    ),
)  # fmt: skip

FIELDWORK = (
    Verb(
        name="depart", right=Right.FIELD, served_by=BY_CREW, frm=frozenset({S.ACCEPTED}), to=S.EN_ROUTE,
        tells=(events.CrewDeparted,), form=forms.ObservedIn, label=pgettext_lazy("crew", "Set off"), primary=True,
    ),
    Verb(
        name="arrive", right=Right.FIELD, served_by=BY_CREW, frm=frozenset({S.EN_ROUTE}), to=S.ON_SITE,
        stops=("ARRIVE",), starts=("RESTORE",), enters=("ARRIVE_ENTRY",), marks=("arrived_at",), answers=Step.ARRIVED,
        tells=(events.CrewArrived,), form=forms.ArriveIn, label=pgettext_lazy("crew", "I have arrived"), primary=True,
    ),
    Verb(
        name="start", right=Right.FIELD, served_by=BY_CREW, frm=frozenset({S.ON_SITE}), to=S.REPAIRING,
        tells=(events.RepairStarted,), form=forms.StartIn, label=pgettext_lazy("crew", "Start repair"), primary=True,
    ),
    Verb(
        name="restore", right=Right.FIELD, served_by=BY_CREW, frm=frozenset({S.ON_SITE, S.REPAIRING}), to=S.RESTORED,
        stops=("RESTORE",), starts=("REPLY",), marks=("restored_at",), answers=Step.RESTORED,
        tells=(events.PowerRestored,), form=forms.ObservedIn, label=pgettext_lazy("crew", "Power is back"), primary=True,
    ),
    Verb(
        name="not-restored", right=Right.FIELD, served_by=BY_CREW, frm=frozenset({S.RESTORED}), to=S.REPAIRING,
        voids=("REPLY",), reopens=("RESTORE",), reason="not_restored", tells=(events.PowerNotRestored,), form=forms.SeenIn,
        label=pgettext_lazy("crew", "Not back after all"),
    ),
    Verb(
        name="nothing-found", right=Right.FIELD, served_by=BY_CREW, frm=frozenset({S.ON_SITE}),
        **_ended(S.FALSE_ALARM) | {"form": forms.SeenIn}, label=pgettext_lazy("crew", "No fault here"),
    ),
    Verb(
        name="contacted", right=Right.FIELD, served_by=BY_CREW, frm=WITH_CREW, stops=("CONTACT",), reason="contacted",
        tells=(events.CustomerContacted,), form=forms.ContactedIn, label=pgettext_lazy("crew", "Spoke with the customer"),
    ),
    Verb(name="help", right=Right.FIELD, served_by=BY_CREW, frm=WITH_CREW, form=forms.HelpIn),
    Verb(
        name="reply", right=Right.FIELD, served_by=BY_CREW, frm=frozenset({S.RESTORED, S.REWORK}), to=S.REPLIED,
        stops=("CONTACT", "REPLY"), starts=("REVIEW",), tells=(events.ReplyFiled,), form=forms.ReplyIn,
        label=pgettext_lazy("crew", "Send the report"), primary=True,
    ),
)  # fmt: skip

AFTERCARE = (
    Verb(
        name="review", right=Right.REVIEW, frm=frozenset({S.REPLIED}), to=S.REVIEWED, primary=True, key="Q",
        stops=("REVIEW",), starts=("CALLBACK",), tells=(events.ReplyReviewed,),
        label=_("Review the reply"), form=shared.ReviewIn,
    ),
    Verb(
        name="send-back", by="review", frm=frozenset({S.REPLIED}), to=S.REWORK,
        stops=("REVIEW",), reopens=("REPLY",), starts=("REPLY",), reason="rework", tells=(events.ReworkAsked,),
        only=lambda order: order.arrived_at is not None,
    ),
    # No crew was there who could mend it: the desk decides anew, and the promise to arrive runs on.
    Verb(
        name="judge-again", by="review", frm=frozenset({S.REPLIED}), to=S.JUDGED, stops=("REVIEW",), reopens=("ARRIVE",),
        reason="rework", tells=(events.ReworkAsked,), only=lambda order: order.arrived_at is None,
    ),
    Verb(
        name="callback", right=Right.REVIEW, frm=frozenset({S.REVIEWED, S.MERGED}), to=S.CALLED_BACK, primary=True, key="Q",
        stops=("CALLBACK",), tells=(events.CustomerCalledBack,),
        label=_("Record the call-back"), form=shared.CallbackIn, only=lambda order: order.status == S.REVIEWED,
    ),
    Verb(
        name="mend", by="callback", frm=frozenset({S.CALLED_BACK}), to=S.REWORK,
        reopens=("REPLY",), starts=("REPLY",), reason="not_satisfied", tells=(events.ReworkAsked,),
    ),
    Verb(
        name="archive", by="callback", frm=frozenset({S.CALLED_BACK}), to=S.ARCHIVED, marks=("closed_at",),
        stops=CHANNELS, answers=Step.ENDED, tells=(events.WorkOrderArchived,),
    ),
)  # fmt: skip

CONTROL = (
    Verb(
        name="resume", right=Right.SUSPEND, frm=frozenset({S.SUSPENDED}), to=BACK, key="H", primary=True,
        resumes=True, reason="resumed", clears=("resume_due",), tells=(events.WorkOrderResumed,),
        label=_("Resume"), done=_("It goes on; its clocks run again."),
    ),
    Verb(
        name="urge", right=Right.REPORT, frm=ALL, key="R", label=_("Urge"), form=shared.UrgeIn,
        done=_("The crew is urged."), only=lambda order: order.status in WITH_CREW_ASKED,
    ),
    Verb(
        name="suspend", right=Right.SUSPEND, frm=WITH_CREW | {S.PENDING_DISPATCH}, to=S.SUSPENDED, key="H",
        pauses=("DISPATCH", "ARRIVE", "RESTORE"), tells=(events.WorkOrderSuspended,),
        label=_("Suspend"), form=shared.SuspendIn, undone_by="resume", done=_("Suspended; its clocks stand still."),
    ),
    Verb(name="false-alarm", right=Right.DISPATCH, frm=WAITING, **_ended(S.FALSE_ALARM), label=_("False alarm")),
    Verb(
        name="return-upstream", right=Right.DISPATCH, frm=WAITING, stops=("ACCEPT",), **_ended(S.RETURNED_UPSTREAM),
        label=_("Return to 95598"),
    ),
    Verb(
        name="merge", right=Right.DISPATCH, frm=NOT_THERE_YET, to=S.MERGED, key="X",
        voids=REPAIR_CLOCKS, reason="merged", answers=Step.ANSWERED, tells=(events.WorkOrderMerged,),
        label=_("Merge into another order"), form=shared.MergeOrderIn, undone_by="split", done=_("It follows the other order now."),
        only=lambda order: not order.hazard,
    ),
    Verb(
        name="follow", by="merge", frm=frozenset({S.MERGED}), to=S.MERGED,
        voids=REPAIR_CLOCKS, reason="follows", tells=(events.WorkOrderMerged,),
    ),
    Verb(
        name="stand-alone", by="split", frm=frozenset({S.MERGED}), to=S.RECEIVED,
        voids=("CALLBACK",), starts=("ARRIVE",), tells=(events.WorkOrderSplit,),
    ),
    Verb(
        name="split", right=Right.DISPATCH, frm=ALL, key="S", label=_("Split off"), form=shared.SplitOrderIn,
        only=lambda order: order.has_parts,
    ),
    Verb(
        name="cancel", right=Right.DISPATCH, frm=NOT_THERE_YET | {S.SUSPENDED}, **_ended(S.CANCELLED), danger=True,
        label=_("Cancel the order"), done=_("The order is cancelled."),
    ),
    Verb(
        name="transfer", right=Right.DISPATCH, frm=WAITING, reason="transferred", label=_("Transfer"),
        form=shared.TransferIn, done=_("The other unit has it."),
    ),
    Verb(
        name="contact", right=Right.DISPATCH, frm=WITH_CREW, stops=("CONTACT",), reason="contacted",
        tells=(events.CustomerContacted,), label=_("Spoke with the customer"), form=shared.ContactIn,
    ),
    *heard_by_media(OPEN),
    Verb(
        name="supervise", right=Right.SUPERVISE, frm=OPEN, label=_("Supervise"), form=shared.SuperviseIn,
        done=_("An order of supervision is out."),
    ),
    Verb(
        name="settle-answers", right=(Right.REPORT, Right.DISPATCH, Right.REVIEW), frm=OPEN, clears=ANSWERS_OPEN,
        reason="answers_settled", tells=(events.AttentionCleared,), label=_("The customer's answer is looked at"),
        form=shared.ReasonIn, only=lambda order: not set(ANSWERS_OPEN).isdisjoint(order.reasons),
    ),
    Verb(name="note", right=(Right.REPORT, Right.DISPATCH, Right.REVIEW), frm=ALL, form=shared.NoteIn),
)  # fmt: skip

FAULT = Process(
    kind="FAULT",
    letter="F",
    trade="repair",
    label=_("Fault report"),
    initial=S.RECEIVED,
    opens=("HQ_DISPATCH", "ACCEPT", "ARRIVE"),
    by_channel=CHANNEL_CLOCKS,
    followable=FOLLOWABLE,
    states=STATES,
    clocks=CLOCKS,
    verbs=JUDGING + GETTING_A_CREW + FIELDWORK + AFTERCARE + CONTROL,
    repair=True,
    file_right=Right.REPORT,
)
