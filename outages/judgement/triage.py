"""What needs no new outage: reports under a known one, customers whose own supply is the matter, proof of power."""

from collections.abc import Iterable, Sequence

import numpy as np

from command_center.network.tables import Bools, Floats, Ints
from outages.judgement.device_tree import DeviceTree
from outages.judgement.located import Located
from outages.judgement.results import Reason, Verdict
from outages.judgement.rules import Rules
from outages.judgement.signals import AnsweringMeter, Evidence, KnownOutage, OutageKind, Signal

RANK = {OutageKind.PROBABLE: 0, OutageKind.CONFIRMED: 1, OutageKind.PLANNED: 2}


def cover(tree: DeviceTree, located: Located, known: Sequence[KnownOutage], rules: Rules) -> tuple[Ints, Bools]:
    """Per signal: index of the known outage that covers it, the highest one first, or −1; and whether that is overdue.

    A report after a planned end is overdue; one after the restoration of a fault is not covered: it is a nested outage.
    """
    owner = np.full(len(located.device), -1)
    late = np.zeros(len(owner), dtype=bool)
    open_first = sorted(range(len(known)), key=lambda at: _from_below(tree, known[at]))
    for overdue in (True, False):
        for at in open_first:
            inside = _below(tree, located, known[at].device) & _in_time(located.at_s, known[at], overdue, rules)
            owner[inside], late[inside] = at, overdue
    return owner, late


def _from_below(tree: DeviceTree, outage: KnownOutage) -> tuple[int, int, str]:
    """In pre-order what lies above comes first, so backwards the highest is written last and stays."""
    return -int(tree.edge_device[outage.device]), RANK[outage.kind], outage.outage_id


def _below(tree: DeviceTree, located: Located, edge: int) -> Bools:
    device = int(tree.edge_device[edge])
    if device < 0:
        return np.zeros(len(located.device), dtype=bool)
    return (located.device >= device) & (located.device < tree.end[device])


def _in_time(at_s: Floats, outage: KnownOutage, overdue: bool, rules: Rules) -> Bools:
    planned = outage.kind == OutageKind.PLANNED
    if overdue:
        return at_s > outage.until_s if planned and outage.until_s is not None else np.zeros(len(at_s), dtype=bool)
    begin = outage.since_s if planned else outage.since_s - rules.early_minutes * 60
    return (at_s >= begin) & (outage.until_s is None or at_s <= outage.until_s)


def user_side(
    signal: Signal, evidence: Evidence, answers: dict[int, list[AnsweringMeter]], rules: Rules
) -> tuple[Verdict, Reason] | None:
    """Arrears, or the caller's own meter answering after the call."""
    if signal.customer_id and signal.customer_id in evidence.arrears:
        return Verdict.USER_SIDE, ("disconnected", {"customer": signal.customer_id})
    for meter in answers.get(signal.load if signal.load is not None else -1, ()):
        if meter.at_s < signal.at_s or meter.customer_id not in ("", signal.customer_id):
            continue
        low, high = rules.good_voltage
        if meter.voltage is None or low <= meter.voltage <= high:
            return Verdict.USER_SIDE, ("meter_answers", {"voltage": meter.voltage or 0.0})
        return Verdict.LOW_VOLTAGE, ("voltage_out_of_band", {"voltage": meter.voltage})
    return None


def answers_by_load(meters: Iterable[AnsweringMeter]) -> dict[int, list[AnsweringMeter]]:
    """Latest answer first."""
    found: dict[int, list[AnsweringMeter]] = {}
    for meter in sorted(meters, key=lambda meter: (-meter.at_s, meter.customer_id)):
        found.setdefault(meter.load, []).append(meter)
    return found


def cleared_devices(tree: DeviceTree, located: Located, evidence: Evidence, since_s: float) -> Bools:
    """Devices that cannot be what opened: power is proven below them after ``since_s``, or telemetry says closed."""
    lit = [tree.load_device[meter.load] for meter in evidence.answering if meter.at_s >= since_s]
    lit += [tree.node_device[node] for node in evidence.energised_nodes]
    on = located.device[located.is_on & (located.at_s >= since_s)]
    at = np.concatenate([np.array(lit, dtype=np.int64), on])
    proofs = np.concatenate([[0], np.cumsum(np.bincount(at[at >= 0], minlength=len(tree)))])
    cleared = proofs[tree.end] > proofs[np.arange(len(tree))]
    closed = tree.edge_device[np.array(evidence.closed_devices, dtype=np.int64)]
    cleared[closed[closed >= 0]] = True
    return cleared
