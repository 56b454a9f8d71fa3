"""Praise as a declaration: it is passed on, taken note of, and filed; nobody is called back."""

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from command_center.ground.organisation.roles import Right
from workorders.engine.process import ClockRule, Process, State, Verb
from workorders.kinds.common import verbs
from workorders.kinds.common.states import DESK, UNIT, Status

S = Status
LIVE = frozenset({S.RECEIVED, S.DISPATCHED})
BY_CHANNEL = "the clock of the channel it came through"

STATES: dict[str, State] = {
    S.RECEIVED: State(label=_("Received"), owner=DESK, phase="giving", told=BY_CHANNEL),
    S.DISPATCHED: State(label=_("With the unit"), owner=UNIT, phase="handling", told=BY_CHANNEL),
    S.ARCHIVED: State(label=_("Archived"), owner="", phase="ended", end=True),
    S.RETURNED_UPSTREAM: State(label=_("Returned upstream"), owner="", phase="ended", end=True),
    S.CANCELLED: State(label=_("Cancelled"), owner="", phase="ended", end=True),
}

PRAISE = Process(
    kind="PRAISE",
    letter="T",
    label=_("Praise"),
    initial=S.RECEIVED,
    opens=("RETURN_UP",),
    by_channel=verbs.BY_ANY_CHANNEL,
    sub_kinds={
        "CONDUCT": _("Conduct"),
        "SERVICE": _("Service"),
        "GRID": _("Grid construction"),
        "OTHER": _("Other"),
    },
    states=STATES,
    clocks={code: ClockRule() for code in ("RETURN_UP", *verbs.CHANNELS)},
    verbs=(
        *verbs.giving(Right.MATTERS),
        Verb(
            name="take-note", right=(Right.HANDLE, Right.MATTERS), frm=LIVE, to=S.ARCHIVED, primary=True,
            stops=("RETURN_UP", *verbs.CHANNELS), marks=("closed_at",), answers=Step.ENDED, tells=verbs.TELLS,
            label=_("Take note and file"),
        ),
        *verbs.controlling(LIVE, LIVE, Right.MATTERS),
    ),
    file_right=Right.REPORT,
)  # fmt: skip
