"""The report of wrongdoing as a declaration: only quality officers see it, and never the unit that it is about."""

from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.roles import Right
from workorders.engine.process import Process
from workorders.kinds.common import states, verbs
from workorders.kinds.common.states import ENDS, UNANSWERED, Status

CLOCK = ("REPORT",)

STATES = {**states.handled_states("REPORT"), **states.CALLBACK_STATES}

REPORT = Process(
    kind="REPORT",
    letter="W",
    trade="wrongdoing",
    label=_("Report of wrongdoing"),
    initial=Status.RECEIVED,
    opens=("RETURN_UP", "REPORT"),
    by_channel=verbs.BY_ANY_CHANNEL,
    sub_kinds={
        "CONDUCT": _("Conduct of staff"),
        "THEFT": _("Theft of power"),
        "BREACH": _("Breach of contract"),
        "DAMAGE": _("Damage to or theft of facilities"),
        "OTHER": _("Other"),
    },
    followable=UNANSWERED,
    states=STATES,
    clocks=verbs.clock_rules("REPORT", "RETURN_UP"),
    verbs=(
        *verbs.giving(Right.WRONGDOING),
        *verbs.handling(Right.WRONGDOING, Right.WRONGDOING),
        *verbs.answering(Right.WRONGDOING, CLOCK),
        *verbs.reviewing(Right.WRONGDOING, CLOCK),
        *verbs.calling_back(Right.WRONGDOING, CLOCK),
        *verbs.pausing(CLOCK),
        *verbs.following(Right.WRONGDOING, CLOCK),
        *verbs.controlling(UNANSWERED, set(STATES) - ENDS, Right.WRONGDOING),
    ),
    file_right=Right.REPORT,
    read_right=Right.WRONGDOING,
)
