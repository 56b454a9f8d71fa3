"""The proactive repair as a declaration: a fault order without a caller, so that a passed review may end it.

Whoever calls about it afterwards urges it, and is then called back like the caller of a fault.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from workorders import events
from workorders.engine.process import Verb
from workorders.kinds.fault.process import CHANNELS, FAULT
from workorders.kinds.fault.states import Status

S = Status

PROACTIVE = replace(
    FAULT,
    kind="PROACTIVE",
    letter="A",
    label=_("Proactive repair"),
    verbs=(
        *FAULT.verbs,
        Verb(
            name="file", by="review", frm=frozenset({S.REVIEWED}), to=S.ARCHIVED, voids=("CALLBACK",), stops=CHANNELS,
            reason="nobody_called", marks=("closed_at",), answers=Step.ENDED, tells=(events.WorkOrderArchived,),
        ),
    ),
    file_right=None,
)  # fmt: skip
