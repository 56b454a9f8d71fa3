"""What equipment is near a point, how far, and what of it is promised already: the rows for the arithmetic of headroom."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Sum

from command_center.ground.core.geo import haversine_m
from command_center.ground.core.values import china_day
from command_center.ground.network.models import NodeKind, SupplyNode
from workorders.kinds.connection.headroom import Load, Near, Rule
from workorders.kinds.connection.models import ConnectionCase, HeadroomRule, NodeLoad
from workorders.models.orders import WorkOrder

# Degrees round the point within which equipment is looked for; nothing nearer than five kilometres is no neighbour.
AROUND = 0.05


@dataclass(frozen=True, slots=True)
class Found:
    """The transformer that would supply the point, its feeder, and what is known of both."""

    transformer: SupplyNode | None
    feeder: SupplyNode | None
    near: Near
    invented: bool


def rule_at(at: datetime) -> tuple[HeadroomRule | None, Rule]:
    """The rule in force, as a row and for the arithmetic; without a row the defaults, which are assumed as well."""
    row = HeadroomRule.objects.filter(valid_from__lte=china_day(at)).first()
    if row is None:
        return None, Rule()
    return row, Rule(**{each.name: getattr(row, each.name) for each in fields(Rule)})


def near(order: WorkOrder) -> Found:
    """The nearest public transformer of the same centre, by the map. Five queries at most; nothing without a place."""
    if order.latitude is None or order.longitude is None:
        return Found(None, None, Near(), False)
    transformer, metres = _nearest(order)
    feeder = _feeder_of(transformer)
    loads = {row.node_id: row for row in NodeLoad.objects.filter(node__in=[n for n in (transformer, feeder) if n])}
    promised = _promised([node.pk for node in (transformer, feeder) if node], besides=order)
    return Found(
        transformer=transformer,
        feeder=feeder,
        near=Near(
            transformer=_load(transformer, loads, promised),
            feeder=_load(feeder, loads, promised),
            distance_m=metres,
        ),
        invented=any(row.invented for row in loads.values()),
    )


def _nearest(order: WorkOrder) -> tuple[SupplyNode | None, float | None]:
    latitude, longitude = order.latitude or 0.0, order.longitude or 0.0
    around = SupplyNode.objects.filter(
        kind=NodeKind.TRANSFORMER, dedicated=False, org_path__startswith=order.centre.path,
        latitude__range=(latitude - AROUND, latitude + AROUND), longitude__range=(longitude - AROUND, longitude + AROUND),
    )  # fmt: skip
    found = [(haversine_m(latitude, longitude, node.latitude, node.longitude), node.pk, node) for node in around]
    if not found:
        return None, None
    metres, _pk, node = min(found, key=lambda each: each[:2])
    return node, metres


def _feeder_of(node: SupplyNode | None) -> SupplyNode | None:
    while node is not None and node.kind != NodeKind.FEEDER:
        node = node.parent
    return node


def _promised(nodes: Iterable[int], *, besides: WorkOrder) -> dict[int, float]:
    """Kilowatts granted to cases that are not connected yet, by the equipment of their plan."""
    waiting = ConnectionCase.objects.filter(headroom_node__in=list(nodes), energised_at=None, approved_kw__isnull=False)
    live = waiting.exclude(order=besides).exclude(order__status__in=("TERMINATED", "ARCHIVED"))
    rows = live.values_list("headroom_node").annotate(kw=Sum("approved_kw"))
    return {pk: float(kw) for pk, kw in rows}


def _load(node: SupplyNode | None, loads: dict[int, NodeLoad], promised: dict[int, float]) -> Load | None:
    row = loads.get(node.pk) if node else None
    if node is None or row is None:
        return None
    return Load(rated_kva=row.rated_kva, peak_kw=row.peak_kw, promised_kw=promised.get(node.pk, 0.0), pv_kw=row.pv_kw)
