"""What crews have in hand."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from command_center.ground.core.prepared import prepared
from dispatch.models import Assignment


def load_of_crews(crew_ids: Iterable[int]) -> Counter[int]:
    """Crew → orders whose work is still before it (``AssignmentQuerySet.in_hand``)."""
    return Counter(dict(_in_hand(list(crew_ids))))


@prepared
def _in_hand(crew_ids: list[int]) -> "QuerySet[Assignment, tuple[int, int]]":
    held = Assignment.objects.in_hand().filter(crew_id__in=crew_ids)
    return held.values("crew_id").annotate(n=Count("pk")).values_list("crew_id", "n")
