"""What the indices divide by, and the threshold of major event days: written once, so that a figure can be repeated."""

from datetime import date, datetime

from django.db import connection, transaction

from outages.reliability.indices.interruptions import SUSTAINED_OVER_SECONDS
from outages.reliability.indices.major_event_days import threshold
from outages.reliability.models.figures import MajorEventThreshold
from outages.reliability.selectors.figures import Basis, Question, customers_served, daily_saidi

BASE_YEARS = 5

# Feeding transformers without a low-voltage user are no customer of anybody.
SERVED = """
WITH points AS (
    SELECT sp.org_path, sp.area_kind, sp.transformer_id, c.kind = 'MV_BUSINESS' OR t.dedicated AS mv
    FROM customers_servicepoint sp JOIN customers_customer c ON c.id = sp.customer_id
    JOIN network_supplynode t ON t.id = sp.transformer_id
),
counted AS (
    SELECT org_path, area_kind, CASE WHEN mv THEN 'MV_CUSTOMER' ELSE 'LV_CUSTOMER' END AS counted FROM points
    UNION ALL
    SELECT min(org_path), min(area_kind), 'TRANSFORMER' FROM points WHERE NOT mv GROUP BY transformer_id
)
INSERT INTO outages_servedcustomers (day, org_path, area_kind, counted, customers)
SELECT %(day)s, org_path, area_kind, counted, count(*) FROM counted GROUP BY 2, 3, 4
ON CONFLICT (day, org_path, area_kind, counted) DO UPDATE SET customers = excluded.customers
"""


@transaction.atomic
def count_served_customers(*, day: date) -> int:
    """Write how many customers there are, as of now, under this day; how many rows. Again on the same day: corrected."""
    with connection.cursor() as cursor:
        cursor.execute(SERVED, {"day": day})
        return int(cursor.rowcount)


@transaction.atomic
def freeze_threshold(*, year: int, at: datetime) -> MajorEventThreshold | None:
    """T_MED of ``year`` from the five years before it; once frozen it stays. None: too few days, or nobody served."""
    frozen = MajorEventThreshold.objects.filter(year=year).first()
    if frozen:
        return frozen
    base = Question(first=date(year - BASE_YEARS, 1, 1), last=date(year - 1, 12, 31), basis=Basis.ALL)
    served, daily = customers_served(base), daily_saidi(base)
    found = threshold(daily.minutes)
    if served is None or found.alpha is None or found.beta is None or found.minutes is None:
        return None
    row, _ = MajorEventThreshold.objects.get_or_create(
        year=year,
        defaults={
            "days": found.days,
            "alpha": found.alpha,
            "beta": found.beta,
            "minutes": found.minutes,
            "customers_served": served,
            "sustained_over_seconds": SUSTAINED_OVER_SECONDS,
            "frozen_at": at,
        },
    )
    return row
