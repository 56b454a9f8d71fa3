"""Which days are touched by what happened: read from the events in the order of their numbers, or told by who changed sums."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max, Min

from command_center.ground.core.models import EventRecord
from command_center.ground.core.values import china_day
from command_center.ground.figures.keeping.kept import LOCK, catalogue
from command_center.ground.figures.keeping.remembering import days_before, days_now, remember
from command_center.ground.figures.models import Book, Sweep, TouchedDay, Why

AT_ONCE = 2000
FIRST_DAY = date(2000, 1, 1)


def one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])


@transaction.atomic
def read_events(*, at: datetime) -> int:
    """The next events, and the limits that passed: their days are marked. How many were read; a second time none.

    Without a book it is opened: events from here on, and a first walk over everything before.
    """
    one_at_a_time()
    book = Book.objects.first()
    if book is None:
        TouchedDay.objects.all().delete()  # the walk counts what was committed until now
        newest = EventRecord.objects.aggregate(seq=Max("seq"))["seq"] or 0
        Book.objects.create(pk=1, seq=newest, limits_until=at)
        Sweep.objects.create(why=Why.FIRST, first=_first_day(at), last=china_day(at), started_at=at)
        return 0
    kinds = {each.subject for each in catalogue().moments}
    events = list(
        EventRecord.objects.filter(seq__gt=book.seq)
        .order_by("seq")
        .values_list("seq", "subject", "subject_id", "name", "org_path")[:AT_ONCE]
    )
    said: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for _seq, subject, pk, name, path in events:
        if subject in kinds:
            said[subject][pk] = name, path
    for subject, by_id in said.items():
        _mark(subject, by_id, Why.EVENT, at)
    for subject, passed in catalogue().limits.items():
        _mark(subject, dict.fromkeys(passed(book.limits_until, at), ("", "")), Why.LIMIT, at)
    book.seq = (events[-1][0] if events else None) or book.seq
    book.limits_until = max(at, book.limits_until)
    book.save(update_fields=["seq", "limits_until"])
    return len(events)


def touch_days(rows: Iterable[TouchedDay], *, at: datetime) -> None:
    """Within the transaction that changed them. Of a day that runs it is not asked why; twice is once."""
    today = china_day(at)
    marks = [each if each.day < today else TouchedDay(day=each.day, why=Why.RUNNING) for each in rows]
    TouchedDay.objects.bulk_create(marks, ignore_conflicts=True)


def _mark(subject: str, said: Mapping[int, tuple[str, str]], why: Why, at: datetime) -> None:
    """The days on which these counted, and those on which they count now; those of what depends on them too."""
    if not said:
        return
    related = catalogue().related.get(subject)
    others = related(said) if related else {}
    because: dict[int, int] = {other: pk for pk, found in others.items() for other in found}
    because |= {pk: pk for pk in said}
    before = days_before(subject, because)
    now = days_now(subject, because)
    touched = [
        TouchedDay(day=day, why=why, subject=subject, subject_id=cause, said=said[cause][0], org_path=said[cause][1])
        for pk, cause in because.items()
        for day in before.get(pk, set()) | now.get(pk, set())
    ]
    touch_days(touched, at=at)
    remember(subject, {pk: days for pk, days in now.items() if days != before.get(pk)})


def _first_day(at: datetime) -> date:
    """Of everything that is counted; one query for each moment."""
    bounds = (each.model._base_manager.aggregate(first=Min(each.at))["first"] for each in catalogue().moments)
    return max(FIRST_DAY, min((china_day(each) for each in bounds if each), default=china_day(at)))
