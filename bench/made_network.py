"""A made province for measuring the trace: substations, feeders with sectioning switches, laterals, transformers, open ties."""

import numpy as np

from command_center.ground.network.tables import NetworkTables

LATERALS = 20
FEEDERS_PER_SUBSTATION = 10
TRUNK = LATERALS + 1
NODES = TRUNK + 3 * LATERALS
EVERY_FIFTH = 5


def made_network(feeders: int = 3_000, customers: int = 1_000_000, *, by_phase: bool = False) -> NetworkTables:
    """``feeders`` × 20 transformers; a breaker at the head, a switch at every fifth pole, a fuse on every lateral.

    Neighbouring feeders meet at their ends in an open tie. ``by_phase``: every second lateral is on one phase, A, B and C
    in turn. Deterministic: the same arguments, the same network.
    """
    substations = -(-feeders // FEEDERS_PER_SUBSTATION)
    base = substations + NODES * np.arange(feeders)[:, None]
    ends, device = _one_feeder()
    head = np.stack([np.arange(feeders) // FEEDERS_PER_SUBSTATION, base[:, 0]], axis=1)
    inside = (base[:, :, None] + ends[None]).reshape(-1, 2)
    last = base[:, 0] + TRUNK - 1
    ties = np.stack([last[:-1], last[1:]], axis=1)
    all_ends = np.concatenate([head, inside, ties])
    devices = ["breaker"] * feeders + device * feeders + ["switch"] * (feeders - 1)
    count, edges = substations + NODES * feeders, len(all_ends)
    is_source = np.arange(count) < substations
    load_node = (base + TRUNK + 2 * LATERALS + np.arange(LATERALS)[None]).reshape(-1)
    loads = len(load_node)
    share = np.full(loads, customers // loads) + (np.arange(loads) < customers % loads)
    return NetworkTables(
        node_ids=[f"N{number}" for number in range(count)],
        lon=np.full(count, np.nan),
        lat=np.full(count, np.nan),
        is_source=is_source,
        edge_ids=[f"E{number}" for number in range(edges)],
        kind=["transformer" if word == "transformer" else "line" for word in devices],
        from_node=all_ends[:, 0],
        to_node=all_ends[:, 1],
        phases=["ABC"] * feeders
        + (_phases() if by_phase else ["ABC"] * len(device)) * feeders
        + ["ABC"] * (feeders - 1),
        length_m=np.full(edges, 100.0),
        rating_kva=np.full(edges, np.nan),
        device=devices,
        normally_open=np.arange(edges) >= edges - (feeders - 1),
        load_ids=[f"L{number}" for number in range(loads)],
        load_node=load_node,
        load_customers=share,
        load_kw=np.full(loads, 40.0),
    )


def _phases() -> list[str]:
    """Of the insides of one feeder, in the order of ``_one_feeder``."""
    laterals = ["ABC" if number % 2 else "ABC"[number // 2 % 3] for number in range(LATERALS)]
    return ["ABC"] * LATERALS + laterals * 3


def _one_feeder() -> tuple[np.ndarray, list[str]]:
    """(pairs of node numbers, device words): the trunk, then line, fuse and transformer of each lateral."""
    pole = np.arange(LATERALS)
    trunk = np.stack([pole, pole + 1], axis=1)
    line, fuse, low = (TRUNK + step * LATERALS + pole for step in range(3))
    ends = [trunk, np.stack([pole + 1, line], axis=1), np.stack([line, fuse], axis=1), np.stack([fuse, low], axis=1)]
    switches = ["switch" if number % EVERY_FIFTH == EVERY_FIFTH - 1 else "" for number in range(LATERALS)]
    words = switches + [""] * LATERALS + ["fuse"] * LATERALS + ["transformer"] * LATERALS
    return np.concatenate(ends), words
