"""Offers of an order, and the choices a person made against the machine, as rows of its timeline."""

from django.utils.translation import gettext as _

from dispatch.models import Crew, Decision, Offer, OfferStatus
from workorders.selectors.timeline import Entry


def offer_timeline(order_id: int) -> list[Entry]:
    """One row when an offer was made, one when it was answered, one for every crew chosen by hand. Three queries."""
    rows = _chosen_by_hand(order_id)
    for offer in Offer.objects.filter(order_id=order_id).select_related("crew", "answered_by"):
        rows.append(Entry(at=offer.offered_at, kind="offer", code="OFFERED", text=_made(offer), actor=""))
        if offer.answered_at:
            by = str(offer.answered_by) if offer.answered_by else ""
            rows.append(Entry(at=offer.answered_at, kind="offer", code=offer.status, text=_answered(offer), actor=by))
    return rows


def _chosen_by_hand(order_id: int) -> list[Entry]:
    decisions = list(Decision.objects.filter(order_id=order_id, decided_by__isnull=False).select_related("decided_by"))
    names = dict(Crew.objects.filter(pk__in=[d.chosen_crew_ids[0] for d in decisions]).values_list("pk", "name"))
    return [
        Entry(
            at=decision.at,
            kind="decision",
            code="BY_HAND",
            text=" · ".join(
                word for word in (names.get(decision.chosen_crew_ids[0], ""), decision.override_reason) if word
            ),
            actor=str(decision.decided_by),
        )
        for decision in decisions
    ]


def _made(offer: Offer) -> str:
    if offer.eta_minutes is None:
        return offer.crew.name
    return _("%(crew)s, %(minutes).0f min away") % {"crew": offer.crew.name, "minutes": offer.eta_minutes}


def _answered(offer: Offer) -> str:
    if offer.status == OfferStatus.REJECTED:
        words = [offer.crew.name, str(offer.get_reject_reason_display()), offer.reject_detail]
        return " · ".join(word for word in words if word)
    return _("%(crew)s, answered by a seat") % {"crew": offer.crew.name} if offer.on_behalf else offer.crew.name
