"""Which crew a person belongs to, and what that crew may touch: its own offers and orders, wherever they lie."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from command_center.ground.core import audit
from command_center.ground.core.errors import NotAllowed, NotFound
from command_center.ground.organisation.models import User
from dispatch.models import Crew, CrewMember, Offer, PositionFix
from dispatch.positions import MOCK
from workorders.models import WorkOrder


def crew_of(user: User) -> Crew | None:
    """The crew a person belongs to, or leads."""
    member = CrewMember.objects.filter(person=user, to_on=None).select_related("crew").first()
    return member.crew if member else Crew.objects.filter(leader=user, active=True).first()


def mock_fixes(crew_id: int, *, since: datetime) -> int:
    """How many positions an app made up for this crew; they were set aside and moved nobody."""
    return PositionFix.objects.filter(crew_id=crew_id, verdict=MOCK, received_at__gte=since).count()


def own_crew(user: User) -> Crew:
    """Raises ``NotAllowed`` for a person without a crew."""
    crew = crew_of(user)
    if crew is None:
        raise NotAllowed()
    return crew


def order_of_crew(user: User, crew: Crew, number: str) -> WorkOrder:
    """An order that the crew holds or held. Raises ``NotFound``, audited, for anybody else's."""
    order = WorkOrder.objects.filter(number=number).filter(pk__in=crew.assignments.values("order_id")).first()
    return order or _refuse(user, "workorder", number, WorkOrder.objects.filter(number=number).exists())


def order_before_crew(user: User, crew: Crew, number: str) -> WorkOrder:
    """An order that the crew holds, held or was offered."""
    known = Q(pk__in=crew.assignments.values("order_id")) | Q(pk__in=crew.offers.values("order_id"))
    order = WorkOrder.objects.filter(known, number=number).first()
    return order or _refuse(user, "workorder", number, WorkOrder.objects.filter(number=number).exists())


def offer_of_crew(user: User, crew: Crew, offer_id: int) -> Offer:
    offer = crew.offers.filter(pk=offer_id).first()
    return offer or _refuse(user, "offer", str(offer_id), Offer.objects.filter(pk=offer_id).exists())


def _refuse(user: User, kind: str, ref: str, exists: bool) -> Any:
    if exists:
        audit.record(actor=user, action="foreign_access_refused", object_kind=kind, object_ref=ref, allowed=False)
    raise NotFound()
