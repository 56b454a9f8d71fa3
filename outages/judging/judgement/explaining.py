"""A result explains itself: reasons as codes with parameters, alternatives as devices, in the order a dispatcher would ask."""

from collections.abc import Sequence

from command_center.ground.network.tables import Bools
from outages.judging.judgement.candidates import Candidates
from outages.judging.judgement.device_tree import DeviceTree
from outages.judging.judgement.results import PredictedOutage, Reason, SignalVerdict, Verdict
from outages.judging.judgement.rules import Rules
from outages.judging.judgement.signals import Signal, SignalKind


def confirmed_outage(tree: DeviceTree, device: int, signals: Sequence[Signal]) -> PredictedOutage:
    """The device, or a crew in front of it, said so itself; of trip and crew the crew has the last word."""
    code = "crew_on_site" if any(signal.kind == SignalKind.CREW for signal in signals) else "breaker_trip"
    return _outage(tree, device, signals, confidence=0.99, is_confirmed=True, reasons=((code, {}),), alternatives=())


def predicted_outage(
    tree: DeviceTree,
    found: Candidates,
    at: int,
    posterior: float,
    signals: Sequence[Signal],
    cleared: Bools,
    lit: int,
    rules: Rules,
) -> PredictedOutage:
    """``lit``: places below that answered with power, which a person should know of."""
    device = int(found.asked[at])
    series = [other for other in tree.series(device) if not cleared[other]]
    reasons = _reasons(tree, found, at, rules)
    if lit:
        reasons.append(("meters_disagree", {"places": lit}))
    return _outage(
        tree,
        device,
        signals,
        confidence=round(posterior, 4),
        is_confirmed=False,
        reasons=tuple(reasons),
        alternatives=tuple(int(tree.edge[other]) for other in series),
    )


def why_isolated(tree: DeviceTree, signal: Signal, device: int, opens: bool) -> SignalVerdict:
    reason: Reason = ("no_device_above", {})
    if device >= 0:
        reason = ("closed_again" if opens else "no_neighbour_reports", {"edge": int(tree.edge[device])})
    return SignalVerdict(signal_id=signal.signal_id, verdict=Verdict.ISOLATED, reasons=(reason,))


def _reasons(tree: DeviceTree, found: Candidates, at: int, rules: Rules) -> list[Reason]:
    device, reports = int(found.asked[at]), int(found.reports[at])
    places = int(tree.loads[device])
    branches = int(found.branches[at])
    threshold = rules.share_threshold.get(tree.kind_of(device), 0.5)
    share = reports / max(places, 1)
    reasons: list[Reason] = [("reports_below", {"reports": reports, "places": places})]
    reasons.append(("share_reached" if share >= threshold else "share_below", {"share": share, "threshold": threshold}))
    if branches >= 2:
        reasons.append(("several_branches", {"branches": branches}))
    if found.certain[at]:
        reasons.append(("terminal_off", {"terminals": int(found.certain[at])}))
    if device != found.device[at]:
        reasons.append(("lower_device_cleared", {"edge": int(tree.edge[found.device[at]])}))
    return reasons


def _outage(
    tree: DeviceTree,
    device: int,
    signals: Sequence[Signal],
    *,
    confidence: float,
    is_confirmed: bool,
    reasons: tuple[Reason, ...],
    alternatives: tuple[int, ...],
) -> PredictedOutage:
    return PredictedOutage(
        device=int(tree.edge[device]),
        signal_ids=tuple(sorted(signal.signal_id for signal in signals if not signal.is_hazard)),
        confidence=confidence,
        is_confirmed=is_confirmed,
        loads=int(tree.loads[device]),
        customers=int(tree.customers[device]),
        since_s=min(signal.at_s for signal in signals),
        reasons=reasons,
        alternatives=alternatives,
    )
