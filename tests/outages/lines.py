"""A feeder with many customers, made in a few statements, and what the ledger says about them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from command_center.ground.network.models import Branch, BranchKind, ConnectivityNode, DeviceKind
from customers.models import Customer, ServicePoint
from outages.life.scope import Scope, scope_of
from outages.models import Interruption
from tests.outages.ledger import Span

T0 = datetime(2026, 7, 19, 2, 0, tzinfo=UTC)


def minute(n: float) -> datetime:
    return T0 + timedelta(minutes=n)


def make_points(transformer: Any, count: int, *, nodes: list[Any] | None = None, **fields: Any) -> list[ServicePoint]:
    """``count`` residents with a service point each at a transformer; in turn at ``nodes`` when given."""
    unit, code = transformer.serving_org, transformer.code
    customers = Customer.objects.bulk_create(
        Customer(number=f"{code}-{n:05d}", name="居民", org_path=unit.path) for n in range(count)
    )
    return ServicePoint.objects.bulk_create(
        ServicePoint(
            customer=customer,
            meter_number=f"M{customer.number}",
            address="旋坨村",
            latitude=29.67,
            longitude=109.14,
            transformer=transformer,
            node=nodes[n % len(nodes)] if nodes else None,
            unit=unit,
            area_kind="RURAL",
            org_path=unit.path,
            **fields,
        )
        for n, customer in enumerate(customers)
    )


def make_device(code: str, transformer: Any, **fields: Any) -> Branch:
    """A fuse above a transformer, between two nodes of its own; ``to_node`` is the side that goes dark."""
    unit = transformer.serving_org
    upper, lower = (
        ConnectivityNode.objects.create(code=f"{code}-{side}", org_path=unit.path, container=transformer)
        for side in ("in", "out")
    )
    return Branch.objects.create(
        code=code,
        kind=BranchKind.SWITCH,
        device=DeviceKind.FUSE,
        from_node=upper,
        to_node=lower,
        feeder=transformer.parent,
        operating_org=unit,
        serving_org=unit,
        org_path=unit.path,
        **fields,
    )


def below(*transformers: Any) -> Scope:
    return scope_of(transformers=[transformer.pk for transformer in transformers])


def only(*points: Any) -> Scope:
    return scope_of(points=[point.pk for point in points])


def spans_of(point: Any) -> tuple[Span, ...]:
    """The standing rows of one customer, in minutes since ``T0``."""
    return all_spans().get(point.pk, ())


def all_spans() -> dict[int, tuple[Span, ...]]:
    found: dict[int, list[Span]] = {}
    for row in Interruption.objects.standing().order_by("service_point_id", "off_at"):
        found.setdefault(row.service_point_id, []).append(
            Span(_minutes(row.off_at), _minutes(row.on_at) if row.on_at else None, row.outage_id)
        )
    return {point: tuple(spans) for point, spans in found.items()}


def dark_minutes() -> float:
    """Customer-minutes of ended interruptions."""
    return sum(span.on - span.off for spans in all_spans().values() for span in spans if span.on is not None)


def _minutes(moment: datetime) -> int:
    return round((moment - T0) / timedelta(minutes=1))
