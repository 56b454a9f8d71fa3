"""Times without power as spans ``[start, stop)``, and a network cut down to what its switches divide. Pure.

Written for the check of the ledger alone: it shares nothing with the trace that the ledger is kept by.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Moment = Any
Span = tuple[Moment, Moment]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What no ``taken`` span covers."""
    left = sorted(spans)
    for start, stop in taken:
        pieces = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, stop), b))]
        left = [(a, b) for a, b in pieces if a < b]
    return left


def spans_where(dark: Bools, moments: Sequence[Moment]) -> list[Span]:
    """``dark[m]`` holds from ``moments[m]`` until the next one; there is one moment more than values."""
    turns = np.flatnonzero(np.diff(np.concatenate([[False], dark, [False]])))
    return [(moments[a], moments[b]) for a, b in turns.reshape(-1, 2).tolist()]


class Blocks:
    """Vertices that no switch can part are one block; what the switches join is asked anew for each of their positions.

    ``u``, ``v``: the vertices of each link, ``switch``: the switch that it goes through, -1 for none.
    """

    def __init__(self, vertices: int, u: Ints, v: Ints, switch: Ints, sources: Ints) -> None:
        fixed = switch < 0
        self.count, self.of = _joined(vertices, u[fixed], v[fixed])
        self._u, self._v, self._switch = self.of[u[~fixed]], self.of[v[~fixed]], switch[~fixed]
        self._supplied = np.unique(self.of[sources])

    def live(self, is_open: Bools) -> Bools:
        """Per block whether a source reaches it with these switches open."""
        closed = ~is_open[self._switch]
        ground = np.full(len(self._supplied), self.count)
        _, part = _joined(
            self.count + 1,
            np.concatenate([self._u[closed], self._supplied]),
            np.concatenate([self._v[closed], ground]),
        )
        return np.asarray(part[:-1] == part[-1])


def _joined(vertices: int, u: Ints, v: Ints) -> tuple[int, Ints]:
    links = coo_array((np.ones(len(u), dtype=np.int8), (u, v)), shape=(vertices, vertices))
    count, part = connected_components(links, directed=False)
    return count, part.astype(np.int64)
