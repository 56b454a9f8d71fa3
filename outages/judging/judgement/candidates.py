"""The few devices worth a thought: those right above a reporting place, and where the ways up from two of them meet.

Pure. Any other device has the same reports below it as one of these that lies lower, and the lowest is the answer.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from command_center.ground.network.tables import Bools, Floats, Ints
from outages.judging.judgement.device_tree import NOWHERE, DeviceTree

Column = TypeVar("Column", Ints, Floats)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reports:
    """Places that report darkness, each once, sorted by device: ``device`` in the tree, ``first_s`` the earliest report,
    ``customers`` how many different ones reported there, ``is_certain`` where a terminal and not only a person or a meter
    says so."""

    device: Ints
    first_s: Floats
    customers: Ints
    is_certain: Bools


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """In pre-order. ``device`` in the tree; ``parent`` the candidate above, NOWHERE at the top; ``asked`` is the device
    that would have opened, higher than ``device`` where negative evidence clears it, NOWHERE where none is left.

    ``reports``, ``certain``, ``first_s`` and ``sum_s`` are taken over all reports below, ``own`` counts those that no
    candidate below holds, ``customers`` and ``own_customers`` are the different customers behind both, ``branches`` the candidates right below; times are seconds since the first report of the batch.
    """

    device: Ints
    parent: Ints
    asked: Ints
    reports: Ints
    own: Ints
    customers: Ints
    own_customers: Ints
    branches: Ints
    certain: Ints
    first_s: Floats
    sum_s: Floats

    @cached_property
    def levels(self) -> list[Ints]:
        """Candidates by their number of candidates above, the top first."""
        depth = [0] * len(self.parent)
        for at, above in enumerate(self.parent.tolist()):
            depth[at] = depth[above] + 1 if above >= 0 else 0
        order = np.argsort(depth, kind="stable")
        return np.split(order, np.cumsum(np.bincount(depth))[:-1])


def find_candidates(tree: DeviceTree, reports: Reports, cleared: Bools) -> Candidates:
    """``cleared`` says per device that it cannot be what opened. Reports must lie below a device."""
    device = _with_meetings(tree, np.unique(reports.device))
    low = np.searchsorted(reports.device, device)
    high = np.searchsorted(reports.device, tree.end[device])
    count = high - low
    parent = _parents(device, tree.end[device])
    customers = _sums(reports.customers, low, high)
    inner = parent >= 0
    own, own_customers = count.copy(), customers.copy()
    np.subtract.at(own, parent[inner], count[inner])
    np.subtract.at(own_customers, parent[inner], customers[inner])
    return Candidates(
        device=device,
        parent=parent,
        asked=_lowest_uncleared(tree, device, parent, cleared),
        reports=count,
        own=own,
        customers=customers,
        own_customers=own_customers,
        branches=np.bincount(parent[inner], minlength=len(device)),
        certain=_sums(reports.is_certain.astype(np.int64), low, high),
        first_s=_earliest(device, parent, reports),
        sum_s=_sums(reports.first_s, low, high),
    )


def _with_meetings(tree: DeviceTree, device: Ints) -> Ints:
    """In pre-order the meeting of any two is the meeting of some two neighbours."""
    meetings = tree.common(device[:-1], device[1:])
    return np.unique(np.concatenate([device, meetings[meetings >= 0]]))


def _parents(device: Ints, end: Ints) -> Ints:
    parent: list[int] = []
    open_ones: list[int] = []
    ends = end.tolist()
    for at, own in enumerate(device.tolist()):
        while open_ones and ends[open_ones[-1]] <= own:
            open_ones.pop()
        parent.append(open_ones[-1] if open_ones else NOWHERE)
        open_ones.append(at)
    return np.array(parent, dtype=np.int64)


def _lowest_uncleared(tree: DeviceTree, device: Ints, parent: Ints, cleared: Bools) -> Ints:
    """Up to, and not including, the candidate above: from there on its own reports speak."""
    ceiling = np.where(parent >= 0, device[parent], NOWHERE)
    asked = device.copy()
    while (climbing := (asked > ceiling) & cleared[asked]).any():
        asked = np.where(climbing, tree.parent[asked], asked)
    return np.where(asked > ceiling, asked, NOWHERE)


def _sums(amount: Column, low: Ints, high: Ints) -> Column:
    total = np.concatenate([[0], np.cumsum(amount)])
    return total[high] - total[low]


def _earliest(device: Ints, parent: Ints, reports: Reports) -> Floats:
    """Bottom up: every reporting device is a candidate itself, so each report has one to start from."""
    own = np.full(len(device), np.inf)
    np.minimum.at(own, np.searchsorted(device, reports.device), reports.first_s)
    found = own.tolist()
    for at, above in zip(range(len(device) - 1, -1, -1), parent[::-1].tolist(), strict=True):
        if above >= 0:
            found[above] = min(found[above], found[at])
    return np.array(found)
