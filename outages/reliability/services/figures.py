"""The daily figures follow the ledger: what changed there is counted again, outage by outage, in sets."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from math import inf
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.timezone import now

from command_center.ground.figures.keeping.touching import touch_days
from command_center.ground.figures.models import TouchedDay, Why
from outages.ledger.models import Correction
from outages.life.models import Outage
from outages.reliability.models.figures import DailyFigure, FigureRun

# A transaction that began before the last refresh may have committed after it: look back so far. Counting again is free of effect.
OVERLAP = timedelta(minutes=10)
CHUNK = 500
# Rows that a slice counts: some seconds of work, well within the time limit of a worker's task.
SLICE = 100_000
LOCK = "daily figures"

CLEAR = "DELETE FROM outages_dailyfigure WHERE outage_id = ANY(%(outages)s)"
# MV basis, our interpretation: a public transformer was off when half of its low-voltage users were, from the first of
# them until the median of their returns. Fewer off is a fault of the low-voltage network, which the MV statistics leave
# out. The n-th time that an outage took a user is the n-th time that it took his transformer.
COUNT = """
WITH standing AS (
    SELECT i.outage_id, i.service_point_id, i.transformer_id, i.feeder_id, i.org_path, i.area_kind, i.kind, i.basis,
        o.cause_class, i.off_at, i.on_at
    FROM outages_interruption i JOIN outages_outage o ON o.id = i.outage_id
    WHERE i.outage_id = ANY(%(outages)s) AND i.retracted_at IS NULL
),
times AS (
    SELECT *, row_number() OVER (PARTITION BY outage_id, service_point_id ORDER BY off_at) AS nth
    FROM standing WHERE basis = 'LV'
),
sizes AS (
    SELECT transformer_id, count(*) AS points FROM customers_servicepoint
    WHERE transformer_id IN (SELECT DISTINCT transformer_id FROM times) GROUP BY 1
),
transformers AS (
    SELECT outage_id, min(feeder_id) AS feeder_id, min(org_path) AS org_path, min(area_kind) AS area_kind, kind,
        cause_class, min(off_at) AS off_at,
        nullif(percentile_disc(0.5) WITHIN GROUP (ORDER BY coalesce(on_at, 'infinity')), 'infinity') AS on_at
    FROM times JOIN sizes USING (transformer_id)
    GROUP BY outage_id, transformer_id, kind, cause_class, nth, points
    HAVING 2 * count(*) >= points
),
counted AS (
    SELECT outage_id, feeder_id, org_path, area_kind, kind, cause_class, off_at, on_at,
        CASE basis WHEN 'MV' THEN 'MV_CUSTOMER' ELSE 'LV_CUSTOMER' END AS counted FROM standing
    UNION ALL
    SELECT outage_id, feeder_id, org_path, area_kind, kind, cause_class, off_at, on_at, 'TRANSFORMER' FROM transformers
)
INSERT INTO outages_dailyfigure
    (day, outage_id, org_path, area_kind, kind, cause_class, feeder_id, counted, band, interruptions, seconds)
SELECT (off_at AT TIME ZONE 'Asia/Shanghai')::date, outage_id, org_path, area_kind, kind, cause_class, feeder_id, counted,
    CASE WHEN on_at IS NULL THEN 3 WHEN on_at - off_at > interval '300 s' THEN 2
         WHEN on_at - off_at > interval '180 s' THEN 1 ELSE 0 END,
    count(*), coalesce(sum(round(extract(epoch FROM on_at - off_at))), 0)
FROM counted GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
CHANGED = """
SELECT id FROM outages_outage WHERE updated_at >= %(since)s
UNION SELECT outage_id FROM outages_restorationstep WHERE recorded_at >= %(since)s
UNION SELECT i.outage_id FROM outages_correction c JOIN outages_interruption i ON i.correction_id = c.id
    WHERE c.recorded_at >= %(since)s
UNION SELECT i.outage_id FROM outages_correction c JOIN outages_interruption i ON i.retracted_by_id = c.id
    WHERE c.recorded_at >= %(since)s
"""
BEGAN = """
SELECT DISTINCT outage_id FROM outages_interruption
WHERE retracted_at IS NULL AND off_at >= %(first)s::timestamp AT TIME ZONE 'Asia/Shanghai'
    AND off_at < (%(last)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
UNION SELECT outage_id FROM outages_dailyfigure WHERE day BETWEEN %(first)s AND %(last)s
"""
ALL = "SELECT id FROM outages_outage"
# By the rows themselves: an imported outage may not know how many customers it had.
SLICED = """
WITH ahead AS (SELECT id FROM outages_outage WHERE id > %(behind)s AND id IN ({ids}) ORDER BY id LIMIT %(chunk)s),
sizes AS (
    SELECT ahead.id, count(i.outage_id) AS rows FROM ahead LEFT JOIN outages_interruption i
        ON i.outage_id = ahead.id AND i.retracted_at IS NULL GROUP BY 1
)
SELECT id FROM (
    SELECT id, row_number() OVER (ORDER BY id) AS place, sum(rows) OVER (ORDER BY id) AS rows FROM sizes
) summed WHERE place = 1 OR rows <= %(most)s
"""


def refresh_changed_figures(*, at: datetime, seconds: float = inf, clock: Callable[[], float] = monotonic) -> int:
    """Count again every outage that changed since the last refresh, all of them the first time; how many were counted now.

    In slices, each a transaction that remembers how far it came: after ``seconds`` it leaves the rest to the next call, which
    goes on there. A correction of last month's ledger restates last month: the figures are those of the ledger as it stands.
    """
    end, counted = clock() + seconds, 0
    while True:
        some = _count_slice(at)
        counted += some
        if not some or clock() >= end:
            return counted


@transaction.atomic
def _count_slice(at: datetime) -> int:
    """How many outages were the next ones of the refresh that goes on, or of a new one; 0 when it has come to its end."""
    _one_at_a_time()
    run = FigureRun.objects.first()
    if run is None or run.counted_to is None:
        run = FigureRun.objects.create(changed_until=at, outages=0, counted_to=0)
    before = FigureRun.objects.filter(pk__lt=run.pk, counted_to=None).first()
    since = before.changed_until - OVERLAP if before else None
    outages = _slice(CHANGED if since else ALL, {"since": since, "behind": run.counted_to})
    _recount(outages, at=at, since=since)
    run.outages += len(outages)
    run.counted_to = outages[-1] if outages else None
    run.finished_at = Now()
    run.save(update_fields=["outages", "counted_to", "finished_at"])
    return len(outages)


@transaction.atomic
def refresh_outage_figures(*, outage_ids: Collection[int]) -> None:
    """Count these outages again. Doing it twice changes nothing."""
    _one_at_a_time()
    _recount(sorted(outage_ids), at=now())


def outages_between(first: date, last: date) -> list[int]:
    """Ids of the outages that have interruptions, or figures, on these days: whoever rebuilds the figures counts them again."""
    return _ids(BEGAN, {"first": first, "last": last})


def _one_at_a_time() -> None:
    # Two refreshes of one outage would both clear it and both count it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])


def _ids(statement: str, parameters: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return sorted(row[0] for row in cursor.fetchall())


def _slice(statement: str, parameters: dict[str, Any]) -> list[int]:
    """The first outages behind an id: as many as have ``SLICE`` rows, one at least."""
    return _ids(SLICED.format(ids=statement), parameters | {"most": SLICE, "chunk": CHUNK})


def _recount(outages: Sequence[int], *, at: datetime, since: datetime | None = None) -> None:
    """In chunks, so that no statement sorts more than fits in memory. Days that had or have some are told to the kept figures."""
    with connection.cursor() as cursor:
        for start in range(0, len(outages), CHUNK):
            chunk = list(outages[start : start + CHUNK])
            before = _days_of(chunk)
            cursor.execute(CLEAR, {"outages": chunk})
            cursor.execute(COUNT, {"outages": chunk})
            _touch({*before, *_days_of(chunk)}, at=at, since=since)


def _days_of(outages: Sequence[int]) -> list[tuple[int, date]]:
    rows = DailyFigure.objects.filter(outage__in=outages).order_by()
    return list(rows.values_list("outage_id", "day").distinct())


def _touch(days: Collection[tuple[int, date]], *, at: datetime, since: datetime | None) -> None:
    """On account of their newest correction since the last refresh; else of what happened to the outage."""
    ids = {outage for outage, _ in days}
    said = Correction.objects.filter(outage__in=ids, **({"recorded_at__gte": since} if since else {})).order_by("pk")
    corrections = dict(said.values_list("outage_id", "pk"))
    paths = dict(Outage.objects.filter(pk__in=ids).values_list("pk", "org_path"))
    touch_days(
        (
            TouchedDay(
                day=day, why=Why.CORRECTION if outage in corrections else Why.EVENT, subject="outage", subject_id=outage,
                said=str(corrections.get(outage, "")), org_path=paths[outage],
            )
            for outage, day in days
        ),
        at=at,
    )  # fmt: skip
