"""Keeping the crews: what the back office changes, the boards see at once."""

from django.db import transaction
from django.db.models import F

from command_center.ground.core.events import emit
from dispatch.events import CrewChanged
from dispatch.models import Crew


@transaction.atomic
def keep_crew(crew: Crew) -> Crew:
    """Save a crew; its centre and path are those of its unit."""
    crew.centre, crew.org_path = crew.unit.parent or crew.unit, crew.unit.path
    crew.save()
    announce(crew)
    return crew


@transaction.atomic
def announce(crew: Crew) -> None:
    """Its people, certificates or shifts changed: raise ``rev`` and push the card."""
    Crew.objects.filter(pk=crew.pk).update(rev=F("rev") + 1)
    emit(CrewChanged.of(crew))
