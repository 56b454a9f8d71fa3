"""Made nights after the recipe of the published call cases, on any network: clean, sparse, noisy, several faults at once.

A share of the dark places calls, each after an exponential delay; unrelated calls fall on any other place. Like there,
at least two places call where at least two are dark.
"""

import random
from typing import Any

import numpy as np

from command_center.ground.network.tables import NetworkTables
from outages.judging.judgement import DeviceTree

KINDS = ("single_clean", "single_clean", "single_sparse", "single_noise", "multi")
Case = dict[str, Any]


def random_radial(seed: int, nodes: int) -> NetworkTables:
    """A breaker at each way out of the source, further down devices on a quarter of the lines, loads at half of the nodes."""
    dice = random.Random(seed)
    above = [
        max(0, at - 1 - int(dice.expovariate(1 / 6))) if dice.random() < 0.85 else dice.randrange(at)
        for at in range(1, nodes)
    ]
    kinds = ("switch", "fuse", "recloser", "transformer")
    devices = [dice.choice(kinds) if dice.random() < 0.25 else "" for _ in above]
    loads = [at for at in range(1, nodes) if dice.random() < 0.5]
    nan = np.full(nodes, np.nan)
    return NetworkTables(
        node_ids=[f"N{at}" for at in range(nodes)],
        lon=nan,
        lat=nan,
        is_source=np.arange(nodes) == 0,
        edge_ids=[f"E{at}" for at in range(1, nodes)],
        kind=["line"] * len(above),
        from_node=np.array(above),
        to_node=np.arange(1, nodes),
        phases=[""] * len(above),
        length_m=nan[1:],
        rating_kva=nan[1:],
        device=["breaker" if low == 0 else device for low, device in zip(above, devices, strict=True)],
        normally_open=np.zeros(len(above), dtype=bool),
        load_ids=[f"L{at}" for at in loads],
        load_node=np.array(loads),
        load_customers=np.array([dice.randint(1, 40) for _ in loads]),
        load_kw=np.full(len(loads), 1.0),
    )


def nights(
    tables: NetworkTables, tree: DeviceTree, *, seed: int, count: int, mean_delay_s: float = 420.0
) -> tuple[list[Case], list[Case]]:
    """(cases, answers) in the form of calls.json and calls_answers.json."""
    dice = random.Random(seed)
    cases, answers = [], []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        calls, faults = _night(tree, kind, dice, mean_delay_s)
        calls.sort()
        ids = [f"C{at:03}" for at in range(len(calls))]
        for fault, row in enumerate(faults):
            row["lowest_class"] = [tables.edge_ids[tree.edge[device]] for device in row["lowest_class"]]
            row["call_ids"] = [call_id for call_id, call in zip(ids, calls, strict=True) if call[2] == fault]
        listed = [
            {"call_id": call_id, "load_id": tables.load_ids[load], "t_s": t_s}
            for call_id, (t_s, load, _) in zip(ids, calls, strict=True)
        ]
        cases.append({"case_id": f"made-{seed}-{number}", "calls": listed})
        answers.append({"case_id": f"made-{seed}-{number}", "kind": kind, "faults": faults})
    return cases, answers


def _night(
    tree: DeviceTree, kind: str, dice: random.Random, mean_delay_s: float
) -> tuple[list[tuple[int, int, int]], list[Case]]:
    devices = _apart(tree, dice.choice((2, 3)) if kind == "multi" else 1, dice)
    calls, faults = [], []
    for fault, device in enumerate(devices):
        dark = _loads_below(tree, device)
        share = dice.uniform(0.05, 0.15) if kind == "single_sparse" else dice.uniform(0.3, 0.95)
        callers = {load for load in dark if dice.random() < share}
        while len(callers) < min(2, len(dark)):
            callers.add(dice.choice(dark))
        start = dice.uniform(0, 600) if kind == "multi" else 0.0
        calls += [(int(start + dice.expovariate(1 / mean_delay_s)), load, fault) for load in sorted(callers)]
        faults.append({"lowest_class": _lowest_class(tree, callers)})
    if kind == "single_noise":
        lit = sorted(set(np.flatnonzero(tree.load_device >= 0).tolist()) - set(_loads_below(tree, devices[0])))
        calls += [(dice.randint(0, 1500), dice.choice(lit), -1) for _ in range(dice.choice((1, 2, 3))) if lit]
    return calls, faults


def _apart(tree: DeviceTree, count: int, dice: random.Random) -> list[int]:
    """Devices of which none lies below another; one in seven feeds a single place. Fewer where the network is too small."""
    large, small = np.flatnonzero(tree.loads >= 2).tolist(), np.flatnonzero(tree.loads == 1).tolist()
    found: list[int] = []
    for _ in range(100):
        new = dice.choice(small if small and dice.random() < 1 / 7 else large)
        if all(tree.end[new] <= old or tree.end[old] <= new for old in found):
            found.append(new)
        if len(found) == count:
            break
    return found


def _loads_below(tree: DeviceTree, device: int) -> list[int]:
    return np.flatnonzero((tree.load_device >= device) & (tree.load_device < tree.end[device])).tolist()


def _lowest_class(tree: DeviceTree, callers: set[int]) -> list[int]:
    """The lowest device above all callers, found by walking up, and those in series with it."""
    chains = [_chain(tree, load) for load in sorted(callers)]
    lowest = next(device for device in chains[0] if all(device in chain for chain in chains))
    return [lowest, *tree.series(lowest)]


def _chain(tree: DeviceTree, load: int) -> list[int]:
    chain, device = [], int(tree.load_device[load])
    while device >= 0:
        chain.append(device)
        device = int(tree.parent[device])
    return chain
