"""The whole work of one crew, as its phone shows it: the offer before it and the orders in its hands."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.timezone import now

from command_center.ground.core.values import iso
from command_center.screens.cards.orders import cards_of, with_names
from command_center.screens.crew_phone.day import left_today
from dispatch.crew_messages.api import told
from dispatch.crew_messages.selectors import unread_messages
from dispatch.models import Assignment, Crew, Offer, OfferStatus
from outages.findings.selectors.findings import latest_findings
from workorders.asking.selectors import answers_of
from workorders.asking.words import said_words
from workorders.kinds.fault.states import Status
from workorders.models import CustomerAnswer, WorkOrder
from workorders.selectors.contacts import contacts_of


def work_of(crew: Crew) -> dict[str, Any]:
    """``{"crew", "offers": [{…, "order"}], "orders": [card + contact], "messages", "finished", "withdrawn"}``; rework comes back to the crew that did it."""
    offers = list(Offer.objects.filter(crew=crew, status=OfferStatus.OFFERED).order_by("expires_at"))
    held = set(Assignment.objects.filter(crew=crew, released_at=None).values_list("order_id", flat=True))
    rework = set(_last_held(crew))
    cards = _cards({offer.order_id for offer in offers} | held | rework, full=held | rework)
    return {
        "crew": {"id": crew.pk, "name": crew.name},
        "offers": [_offer(offer, cards[offer.order_id]) for offer in offers if offer.order_id in cards],
        "orders": [cards[pk] for pk in sorted(held | rework) if pk in cards],
        "messages": [told(message) for message in unread_messages(crew.pk)],
        **left_today(crew, at=now()),
    }


def _last_held(crew: Crew) -> list[int]:
    """Orders sent back for rework whose last crew this was: an earlier one has nothing to mend and nobody to call."""
    last = Assignment.objects.filter(order=OuterRef("pk")).order_by("-pk").values("crew_id")[:1]
    rework = WorkOrder.objects.filter(status=Status.REWORK.value, assignments__crew=crew)
    return list(
        rework.alias(last_crew=Subquery(last)).filter(last_crew=crew.pk).distinct().values_list("pk", flat=True)
    )


def _offer(offer: Offer, card: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": offer.pk,
        "status": offer.status,
        "offered_at": iso(offer.offered_at),
        "expires_at": iso(offer.expires_at),
        "eta_minutes": offer.eta_minutes,
        "order": card,
    }


def _answer(order: WorkOrder, row: CustomerAnswer) -> dict[str, Any]:
    """In the customer's words; the picture has no public address."""
    return {
        "id": row.pk,
        "question": row.get_question_display(),
        "said": said_words(row),
        "photo": reverse("order-answer-photo", args=[order.number, row.pk]) if row.photo else None,
    }


def _cards(ids: set[int], *, full: set[int]) -> dict[int, dict[str, Any]]:
    """Order cards with what a crew needs; the customer's name and number only for orders it holds."""
    orders = list(with_names(WorkOrder.objects.filter(pk__in=ids)))
    cards = {card["id"]: card for card in cards_of(orders)}
    found = latest_findings(full)
    told = answers_of(full)
    contacts = contacts_of(order for order in orders if order.pk in full)
    for order in orders:
        card = cards[order.pk]
        card["finding"] = found.get(order.pk)
        card["description"] = order.description
        card["address"] = order.address
        if order.pk in full:
            card["contact"] = contacts[order.pk]
            card["answers"] = [_answer(order, row) for row in told[order.pk]]
    return cards
