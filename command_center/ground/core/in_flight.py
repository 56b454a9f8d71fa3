"""Events in flight: whether all reactions to a fact are done, asked before somebody concludes that it changed nothing."""

from collections.abc import Collection

from django.db.models import Q

from command_center.ground.core.events import Event
from command_center.ground.core.models import EventRecord

UNFINISHED = Q(deliveries__isnull=False, deliveries__done_at=None, deliveries__dead_at=None)


def is_in_flight(event: type[Event], subject_ids: Collection[int]) -> bool:
    """An event of this kind about one of these subjects is unpublished, or a reaction to it is not done."""
    if not subject_ids:
        return False
    about = EventRecord.objects.filter(subject=event.subject, subject_id__in=subject_ids, name=event.name)
    return about.filter(Q(seq=None) | UNFINISHED).exists()
