"""On which days an order or an outage counted last, so that a moment of it that moves leaves no day behind uncounted."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models.functions import TruncDate

from command_center.ground.core.values import CHINA, china_day
from command_center.ground.figures.keeping.kept import Moment, catalogue
from command_center.ground.figures.models import SubjectDays

REMEMBER = """
INSERT INTO figures_subjectdays (subject, subject_id, days) SELECT %s, found.of, found.days FROM ({found}) found (of, days)
ON CONFLICT (subject, subject_id) DO UPDATE
    SET days = ARRAY(SELECT DISTINCT unnest(figures_subjectdays.days || excluded.days) ORDER BY 1)
"""


def days_before(subject: str, ids: Collection[int]) -> dict[int, set[date]]:
    rows = SubjectDays.objects.filter(subject=subject, subject_id__in=list(ids))
    return {pk: set(days) for pk, days in rows.values_list("subject_id", "days")}


def days_now(subject: str, ids: Collection[int]) -> dict[int, set[date]]:
    """One query for each moment of such a subject."""
    found: dict[int, set[date]] = {pk: set() for pk in ids}
    for each in catalogue().moments:
        if each.subject == subject:
            rows = each.model._base_manager.filter(**{f"{each.of}__in": list(ids), f"{each.at}__isnull": False})
            for pk, at in rows.values_list(each.of, each.at):
                found[pk].add(china_day(at))
    return found


def remember(subject: str, days: Mapping[int, set[date]]) -> None:
    SubjectDays.objects.bulk_create(
        (SubjectDays(subject=subject, subject_id=pk, days=sorted(each)) for pk, each in days.items()),
        update_conflicts=True, unique_fields=["subject", "subject_id"], update_fields=["days"],
    )  # fmt: skip


def remember_all(moment: Moment, first: date, last: date) -> None:
    """Of every subject with that moment on these days, added to what is remembered. One statement."""
    start, end = (datetime.combine(day, time(), CHINA) for day in (first, last + timedelta(days=1)))
    rows = moment.model._base_manager.filter(**{f"{moment.at}__gte": start, f"{moment.at}__lt": end}).order_by()
    days = ArrayAgg(TruncDate(moment.at, tzinfo=CHINA), distinct=True)
    statement, parameters = rows.values_list(moment.of).annotate(days=days).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER.format(found=statement), [moment.subject, *parameters])
