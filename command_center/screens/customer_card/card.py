"""What is known of one customer across orders, clocks, reports and the ledger. Masked; nine queries, however long they are with us."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from command_center.ground.core.realtime import Card
from command_center.ground.core.values import iso
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import scoped
from command_center.screens.cards.orders import TITLE_LENGTH
from customers.messages.api.shapes import PROMISE_WORDS, VERDICT_WORDS
from customers.messages.models import MessageChannel
from customers.messages.promises import Verdict
from customers.messages.selectors.book import judged
from customers.models import Contact, Customer, Promise, ServicePoint
from customers.phones import mask_address, mask_name, mask_phone, mask_phones_in
from outages.models import Interruption, OutageKind
from workorders.clocks.codes import AMONG_OURSELVES, word
from workorders.kinds import PROCESSES, label_of
from workorders.models import Clock, FaultReport, Source, WorkOrder
from workorders.selectors.listing import has_ended
from workorders.selectors.searching import without_confidential

CALLS_DAYS = 30
LAST = 5
MOST_OPEN = 20
MOST_PLACES = 10


def customer_card(customer: Customer, user: User, *, at: datetime) -> Card:
    """The card as this person may see it: places, orders and outages of their own area."""
    places = list(scoped(customer.service_points.select_related("unit").defer("unit__area"), user).order_by("pk"))
    contact = Contact.objects.filter(customer=customer).order_by("pk").first()
    mine = _orders_of(customer, places, user)
    open_orders = list(mine.exclude(has_ended()).order_by("-reported_at", "-pk")[:MOST_OPEN])
    return {
        "customer_number": customer.number,
        "name": mask_name(customer.name),
        "phone": mask_phone(contact.phone) if contact else "",
        "kind": customer.get_kind_display(),
        "flags": customer.flags,
        "places": [_place(place) for place in places[:MOST_PLACES]],
        "open": [_order(order) for order in open_orders],
        "ended": [_order(order) for order in mine.filter(has_ended()).order_by("-reported_at", "-pk")[:LAST]],
        "promises": _promises(open_orders, at),
        "told": _told(customer, at),
        "outages": _outages(places) if user.may(Right.READ_OUTAGES) else [],
        "calls": _calls(mine, places, at),
    }


def _orders_of(customer: Customer, places: Sequence[ServicePoint], user: User) -> Any:
    """Orders that name the customer or one of their supplies."""
    orders = WorkOrder.objects.filter(Q(customer=customer) | Q(service_point__in=[place.pk for place in places]))
    readable = without_confidential(orders.readable_by(user), user)
    return scoped(readable.select_related("unit").defer("unit__area"), user)


def _place(place: ServicePoint) -> Card:
    return {"meter_number": place.meter_number, "address": mask_address(place.address), "unit": place.unit.name}


def _order(order: WorkOrder) -> Card:
    return {
        "number": order.number,
        "kind": str(PROCESSES[order.kind].label),
        "kind_code": order.kind,
        "state": label_of(order.kind, order.status),
        "title": mask_phones_in(order.description)[:TITLE_LENGTH],
        "unit": order.unit.name if order.unit else "",
        "reported_at": iso(order.reported_at),
        "closed_at": iso(order.closed_at),
    }


def _promises(orders: Sequence[WorkOrder], at: datetime) -> list[Card]:
    """The clocks that run for this customer, the next one first; what the house owes itself is left out."""
    numbers = {order.pk: order.number for order in orders}
    running = Clock.objects.running().exclude(code__in=AMONG_OURSELVES)
    rows = running.filter(order_id__in=numbers).order_by("due_at", "pk")
    return [
        {
            "number": numbers[clock.order_id],
            "promise": word(clock.code),
            "due_at": iso(clock.due_at),
            "paused": clock.paused_at is not None,
            "late": clock.paused_at is None and clock.due_at < at,
        }
        for clock in rows
    ]


def _told(customer: Customer, at: datetime) -> list[Card]:
    """What we told them last, by whatever channel, and whether it came true."""
    rows = Promise.objects.with_replaced_at().filter(customer=customer, void_at=None).order_by("-told_at", "-pk")
    return [
        {
            "at": iso(row.told_at),
            "channel": str(MessageChannel(row.channel).label),
            "words": PROMISE_WORDS[row.kind](),
            "from_at": iso(row.from_at),
            "until_at": iso(row.until_at),
            "number": row.subject_ref,
            "verdict": VERDICT_WORDS[judged(row, at)](),
            "broken": judged(row, at) is Verdict.BROKEN,
        }
        for row in rows[:LAST]
    ]


def _outages(places: Sequence[ServicePoint]) -> list[Card]:
    """The last times without power, by the ledger."""
    meters = {place.pk: place.meter_number for place in places}
    rows = Interruption.objects.standing().filter(service_point_id__in=meters).select_related("outage")
    return [
        {
            "number": row.outage.number,
            "kind": str(OutageKind(row.kind).label),
            "meter_number": meters[row.service_point_id],
            "off_at": iso(row.off_at),
            "on_at": iso(row.on_at),
        }
        for row in rows.order_by("-off_at", "-pk")[:LAST]
    ]


def _calls(orders: Any, places: Sequence[ServicePoint], at: datetime) -> Card:
    """How often they told us of something lately, urges included, and the last of it."""
    told = Q(order__in=orders.order_by().values("pk")) | Q(service_point__in=[place.pk for place in places])
    reports = FaultReport.objects.filter(told, received_at__gte=at - timedelta(days=CALLS_DAYS))
    rows = list(reports.select_related("order").order_by("-received_at", "-pk"))
    return {
        "days": CALLS_DAYS,
        "count": len(rows),
        "last": [
            {
                "at": iso(row.received_at),
                "source": str(Source(row.source).label),
                "number": row.order.number,
                "urge": row.urge,
                "title": mask_phones_in(str(row.payload.get("description", "")))[:TITLE_LENGTH],
            }
            for row in rows[:LAST]
        ],
    }
