"""Crews under way or at work, where they are; how many are on duty. A crew is a team: no person of it is told."""

from datetime import datetime
from typing import Any

from command_center.ground.organisation.scope import scoped
from command_center.screens.cards.crews import is_fresh
from dispatch.models import Assignment, Shift
from workorders.kinds.fault.states import AT_WORK


def crews_out(who: Any, *, at: datetime) -> dict[str, Any]:
    """Two queries. Without a fresh position a crew stands at its base, as on the board."""
    on_duty = scoped(Shift.objects.running(at).filter(crew__active=True), who, field="crew__org_path")
    engaged = Assignment.objects.live().filter(engaged=True).select_related("crew__position", "order")
    places = [_place(each, at) for each in scoped(engaged, who, field="crew__org_path").order_by("crew_id")]
    on_site = sum(each["state"] == "ON_SITE" for each in places)
    return {
        "on_duty": on_duty.values("crew_id").distinct().count(),
        "en_route": len(places) - on_site,
        "on_site": on_site,
        "places": places,
    }


def _place(held: Assignment, at: datetime) -> dict[str, Any]:
    crew, position = held.crew, getattr(held.crew, "position", None)
    fresh = position if position and is_fresh(position.fixed_at, at) else None
    # A suspended job leaves its crew where it was.
    state = "ON_SITE" if (held.order.suspended_from or held.order.status) in AT_WORK else "EN_ROUTE"
    return {
        "id": crew.pk,
        "lat": fresh.latitude if fresh else crew.base_latitude,
        "lon": fresh.longitude if fresh else crew.base_longitude,
        "state": state,
    }
