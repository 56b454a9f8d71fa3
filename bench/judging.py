"""``./run bench judging``: thousands of trouble calls of one storm on a made province, judged in one batch.

Beside it, in the same run, the plain way: from every call a walk up the network in Python that counts calls per device, then
the lowest devices whose share of callers reaches a threshold. Prints seconds, the ratio, and how many faults each one found.
"""

import argparse
import platform
import random
import time
from collections.abc import Sequence

import numpy as np

from bench.made_network import made_network
from command_center.ground.network.tracing import Topology, Trace
from outages.judging.judgement import Batch, DeviceTree, Signal, SignalKind, device_tree, judge

THRESHOLD = 0.3
ROUNDS = 3
Fault = tuple[int, set[str]]


def storm(tree: DeviceTree, calls: int, seed: int) -> tuple[list[Signal], list[Fault]]:
    """Faults of all sizes on devices apart from each other until there are enough calls; one call in fifty is unrelated."""
    dice = random.Random(seed)
    by_device = np.argsort(tree.load_device, kind="stable")
    sorted_devices = tree.load_device[by_device]
    of_size = [np.flatnonzero(tree.loads == size).tolist() for size in np.unique(tree.loads[tree.loads > 0])]
    taken = np.zeros(len(tree), dtype=bool)
    signals: list[Signal] = []
    faults: list[Fault] = []
    while len(signals) < calls * 0.98:
        device = dice.choice(dice.choice(of_size))
        end = int(tree.end[device])
        if taken[device:end].any():
            continue
        taken[device:end] = True
        low, high = np.searchsorted(sorted_devices, [device, end])
        share, start = dice.uniform(0.1, 0.95), dice.uniform(0, 1200)
        mine = [
            _call(len(signals) + at, load, start + dice.expovariate(1 / 420))
            for at, load in enumerate(load for load in by_device[low:high].tolist() if dice.random() < share)
        ]
        signals += mine
        faults.append((device, {signal.signal_id for signal in mine}))
    while len(signals) < calls:
        signals.append(_call(len(signals), dice.randrange(len(tree.load_device)), dice.uniform(0, 1500)))
    return signals, faults


def _call(number: int, load: int, at_s: float) -> Signal:
    return Signal(signal_id=f"C{number}", kind=SignalKind.CALL, at_s=at_s, load=load)


def by_walking(trace: Trace, signals: Sequence[Signal], load_node: list[int]) -> dict[int, set[str]]:
    """Device (edge) → calls: node by node upwards, the highest device of a chain whose share reaches the threshold."""
    parent, link = trace.forest.parent.tolist(), trace.forest.parent_link.tolist()
    has_device = trace.topology.has_device.tolist()
    above: dict[str, list[int]] = {}
    callers: dict[int, set[int]] = {}
    for signal in signals:
        assert signal.load is not None
        node, chain = load_node[signal.load], []
        while node >= 0:
            if link[node] >= 0 and has_device[link[node]]:
                chain.append(link[node])
                callers.setdefault(link[node], set()).add(signal.load)
            node = parent[node]
        above[signal.signal_id] = chain
    devices = np.array(sorted(callers), dtype=np.int64)
    loads = dict(zip(devices.tolist(), trace.out_if_opened(devices)[0].tolist(), strict=True))
    groups: dict[int, set[str]] = {}
    for signal_id, chain in above.items():
        reached = [edge for edge in chain if len(callers[edge]) >= THRESHOLD * loads[edge]]
        if reached:
            groups.setdefault(reached[-1], set()).add(signal_id)
    return groups


def found(tree: DeviceTree, faults: Sequence[Fault], groups: dict[int, set[str]]) -> float:
    """Share of the faults with calls whose very calls form one group."""
    called = [calls for _, calls in faults if calls]
    made = {frozenset(calls) for calls in groups.values()}
    return sum(frozenset(calls) in made for calls in called) / len(called)


def best(seconds: Sequence[float]) -> float:
    return min(seconds)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--calls", type=int, default=5_000)
    parser.add_argument("--feeders", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    tables = made_network(options.feeders)
    started = time.perf_counter()
    trace = Trace.build(Topology.build(tables))
    tree = device_tree(trace)
    built = time.perf_counter() - started
    signals, faults = storm(tree, options.calls, options.seed)
    batch, load_node = Batch(signals=tuple(signals)), tables.load_node.tolist()
    ours, plain = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        judgement = judge(tree, batch)
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        walked = by_walking(trace, signals, load_node)
        plain.append(time.perf_counter() - started)
    judged = {outage.device: set(outage.signal_ids) for outage in judgement.predictions}
    print(f"{len(tables.node_ids):,} nodes, {len(tree):,} devices, {len(faults):,} faults, {len(signals):,} calls")
    print(f"tracing and device tree, once a network state  {built:6.2f} s")
    print(f"judging the batch                              {best(ours):6.2f} s   {len(judged):,} outages")
    print(f"plain walk from every call                     {best(plain):6.2f} s   {len(walked):,} outages")
    print(f"ratio plain ÷ ours                             {best(plain) / best(ours):6.2f}")
    print(f"faults whose very calls form one outage        {found(tree, faults, judged):6.2f} ours")
    print(f"                                               {found(tree, faults, walked):6.2f} plain")
    print(f"Python {platform.python_version()}, best of {ROUNDS}")


if __name__ == "__main__":
    main()
