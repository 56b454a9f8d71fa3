"""The dispatcher's hand: choose a crew, take an order back."""

from datetime import datetime
from typing import Any

from command_center.ground.organisation.scope import get_scoped
from dispatch.models import Crew
from dispatch.services import desk
from workorders.api.verbs import Use


def assign(*, order_id: int, crew_id: int, reason: str, at: datetime, actor: Any) -> object:
    """Offer the order to a crew a person chose; a reason is needed unless it is the first candidate."""
    crew = get_scoped(Crew.objects.all(), actor, pk=crew_id)
    return desk.assign_by_hand(order_id=order_id, crew_id=crew.pk, reason=reason, at=at, actor=actor)


def reassign(*, order_id: int, reason: str, crew_id: int | None, at: datetime, actor: Any) -> object:
    """Take the order from its crew, for a reason; offer it to a named crew or to whoever is next."""
    if crew_id is not None:
        get_scoped(Crew.objects.all(), actor, pk=crew_id)
    return desk.reassign(order_id=order_id, reason=reason, crew_id=crew_id, at=at, actor=actor)


def recall(*, order_id: int, at: datetime, actor: Any) -> object:
    """The crew that is asked is asked no more; another one is looked for."""
    return desk.recall(order_id=order_id, at=at, actor=actor)


USES: dict[str, Use] = {"assign": assign, "recall": recall, "reassign": reassign}
