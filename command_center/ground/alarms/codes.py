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
    ANSWERED = 7
    """Nothing is left to be done for it: explained, or it follows another order. It lives on."""
    ENDED = 8


@dataclass(frozen=True)
class Reason:
    """``priority`` 1 (act now) to 3 (when there is time); ``until`` is the step of the order that answers it."""

    priority: int
    words: str
    until: Step = Step.ANSWERED
    milder: bool = False
    """Less pressing by one about an order of grade 3: it can wait for a crew a while longer."""


def _(words: str) -> str:
    """Marks words for the catalogues; they are translated where they are shown."""
    return words


CODES: dict[str, Reason] = {
    "life_support": Reason(1, _("Life support without power: act now"), Step.RESTORED),
    "hazard": Reason(1, _("Danger to people on site, the crew says"), Step.RESTORED),
    "crew_asks_help": Reason(1, _("The crew on site asks for help: read its note"), Step.RESTORED),
    "hazard_told": Reason(1, _("A danger was told later: tell the crew at once"), Step.RESTORED),
    "third_call": Reason(1, _("Called for the third time: ring back and look at the crew"), Step.RESTORED),
    "two_failures": Reason(1, _("Two crews did not take it: choose one by hand"), Step.ACCEPTED, milder=True),
    "no_crew": Reason(1, _("No crew can take it: find one"), Step.OFFERED, milder=True),
    "customer_answer_late": Reason(
        1, _("A customer's doubtful answer has waited too long: read it, ring back"), Step.ENDED
    ),
    "important_customer": Reason(2, _("An important customer is without power"), Step.RESTORED),
    "media_attention": Reason(
        2, _("The media report or ask: inform the spokesperson, keep the customer told"), Step.ENDED
    ),
    "supervised": Reason(2, _("Supervised: answer with cause and measure"), Step.ENDED),
    "reply_refused": Reason(2, _("The explanation was not accepted: send a crew or explain again"), Step.SENT),
    "restore_unverified": Reason(2, _("Some say they are still dark: look again")),
    "restore_unanswered": Reason(2, _("Nobody knows whether power is back: too few answered, ask again")),
    "late_restore": Reason(2, _("Power should be back by plan: ask the site"), Step.SENT),
    "unlocated": Reason(2, _("Place unknown: set it on the map"), Step.LOCATED),
    "pin_far": Reason(2, _("The pin lies far from the customer's supply: ask where it is dark"), Step.ARRIVED),
    "crew_there": Reason(2, _("A crew goes to this customer already: merge, or ask for a second one"), Step.OFFERED),
    "customer_answer": Reason(2, _("A customer answered by link, and it is doubtful: read it, ring back"), Step.ENDED),
    "same_place": Reason(2, _("Another caller at the same place: ask whether it is the same household"), Step.ARRIVED),
    "resume_due": Reason(2, _("The pause should be over: resume, or say until when")),
    "finding_disputed": Reason(2, _("The crew found something else: compare with telemetry")),
    "late_word": Reason(2, _("A crew told something that came late: read the timeline"), Step.RESTORED),
    "crew_left": Reason(2, _("The crew that has it is off duty: does it finish?"), Step.RESTORED),
    "meters_disagree": Reason(2, _("Meters behind the device answer with power: compare")),
    "time_critical": Reason(2, _("Loss grows by the hour for some customers"), Step.RESTORED),
    "visit_missed": Reason(2, _("Nobody came to the appointment: agree on another one")),
    "notice_refused": Reason(2, _("A customer refused the notice")),
    "not_started": Reason(2, _("Should have begun: ask the site")),
    "not_closed": Reason(3, _("The work is over: close the file")),
    "power_is_back": Reason(3, _("The meter has power again: ask the customer"), Step.ARRIVED),
    "outage_dismissed": Reason(3, _("Its outage was dismissed: is a crew still wanted?"), Step.ARRIVED),
    "suggestion": Reason(3, _("A crew is suggested: confirm it"), Step.OFFERED),
    "customer_side": Reason(3, _("Neighbours have power: perhaps the customer's own side"), Step.SENT),
    "low_voltage": Reason(3, _("Power is there but weak: look at the voltage"), Step.SENT),
    "end_is_near": Reason(3, _("Ends within half an hour: will it be in time?")),
    "started_early": Reason(3, _("Began before its time")),
}
ESCALATED = "escalated"
# What is said of others than orders, outages and plans, or of an order's limits (``limit_code``): alarms only.
ALARMS: dict[str, Reason] = {
    ESCALATED: Reason(2, _("Escalated: somebody is called by name")),
    "crew_sos": Reason(1, _("A crew calls for help: SOS of its device")),
    "crew_message_unread": Reason(2, _("A crew has not read a message: call it")),
    "customer_sweep": Reason(2, _("Opens many customers who did not call: ask why")),
    "look_up_sweep": Reason(2, _("Looks up very many people: ask why")),
    "reveal_ceiling": Reason(2, _("Reveals more people than allowed: ask why")),
    "messages_undelivered": Reason(2, _("Messages did not reach customers, or nobody knows: call them")),
    "replies_unread": Reason(2, _("Customers answered what no machine can read: read it")),
    "entries_expired": Reason(2, _("Entries of the sensitive register have expired: verify them")),
    "entries_expire": Reason(3, _("Entries of the sensitive register expire within 30 days: verify them")),
    "over": Reason(2, _("Limit passed")),
    "near": Reason(3, _("Limit close")),
}
# No step of the work ends them, only a person who has seen them.
ENDED_BY_A_PERSON = ("crew_sos", "crew_message_unread", "customer_sweep", "look_up_sweep", "reveal_ceiling")
RANK = {code: place for place, code in enumerate(CODES)}


def grade_of(code: str, order_grade: int | None = None) -> int:
    """How pressing an alarm is: 1 act now. What concerns an order of grade 1 always is; outages and plans have no grade."""
    if order_grade == 1:
        return 1
    reason = CODES.get(code) or ALARMS.get(code)
    priority = reason.priority if reason else 3
    return min(priority + 1, 3) if reason and reason.milder and order_grade == 3 else priority


def limit_code(clock: str, *, over: bool) -> str:
    """The alarm about one limit of an order, e.g. ``over:ARRIVE``."""
    return f"{'over' if over else 'near'}:{clock}"


def limit_grade(order_grade: int, *, over: bool) -> int:
    return min(order_grade, 2) if over else max(order_grade, 2)
