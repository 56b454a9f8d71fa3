"""Named predicates of the sensitive register."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime

if TYPE_CHECKING:
    from outages.sensitive.models import SensitiveEntry  # noqa: F401


def mmdd(moment: datetime) -> int:
    """The local day of a moment as month and day in one number: 19 July is 719."""
    local = localtime(moment)
    return local.month * 100 + local.day


class SensitiveQuerySet(models.QuerySet["SensitiveEntry"]):
    def in_force(self, day: datetime) -> "SensitiveQuerySet":
        """Entries that are in season on the local day of ``day``; only what was temporary ends by its date.

        A season may cross New Year: from November to March is stored as 1101 to 0331 (month and day as one number).
        """
        today = mmdd(day)
        all_year = Q(season_from=None)
        inside = Q(season_from__lte=today, season_to__gte=today) & Q(season_from__lte=F("season_to"))
        across = Q(season_from__gt=F("season_to")) & (Q(season_from__lte=today) | Q(season_to__gte=today))
        # An entry that nobody verified in time counts as unverified: a life is not lost by a date.
        valid = ~Q(sensitive_class="TEMPORARY") | Q(expires_on=None) | Q(expires_on__gte=localtime(day).date())
        return self.filter(valid).filter(all_year | inside | across)
