"""What the screens call the codes of crews: their states, and why one is asked and another is not."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dispatch.models import Skill

# The states of a crew's card (``screens/cards/crews.py``).
STATES = {
    "OFF_DUTY": _("Off duty"),
    "IDLE": _("Idle"),
    "OFFERED": _("Being asked"),
    "ASSIGNED": _("Assigned"),
    "EN_ROUTE": _("On the way"),
    "ON_SITE": _("On site"),
}
# What a score is made of (``dispatch/scoring.py``).
SCORE_PARTS = {
    "eta": _("travel"),
    "active_orders": _("open orders"),
    "outside_grid": _("outside its grid"),
    "stale_position": _("old position"),
}
# Why a crew is not asked (``dispatch/eligibility.py``).
WHY_NOT = {
    "not_on_duty": _("off duty"),
    "shift_ends_too_soon": _("shift ends too soon"),
    "handover": _("shift handover"),
    "hours_exceeded": _("hours exceeded"),
    "lacks_skill": _("lacks the skill"),
    "certificate_expired": _("certificate expired"),
    "too_few_people": _("too few people"),
    "no_vehicle": _("no vehicle"),
    "out_of_jurisdiction": _("another centre's crew"),
    "workload_full": _("enough open orders"),
    "repairing_grade_1": _("repairing a grade 1 fault"),
    "holds_offer": _("is being asked for another order"),
    "already_tried": _("was asked before"),
    "out_of_reach": _("too far"),
    "position_unknown": _("position unknown"),
}


def tables() -> dict[str, Mapping[Any, Any]]:
    return {"crew_state": STATES, "skill": dict(Skill.choices), "score_part": SCORE_PARTS, "why_not": WHY_NOT}
