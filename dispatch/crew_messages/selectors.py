"""What was told to crews lately, and what they have not read."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from command_center.ground.core.prepared import prepared
from dispatch.crew_messages.models import CrewMessage

SHOWN = 10


def unread_by_crew(crew_ids: Iterable[int]) -> Counter[int]:
    """Crew → messages that nobody there has read."""
    return Counter(dict(_unread(list(crew_ids))))


@prepared
def _unread(crew_ids: list[int]) -> "QuerySet[CrewMessage, tuple[int, int]]":
    unread = CrewMessage.objects.unread().filter(crew_id__in=crew_ids)
    return unread.values("crew_id").annotate(n=Count("pk")).values_list("crew_id", "n")


def latest_messages(crew_id: int) -> list[CrewMessage]:
    """The last of them, newest first, with their people."""
    return list(CrewMessage.objects.filter(crew_id=crew_id).select_related("sent_by", "acknowledged_by")[:SHOWN])


def unread_messages(crew_id: int) -> list[CrewMessage]:
    """Oldest first: in the order in which they were meant to be read."""
    rows = CrewMessage.objects.unread().filter(crew_id=crew_id)
    return list(rows.select_related("sent_by", "acknowledged_by").order_by("pk"))
