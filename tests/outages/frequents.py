"""An entity that is out too often, without the outages."""

from typing import Any

from django.utils.timezone import localdate, now

from outages.models import FrequentOutage, FrequentOutageRule


def make_frequent(feeder: Any, code: str = "A") -> FrequentOutage:
    """Three outages of a feeder up to today."""
    return FrequentOutage.objects.create(
        rule=FrequentOutageRule.objects.get(code=code, entity="FEEDER"),
        node=feeder,
        org_path=feeder.org_path,
        count=3,
        first_on=localdate(),
        last_on=localdate(),
        found_at=now(),
        computed_at=now(),
    )
