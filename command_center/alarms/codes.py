"""Every reason why a person should look, in one table: rank, priority, what answers it, and its words. Pure.

The order of the table is the rank: of several reasons the one that stands higher is shown first.
"""

from dataclasses import dataclass
from enum import IntEnum


class Step(IntEnum):
    """How far an order has come. A reason is answered by its own step and by every later one."""

    LOCATED = 1
    SENT = 2
    OFFERED = 3
    ACCEPTED = 4
    ARRIVED = 5
    RESTORED = 6
    ENDED = 7


@dataclass(frozen=True)
class Reason:
    """``priority`` 1 (act now) to 3 (when there is time); ``until`` is the step of the order that answers it."""

    priority: int
    words: str
    until: Step = Step.ENDED


def _(words: str) -> str:
    """Marks words for the catalogues; they are translated where they are shown."""
    return words


CODES: dict[str, Reason] = {
    "life_support": Reason(1, _("Life support without power: act now"), Step.RESTORED),
    "hazard": Reason(1, _("Danger to people on site, the crew says"), Step.RESTORED),
    "crew_asks_help": Reason(1, _("The crew on site asks for help: read its note"), Step.RESTORED),
    "two_failures": Reason(1, _("Two crews did not take it: choose one by hand"), Step.ACCEPTED),
    "no_crew": Reason(1, _("No crew can take it: find one"), Step.OFFERED),
    "important_customer": Reason(2, _("An important customer is without power"), Step.RESTORED),
    "restore_unverified": Reason(2, _("Some say they are still dark: look again")),
    "restore_unanswered": Reason(2, _("Nobody knows whether power is back: too few answered, ask again")),
    "late_restore": Reason(2, _("Power should be back by plan: ask the site"), Step.SENT),
    "unlocated": Reason(2, _("Place unknown: set it on the map"), Step.LOCATED),
    "finding_disputed": Reason(2, _("The crew found something else: compare with telemetry")),
    "meters_disagree": Reason(2, _("Meters behind the device answer with power: compare")),
    "time_critical": Reason(2, _("Loss grows by the hour for some customers"), Step.RESTORED),
    "notice_refused": Reason(2, _("A customer refused the notice")),
    "not_started": Reason(2, _("Should have begun: ask the site")),
    "power_is_back": Reason(3, _("The meter has power again: ask the customer"), Step.ARRIVED),
    "suggestion": Reason(3, _("A crew is suggested: confirm it"), Step.OFFERED),
    "customer_side": Reason(3, _("Neighbours have power: perhaps the customer's own side"), Step.SENT),
    "low_voltage": Reason(3, _("Power is there but weak: look at the voltage"), Step.SENT),
    "end_is_near": Reason(3, _("Ends within half an hour: will it be in time?")),
    "started_early": Reason(3, _("Began before its time")),
}
RANK = {code: place for place, code in enumerate(CODES)}
