"""Calls that reach us just after power came back: the queue of a storm empties late, and most of these callers have power again.

For some minutes after the return (``grace_minutes`` of the judge's rules) such a call opens nothing: it is held, its meter
is asked, and who is dark still is found when the time is over. A caller who says that it went dark *after* the return is
not late, and a danger never waits.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from command_center.ground.core.errors import Conflict
from outages.judging.models.evidence import Evidence, EvidenceKind
from outages.judging.selectors.rules import grace_minutes
from outages.judging.services import linking
from outages.ledger.selectors.known import Return, returns_of
from outages.life.scope import scope_of
from outages.verbs.services.nesting import find_nested
from workorders.engine.writing import raise_attention
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import FaultReport, WorkOrder
from workorders.services import judging as orders_of

LATE, BACK = "late_restore", "power_is_back"
AT_ONCE = 300


def set_aside(fresh: Sequence[Evidence], *, at: datetime) -> list[Evidence]:
    """Hold the late calls among these signals, within the caller's transaction; the others are returned."""
    grace = timedelta(minutes=grace_minutes(at=at))
    back = returns_of(
        [row.service_point_id for row in fresh if row.service_point_id], since=at - grace - _slack(fresh, at)
    )
    if not back:
        return list(fresh)
    said = _dark_since([row.order_id for row in fresh if row.order_id and row.service_point_id in back])
    late = [
        row for row in fresh if _is_late(row, back.get(row.service_point_id or 0), said.get(row.order_id or 0), grace)
    ]
    by_outage: dict[int, list[Evidence]] = defaultdict(list)
    for row in late:
        by_outage[back[row.service_point_id or 0].outage_id].append(row)
    for outage_id, rows in by_outage.items():
        Evidence.objects.filter(pk__in=[row.pk for row in rows]).update(outage_id=outage_id)
    orders_of.hold(order_ids=[row.order_id for row in late if row.order_id], attention=LATE, at=at)
    return [row for row in fresh if row not in late]


def _slack(fresh: Sequence[Evidence], at: datetime) -> timedelta:
    """A batch that waited: the calls are judged by when they came in, not by when we look at them."""
    return max((at - row.at for row in fresh), default=timedelta(0))


def _dark_since(order_ids: Iterable[int]) -> dict[int, datetime]:
    """Order id → since when it is dark, as the last caller who said so says: an urge is heard as well as the first call."""
    told = FaultReport.objects.filter(order_id__in=list(order_ids)).order_by("pk")
    rows = told.values_list("order_id", "payload__occurred_at")
    return {order_id: datetime.fromisoformat(words) for order_id, words in rows if words}


def _is_late(row: Evidence, back: Return | None, dark_since: datetime | None, grace: timedelta) -> bool:
    if back is None or row.kind != EvidenceKind.CALL or row.order is None or row.order.hazard:
        return False
    return back.on_at <= row.at < back.on_at + grace and not _went_dark_after(back, dark_since)


@transaction.atomic
def end_of_grace(*, at: datetime) -> int:
    """Late calls whose minutes are over: who proved to have power is called back, the others are dark still. How many.

    Who said meanwhile that it went dark after the return is not late any more: a crew goes, whatever was proved before.
    """
    rows = list(
        Evidence.objects.select_related("order", "service_point")
        .filter(
            kind=EvidenceKind.CALL,
            outage__isnull=False,
            order__in=WorkOrder.objects.asked_for(LATE).filter(status=OrderStatus.JUDGED),
            at__lte=at - timedelta(minutes=grace_minutes(at=at)),
        )
        .order_by("pk")[:AT_ONCE]
    )
    back = _returns({row.service_point_id: row.at for row in rows if row.service_point_id})
    said = _dark_since([row.order_id for row in rows if row.order_id])
    again = [row for row in rows if _went_dark_after(back.get(row.service_point_id or 0), said.get(row.order_id or 0))]
    for row in again:
        orders_of.send_on(order_id=row.order_id or 0, at=at, actor=None)
    rows = [row for row in rows if row not in again]
    proved = _with_power(back)
    raise_attention([row.order for row in rows if row.order and row.service_point_id in proved], BACK)
    dark: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        if row.service_point_id not in proved and row.outage_id is not None:
            dark[row.outage_id].append(row)
    for outage_id, its_rows in sorted(dark.items()):
        _dark_still(outage_id, its_rows, at=at)
    return len(rows) + len(again)


def _returns(called_at: dict[int, datetime]) -> dict[int, Return]:
    return returns_of(called_at, since=min(called_at.values()) - timedelta(days=1)) if called_at else {}


def _went_dark_after(back: Return | None, dark_since: datetime | None) -> bool:
    return back is not None and dark_since is not None and dark_since > back.on_at


def _with_power(back: dict[int, Return]) -> set[int]:
    """Service points whose meter said since the last return of power that it has it."""
    if not back:
        return set()
    told = Evidence.objects.filter(kind=EvidenceKind.METER_ON, service_point_id__in=back)
    answers = told.values_list("service_point_id", "at")
    return {point for point, at in answers if at >= back[point].on_at}


def _dark_still(outage_id: int, rows: Sequence[Evidence], *, at: datetime) -> None:
    """One outage nested in theirs, of the callers only: what else may be dark the crew will see."""
    points = [row.service_point_id for row in rows if row.service_point_id]
    order_ids = [row.order_id for row in rows if row.order_id]
    try:
        nested = find_nested(outage_id=outage_id, scope=scope_of(points=points), at=at)
    except Conflict:
        pass  # dark again by another outage meanwhile, or power in between: then each needs a crew of its own
    else:
        linking.join(nested.pk, rows, at=at)
    for order_id in WorkOrder.objects.filter(pk__in=order_ids, status=OrderStatus.JUDGED).values_list("pk", flat=True):
        orders_of.send_on(order_id=order_id, at=at, actor=None)
