"""What makes one eligible crew better than another: domain.md §3.3, every part kept apart so that it can be shown."""

import numpy as np

from dispatch.eligibility import Mask, Pairs
from dispatch.travel import FloatArray

PARTS = (
    "eta",
    "active_orders",
    "outside_grid",
    "stale_position",
)
"""Names of the parts, equal to the fields of Weights and in the order of the stack."""


def score_parts(pairs: Pairs) -> FloatArray:
    """The weighted parts of every pair, shape (parts, jobs, crews); their sum is the score, lower is better."""
    shape = (len(pairs.jobs), len(pairs.crews))
    amounts = {
        "eta": np.where(np.isfinite(pairs.eta_minutes), pairs.eta_minutes, 0.0),
        "active_orders": np.array([[crew.active_orders for crew in pairs.crews]], dtype=np.float64),
        "outside_grid": ~_in_own_grid(pairs),
        "stale_position": ~pairs.fresh[None, :],
    }
    weights = pairs.parameters.weights
    # + 0.0 turns the −0.0 of an absent bonus into a plain 0.
    return np.stack([np.broadcast_to(amounts[part] * getattr(weights, part) + 0.0, shape) for part in PARTS])


def reasons_for(parts: FloatArray, is_soonest: bool) -> tuple[str, ...]:
    """Codes of what speaks for or against this crew; ``parts`` are its own, shape (parts,)."""
    told = [name for name, value in zip(PARTS, parts.tolist(), strict=True) if value and name != "eta"]
    return ("soonest", *told) if is_soonest else tuple(told)


def _in_own_grid(pairs: Pairs) -> Mask:
    """The order lies in a grid of the crew; where no grid is known, in its unit."""
    return pairs.per_kind(
        lambda job: (job.grid_id, job.unit_id),
        lambda crew: (crew.grid_ids, crew.unit_id),
        lambda place, own: place[0] in own[0] if own[0] and place[0] is not None else place[1] == own[1],
    )
