"""Judging: fresh signals become outages, join one that is known, or stand alone. A batch of events is one judgement.

Known outages first: who is dark by one belongs to it and never sends a second crew. What remains is judged together with
everything unconfirmed around it, so that the fortieth call moves up what the first two suggested.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from command_center.ground.core.prepared import prepared
from outages.judging.judgement import SignalVerdict, Verdict, judge
from outages.judging.meter_reading import MeterReader, NoReader
from outages.judging.models.evidence import Evidence, EvidenceKind
from outages.judging.selectors.rules import rules_in_force
from outages.judging.selectors.to_judge import case_of
from outages.judging.services import late_calls
from outages.judging.services.evidence import Signal, take_evidence
from outages.judging.services.linking import join
from outages.judging.services.predicting import NESTED_WITHIN, settle, still_dark
from outages.ledger.selectors.known import covering, restored_lately
from outages.life.models import OutageOrder
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder
from workorders.services import judging as orders_of

METERS: MeterReader = NoReader()
CUSTOMER_SIDE = {Verdict.USER_SIDE: "customer_side", Verdict.LOW_VOLTAGE: "low_voltage"}


@transaction.atomic(savepoint=False)
def judge_orders(*, order_ids: Sequence[int], at: datetime, meters: MeterReader = METERS) -> None:
    """Every received and located order goes on: into an outage, held for a person, or alone to dispatch. Twice is quiet.

    Whose meter answers with good voltage has the fault behind it: no crew goes before a person has called back.
    """
    orders = _received(list(order_ids))
    linked = set(_linked([order.pk for order in orders]))
    placed = [order for order in orders if order.pk not in linked and order.service_point_id]
    take_evidence(signals=[_call(order) for order in placed], at=at)
    take_evidence(signals=_answers(placed, meters, at), at=at)
    keys = [_key(order) for order in placed]
    rows = Evidence.objects.filter(source_key__in=keys).select_related("service_point", "order")
    judge_evidence(list(rows), at=at)
    # Whoever is still only received needs a crew: leaders of their outage, dangers, and those who stand alone.
    orders_of.pass_on(order_ids=[order.pk for order in orders], at=at)


@prepared
def _received(order_ids: list[int]) -> "QuerySet[WorkOrder]":
    located = WorkOrder.objects.filter(pk__in=order_ids, status=OrderStatus.RECEIVED, latitude__isnull=False)
    return located.select_related("service_point").order_by("pk")


@prepared
def _linked(order_ids: list[int]) -> "QuerySet[OutageOrder, int]":
    return OutageOrder.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True)


@transaction.atomic(savepoint=False)
def judge_evidence(fresh: Collection[Evidence], *, at: datetime) -> None:
    """Judge signals that belong to no outage yet; their orders are linked, held or left alone."""
    fresh = [row for row in fresh if row.outage_id is None and row.kind != EvidenceKind.METER_ON]
    rest = late_calls.set_aside(_join_known(fresh, at=at), at=at)
    if not rest:
        return
    case = case_of(rest, at=at)
    judgement = judge(case.tree, case.batch, rules_in_force(at=at))
    lonely = {
        signal_id
        for predicted in judgement.predictions
        if settle(case, predicted, at=at) is None
        for signal_id in predicted.signal_ids
    }
    held: dict[str, list[int]] = defaultdict(list)
    alone = []
    for row, verdict in _about(rest, judgement.verdicts):
        if row.order is not None and verdict.verdict in CUSTOMER_SIDE and not row.order.hazard:
            held[CUSTOMER_SIDE[verdict.verdict]].append(row.order.pk)
        elif verdict.verdict == Verdict.ISOLATED or verdict.signal_id in lonely:
            alone.append(row)
    for attention, order_ids in held.items():
        orders_of.hold(order_ids=order_ids, attention=attention, at=at)
    _nest(alone, at=at)


def _about(rows: Sequence[Evidence], verdicts: Iterable[SignalVerdict]) -> list[tuple[Evidence, SignalVerdict]]:
    by_id = {str(row.pk): row for row in rows}
    return [(by_id[verdict.signal_id], verdict) for verdict in verdicts if verdict.signal_id in by_id]


def _join_known(fresh: Sequence[Evidence], *, at: datetime) -> list[Evidence]:
    """Signals of customers who are dark by a live outage belong to it; the others are returned."""
    outage_of = covering([row.service_point_id for row in fresh if row.service_point_id])
    joining: dict[int, list[Evidence]] = defaultdict(list)
    for row in fresh:
        if (outage_id := outage_of.get(row.service_point_id or 0)) is not None:
            joining[outage_id].append(row)
    for outage_id, rows in sorted(joining.items()):
        join(outage_id, rows, at=at)
    return [row for row in fresh if (row.service_point_id or 0) not in outage_of]


def _nest(alone: Sequence[Evidence], *, at: datetime) -> None:
    """A single call after the restoration of its outage: that customer is dark still, a fuse below is blown."""
    points = [row.service_point_id for row in alone if row.service_point_id]
    parents = restored_lately(points, since=at - NESTED_WITHIN)
    for row in alone:
        if (parent_id := parents.get(row.service_point_id or 0)) is not None:
            still_dark(parent_id, row, at=at)


def _answers(orders: Sequence[WorkOrder], meters: MeterReader, at: datetime) -> list[Signal]:
    points = {order.service_point.meter_number: order for order in orders if order.service_point}
    volts = meters.ask(points.keys()) if points else {}
    return [
        Signal(
            kind=EvidenceKind.METER_ON,
            source_key=f"asked:{_key(points[meter])}",
            at=at,
            org_path=points[meter].org_path,
            service_point_id=points[meter].service_point_id,
            detail={"voltage": voltage},
        )
        for meter, voltage in volts.items()
    ]


def _key(order: WorkOrder) -> str:
    return f"order:{order.pk}"


def _call(order: WorkOrder) -> Signal:
    return Signal(
        kind=EvidenceKind.CALL,
        source_key=_key(order),
        at=order.reported_at,
        org_path=order.org_path,
        service_point_id=order.service_point_id,
        order_id=order.pk,
    )
