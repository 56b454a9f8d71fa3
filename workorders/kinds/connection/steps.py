"""What the public sees of a case: two steps for low voltage, three for medium voltage (domain reference §2.7). Pure."""

from typing import NamedTuple

from workorders.kinds.connection.states import Status

S = Status
APPLY, PLAN, CONNECT = "APPLY", "PLAN", "CONNECT"
LOW_VOLTAGE, MEDIUM_VOLTAGE = (APPLY, CONNECT), (APPLY, PLAN, CONNECT)
MEDIUM_KINDS = ("MV_SINGLE", "MV_DUAL")

BEFORE_PLAN = {S.ACCEPTED, S.SURVEY_BOOKED, S.SURVEYED}
POWER_IS_ON = {S.ENERGISED, S.FOLLOWED_UP, S.ARCHIVED}


class Step(NamedTuple):
    """``state``: ``done``, ``doing`` or ``todo``."""

    code: str
    state: str


def public_steps(sub_kind: str, status: str, came_from: str = "") -> list[Step]:
    """The steps in order. A case that rests or waits stands where it was (``came_from``); one that was terminated stands still."""
    codes = MEDIUM_VOLTAGE if sub_kind in MEDIUM_KINDS else LOW_VOLTAGE
    where = came_from if status in (S.SUSPENDED, S.GRID_WORKS_WAIT) and came_from else status
    doing = (
        len(codes) if where in POWER_IS_ON else codes.index(PLAN if PLAN in codes and where in BEFORE_PLAN else CONNECT)
    )
    return [
        Step(code, "done" if place < doing else "doing" if place == doing else "todo")
        for place, code in enumerate(codes)
    ]


# The columns of the pipeline, in order; what rests or waits is a column of its own.
STAGES: dict[str, tuple[Status, ...]] = {
    "APPLIED": (S.ACCEPTED,),
    "SURVEY": (S.SURVEY_BOOKED, S.SURVEYED),
    "PLANNED": (S.PLAN_REPLIED,),
    "CUSTOMER": (S.CUSTOMER_WORKS,),
    "INSPECTION": (S.DESIGN_REVIEWED, S.MID_INSPECTED, S.COMPLETION_INSPECTED),
    "WAITING": (S.GRID_WORKS_WAIT, S.SUSPENDED),
    "INSTALL": (S.INSTALL_BOOKED,),
    "ENERGISED": (S.ENERGISED, S.FOLLOWED_UP),
    "ENDED": (S.ARCHIVED, S.TERMINATED),
}
# Days without power of a medium-voltage case, as a province watches them (domain reference §2.7): more than each.
BUCKETS = (300, 120, 70)
# The same watch as bands of which each case is in one: name → more than, at most (None: no end).
BANDS: dict[str, tuple[int, int | None]] = {"70-120": (70, 120), "120-300": (120, 300), "300": (300, None)}


def stage_of(status: str) -> str:
    return next((stage for stage, states in STAGES.items() if status in states), "")


def bucket_of(sub_kind: str, days_dark: int | None) -> str:
    """``>70``, ``>120`` or ``>300`` for a medium-voltage case that waits for power so long; "" for any other."""
    if sub_kind not in MEDIUM_KINDS or days_dark is None:
        return ""
    return next((f">{days}" for days in BUCKETS if days_dark > days), "")
