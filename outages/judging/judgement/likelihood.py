"""How well one outage at a device explains the reports below it, against the reports being unrelated noise.

Pure, in natural logarithms. The generative view: a device of its kind and size opens now and then; a share p of the dark
places reports, each after an exponential delay; noise falls on any place at any time of the night.
"""

import numpy as np

from command_center.ground.network.tables import Bools, Floats, Ints
from outages.judging.judgement.candidates import Candidates
from outages.judging.judgement.device_tree import DeviceTree
from outages.judging.judgement.rules import Rules

CERTAIN = 50.0
"""What a terminal's word is worth in a logarithm: no prior outweighs it."""


def outage_score(tree: DeviceTree, found: Candidates, lit: Ints, span_s: float, rules: Rules) -> Floats:
    """Shape (candidates, report_shares); −inf where the candidate is cleared or has too few reports.

    For one outage in the batch, expected beforehand. ``lit``: per device of the tree, places below that proved their power.
    """
    asked = np.maximum(found.asked, 0)
    places = tree.loads[asked]
    score = (
        device_prior(tree, rules)[asked]
        + time_score(found.reports, found.first_s, found.sum_s, span_s, rules)
        + neighbour_score(found.customers - found.reports, span_s, rules)
        + answer_score(lit[asked], rules)
        + CERTAIN * found.certain
    )
    score = np.where(_is_enough(found, places, rules), score, -np.inf)
    return score[:, None] + share_score(found.reports, places, rules)


def nights(places: int, span_s: float, rules: Rules) -> tuple[Floats, Floats]:
    """Noise per report and probability beforehand of each night, both (2 · report_shares,): quiet ones, then noisy ones.

    A quiet night has no unrelated report at all; in a noisy one their number is geometric, each at any place and time.
    """
    count, more = len(rules.report_shares), rules.more_noise
    noise = np.log(more) - np.log(max(places, 1)) - np.log(span_s)
    noisy = np.log(rules.noisy_night) + np.log1p(-more) - np.log(more)
    return (
        np.repeat([-np.inf, noise], count),
        np.repeat([np.log1p(-rules.noisy_night), noisy], count),
    )


def _is_enough(found: Candidates, places: Ints, rules: Rules) -> Bools:
    needed = np.minimum(rules.calls_needed, places)
    return (found.asked >= 0) & ((found.reports >= needed) | (found.certain > 0))


def device_prior(tree: DeviceTree, rules: Rules) -> Floats:
    """Logarithm of the share of outages that begin at each device.

    Every size (in octaves of places below) is equally likely and shared out among its devices: there are a thousand
    service transformers for one feeder breaker, and yet half of the outages that people call about are larger.
    """
    fed = tree.loads > 0
    octave = np.frexp(np.maximum(tree.loads, 1))[1]
    weight = np.array([rules.kind_prior.get(kind, 1.0) for kind in tree.kinds])[tree.kind] * fed
    of_octave = np.bincount(octave, weight)
    share = weight / np.where(of_octave[octave] > 0, of_octave[octave], 1.0) / max((of_octave > 0).sum(), 1)
    return np.log(np.maximum(share, 1e-300))


def share_score(reports: Ints, places: Ints, rules: Rules) -> Floats:
    """Probability that just these ``reports`` of ``places`` report, given that one does; shape (candidates, report_shares).

    The hour decides how many people report, so the outages of one night mostly have the same share; one outage may have its own.
    """
    p = np.array(rules.report_shares)
    silent = np.maximum(places - reports, 0)
    nobody = np.exp(np.maximum(places, 1)[:, None] * np.log1p(-p))
    logs = reports[:, None] * np.log(p) + silent[:, None] * np.log1p(-p) - np.log1p(-nobody)
    own = _mean_of_logs(logs)[:, None] + np.log(rules.own_share)
    return np.logaddexp(logs + np.log1p(-rules.own_share), own)


def neighbour_score(further: Ints, span_s: float, rules: Rules) -> Floats:
    """Logarithm of the chance of so many further customers at places that reported already, at any time of the night.

    Unrelated calls hit one box twice hardly ever; neighbours in the dark often do.
    """
    return np.asarray(further * (np.log(rules.neighbour_calls) - np.log(span_s)), dtype=np.float64)


def answer_score(lit: Ints, rules: Rules) -> Floats:
    """Logarithm of the chance that ``lit`` places below an outage answer, against their answering without it; 0 for none.

    Either each answer is a mistake, or the outage took one phase and most places below have power as before. So one answer
    weighs against a few calls and not against many, and many answers need not kill an outage that many calls speak for.
    """
    mistakes = np.log1p(-rules.one_phase_lost) + lit * np.log(rules.meter_error)
    one_phase = np.log(rules.one_phase_lost) + lit * np.log(rules.lit_beside_one_phase)
    return np.asarray(np.logaddexp(mistakes, one_phase), dtype=np.float64)


def time_score(reports: Ints, first_s: Floats, sum_s: Floats, span_s: float, rules: Rules) -> Floats:
    """Density of the report times: the outage begins somewhere before the first of them, delays are exponential.

    With the beginning integrated out, n reports leave (1/n) · delay^(1−n) · exp(−Σ(t − first)/delay) / span.
    """
    delay = np.array(rules.report_delays_s)
    waited = np.maximum(sum_s - reports * first_s, 0.0)
    logs = (1 - reports)[:, None] * np.log(delay) - waited[:, None] / delay
    return _mean_of_logs(logs) - np.log(np.maximum(reports, 1)) - np.log(span_s)


def _mean_of_logs(logs: Floats) -> Floats:
    return np.logaddexp.reduce(logs, axis=1) - np.log(logs.shape[1])
