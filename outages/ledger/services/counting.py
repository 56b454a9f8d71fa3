"""Counts on an outage's row, taken from the ledger: how many were off, are off, and who among them matters most."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from customers.models import Flag
from outages.ledger.services.statements import TABLE, points_of, rows_of
from outages.life.models import Outage
from outages.life.scope import Scope
from outages.sensitive.models import IMPORTANT, SensitiveClass
from outages.sensitive.querysets import mmdd
from workorders.engine.writing import write

# A flag of the customer counts all year; an entry of the register within its season, also when it has expired unverified.
WHO_MATTERS = """
    SELECT count(*) FILTER (WHERE important), count(*) FILTER (WHERE life_support), count(*) FILTER (WHERE time_critical)
    FROM (
        SELECT d.id,
            bool_or(%(flag_important)s = ANY(c.flags) OR e.sensitive_class = ANY(%(important)s)) AS important,
            bool_or(%(flag_life_support)s = ANY(c.flags) OR e.sensitive_class = %(life_support)s) AS life_support,
            bool_or(%(flag_time_critical)s = ANY(c.flags) OR e.sensitive_class = %(time_critical)s) AS time_critical
        FROM dark d JOIN customers_servicepoint sp USING (id) JOIN customers_customer c ON c.id = sp.customer_id
        LEFT JOIN outages_sensitiveentry e ON e.service_point_id = d.id
            AND (e.expires_on IS NULL OR e.expires_on >= %(today)s OR e.sensitive_class <> %(temporary)s)
            AND (e.season_from IS NULL OR CASE WHEN e.season_from <= e.season_to
                THEN %(mmdd)s BETWEEN e.season_from AND e.season_to
                ELSE %(mmdd)s >= e.season_from OR %(mmdd)s <= e.season_to END)
        WHERE cardinality(c.flags) > 0 OR e.id IS NOT NULL
        GROUP BY d.id
    ) marked
"""


def recount(outage: Outage, *, at: datetime) -> None:
    """Write the counts of a locked outage from its standing rows."""
    total, out = rows_of(
        f"SELECT count(DISTINCT service_point_id), count(*) FILTER (WHERE on_at IS NULL) FROM {TABLE}"
        " WHERE outage_id = %(outage)s AND retracted_at IS NULL",
        {"outage": outage.pk},
    )[0]
    dark = f"SELECT service_point_id AS id FROM {TABLE} WHERE outage_id = %(outage)s AND retracted_at IS NULL AND on_at IS NULL"
    _write(outage, total, out, _who_matters(dark, {"outage": outage.pk}, at))


def count_claimed(outage: Outage, scope: Scope, *, at: datetime) -> None:
    """The same for an outage that is only predicted: everybody in its scope may be dark."""
    points = points_of(scope)
    marked = _who_matters("SELECT unnest(%(points)s::bigint[]) AS id", {"points": points}, at)
    _write(outage, len(points), len(points), marked)


def _who_matters(dark: str, parameters: dict[str, Any], at: datetime) -> tuple[int, int, int]:
    words = {
        "flag_important": Flag.IMPORTANT.value,
        "flag_life_support": Flag.LIFE_SUPPORT.value,
        "flag_time_critical": Flag.TIME_CRITICAL.value,
        "important": [value.value for value in IMPORTANT],
        "life_support": SensitiveClass.LIFE_SUPPORT.value,
        "time_critical": SensitiveClass.TIME_CRITICAL.value,
        "temporary": SensitiveClass.TEMPORARY.value,
        "today": localtime(at).date(),
        "mmdd": mmdd(at),
    }
    important, life_support, time_critical = rows_of(f"WITH dark AS ({dark}) {WHO_MATTERS}", {**parameters, **words})[0]
    return important, life_support, time_critical


def _write(outage: Outage, total: int, out: int, marked: tuple[int, int, int]) -> None:
    important, life_support, time_critical = marked
    write(
        [outage],
        customers_total=total,
        customers_out=out,
        important_out=important,
        life_support_out=life_support,
        time_critical_out=time_critical,
    )
