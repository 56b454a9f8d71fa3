"""Named predicates of outages and of the ledger: the board, the judge and the report mean the same thing by them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.timezone import localtime

from outages import planned_states, states

if TYPE_CHECKING:
    from outages.models import FrequentOutage, Interruption, Outage, PlannedOutage, SensitiveEntry  # noqa: F401


def mmdd(moment: datetime) -> int:
    """The local day of a moment as month and day in one number: 19 July is 719."""
    local = localtime(moment)
    return local.month * 100 + local.day


class OutageQuerySet(models.QuerySet["Outage"]):
    def live(self) -> "OutageQuerySet":
        return self.filter(status__in=[s.value for s in states.LIVE])

    def on_board(self) -> "OutageQuerySet":
        return self.filter(status__in=[s.value for s in states.ON_BOARD])

    def locked(self) -> "OutageQuerySet":
        """Row locks that do not block foreign keys pointing here; always in the same order against deadlocks."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class InterruptionQuerySet(models.QuerySet["Interruption"]):
    """Today's knowledge is ``standing()``; what was known at an earlier moment is ``as_of(moment)``."""

    def standing(self) -> "InterruptionQuerySet":
        return self.filter(retracted_at=None)

    def open(self) -> "InterruptionQuerySet":
        """Customers without power now."""
        return self.filter(retracted_at=None, on_at=None)

    def during(self, start: datetime, end: datetime) -> "InterruptionQuerySet":
        """Standing rows that overlap ``[start, end)``."""
        return self.standing().filter(off_at__lt=end).filter(Q(on_at=None) | Q(on_at__gt=start))

    def as_of(self, moment: datetime) -> "InterruptionQuerySet":
        """The ledger as it stood at ``moment`` (system time): figures published then can be computed again.

        A return of power recorded later was not known yet, so read ``known_on_at`` and not ``on_at``.
        """
        known = self.filter(recorded_at__lte=moment).filter(Q(retracted_at=None) | Q(retracted_at__gt=moment))
        return known.annotate(known_on_at=Case(When(ended_recorded_at__lte=moment, then=F("on_at"))))


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


class PlannedOutageQuerySet(models.QuerySet["PlannedOutage"]):
    def live(self) -> "PlannedOutageQuerySet":
        return self.filter(status__in=sorted(s.value for s in planned_states.PLAN_LIVE))

    def public(self) -> "PlannedOutageQuerySet":
        """What the customers know of and is not over."""
        return self.filter(status__in=sorted(s.value for s in planned_states.PLAN_PUBLIC))

    def asked_for(self, code: str) -> "PlannedOutageQuerySet":
        """A person should look, for this reason among others."""
        return self.filter(Q(attention=code) | Q(attention_also__contains=[code]))

    def not_asked_for(self, code: str) -> "PlannedOutageQuerySet":
        return self.exclude(Q(attention=code) | Q(attention_also__contains=[code]))

    def overlapping(self, start: datetime, end: datetime) -> "PlannedOutageQuerySet":
        """Windows that share a moment with ``[start, end)``."""
        return self.filter(planned_start_at__lt=end, planned_end_at__gt=start)

    def locked(self) -> "PlannedOutageQuerySet":
        """Row locks that do not block foreign keys pointing here; always in the same order against deadlocks."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class FrequentOutageQuerySet(models.QuerySet["FrequentOutage"]):
    def standing(self) -> "FrequentOutageQuerySet":
        """The rule is met still."""
        return self.filter(cleared_at=None)
