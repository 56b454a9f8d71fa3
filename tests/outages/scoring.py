"""How good a grouping of trouble calls is: the share of devices hit, and the pairing of calls."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

Groups = Sequence[Mapping[str, Any]]


def device_share(predicted: Groups, faults: Groups) -> float:
    """Share of faults for which a prediction of their calls names a device of the lowest class."""
    return sum(any(_hits(group, fault) for group in predicted) for fault in faults) / len(faults)


def extra(predicted: Groups, faults: Groups) -> int:
    """Predictions that hit no fault."""
    return sum(not any(_hits(group, fault) for fault in faults) for group in predicted)


def pairing_f1(predicted: Groups, faults: Groups) -> float:
    """F1 over pairs of calls that are put together; 1.0 where there is no pair to find and none was made."""
    ours, theirs = _pairs(predicted), _pairs(faults)
    if not ours and not theirs:
        return 1.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def groups_right(predicted: Groups, faults: Groups) -> bool:
    """The very groups, call by call, noise left out."""
    return {frozenset(group["call_ids"]) for group in predicted} == {frozenset(fault["call_ids"]) for fault in faults}


def table(predictions: Mapping[str, Groups], answers: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Kind of case → cases, device share, pairing F1, groups wholly right (means over cases), extra predictions (sum)."""
    rows: dict[str, list[tuple[float, ...]]] = {}
    for answer in answers:
        ours, faults = predictions[answer["case_id"]], answer["faults"]
        row = (device_share(ours, faults), pairing_f1(ours, faults), groups_right(ours, faults), extra(ours, faults))
        rows.setdefault(answer["kind"], []).append(row)
    return {kind: _means(found) for kind, found in rows.items()}


def _means(rows: Sequence[tuple[float, ...]]) -> dict[str, float]:
    device, pairs, groups, extras = (sum(column) for column in zip(*rows, strict=True))
    count = len(rows)
    return {"cases": count, "device": device / count, "pairs": pairs / count, "groups": groups / count, "extra": extras}


def _hits(group: Mapping[str, Any], fault: Mapping[str, Any]) -> bool:
    return group["device"] in fault["lowest_class"] and bool(set(group["call_ids"]) & set(fault["call_ids"]))


def _pairs(groups: Groups) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group["call_ids"]), 2)}
