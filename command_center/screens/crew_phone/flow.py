"""What the crew's page is told of the way of an order: the steps it draws, the buttons of each state, what each leads to.

Told once with the page and kept on the phone, which taps on without a network. It all follows from the declaration of the kind.
"""

from typing import Any

from django.utils.translation import pgettext_lazy

from command_center.ground.organisation.roles import Right
from workorders.engine.process import Verb
from workorders.engine.told import shown
from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import AT_WORK, CREW_NEEDED, REPAIR_AHEAD, WITH_CREW, Status

# The steps drawn above the job. A state between them counts as the last of its phase.
STEPS = {
    Status.ACCEPTED: pgettext_lazy("step", "Accepted"),
    Status.EN_ROUTE: pgettext_lazy("step", "On the way"),
    Status.ON_SITE: pgettext_lazy("step", "On site"),
    Status.REPAIRING: pgettext_lazy("step", "Repairing"),
    Status.RESTORED: pgettext_lazy("step", "Restored"),
    Status.REPLIED: pgettext_lazy("step", "Report sent"),
}
# A report sent back: the work is done, the paper is not.
COUNTS_AS = {Status.REWORK: Status.RESTORED}


def crew_flow() -> dict[str, Any]:
    return {
        "accepted": Status.ACCEPTED.value,
        "steps": [str(label) for label in STEPS.values()],
        "states": {str(code): _state(Status(code)) for code in FAULT.states},
        "verbs": [_verb(verb) for verb in FAULT.verbs if verb.label and verb.right == Right.FIELD],
    }


def _state(code: Status) -> dict[str, Any]:
    return {
        "step": _step(code),
        "bound": code in CREW_NEEDED and code not in COUNTS_AS,
        "ahead": code in REPAIR_AHEAD,
        "at_work": code in AT_WORK,
        "coming": code in WITH_CREW - AT_WORK,
        "stands_still": code in FAULT.set_aside,
    }


def _step(code: Status) -> int | None:
    """Its place among the steps; None for a state that is not the crew's."""
    drawn = list(STEPS)
    code = COUNTS_AS.get(code, code)
    if code in drawn:
        return drawn.index(code)
    phase = [n for n, step in enumerate(drawn) if FAULT.states[step].phase == FAULT.states[code].phase]
    return phase[-1] if code in WITH_CREW else None


def _verb(verb: Verb) -> dict[str, Any]:
    return shown(verb) | {"from": sorted(verb.frm), "to": str(verb.to)}
