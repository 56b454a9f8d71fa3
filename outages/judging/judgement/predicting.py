"""The outages that explain the reports of one night: places, candidates, their scores, the choice, the explanation."""

import math

import numpy as np

from command_center.ground.network.tables import Ints
from outages.judging.judgement.candidates import Candidates, Reports, find_candidates
from outages.judging.judgement.choosing import Choice, choose
from outages.judging.judgement.device_tree import DeviceTree
from outages.judging.judgement.explaining import predicted_outage
from outages.judging.judgement.likelihood import nights, outage_score
from outages.judging.judgement.located import Located
from outages.judging.judgement.results import PredictedOutage
from outages.judging.judgement.rules import Rules
from outages.judging.judgement.signals import Batch
from outages.judging.judgement.triage import cleared_by_crews, closed_by_telemetry, lit_places_below

ROUNDS = 5
DOUBTS_GIVE_WAY_TO = 2
"""So many other places must be dark before a caller whose own meter answers is taken for one of them. Our choice."""

Found = tuple[PredictedOutage, Ints]
"""An outage and the signals (indices) it explains, hazards among them."""


def predict(
    tree: DeviceTree, located: Located, batch: Batch, night: Ints, rules: Rules, doubted: Ints | None = None
) -> list[Found]:
    """``doubted`` are reports of places whose own meter answers: no evidence, yet members of an outage that others prove."""
    start = float(located.at_s[night].min())
    span = max(float(located.at_s[night].max()) - start, rules.night_minutes * 60)
    reports = _by_place(located, night, start)
    cleared = closed_by_telemetry(tree, batch.evidence.closed_devices) | cleared_by_crews(
        tree, batch.evidence.answering
    )
    lit = lit_places_below(tree, located, batch.evidence, start)
    candidates = find_candidates(tree, reports, cleared)
    choice = _choose(tree, candidates, lit, span, rules)
    members_of = night if doubted is None else np.concatenate([night, doubted])
    by_device = members_of[np.argsort(located.device[members_of], kind="stable")]
    devices = located.device[by_device]
    found = []
    for at in np.flatnonzero(choice.is_outage).tolist():
        device = int(candidates.device[at])
        low, high = np.searchsorted(devices, [device, tree.end[device]])
        members = np.sort(by_device[low:high])
        if candidates.reports[at] < DOUBTS_GIVE_WAY_TO:
            members = members[np.isin(members, night)]
        signals = [batch.signals[member] for member in members.tolist()]
        if all(signal.is_hazard for signal in signals):
            continue
        posterior = float(choice.posterior[at])
        found.append(
            (predicted_outage(tree, candidates, at, posterior, signals, cleared, int(lit[device]), rules), members)
        )
    return found


def _by_place(located: Located, night: Ints, start: float) -> Reports:
    """One report a place, the earliest; sorted so that the order of the batch leaves no trace in any sum.

    How many different customers of the place reported is kept beside it: neighbours who call do so for one reason.
    """
    device, place, at_s = located.device[night], located.place[night], located.at_s[night] - start
    order = np.lexsort((at_s, place, device))
    first = np.flatnonzero(np.diff(place[order], prepend=-1))
    customers = np.unique(np.stack([device, place, located.reporter[night]]), axis=1)
    return Reports(
        device=device[order][first],
        first_s=np.minimum.reduceat(at_s[order], first),
        customers=np.diff(np.flatnonzero(np.diff(customers[1], prepend=-1, append=-1))),
        is_certain=np.logical_or.reduceat(located.is_certain[night][order], first),
    )


def _choose(tree: DeviceTree, candidates: Candidates, lit: Ints, span_s: float, rules: Rules) -> Choice:
    """How many outages to expect is learnt from the night itself: the mean of a gamma prior after its outages."""
    noise, night = nights(int((tree.load_device >= 0).sum()), span_s, rules)
    score = np.tile(outage_score(tree, candidates, lit, span_s, rules), 2)
    nothing, count, expected = math.log(rules.nothing_wrong), 0, rules.outages
    for _ in range(ROUNDS):
        choice = choose(candidates, score + math.log(expected), noise, night, nothing)
        if (found := int(choice.is_outage.sum())) == count:
            break
        count, expected = found, (rules.outages * rules.ordinary_nights + found) / (rules.ordinary_nights + 1)
    return choice
