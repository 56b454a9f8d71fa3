"""The proactive repair as a declaration: a fault order without a caller, so that a passed review may end it.

Whoever calls about it afterwards urges it, and is then called back like the caller of a fault.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms.codes import Step
from workorders import events
from workorders.engine.process import Verb
from workorders.kinds.fault.process import CHANNELS, FAULT
from workorders.kinds.fault.states import Status

S = Status
# Nobody called: there is no call whose end counts, and no caller to be spoken with first.
NO_CALLER = {"HQ_DISPATCH", "CONTACT"}


def _without_caller(verb: Verb) -> Verb:
    names: dict[str, Any] = {
        name: tuple(code for code in getattr(verb, name) if code not in NO_CALLER)
        for name in ("starts", "stops", "voids")
    }
    return replace(verb, **names)


PROACTIVE = replace(
    FAULT,
    kind="PROACTIVE",
    letter="A",
    label=_("Proactive repair"),
    opens=tuple(code for code in FAULT.opens if code not in NO_CALLER),
    clocks={code: rule for code, rule in FAULT.clocks.items() if code not in NO_CALLER},
    verbs=(
        *(_without_caller(verb) for verb in FAULT.verbs if verb.name not in {"contact", "contacted"}),
        Verb(
            name="file", by="review", frm=frozenset({S.REVIEWED}), to=S.ARCHIVED, voids=("CALLBACK",), stops=CHANNELS,
            reason="nobody_called", marks=("closed_at",), answers=Step.ENDED, tells=(events.WorkOrderArchived,),
        ),
    ),
    file_right=None,
)  # fmt: skip
