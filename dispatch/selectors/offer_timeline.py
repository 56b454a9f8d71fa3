"""Offers of an order, and the choices a person made against the machine, as rows of its timeline."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from command_center.ground.organisation.unit_names import called
from dispatch.models import Crew, Decision, Offer, OfferStatus
from workorders.kinds import label_of
from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import Status
from workorders.selectors.timeline import Entry

STANDS = (OfferStatus.OFFERED, OfferStatus.ACCEPTED)


def with_offers(moves: Sequence[Entry], order_id: int) -> list[Entry]:
    """The rows of an order and one for each offer, one for every crew chosen by hand. Three queries.

    That an order was offered and lies waiting again is the same news as its offer's row: such a move has no row of its own,
    unless somebody said more with it.
    """
    offers = list(Offer.objects.filter(order_id=order_id).select_related("crew", "answered_by"))
    told: set[tuple[str, datetime | None]] = {(Status.DISPATCHED.value, offer.offered_at) for offer in offers}
    told |= {(Status.PENDING_DISPATCH.value, offer.answered_at) for offer in offers if offer.status not in STANDS}
    own = [entry for entry in moves if not _is_told(entry, told)]
    return [*own, *map(_offer, offers), *_chosen_by_hand(order_id)]


def _is_told(entry: Entry, told: set[tuple[str, datetime | None]]) -> bool:
    is_bare = entry["kind"] == "status" and entry["text"] == str(label_of(FAULT.kind, entry["code"]))
    return is_bare and (entry["code"], entry["at"]) in told


def _offer(offer: Offer) -> Entry:
    """Where the crew took it, the move to “accepted” says when; else the row stands where the offer ended."""
    if offer.status in STANDS or offer.answered_at is None:
        return Entry(at=offer.offered_at, kind="offer", code=OfferStatus.OFFERED, text=_made(offer), actor="")
    by = str(offer.answered_by) if offer.answered_by else ""
    return Entry(at=offer.answered_at, kind="offer", code=offer.status, text=_ended(offer), actor=by)


def _chosen_by_hand(order_id: int) -> list[Entry]:
    decisions = list(Decision.objects.filter(order_id=order_id, decided_by__isnull=False).select_related("decided_by"))
    names = dict(Crew.objects.filter(pk__in=[d.chosen_crew_ids[0] for d in decisions]).values_list("pk", "name"))
    return [
        Entry(
            at=decision.at,
            kind="decision",
            code="BY_HAND",
            text=" · ".join(
                word for word in (called(names.get(decision.chosen_crew_ids[0], "")), decision.override_reason) if word
            ),
            actor=str(decision.decided_by),
        )
        for decision in decisions
    ]


def _made(offer: Offer) -> str:
    words = called(offer.crew.name)
    if offer.eta_minutes is not None:
        words = _("%(crew)s, %(minutes).0f min away") % {"crew": called(offer.crew.name), "minutes": offer.eta_minutes}
    return _joined(words, _by_whom(offer))


def _ended(offer: Offer) -> str:
    asked = _("asked at %(time)s") % {"time": f"{localtime(offer.offered_at):%H:%M:%S}"}
    why = (str(offer.get_reject_reason_display()), offer.reject_detail) if offer.status == OfferStatus.REJECTED else ()
    return _joined(called(offer.crew.name), asked, _by_whom(offer), *why)


def _by_whom(offer: Offer) -> str:
    return _("answered by a seat") if offer.on_behalf else ""


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)
