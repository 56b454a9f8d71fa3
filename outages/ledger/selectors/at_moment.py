"""Who was without power at a moment, as the ledger knows it now: also what was only learned or corrected later."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from outages.ledger.models import Interruption
from outages.life.models import Outage


def dark_at(outages: "QuerySet[Outage]", moment: datetime) -> dict[int, int]:
    """Outage id → how many service points it kept without power then; those that kept none are absent. One query.

    Asked of the ledger alone: its rows begin before their outage and end after it where they were corrected, merged or divided.
    """
    rows = Interruption.objects.standing().filter(outage__in=outages, off_at__lte=moment)
    dark = rows.filter(Q(on_at=None) | Q(on_at__gt=moment))
    return dict(dark.order_by().values_list("outage_id").annotate(customers=Count("pk")))
