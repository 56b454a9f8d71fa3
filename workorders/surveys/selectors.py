"""What customers said when they were asked, counted: of how many asked how many answered, and what."""

from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet

from workorders.models import Satisfaction, Survey


def survey_figures(rows: "QuerySet[Survey]", *, since: datetime | None, until: datetime | None) -> list[dict[str, Any]]:
    """A row for each kind of order: asked in ``[since, until)``, answered, and by what. One query."""
    if since is not None:
        rows = rows.filter(asked_at__gte=since)
    if until is not None:
        rows = rows.filter(asked_at__lt=until)
    counted = {str(said).lower(): Count("pk", filter=Q(satisfaction=said)) for said in _SAID}
    by_kind = rows.order_by("order__kind").values(kind=F("order__kind"))
    rows_of_kinds = by_kind.annotate(
        asked=Count("pk"), answered=Count("answered_at"), mean_score=Avg("score"), **counted
    )
    return [dict(row) for row in rows_of_kinds]


_SAID = (Satisfaction.SATISFIED, Satisfaction.FAIR, Satisfaction.UNSATISFIED)
