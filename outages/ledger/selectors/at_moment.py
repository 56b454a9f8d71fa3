"""Who was without power at a moment, as the ledger knows it now: also what was only learned or corrected later."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from outages.ledger.models import Interruption
from outages.life.models import Outage


def lasting_at(outages: "QuerySet[Outage]", moment: datetime) -> "QuerySet[Outage]":
    """Those that had begun and were not over."""
    return outages.filter(started_at__lte=moment).filter(Q(restored_at=None) | Q(restored_at__gt=moment))


def dark_at(outages: "QuerySet[Outage]", moment: datetime) -> dict[int, int]:
    """Outage id → how many service points it kept without power then; those that kept none are absent. One query."""
    rows = Interruption.objects.standing().filter(outage__in=lasting_at(outages, moment), off_at__lte=moment)
    dark = rows.filter(Q(on_at=None) | Q(on_at__gt=moment))
    return dict(dark.order_by().values_list("outage_id").annotate(customers=Count("pk")))
