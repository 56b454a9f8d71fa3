"""The consultation as a declaration: answered within two working days, called back only on demand."""

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from command_center.ground.organisation.roles import Right
from workorders.engine.process import Process, Verb
from workorders.kinds.common import states, verbs
from workorders.kinds.common.states import ENDS, UNANSWERED, Status

CLOCK = ("CONSULT",)

STATES = {**states.handled_states("CONSULT"), **states.CALLBACK_STATES}

CONSULT = Process(
    kind="CONSULT",
    letter="Q",
    label=_("Consultation"),
    initial=Status.RECEIVED,
    opens=("RETURN_UP", "CONSULT"),
    by_channel=verbs.BY_ANY_CHANNEL,
    sub_kinds={
        "BILL": _("Bill and tariff"),
        "OUTAGE": _("Outages"),
        "CONNECTION": _("Connection"),
        "METER": _("Meter"),
        "OTHER": _("Other"),
    },
    followable=UNANSWERED,
    states=STATES,
    clocks=verbs.clock_rules("CONSULT", "RETURN_UP"),
    verbs=(
        *verbs.giving(Right.MATTERS),
        *verbs.handling(Right.HANDLE, Right.MATTERS),
        # Most questions are answered by the desk itself.
        *verbs.answering((Right.HANDLE, Right.MATTERS), ("RETURN_UP", *CLOCK), (Status.RECEIVED, Status.HANDLING, Status.REWORK)),
        *verbs.reviewing(Right.REVIEW, CLOCK),
        *verbs.calling_back(Right.REVIEW, CLOCK),
        Verb(
            name="close", right=Right.REVIEW, frm=frozenset({Status.REVIEWED}), to=Status.ARCHIVED,
            voids=("CALLBACK",), stops=verbs.CHANNELS, marks=("closed_at",), answers=Step.ENDED, tells=verbs.TELLS,
            reason="no_callback_wanted", label=_("Close without a call-back"),
            only=lambda order: not order.callback_wanted,
        ),
        *verbs.pausing(CLOCK),
        *verbs.following(Right.MATTERS, CLOCK),
        *verbs.controlling(UNANSWERED, set(STATES) - ENDS, Right.MATTERS),
    ),
    file_right=Right.REPORT,
)  # fmt: skip
