"""Outages and rows of the ledger for the tests of figures, written as they end up and not as they came to be."""

from datetime import datetime, timedelta

from command_center.ground.core.values import CHINA
from customers.models import Customer, ServicePoint
from outages.models import Correction, CorrectionKind, EndedBy, Interruption, Outage

NOON = datetime(2026, 3, 10, 12, tzinfo=CHINA)


def make_outage(number, unit, **fields):
    centre = unit.parent
    defaults = {"started_at": NOON, "detected_at": NOON, "org_path": unit.path, "kind": "FAULT", "status": "CLOSED"}
    return Outage.objects.create(
        number=number, centre=centre, operating_org=unit, serving_org=unit, **{**defaults, **fields}
    )


def make_points(transformer, count, **fields):
    """So many homes at a transformer."""
    unit, start = transformer.serving_org, ServicePoint.objects.count()
    customers = Customer.objects.bulk_create(
        Customer(number=f"N{start + n}", name="户", org_path=unit.path) for n in range(count)
    )
    defaults = {"area_kind": "RURAL", "org_path": unit.path, "unit": unit, "latitude": 29.6, "longitude": 109.1}
    return ServicePoint.objects.bulk_create(
        ServicePoint(
            customer=customer, meter_number=f"M{customer.number}", transformer=transformer, **defaults | fields
        )
        for customer in customers
    )


def make_interruption(point, outage, off_at, minutes, *, basis="LV", **fields):
    """``minutes`` None: not over yet."""
    end = {"ended_by": EndedBy.REPAIR, "ended_recorded_at": off_at}
    over = {} if minutes is None else {"on_at": off_at + timedelta(minutes=minutes), **end}
    return Interruption(
        service_point=point,
        outage=outage,
        off_at=off_at,
        transformer_id=point.transformer_id,
        feeder_id=point.transformer.parent_id,
        org_path=point.org_path,
        area_kind=point.area_kind,
        kind=outage.kind,
        basis=basis,
        **over,
        **fields,
    )


def write(*rows):
    return Interruption.objects.bulk_create(rows)


def correct(row, *, off_at, minutes):
    """Retract a row and append another, as a correction does."""
    act = Correction.objects.create(
        outage=row.outage, kind=CorrectionKind.START, reason="meter", at=NOON, before={}, after={}
    )
    Interruption.objects.filter(pk=row.pk).update(retracted_at=NOON, retracted_by=act)
    (new,) = write(make_interruption(row.service_point, row.outage, off_at, minutes, correction=act))
    return new
