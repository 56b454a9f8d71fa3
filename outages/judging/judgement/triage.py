"""What is no report of darkness, or speaks against one: the caller's own meter, proof of power, telemetry."""

from collections.abc import Iterable, Sequence

import numpy as np

from command_center.ground.network.tables import Bools, Ints
from outages.judging.judgement.device_tree import DeviceTree
from outages.judging.judgement.located import Located
from outages.judging.judgement.results import Reason, Verdict
from outages.judging.judgement.rules import Rules
from outages.judging.judgement.signals import AnsweringMeter, Evidence, Signal


def user_side(signal: Signal, answers: dict[int, list[AnsweringMeter]], rules: Rules) -> tuple[Verdict, Reason] | None:
    """The caller's own meter answered after the call."""
    for meter in answers.get(signal.load if signal.load is not None else -1, ()):
        if (meter.at_s < signal.at_s and not meter.since_return) or meter.customer_id not in ("", signal.customer_id):
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


def closed_by_telemetry(tree: DeviceTree, closed_edges: Sequence[int]) -> Bools:
    """Devices that cannot be what opened."""
    closed = np.zeros(len(tree), dtype=bool)
    devices = tree.edge_device[np.array(closed_edges, dtype=np.int64)]
    closed[devices[devices >= 0]] = True
    return closed


def cleared_by_crews(tree: DeviceTree, answering: Iterable[AnsweringMeter]) -> Bools:
    """Devices with a place below where a crew found power."""
    at = np.array([tree.load_device[meter.load] for meter in answering if meter.by_crew], dtype=np.int64)
    proofs = np.concatenate([[0], np.cumsum(np.bincount(at[at >= 0], minlength=len(tree)))])
    cleared: Bools = proofs[tree.end] > proofs[np.arange(len(tree))]
    return cleared


def lit_places_below(tree: DeviceTree, located: Located, evidence: Evidence, since_s: float) -> Ints:
    """Per device, how many places below it proved after ``since_s`` that they have power.

    A place counts once however often it answers: two answers of one box may be one mistake.
    """
    speaking = [meter for meter in evidence.answering if meter.at_s >= since_s or meter.since_return]
    lit = {meter.load: int(tree.load_device[meter.load]) for meter in speaking}
    on = np.flatnonzero(located.is_on & (located.at_s >= since_s))
    lit |= dict(zip(located.place[on].tolist(), located.device[on].tolist(), strict=True))
    at = np.array([device for device in lit.values() if device >= 0], dtype=np.int64)
    proofs = np.concatenate([[0], np.cumsum(np.bincount(at, minlength=len(tree)))])
    below: Ints = proofs[tree.end] - proofs[np.arange(len(tree))]
    return below
