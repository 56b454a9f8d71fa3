"""Whose minute it is: every minute of a connection case belongs to exactly one of four (domain reference §2.7). Pure.

The state says whose, but for two states: a wait for grid works belongs to whoever holds it up, a pause to whoever caused it.
From the owner follows which clocks run (``runs``): no other place lets one stand still.
"""

from enum import StrEnum

from workorders.kinds.connection.states import ENDS, Status


class Owner(StrEnum):
    UTILITY = "UTILITY"
    CUSTOMER = "CUSTOMER"
    PERMIT_OFFICE = "PERMIT_OFFICE"
    CONTRACTOR = "CONTRACTOR"


TOTAL, VALID = "CONN_TOTAL", "CONN_VALID"
# Their limit is the whole process, whoever has it (domain reference §2.7); only a pause that others caused stops it.
WHOLE_PROCESS = ("LV_RESIDENT",)

# Source: assumed. A pause for weather or for our own switching stays our time: the customer did not cause it.
OF_A_PAUSE = {
    "": Owner.CUSTOMER,
    "customer_asks_later": Owner.CUSTOMER,
    "police_cordon": Owner.PERMIT_OFFICE,
    "road_closed": Owner.PERMIT_OFFICE,
}


def owner_in(status: str, *, waits_for: str = "", pause_reason: str = "") -> Owner | None:
    """The owner of the minutes in this state; None once the case has ended.

    ``waits_for`` is the owner of the grid works it waits for, ``pause_reason`` the code with which it was suspended.
    """
    if status in ENDS:
        return None
    if status == Status.CUSTOMER_WORKS:
        return Owner.CUSTOMER
    if status == Status.GRID_WORKS_WAIT:
        return Owner(waits_for or Owner.UTILITY)
    if status == Status.SUSPENDED:
        return OF_A_PAUSE.get(pause_reason, Owner.UTILITY)
    return Owner.UTILITY


def runs(code: str, sub_kind: str, status: str, owner: Owner) -> bool:
    """Whether a clock of our own minutes (``ClockRule.own_minutes``) runs in this state: in our minutes, and in no others.

    A plan's validity is the customer's: it runs from the reply while they could go on, and what others hold up is not taken off it.
    """
    if code == VALID:
        return owner == Owner.CUSTOMER or status == Status.PLAN_REPLIED
    if code == TOTAL and sub_kind in WHOLE_PROCESS and status != Status.SUSPENDED:
        return True
    return owner == Owner.UTILITY
