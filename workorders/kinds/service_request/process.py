"""The service request as a declaration: something is done, often on site, and then answered (domain reference §2.1).

Which clocks run is said by the table of limits for the sub-type: on site (appliance, charging), handling, the law's 24 hours for a
reconnection, the five working days of a meter test; the answer follows the handling by a clock of its own.
"""

from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.roles import Right
from workorders.engine.process import Process, State, Verb
from workorders.kinds.common import forms, states, verbs
from workorders.kinds.common.guards import not_by_the_concerned
from workorders.kinds.common.states import ENDS, UNANSWERED, UNIT, Status

HANDLING = ("SR_HANDLE", "RECONNECT", "METER_TEST")
ON_SITE = ("SR_ON_SITE",)
LIVE = UNANSWERED | {Status.HANDLED}

STATES = {
    **states.handled_states("SR_HANDLE"),
    Status.HANDLED: State(label=_("Done, to be answered"), owner=UNIT, phase="handling", clock="SR_REPLY"),
    **states.CALLBACK_STATES,
}

SERVICE_REQ = Process(
    kind="SERVICE_REQ",
    letter="S",
    label=_("Service request"),
    initial=Status.RECEIVED,
    opens=("RETURN_UP", *ON_SITE, *HANDLING),
    by_channel=verbs.BY_ANY_CHANNEL,
    sub_kinds={
        "RECONNECT": _("Reconnection after arrears"),
        "DAMAGED_APPLIANCE": _("Damaged appliance"),
        "METER_ABNORMAL": _("Meter abnormal"),
        "READING_ABNORMAL": _("Reading abnormal"),
        "METER_TEST": _("Meter test"),
        "FAST_CHARGE": _("Motorway fast charging"),
        "OTHER": _("Other"),
    },
    followable=LIVE,
    states=STATES,
    clocks=verbs.clock_rules(*ON_SITE, *HANDLING, "SR_REPLY", "RETURN_UP"),
    verbs=(
        *verbs.giving(Right.MATTERS),
        *verbs.handling(Right.HANDLE, Right.MATTERS),
        Verb(
            name="on-site", right=Right.HANDLE, frm=frozenset({Status.DISPATCHED, Status.HANDLING}), to=Status.HANDLING,
            stops=ON_SITE, marks=("arrived_at",), tells=verbs.TELLS, label=_("At the customer's"),
            form=forms.ContactIn, only=lambda order: order.arrived_at is None,
        ),
        Verb(
            name="handle", right=Right.HANDLE, frm=frozenset({Status.HANDLING, Status.REWORK}), to=Status.HANDLED,
            primary=True, stops=(*HANDLING, *ON_SITE), starts=("SR_REPLY",), tells=verbs.TELLS, label=_("Done"),
            form=forms.ContactIn, guard=not_by_the_concerned,
        ),
        *verbs.answering(Right.HANDLE, ("SR_REPLY",), (Status.HANDLED,)),
        *verbs.reviewing(Right.REVIEW, HANDLING),
        *verbs.calling_back(Right.REVIEW, HANDLING, every=(*HANDLING, *ON_SITE, "SR_REPLY")),
        *verbs.pausing((*HANDLING, *ON_SITE)),
        *verbs.following(Right.MATTERS, HANDLING),
        *verbs.controlling(LIVE, set(STATES) - ENDS, Right.MATTERS),
    ),
    file_right=Right.REPORT,
)  # fmt: skip
