"""Crews that went off duty: set inactive, or the shift has ended.

What they hold goes to others, or a person is asked; nothing waits for them.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dispatch.models import Assignment, Crew, Offer, OfferStatus, Shift
from dispatch.services.desk import free_crews
from dispatch.services.offering import withdraw_offers_of
from workorders.engine.advance import advance
from workorders.engine.writing import raise_attention
from workorders.kinds.fault.states import AT_WORK, Status
from workorders.models import WorkOrder

CREW_LEFT = "crew_left"
# Too far on to be taken back by a rule: a person decides whether the crew finishes.
UNDER_WAY = AT_WORK | {Status.EN_ROUTE, Status.SUSPENDED}


@transaction.atomic
def take_over_from_left_crews(*, at: datetime) -> list[WorkOrder]:
    """Orders that a crew has accepted and not set off to look for another one; for those under way a person is asked.

    Its open offers are withdrawn. The orders that changed; asking again changes nothing.
    """
    left = crews_that_left(at=at)
    with_offers = left.filter(Exists(Offer.objects.filter(crew=OuterRef("pk"), status=OfferStatus.OFFERED)))
    withdraw_offers_of(list(with_offers.values_list("pk", flat=True)), at=at, reason=CREW_LEFT)
    held = Assignment.objects.filter(released_at=None, crew__in=left)
    accepted = list(WorkOrder.objects.locked().filter(pk__in=held.values("order_id"), status=Status.ACCEPTED.value))
    for order in accepted:
        # Its crew as of now, under the lock: it may have changed hands a moment ago.
        holder = held.filter(order=order).select_related("crew").first()
        if holder is not None:
            free_crews(order, at=at, reason=CREW_LEFT)
            why = _("%(crew)s is off duty") % {"crew": holder.crew.name}
            advance([order], "give-back", at=at, reason=CREW_LEFT, detail=why)
    statuses = [status.value for status in UNDER_WAY]
    under_way = WorkOrder.objects.locked().filter(pk__in=held.values("order_id"), status__in=statuses)
    asked = [order for order in under_way if CREW_LEFT not in order.reasons]
    raise_attention(asked, CREW_LEFT)
    return accepted + asked


def crews_that_left(*, at: datetime) -> QuerySet[Crew]:
    """Crews that are inactive or not on duty now."""
    on_duty = Shift.objects.filter(crew=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    return Crew.objects.filter(Q(active=False) | ~Exists(on_duty))
