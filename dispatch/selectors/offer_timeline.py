"""Offers of an order as rows of its timeline."""

from django.utils.translation import gettext as _

from dispatch.models import Offer, OfferStatus
from workorders.selectors.timeline import Entry


def offer_timeline(order_id: int) -> list[Entry]:
    """One row when an offer was made, one when it was answered. One query."""
    rows: list[Entry] = []
    for offer in Offer.objects.filter(order_id=order_id).select_related("crew", "answered_by"):
        rows.append(Entry(at=offer.offered_at, kind="offer", code="OFFERED", text=_made(offer), actor=""))
        if offer.answered_at:
            by = str(offer.answered_by) if offer.answered_by else ""
            rows.append(Entry(at=offer.answered_at, kind="offer", code=offer.status, text=_answered(offer), actor=by))
    return rows


def _made(offer: Offer) -> str:
    if offer.eta_minutes is None:
        return offer.crew.name
    return _("%(crew)s, %(minutes).0f min away") % {"crew": offer.crew.name, "minutes": offer.eta_minutes}


def _answered(offer: Offer) -> str:
    if offer.status == OfferStatus.REJECTED:
        words = [offer.crew.name, str(offer.get_reject_reason_display()), offer.reject_detail]
        return " · ".join(word for word in words if word)
    return _("%(crew)s, answered by a seat") % {"crew": offer.crew.name} if offer.on_behalf else offer.crew.name
