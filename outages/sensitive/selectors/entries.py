"""The sensitive register as the people of an outage need it: who of them is to be called, the most pressing first."""

from datetime import datetime

from django.db.models import F, QuerySet

from outages.life.models import Outage
from outages.sensitive.models import SensitiveEntry


def sensitive_of(*, outage_id: int, at: datetime) -> QuerySet[SensitiveEntry]:
    """Entries in force of customers who are dark now by this outage; whose loss comes soonest stands first.

    Personal and sensitive: the caller has checked the jurisdiction and shows it to nobody else.
    """
    outage = Outage.objects.get(pk=outage_id)
    dark = outage.interruptions.open().values("service_point_id")
    entries = SensitiveEntry.objects.in_force(at).filter(service_point_id__in=dark)
    return entries.select_related("service_point__customer").order_by(F("hours_to_damage").asc(nulls_last=True), "pk")
