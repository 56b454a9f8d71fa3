"""The card of an outage: its whole present state as screens know it. Built for many ids in a few counted queries."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from command_center.ground.core.realtime import Card
from command_center.ground.core.values import iso
from command_center.ground.organisation.models import Level, OrgUnit
from dispatch.models import Assignment
from outages.models import Outage, OutageOrder
from workorders.models import Source


def outage_cards(ids: list[int]) -> dict[int, Card]:
    """Cards of the outages that are on the board; a closed, dismissed or merged one is absent. Three queries."""
    return {card["id"]: card for card in cards_of_outages(with_places(Outage.objects.on_board().filter(pk__in=ids)))}


def with_places(outages: "QuerySet[Outage]") -> "QuerySet[Outage]":
    """With the names that a card shows, but without the (large) service areas of the centres."""
    named = outages.select_related("centre__parent", "device", "node", "feeder", "lead_order", "nested_in")
    return named.defer("centre__area", "centre__parent__area")


def cards_of_outages(outages: Iterable[Outage]) -> list[Card]:
    """Cards of any outages (``with_places``), in their order."""
    rows = list(outages)
    calls = _calls([outage.pk for outage in rows])
    holders = _holders([outage.lead_order_id for outage in rows if outage.lead_order_id])
    return [_card(outage, calls.get(outage.pk, 0), holders.get(outage.lead_order_id or 0)) for outage in rows]


def _card(outage: Outage, calls: int, holder: Assignment | None) -> Card:
    return {
        "kind": "outage",
        "id": outage.pk,
        "rev": outage.rev,
        "number": outage.number,
        "outage_kind": outage.kind,
        "status": outage.status,
        **_place(outage),
        "customers_total": outage.customers_total,
        "customers_out": outage.customers_out,
        "important_out": outage.important_out,
        "life_support_out": outage.life_support_out,
        "time_critical_out": outage.time_critical_out,
        "cause_class": outage.cause_class,
        "cause": outage.cause,
        "confidence": outage.confidence,
        "reason_code": outage.reason_code,
        "reason_params": outage.reason_params,
        **_times(outage),
        "lead_order": outage.lead_order.number if outage.lead_order else None,
        "order_status": outage.lead_order.status if outage.lead_order else None,
        "grade": outage.lead_order.grade if outage.lead_order else None,
        "crew": {"id": holder.crew_id, "name": holder.crew.name, "eta_at": iso(holder.eta_at)} if holder else None,
        "calls": calls,
        "attention": outage.attention or None,
        "attention_also": outage.attention_also,
        "nested_in": outage.nested_in.number if outage.nested_in else None,
        "updated_at": iso(outage.updated_at),
    }


def _place(outage: Outage) -> Card:
    device, node, feeder = outage.device, outage.node, outage.feeder
    return {
        "device": {"code": device.code, "name": str(device), "kind": device.device or device.kind} if device else None,
        "node": {"code": node.code, "name": node.name} if node else None,
        "feeder": {"code": feeder.code, "name": feeder.name} if feeder else None,
        "centre": outage.centre.name,
        "centre_code": outage.centre.code,
        "city": _city(outage.centre),
        "lat": outage.latitude,
        "lon": outage.longitude,
    }


def _city(centre: OrgUnit) -> str:
    """The city whose centre this is or belongs to."""
    county = centre.level == Level.COUNTY_CENTRE and centre.parent is not None
    return centre.parent.name if county and centre.parent else centre.name


def _times(outage: Outage) -> Card:
    return {
        "started_at": iso(outage.started_at),
        "detected_at": iso(outage.detected_at),
        "confirmed_at": iso(outage.confirmed_at),
        "restored_at": iso(outage.restored_at),
        "planned_end_at": iso(outage.planned_end_at),
        "etr_at": iso(outage.etr_at),
        "etr_p50_at": iso(outage.etr_p50_at),
        "etr_source": outage.etr_source,
        "etr_revision": outage.etr_revision,
    }


def _calls(ids: list[int]) -> dict[int, int]:
    """How many reports of people belong to each outage; an order that an alarm opened is no call."""
    links = OutageOrder.objects.filter(outage_id__in=ids).exclude(order__source=Source.ALARM)
    return dict(links.order_by().values_list("outage_id").annotate(calls=Count("pk")))


def _holders(order_ids: list[int]) -> dict[int, Assignment]:
    rows = Assignment.objects.filter(order_id__in=order_ids, released_at=None).select_related("crew")
    return {assignment.order_id: assignment for assignment in rows}
