"""Which of many service points belong to somebody who must not be without power, and the gravest reason why."""

from collections.abc import Collection
from datetime import datetime

from customers.models import Flag, ServicePoint
from outages.sensitive.models import SensitiveClass, SensitiveEntry

C = SensitiveClass
GRAVEST_FIRST = (
    C.SPECIAL, C.GRADE_1, C.LIFE_SUPPORT, C.GRADE_2, C.TEMPORARY, C.TIME_CRITICAL, C.SENSITIVE,
)  # fmt: skip
# A flag counts all year and names no grade: the least grade of an important user is taken.
CLASS_OF_FLAG = {Flag.IMPORTANT: C.GRADE_2, Flag.LIFE_SUPPORT: C.LIFE_SUPPORT, Flag.TIME_CRITICAL: C.TIME_CRITICAL}


def sensitive_classes(point_ids: Collection[int], *, on: datetime) -> dict[int, SensitiveClass]:
    """Service point id → its gravest class in force and in season on that day; who has none is absent. Two queries."""
    found: dict[int, SensitiveClass] = {}
    ids = list(point_ids)
    listed = SensitiveEntry.objects.in_force(on).filter(service_point_id__in=ids)
    for point_id, sensitive_class in listed.values_list("service_point_id", "sensitive_class"):
        _keep_gravest(found, point_id, SensitiveClass(sensitive_class))
    flagged = ServicePoint.objects.filter(pk__in=ids, customer__flags__len__gt=0)
    for point_id, flags in flagged.values_list("pk", "customer__flags"):
        for flag in flags:
            _keep_gravest(found, point_id, CLASS_OF_FLAG[Flag(flag)])
    return found


def _keep_gravest(found: dict[int, SensitiveClass], point_id: int, new: SensitiveClass) -> None:
    known = found.get(point_id)
    if known is None or GRAVEST_FIRST.index(new) < GRAVEST_FIRST.index(known):
        found[point_id] = new
