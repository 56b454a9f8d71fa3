"""Which outage explains that a service point is dark: what the caller is told at once, and what the judge looks at first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from outages.ledger.models import Interruption
from outages.life.models import Outage, OutageScope
from outages.life.states import DARK, Status

# An interruption that is open, or a scope that is only predicted and therefore not in the ledger yet.
COVERING = f"""
SELECT i.service_point_id, i.outage_id FROM {Interruption._meta.db_table} i
 WHERE i.service_point_id = ANY(%(points)s) AND i.on_at IS NULL AND i.retracted_at IS NULL
UNION ALL
SELECT p.id, s.outage_id FROM {OutageScope._meta.db_table} s
  JOIN {Outage._meta.db_table} o ON o.id = s.outage_id AND o.status = %(predicted)s
  JOIN customers_servicepoint p ON p.id = ANY(%(points)s) AND (
       p.node_id = ANY(s.node_ids) OR p.transformer_id = ANY(s.transformer_ids) OR p.id = ANY(s.service_point_ids)
       OR (p.node_id IS NULL AND p.transformer_id = ANY(s.unmapped_transformer_ids)))
"""


def covering(point_ids: Collection[int]) -> dict[int, int]:
    """Service point id → id of the live outage that it is dark by; who has power, or may have, is absent. One query."""
    if not point_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(COVERING, {"points": sorted(point_ids), "predicted": Status.PREDICTED.value})
        found: dict[int, int] = {}
        for point_id, outage_id in cursor.fetchall():
            found.setdefault(point_id, outage_id)  # the ledger's word comes before a prediction
    return found


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a caller is told about the outage he is in. ``etr_at`` is the P80 of the estimate."""

    number: str
    kind: str
    status: str
    cause_class: str
    cause: str
    started_at: datetime
    etr_at: datetime | None
    customers_out: int

    def told(self) -> dict[str, Any]:
        return {
            name: value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
            for name, value in self.__dict__.items()
        }


def known_outages(point_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Service point id → what its caller is told. Two queries; one when nobody is dark."""
    outage_of = covering(list(point_ids))
    rows: Iterable[Outage] = Outage.objects.filter(pk__in=set(outage_of.values())) if outage_of else ()
    told = {
        outage.pk: Known(
            number=outage.number,
            kind=outage.kind,
            status=outage.status,
            cause_class=outage.cause_class,
            cause=outage.cause,
            started_at=outage.started_at,
            etr_at=outage.etr_at,
            customers_out=outage.customers_out,
        ).told()
        for outage in rows
    }
    return {point_id: told[outage_id] for point_id, outage_id in outage_of.items() if outage_id in told}


class Return(NamedTuple):
    """Power came back to a service point, by the end of this outage."""

    outage_id: int
    on_at: datetime


def returns_of(point_ids: Iterable[int], *, since: datetime) -> dict[int, Return]:
    """Service point id → the return of power after ``since`` that was the last thing that happened to it. One query."""
    rows = (
        Interruption.objects.standing()
        .filter(service_point_id__in=list(point_ids), on_at__gte=since)
        .exclude(outage__status__in=[Status.DISMISSED, Status.MERGED])
        .order_by("service_point_id", "-off_at")
        .distinct("service_point_id")
    )
    return {
        point: Return(outage, on_at)
        for point, outage, on_at in rows.values_list("service_point_id", "outage_id", "on_at")
        if on_at is not None
    }


def restored_lately(point_ids: Collection[int], *, since: datetime) -> dict[int, int]:
    """Service point id → the outage whose end, after ``since``, was the last thing that happened to it. One query."""
    return {point_id: found.outage_id for point_id, found in returns_of(point_ids, since=since).items()}


IN_THE_DARK = tuple(sorted(status.value for status in DARK))
