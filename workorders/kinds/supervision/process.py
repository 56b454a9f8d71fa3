"""Supervision as a declaration: issued by county, city or province, answered by the unit, cleared by who issued it."""

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from command_center.ground.organisation.roles import Right
from workorders.engine.process import EVERY, ClockRule, Process, State, Verb
from workorders.kinds.common import forms, verbs
from workorders.kinds.common.guards import not_by_the_concerned
from workorders.kinds.common.states import DESK, UNIT
from workorders.kinds.supervision.states import LIVE, Status

S = Status

STATES: dict[str, State] = {
    S.ISSUED: State(label=_("Issued"), owner=UNIT, phase="handling", clock="SUPERVISE"),
    S.REPLIED: State(label=_("Answered, to be reviewed"), owner=DESK, phase="desk", clock="REVIEW"),
    S.REWORK: State(label=_("Back for rework"), owner=UNIT, phase="handling", clock="SUPERVISE"),
    S.CLEARED: State(label=_("Cleared"), owner="", phase="ended", end=True),
    S.CANCELLED: State(label=_("Cancelled"), owner="", phase="ended", end=True),
}

SUPERVISION = Process(
    kind="SUPERVISION",
    letter="D",
    trade="supervision",
    label=_("Supervision"),
    initial=S.ISSUED,
    opens=("SUPERVISE",),
    # Its sub-type is the level that issues it: the limit may depend on it.
    sub_kinds=dict(forms.SUPERVISION_LEVELS),
    states=STATES,
    clocks={code: ClockRule() for code in ("SUPERVISE", "REVIEW")},
    verbs=(
        Verb(
            name="answer", right=(Right.HANDLE, Right.DISPATCH), frm=frozenset({S.ISSUED, S.REWORK}), to=S.REPLIED,
            primary=True, stops=("SUPERVISE",), starts=("REVIEW",), answers=Step.RESTORED, tells=verbs.TELLS,
            label=_("Answer"), form=forms.AnswerIn,
        ),
        Verb(
            name="review", right=Right.SUPERVISE, frm=frozenset({S.REPLIED}), to=S.CLEARED, primary=True,
            stops=("REVIEW",), marks=("closed_at",), answers=Step.ENDED, tells=verbs.TELLS,
            label=_("Review the answer"), form=forms.ReviewIn, guard=not_by_the_concerned,
        ),
        Verb(
            name="send-back", by="review", frm=frozenset({S.REPLIED}), to=S.REWORK, stops=("REVIEW",),
            reopens=("SUPERVISE",), reason="rework", tells=verbs.TELLS,
        ),
        Verb(
            name="cancel", right=Right.SUPERVISE, frm=LIVE, to=S.CANCELLED, voids=EVERY, reason="cancelled",
            marks=("closed_at",), answers=Step.ENDED, tells=verbs.TELLS, danger=True, label=_("Cancel the order"),
            form=forms.ReasonIn, done=_("The order is cancelled."),
        ),
        Verb(
            name="extend", right=Right.SUPERVISE, frm=frozenset({S.ISSUED}), reason="extended", tells=verbs.TELLS,
            label=_("Extend"), form=forms.ExtendClockIn, done=_("Extended; the old due moment is kept."),
        ),
        *(verb for verb in verbs.watching(LIVE, LIVE) if verb.name != "supervise"),
    ),
    file_right=Right.SUPERVISE,
)  # fmt: skip
