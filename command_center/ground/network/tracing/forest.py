"""A spanning forest of the live part, grown from the sources: parents, preorder intervals, and which links cut.

All arrays, no walk in Python: breadth first by scipy, then level by level. ``pre[v]:end[v]`` are the preorder positions of
everything below v. A tree link cuts (is a bridge) when no other link leaves the interval below it, which a sparse table
of the lowest and highest neighbour answers for all links at once.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from command_center.ground.network.columns import Bools, Ints


@dataclass(frozen=True, eq=False)
class Forest:
    """All by vertex, -1 where the vertex is dead. Roots are invented vertices above the sources, one a live component.

    ``parent``: -1 also for what hangs on a root. ``parent_link``: the link to the parent; -1 for what hangs on a root.
    ``pre``, ``end``: preorder interval; ``size`` is one more than the last position. ``cuts``: the link above cuts.
    """

    parent: Ints
    parent_link: Ints
    pre: Ints
    end: Ints
    cuts: Bools
    size: int


def grow(label: Ints, sources: Ints, u: Ints, v: Ints) -> Forest:
    """``label``: component of each vertex; ``sources``: vertices; ``u``, ``v``: closed links. Parallel links are fine."""
    count = len(label)
    live_labels, root_of_source = np.unique(label[sources], return_inverse=True)
    roots = count + np.arange(len(live_labels))
    top = count + len(roots)
    all_u = np.concatenate([u, count + root_of_source.reshape(-1), np.full(len(roots), top)])
    all_v = np.concatenate([v, sources, roots])
    first, order, before = _breadth_first(all_u, all_v, top)
    parent_at = np.full(top + 1, -1, dtype=np.int64)
    parent_at[order] = before
    place, end = _preorder(order, parent_at)
    pre, last = np.full(top + 1, -1), np.full(top + 1, -1)
    pre[order], last[order] = place, end
    link = _tree_links(first, all_u, all_v, order, parent_at, top)
    spare = np.ones(len(all_u), dtype=bool)
    spare[link[order[1:]]] = False
    spare &= pre[all_u] >= 0
    cuts = _cuts(pre, last, order, pre[all_u[spare]], pre[all_v[spare]])
    below_root = (parent_at >= count) | (link >= len(u))
    return Forest(
        parent=np.where(below_root, -1, parent_at)[:count],
        parent_link=np.where(below_root, -1, link)[:count],
        pre=pre[:count],
        end=last[:count],
        cuts=cuts[:count],
        size=len(order),
    )


def _breadth_first(u: Ints, v: Ints, top: int) -> tuple[tuple[Ints, Ints], Ints, Ints]:
    """(sorted keys of distinct pairs, the first link of each), the order of visit, and each visited one's parent."""
    keys, first = np.unique(np.minimum(u, v) * (top + 1) + np.maximum(u, v), return_index=True)
    a, b = u[first], v[first]
    ones = np.ones(2 * len(first), dtype=np.int8)
    matrix = csr_array((ones, (np.concatenate([a, b]), np.concatenate([b, a]))), shape=(top + 1, top + 1))
    order, parent = breadth_first_order(matrix, top, directed=True)
    parents = parent[order].astype(np.int64)
    parents[0] = -1
    return (keys, first), order.astype(np.int64), parents


def _tree_links(first: tuple[Ints, Ints], u: Ints, v: Ints, order: Ints, parent: Ints, top: int) -> Ints:
    keys, link_of_key = first
    child = order[1:]
    wanted = np.minimum(child, parent[child]) * (top + 1) + np.maximum(child, parent[child])
    link = np.full(top + 1, -1, dtype=np.int64)
    link[child] = link_of_key[np.searchsorted(keys, wanted)]
    return link


def _preorder(order: Ints, parent: Ints) -> tuple[Ints, Ints]:
    """Preorder position and end of each visited vertex, in order of visit; children follow each other in that order."""
    count = len(order)
    at = np.empty(len(parent), dtype=np.int64)
    at[order] = np.arange(count)
    above = np.concatenate([[-1], at[parent[order[1:]]]])
    bounds = [0, 1]
    while bounds[-1] < count:
        bounds.append(int(np.searchsorted(above, bounds[-1], side="left")))
    size = np.ones(count, dtype=np.int64)
    for low, high in zip(reversed(bounds[1:-1]), reversed(bounds[2:]), strict=True):
        first = above[low]
        sums = np.bincount(above[low:high] - first, weights=size[low:high]).astype(np.int64)
        size[first : first + len(sums)] += sums
    earlier = np.cumsum(size) - size
    first_child = np.searchsorted(above, np.arange(count), side="left")
    step = 1 + earlier[1:] - earlier[first_child[above[1:]]]
    place = np.zeros(count, dtype=np.int64)
    for low, high in pairwise(bounds[1:]):
        place[low:high] = place[above[low:high]] + step[low - 1 : high - 1]
    return place, place + size


def _cuts(pre: Ints, end: Ints, order: Ints, spare_u: Ints, spare_v: Ints) -> Bools:
    """For every vertex whether its tree link cuts: no spare link (by preorder positions) leaves its interval."""
    cuts = np.zeros(len(pre), dtype=bool)
    cuts[order] = True
    if len(spare_u):
        lowest, highest = np.arange(len(order)), np.arange(len(order))
        for one, other in ((spare_u, spare_v), (spare_v, spare_u)):
            np.minimum.at(lowest, one, other)
            np.maximum.at(highest, one, other)
        start, stop = pre[order], end[order]
        low = _over_intervals(lowest, start, stop, np.minimum)
        high = _over_intervals(highest, start, stop, np.maximum)
        cuts[order] = (low >= start) & (high < stop)
    return cuts


def _over_intervals(values: Ints, start: Ints, stop: Ints, extreme: np.ufunc) -> Ints:
    """The minimum or maximum of values[start:stop] for every interval, by doubling windows; none is empty."""
    found = np.empty(len(start), dtype=np.int64)
    level = np.frexp(stop - start)[1] - 1
    for power in range(int(level.max()) + 1):
        here = np.flatnonzero(level == power)
        width = 1 << power
        found[here] = extreme(values[start[here]], values[stop[here] - width])
        if len(values) > width:
            values = extreme(values[:-width], values[width:])
    return found
