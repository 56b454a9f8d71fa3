"""What was told to crews lately, and what they have not read."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from dispatch.crew_messages.models import CrewMessage

SHOWN = 10


def unread_by_crew(crew_ids: Iterable[int]) -> Counter[int]:
    """Crew → messages that nobody there has read."""
    rows = CrewMessage.objects.unread().filter(crew_id__in=list(crew_ids)).values("crew_id").annotate(n=Count("pk"))
    return Counter({row["crew_id"]: row["n"] for row in rows})


def latest_messages(crew_id: int) -> list[CrewMessage]:
    """The last of them, newest first, with their people."""
    return list(CrewMessage.objects.filter(crew_id=crew_id).select_related("sent_by", "acknowledged_by")[:SHOWN])


def unread_messages(crew_id: int) -> list[CrewMessage]:
    """Oldest first: in the order in which they were meant to be read."""
    rows = CrewMessage.objects.unread().filter(crew_id=crew_id)
    return list(rows.select_related("sent_by", "acknowledged_by").order_by("pk"))
