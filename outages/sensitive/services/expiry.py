"""The sensitive register is kept true: what expires is told to its unit a month ahead, what has expired until it is verified.

An expired entry goes on counting as unverified (``SensitiveQuerySet.in_force``); only what was temporary ends by its date.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.codes import grade_of
from command_center.ground.alarms.models import Alarm, SubjectKind
from command_center.ground.organisation.models import OrgUnit
from outages.sensitive.models import SensitiveClass, SensitiveEntry

WARNED_BEFORE = timedelta(days=30)
EXPIRED, EXPIRES = "entries_expired", "entries_expire"


@transaction.atomic
def watch_register(*, at: datetime) -> int:
    """One alarm for each unit and code, with the number of entries; answers how many units have one. Repeating it is quiet."""
    today = localtime(at).date()
    found = _counts(today)
    told = Alarm.objects.open().filter(subject_kind=SubjectKind.UNIT, code__in=(EXPIRED, EXPIRES))
    units = OrgUnit.objects.filter(path__in=found).union(OrgUnit.objects.filter(pk__in=told.values("subject_id")))
    rows = list(units.values_list("pk", "name", "path"))
    for code in (EXPIRED, EXPIRES):
        subjects = [
            alarms.Subject(
                kind=SubjectKind.UNIT,
                id=pk,
                name=name,
                org_path=path,
                codes={code: grade_of(code)} if found.get(path, {}).get(code) else {},
                detail={"entries": found.get(path, {}).get(code, 0)},
            )
            for pk, name, path in rows
        ]
        alarms.follow(subjects, at=at, codes=[code])
    return len(found)


def _counts(today: date) -> dict[str, dict[str, int]]:
    """Organisation path → code → how many entries of it."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    entries = SensitiveEntry.objects.exclude(sensitive_class=SensitiveClass.TEMPORARY)
    dated = entries.filter(expires_on__lte=today + WARNED_BEFORE)
    for path, expires_on in dated.values_list("org_path", "expires_on"):
        found[path][EXPIRED if expires_on is not None and expires_on < today else EXPIRES] += 1
    return found
