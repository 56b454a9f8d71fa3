"""One order in full: its card and what only the detail panel needs."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from command_center.ground.core.values import iso
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.screens.board.matter_detail import matter_of
from command_center.screens.cards.orders import TITLE_LENGTH, cards_of, customer_number
from customers.phones import mask_phones_in
from dispatch.models import Assignment, Crew
from dispatch.selectors.crews import crew_of
from dispatch.selectors.offer_timeline import with_offers
from outages.findings.selectors.findings import finding_timeline
from outages.models import OutageOrder
from workorders.asking.words import answer_words
from workorders.custody import holding_row, owner_of
from workorders.engine.told import verbs_for
from workorders.escalation.selectors import escalation_timeline
from workorders.kinds import MERGED
from workorders.models import CustomerAnswer, Reply, Source, TrackingLink, WorkOrder
from workorders.selectors.contacts import contacts_of
from workorders.selectors.timeline import order_timeline
from workorders.services.tracking_links import ends_at


def order_detail(order: WorkOrder, user: User) -> dict[str, Any]:
    """The card + description, full address, history, reply, the state of the customer's link. Twenty-two queries at most."""
    card = cards_of([order])[0]
    return {
        **card,
        "description": told_to(user, order.description),
        "address": order.address,
        "customer_number": customer_number(order),
        "permit_number": order.permit_number,
        "status_changes": _status_changes(order),
        "reply": _reply(order),
        "tracking_link": _tracking_link(order),
        "outage": _outage(order),
        "parent": order.parent.number if order.parent else None,
        "contact": _contact(order, card, user),
        "reports": _reports(order, user),
        "answers": _answers(order, user),
        "followers": _followers(order, user),
        "area": _area(order),
        "crew_contact": _crew_contact(card, user),
        "matter": matter_of(order, user),
        "holder": _holder(order),
        "verbs": verbs_for(order, user),
    }


def told_to(user: User, words: str) -> str:
    """Free text as this person may read it: a number in it is a number of a customer's."""
    return words if user.may(Right.READ_CUSTOMERS) or user.may(Right.FIELD) else mask_phones_in(words)


def timeline_of(order_id: int, user: User) -> list[dict[str, Any]]:
    """Everything that happened, in the order of time."""
    rows = [
        *with_offers(order_timeline(order_id), order_id),
        *finding_timeline(order_id),
        *escalation_timeline(order_id),
    ]
    entries = sorted(rows, key=lambda entry: entry["at"])
    return [{**entry, "text": told_to(user, entry["text"]), "at": iso(entry["at"])} for entry in entries]


def _holder(order: WorkOrder) -> dict[str, Any] | None:
    """Who answers for the order at the desk, by name; the centre's name while nobody is on duty."""
    row = holding_row(order)
    return {"name": owner_of(row), "since": iso(row.since)} if row else None


def _reports(order: WorkOrder, user: User) -> list[dict[str, Any]]:
    """Everybody who told us of this matter, in their words; ``urge``: the order was there already, ``id`` splits it off."""
    return [
        {
            "id": row.pk,
            "source": row.source,
            "received_at": iso(row.received_at),
            "urge": row.urge,
            "description": told_to(user, row.payload.get("description", "")),
            "warnings": row.warnings,
        }
        for row in order.reports.order_by("pk")
    ]


def _answers(order: WorkOrder, user: User) -> list[dict[str, Any]]:
    """What the customer answered by their link, with the verdict; ``due_at``: by when a person looks at a doubtful one."""
    return [
        {
            "id": row.pk,
            "question": row.question,
            "verdict": row.verdict,
            "text": told_to(user, answer_words(row)),
            "at": iso(row.at),
            "due_at": iso(row.due_at) if row.settled_at is None else None,
            "photo": reverse("order-answer-photo", args=[order.number, row.pk]) if row.photo else None,
            "lat": row.latitude,
            "lon": row.longitude,
        }
        for row in CustomerAnswer.objects.filter(Q(order=order) | Q(order__parent=order)).order_by("-pk")
    ]


def _followers(order: WorkOrder, user: User) -> list[dict[str, Any]]:
    """The orders that follow this one, oldest first: each can be split off again."""
    rows = order.merged_orders.filter(status=MERGED).order_by("pk")
    return [
        {
            "number": row.number,
            "reported_at": iso(row.reported_at),
            "place": row.address,
            "title": told_to(user, row.description)[:TITLE_LENGTH],
        }
        for row in rows
    ]


def _area(order: WorkOrder) -> dict[str, Any] | None:
    """Where to look for an order that has no place yet: the middle of the unit or county that its words name."""
    if order.located:
        return None
    unit = order.unit or order.centre
    return {"name": unit.name, "lat": unit.latitude, "lon": unit.longitude}


def _status_changes(order: WorkOrder) -> list[dict[str, Any]]:
    return [
        {
            "old": row.old,
            "new": row.new,
            "at": iso(row.at),
            "actor": str(row.actor) if row.actor else "",
            "reason": row.reason,
            "detail": row.detail,
        }
        for row in order.status_changes.select_related("actor")
    ]


def _reply(order: WorkOrder) -> dict[str, Any] | None:
    reply: Reply | None = order.replies.select_related("author").last()
    if reply is None:
        return None
    return {
        "at": iso(reply.at),
        "author": str(reply.author) if reply.author else "",
        "cause": reply.cause,
        "measures": reply.measures,
        "restored_at": iso(reply.restored_at),
        "contacted": reply.contacted,
        "contacted_at": iso(reply.contacted_at),
        "not_contacted_reason": reply.not_contacted_reason,
        "outage_started_at": iso(reply.outage_started_at),
        "site_check": reply.site_check,
        "customer_opinion": reply.customer_opinion,
        "photo": reverse("order-photo", args=[order.number]) if reply.photo else None,
    }


def _outage(order: WorkOrder) -> dict[str, Any] | None:
    """The outage that this order belongs to, in brief; ``calls`` are the reports that came together in it."""
    link = OutageOrder.objects.filter(order=order).select_related("outage").first()
    if link is None:
        return None
    outage = link.outage
    return {
        "number": outage.number,
        "status": outage.status,
        "role": link.role,
        "customers_out": outage.customers_out,
        "customers_total": outage.customers_total,
        "etr_at": iso(outage.etr_at),
        "calls": outage.orders.exclude(order__source=Source.ALARM).count(),
    }


def _tracking_link(order: WorkOrder) -> str:
    """Whether the customer can follow the order; the address itself is had by ``…/tracking-link/`` only."""
    link = TrackingLink.objects.filter(order=order).first()
    if link is None or link.revoked_at:
        return "revoked" if link else "none"
    over = ends_at(link, order)
    return "ended" if over and over <= now() else "live"


def _contact(order: WorkOrder, card: dict[str, Any], user: User) -> dict[str, str] | None:
    """The full number, only for the crew that holds the order."""
    if not card["crew"] or not user.may(Right.FIELD):
        return None
    crew = crew_of(user)
    if crew is None or not Assignment.objects.filter(order=order, crew=crew, released_at=None).exists():
        return None
    found = contacts_of([order])[order.pk]
    return {"name": found["name"], "phone": found["phone"]}


def _crew_contact(card: dict[str, Any], user: User) -> dict[str, str] | None:
    """The leader of the crew that holds the order, for a desk that may send it: a colleague's number is no secret there."""
    if not card["crew"] or not user.may(Right.DISPATCH):
        return None
    leader = Crew.objects.select_related("leader").get(pk=card["crew"]["id"]).leader
    return {"name": leader.name, "phone": leader.phone} if leader else None
