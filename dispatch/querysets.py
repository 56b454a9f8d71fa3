"""Named predicates of dispatch: what a crew has in hand and who may be asked, said once for planner, offers and cards."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.timezone import now

from workorders.kinds.fault.states import WITH_CREW

if TYPE_CHECKING:
    from dispatch.models import Assignment, Offer, Shift  # noqa: F401

# A crew that refused or let an offer lapse is not asked again for the same order during this time.
ASKED_AGAIN_AFTER = timedelta(minutes=30)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> "AssignmentQuerySet":
        return self.filter(released_at=None)

    def in_hand(self) -> "AssignmentQuerySet":
        """A crew's load: orders whose work is still before it.

        An order with power back waits for paper only, a suspended one for somebody else: neither keeps a crew from the
        next customer. In a storm crews put off their replies; the REPLY clock and the supervisor see to those.
        """
        return self.live().filter(order__status__in=[status.value for status in WITH_CREW])


class ShiftQuerySet(models.QuerySet["Shift"]):
    def running(self, at: datetime) -> "ShiftQuerySet":
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class OfferQuerySet(models.QuerySet["Offer"]):
    def update(self, **values: Any) -> int:
        """Many at once; ``auto_now`` does not see this way of writing, and clients keep copies by ``updated_at``."""
        return super().update(**{"updated_at": now(), **values})

    def open(self) -> "OfferQuerySet":
        return self.filter(status="OFFERED")

    def turned_down(self, since: datetime) -> "OfferQuerySet":
        """Refused, lapsed or taken back; within ``ASKED_AGAIN_AFTER`` the crew is not asked again for the same order."""
        return self.filter(status__in=["REJECTED", "EXPIRED", "WITHDRAWN"], answered_at__gt=since)
