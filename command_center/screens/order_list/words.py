"""Words for the codes that stand in a list of orders, in the reader's language: told to the page, written into the table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.ground.organisation.models import User
from command_center.screens.words import words_told
from workorders.engine.told import states_of
from workorders.kinds import PROCESSES
from workorders.selectors.listing import phases

# What the phases of all processes are called where they stand beside each other.
PHASES: dict[str, Any] = {
    "judging": pgettext_lazy("phase", "Being judged"),
    "dispatching": pgettext_lazy("phase", "Waiting for a crew"),
    "giving": pgettext_lazy("phase", "To be given to a unit"),
    "en_route": pgettext_lazy("phase", "On the way"),
    "on_site": pgettext_lazy("phase", "On site"),
    "restored": pgettext_lazy("phase", "Restored"),
    "handling": pgettext_lazy("phase", "With a unit"),
    "customer": pgettext_lazy("phase", "With the customer"),
    "waiting": pgettext_lazy("phase", "Waiting"),
    "desk": pgettext_lazy("phase", "At the desk"),
    "suspended": pgettext_lazy("phase", "Suspended"),
    "merged": pgettext_lazy("phase", "Merged"),
    "ended": pgettext_lazy("phase", "Ended"),
}
YES_NO = {"true": _("Yes"), "false": _("No")}


def words() -> dict[str, dict[str, str]]:
    """Type of a column → code → word. The states are told kind by kind: ``states_of_kinds``."""
    return words_told() | {
        "kind": {kind: str(process.label) for kind, process in PROCESSES.items()},
        "sub_kind": {code: str(word) for process in PROCESSES.values() for code, word in process.sub_kinds.items()},
        "phase": {phase: str(PHASES.get(phase, phase)) for phase in phases()},
        "yes_no": {code: str(word) for code, word in YES_NO.items()},
    }


def states_of_kinds() -> dict[str, dict[str, Any]]:
    """Kind → state → its word and its phase."""
    return {kind: states_of(kind) for kind in PROCESSES}


def kinds_filed_by(user: User) -> list[dict[str, Any]]:
    """The kinds of which this person may open an order here, with their sub-types; faults have the board's own form."""
    return [
        {
            "kind": process.kind,
            "label": str(process.label),
            "sub_kinds": [[code, str(word)] for code, word in process.sub_kinds.items()],
        }
        for process in PROCESSES.values()
        if process.file_right and not process.repair and user.may(process.file_right)
    ]
