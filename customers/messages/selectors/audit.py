"""The book of promises answered from SQL alone, without a line of the code that writes it.

The rules of ``customers/messages/promises.py`` stand here once more on purpose: what tells and what checks share nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

WORDS = """
words AS (
    SELECT p.*, lag(kind) OVER c AS kind_0, lag(until_at) OVER c AS until_0, lag(from_at) OVER c AS from_0,
        lag(told_at) OVER c AS told_0, lead(told_at) OVER k AS replaced_at, row_number() OVER k AS place
    FROM customers_promise p WHERE void_at IS NULL
    WINDOW c AS (PARTITION BY chain ORDER BY told_at, id), k AS (PARTITION BY chain, kind ORDER BY told_at, id)
)"""
# Two words of one chain that cannot both be true, as a reader of minutes sees them.
CONTRADICTS = """told_0 IS NOT NULL AND (
    (kind = 'BACK_BY' AND kind_0 = 'BACK' AND (since_at IS NULL OR since_at <= told_0))
    OR (kind = kind_0 AND kind IN ('BACK_BY', 'ARRIVAL') AND until_0 IS NOT NULL
        AND (until_at IS NULL OR date_trunc('minute', until_at) > date_trunc('minute', until_0)))
    OR (kind = kind_0 AND kind IN ('SLOT', 'WINDOW') AND
        (date_trunc('minute', from_at), date_trunc('minute', until_at))
        IS DISTINCT FROM (date_trunc('minute', from_0), date_trunc('minute', until_0))))"""
PAIRS = f"""
WITH {WORDS}
SELECT count(*), count(*) FILTER (WHERE {CONTRADICTS}), count(*) FILTER (WHERE {CONTRADICTS} AND reason = ''),
    count(*) FILTER (WHERE {CONTRADICTS} AND contradicts_id IS NULL)
FROM words
"""
VERDICT = """CASE
    WHEN kind = 'BACK' THEN CASE WHEN came_true_at IS NULL THEN 'KEPT' ELSE 'BROKEN' END
    WHEN until_at IS NULL THEN 'NO_TIME'
    WHEN replaced_at <= until_at AND (came_true_at IS NULL OR came_true_at > replaced_at) THEN 'MOVED'
    WHEN came_true_at IS NOT NULL THEN CASE WHEN came_true_at <= until_at THEN 'KEPT' ELSE 'BROKEN' END
    WHEN until_at >= %(at)s THEN 'OPEN' ELSE 'BROKEN' END"""
RATES = f"""
WITH {WORDS}, judged AS (SELECT w.*, {VERDICT} AS verdict FROM words w)
SELECT coalesce((SELECT d.name FROM organisation_orgunit d WHERE d.level IN ('CITY_CENTRE', 'COUNTY_CENTRE', 'PROVINCE')
        AND j.org_path LIKE d.path || '%%' ORDER BY length(d.path) DESC LIMIT 1), '') AS desk,
    coalesce(max(u.name), j.org_path) AS unit, count(*) AS told,
    count(*) FILTER (WHERE verdict = 'KEPT'), count(*) FILTER (WHERE verdict = 'BROKEN'),
    count(*) FILTER (WHERE verdict = 'MOVED'), count(*) FILTER (WHERE verdict IN ('OPEN', 'NO_TIME')),
    count(*) FILTER (WHERE place = 1 AND kind <> 'BACK' AND until_at IS NOT NULL AND came_true_at IS NOT NULL),
    count(*) FILTER (WHERE place = 1 AND kind <> 'BACK' AND came_true_at <= until_at)
FROM judged j LEFT JOIN organisation_orgunit u ON u.path = j.org_path
WHERE j.told_at >= %(since)s AND j.told_at < %(until)s
GROUP BY j.org_path ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Pairs:
    """``words`` that were heard, ``contradicting`` the one before, of these ``unexplained`` and not marked in the book."""

    words: int
    contradicting: int
    unexplained: int
    unmarked: int


@dataclass(frozen=True)
class Rate:
    """A unit's words in a period. ``first_*``: the first word of each matter that is over, however often it was moved."""

    desk: str
    unit: str
    told: int
    kept: int
    broken: int
    moved: int
    still_open: int
    first_over: int
    first_kept: int

    @property
    def kept_percent(self) -> float | None:
        """Kept of those kept or broken; None where none was due."""
        due = self.kept + self.broken
        return 100 * self.kept / due if due else None


def pairs() -> Pairs:
    """How many words contradict the one before, in the whole book. One statement."""
    return Pairs(*_rows(PAIRS, {})[0])


def rates(*, since: datetime, until: datetime, at: datetime) -> list[Rate]:
    """Kept and broken per unit for words told in ``[since, until)``, as of ``at``. One statement."""
    return [Rate(*row) for row in _rows(RATES, {"since": since, "until": until, "at": at})]


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return list(cursor.fetchall())
