"""What the judge is given: fresh signals, and those behind suspicions that nobody has confirmed yet, on the network as it is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Exists, OuterRef, Q

from command_center.ground.network.selectors.state import NetworkState, present_state
from command_center.ground.network.tables import Ints
from outages.judging.judgement import AnsweringMeter, Batch, DeviceTree, Signal, SignalKind, device_tree
from outages.judging.judgement import Evidence as CounterEvidence
from outages.judging.models.evidence import Evidence, EvidenceKind, Extent
from outages.ledger.models import Interruption
from outages.life.choices import OutageKind
from outages.life.states import Status
from workorders.kinds.fault.states import AFTERCARE, OPEN
from workorders.kinds.fault.states import Status as OrderStatus

SIGNAL_KIND = {
    EvidenceKind.CALL: SignalKind.CALL,
    EvidenceKind.METER_OFF: SignalKind.METER_OFF,
    EvidenceKind.METER_ON: SignalKind.METER_ON,
    EvidenceKind.TERMINAL: SignalKind.TERMINAL_OFF,
    EvidenceKind.BREAKER: SignalKind.BREAKER_TRIP,
    EvidenceKind.CREW: SignalKind.CREW,
}
# A crew's finding is not judged again: its own service has already made of it what it says.
DARKNESS = (EvidenceKind.CALL, EvidenceKind.METER_OFF, EvidenceKind.TERMINAL, EvidenceKind.BREAKER)
LIT = Q(kind=EvidenceKind.METER_ON) | Q(kind=EvidenceKind.CREW, detail__extent=Extent.NOBODY)
SUSPECTED = (Status.PREDICTED, Status.PROBABLE)
# A call that stood alone is looked at again with those that follow it within this time.
REMEMBERED = timedelta(minutes=60)
# A meter that answered within this time before now still speaks for a lit place.
ANSWER_HOLDS = timedelta(minutes=10)
UNFINISHED = tuple(sorted(s.value for s in (OPEN - AFTERCARE) | {OrderStatus.MERGED}))


@dataclass(frozen=True, eq=False)
class Case:
    """``rows``: the evidence behind each signal of the batch, by signal id."""

    state: NetworkState
    tree: DeviceTree
    batch: Batch
    rows: dict[str, Evidence]


def case_of(fresh: Collection[Evidence], *, at: datetime) -> Case:
    """The fresh evidence with everything unconfirmed below the same sources. Evidence must name its service point's node."""
    state = present_state()
    tree = _tree_of(state)
    places = _Places(state)
    rows = {str(row.pk): row for row in fresh}
    signals = {key: places.signal(row) for key, row in rows.items()}
    roots = {root for signal in signals.values() if (root := _root(tree, signal)) >= 0}
    for row in _unconfirmed(at):
        signal = places.signal(row)
        if str(row.pk) not in rows and _root(tree, signal) in roots:
            rows[str(row.pk)], signals[str(row.pk)] = row, signal
    return Case(state, tree, Batch(signals=tuple(signals.values()), evidence=_against(state, places, at)), rows)


def _unconfirmed(at: datetime) -> Iterable[Evidence]:
    """Calls that stand alone and are not dealt with, and what speaks for outages that are only suspected."""
    alone = Q(outage=None, at__gte=at - REMEMBERED) & (Q(order=None) | Q(order__status__in=UNFINISHED))
    suspected = Q(outage__status__in=SUSPECTED, outage__kind=OutageKind.FAULT)
    rows = Evidence.objects.filter(alone | suspected, kind__in=DARKNESS)
    return rows.select_related("service_point", "order")


def _against(state: NetworkState, places: "_Places", at: datetime) -> CounterEvidence:
    told = Evidence.objects.filter(LIT).select_related("service_point")
    answering = [places.answer(row) for row in told.filter(at__gte=at - ANSWER_HOLDS)]
    answering += [
        places.answer(row, since_return=True) for row in told.filter(_after_return(at), at__gte=at - REMEMBERED)
    ]
    closed = state.model.telemetered & ~state.open_edges & state.topology.has_device
    return CounterEvidence(
        answering=tuple(meter for meter in answering if meter is not None),
        closed_devices=tuple(np.flatnonzero(closed).tolist()),
    )


def _after_return(at: datetime) -> Exists:
    """The meter spoke after power had come back there: proof that the return reached it."""
    ended = Interruption.objects.standing().filter(on_at__gte=at - REMEMBERED, on_at__lte=OuterRef("at"))
    return Exists(ended.filter(service_point_id=OuterRef("service_point_id")))


class _Places:
    """Service points and devices as indices of the network's arrays."""

    def __init__(self, state: NetworkState) -> None:
        self.model, self.load_node = state.model, state.model.tables.load_node
        named = np.flatnonzero(self.model.edge_transformer > 0)
        order = np.argsort(self.model.edge_transformer[named], kind="stable")
        self.transformer = self.model.edge_transformer[named][order]
        self.low_side = self.model.tables.to_node[named][order]

    def signal(self, row: Evidence) -> Signal:
        node = self._node(row)
        load = self._load(node)
        return Signal(
            signal_id=str(row.pk),
            kind=SIGNAL_KIND[EvidenceKind(row.kind)],
            at_s=row.at.timestamp(),
            load=load if load >= 0 else None,
            node=node if node >= 0 and load < 0 else None,
            device=self._edge(row.branch_id),
            customer_id=str(row.service_point_id or ""),
            is_hazard=bool(row.order and row.order.hazard),
        )

    def answer(self, row: Evidence, *, since_return: bool = False) -> AnsweringMeter | None:
        load = self._load(self._node(row))
        if load < 0:
            return None
        voltage = row.detail.get("voltage")
        return AnsweringMeter(
            load=load,
            at_s=row.at.timestamp(),
            voltage=voltage,
            customer_id=str(row.service_point_id or ""),
            since_return=since_return,
            by_crew=row.kind == EvidenceKind.CREW,
        )

    def _node(self, row: Evidence) -> int:
        point = row.service_point
        if point is not None and point.node_id is not None:
            return _place(self.model.node_pk, point.node_id)
        transformer_id = point.transformer_id if point is not None else row.node_id
        at = _place(self.transformer, transformer_id or 0)
        return int(self.low_side[at]) if at >= 0 else -1

    def _load(self, node: int) -> int:
        return _place(self.load_node, node) if node >= 0 else -1

    def _edge(self, branch_id: int | None) -> int | None:
        at = _place(self.model.branch_pk, branch_id or 0)
        return at if at >= 0 else None


def _place(ids: Ints, wanted: int) -> int:
    at = int(np.searchsorted(ids, wanted))
    return at if at < len(ids) and ids[at] == wanted else -1


def _root(tree: DeviceTree, signal: Signal) -> int:
    """The topmost device above a signal, −1 where nothing is."""
    if signal.load is not None:
        device = int(tree.load_device[signal.load])
    elif signal.node is not None:
        device = int(tree.node_device[signal.node])
    else:
        device = int(tree.edge_device[signal.device]) if signal.device is not None else -1
    while device >= 0 and tree.parent[device] >= 0:
        device = int(tree.parent[device])
    return device


_last_tree: tuple[NetworkState, DeviceTree] | None = None


def _tree_of(state: NetworkState) -> DeviceTree:
    global _last_tree
    if _last_tree is None or _last_tree[0] is not state:
        _last_tree = (state, device_tree(state.trace))
    return _last_tree[1]
