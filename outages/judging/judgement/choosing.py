"""Which candidates are the outages: the set of disjoint devices that explains all reports best, with its probability.

Pure. One pass up the tree of candidates finds for each "one outage here, or what lies below"; one pass down takes the
better. The same passes with sums for maxima give each candidate's posterior (the inside–outside algorithm). Both run once
for every hypothesis about the night at the same time, as columns: how large a share of people report, and whether there is noise.
"""

from dataclasses import dataclass

import numpy as np

from command_center.ground.network.tables import Bools, Floats
from outages.judging.judgement.candidates import Candidates


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """Per candidate: ``is_outage``, and ``posterior``, the probability that one outage begins just there."""

    is_outage: Bools
    posterior: Floats


def choose(found: Candidates, outage: Floats, noise: Floats, night: Floats, nothing: float) -> Choice:
    """All arguments are logarithms: ``outage`` (candidates, nights), ``noise`` per report and ``night`` beforehand (nights,);
    ``nothing`` is what it costs to believe in no outage at all."""
    best, every = _upwards(found, outage, noise)
    both = np.logaddexp(outage, every)
    odds = np.exp(np.subtract(outage, both, where=outage > -np.inf, out=np.full_like(outage, -np.inf)))
    weight = night + both[found.parent < 0].sum(axis=0)
    column = int(np.argmax(weight))
    is_outage = _downwards(found, outage[:, column] > best[:, column])
    if not is_outage.any():
        is_outage = _at_least_one(found, outage[:, column] - found.customers * noise[column], nothing)
    weight = np.exp(weight - np.logaddexp.reduce(weight))
    return Choice(is_outage=is_outage, posterior=(_reached(found, odds) * odds) @ weight)


def _upwards(found: Candidates, outage: Floats, noise: Floats) -> tuple[Floats, Floats]:
    """What the reports are worth when no outage begins just here: as the best split, and over all splits."""
    best = np.zeros_like(outage)
    reporting = found.own > 0
    best[reporting] = found.own_customers[reporting, None] * noise
    every = best.copy()
    for level in reversed(found.levels[1:]):
        above = found.parent[level]
        np.add.at(best, above, np.maximum(outage[level], best[level]))
        np.add.at(every, above, np.logaddexp(outage[level], every[level]))
    return best, every


def _downwards(found: Candidates, is_better: Bools) -> Bools:
    """Of those better than their split, the ones with no such candidate above."""
    covered = np.zeros(len(is_better), dtype=bool)
    for level in found.levels[1:]:
        above = found.parent[level]
        covered[level] = covered[above] | is_better[above]
    return is_better & ~covered


def _reached(found: Candidates, odds: Floats) -> Floats:
    """The probability that no outage begins above, per candidate and night."""
    reached = np.ones_like(odds)
    for level in found.levels[1:]:
        above = found.parent[level]
        reached[level] = reached[above] * (1.0 - odds[above])
    return reached


def _at_least_one(found: Candidates, gain: Floats, nothing: float) -> Bools:
    """People called, so something is wrong: the one outage that costs least, unless even it costs more than ``nothing``."""
    is_outage = np.zeros(len(gain), dtype=bool)
    at = int(np.argmax(gain))
    is_outage[at] = gain[at] > nothing
    return is_outage
