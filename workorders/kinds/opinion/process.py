"""The opinion or suggestion as a declaration: answered within five working days, and its sender is called back."""

from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.roles import Right
from workorders.engine.process import Process
from workorders.kinds.common import states, verbs
from workorders.kinds.common.states import ENDS, UNANSWERED, Status

CLOCK = ("OPINION",)

STATES = {**states.handled_states("OPINION"), **states.CALLBACK_STATES, **states.FINAL_STATE}

OPINION = Process(
    kind="OPINION",
    letter="O",
    label=_("Opinion or suggestion"),
    initial=Status.RECEIVED,
    opens=("RETURN_UP", "OPINION"),
    by_channel=verbs.BY_ANY_CHANNEL,
    sub_kinds={
        "SERVICE": _("Service"),
        "BUSINESS": _("Business and bills"),
        "OUTAGE": _("Outages"),
        "QUALITY": _("Supply quality"),
        "GRID": _("Grid construction"),
        "OTHER": _("Other"),
    },
    followable=UNANSWERED,
    states=STATES,
    clocks=verbs.clock_rules("OPINION", "RETURN_UP"),
    verbs=(
        *verbs.giving(Right.MATTERS),
        *verbs.handling(Right.HANDLE, Right.MATTERS),
        *verbs.answering(Right.HANDLE, CLOCK),
        *verbs.reviewing(Right.REVIEW, CLOCK),
        *verbs.calling_back(Right.REVIEW, CLOCK),
        *verbs.final_answer(Right.COMPLAINTS, {Status.REVIEWED}),
        *verbs.pausing(CLOCK),
        *verbs.following(Right.MATTERS, CLOCK),
        *verbs.controlling(UNANSWERED, set(STATES) - ENDS, Right.MATTERS),
    ),
    file_right=Right.REPORT,
)
