"""Networks drawn in a few lines: ``from  device  to`` a row, ``-`` for a plain line; see ``draw``."""

import numpy as np

from command_center.ground.network.tables import NetworkTables

KINDS = {"cb": "breaker", "re": "recloser", "sw": "switch", "tx": "transformer", "fu": "fuse"}


def draw(rows, *, sources, loads=""):
    """``a sw1 b`` is a closed switch named sw1, ``a sw2/open b`` an open one, ``a -/AB b`` a line of two phases.

    The first two letters of the name say what the device is (KINDS). ``loads`` is ``place:customers`` by spaces.
    """
    edges = [row.split() for row in rows.strip().splitlines()]
    names = list(dict.fromkeys(name for one, _, other in edges for name in (one, other)))
    names += [name for name in sources.split() if name not in names]
    index = {name: at for at, name in enumerate(names)}
    parts = [middle.split("/") for _, middle, _ in edges]
    phases = ["".join(part for part in words[1:] if part != "open") or "ABC" for words in parts]
    fed = [item.split(":") for item in loads.split()]
    edge_ids = [words[0] if words[0] != "-" else f"line{at}" for at, words in enumerate(parts)]
    return make(
        nodes=names,
        sources=[index[name] for name in sources.split()],
        ends=[(index[one], index[other]) for one, _, other in edges],
        edge_ids=edge_ids,
        device=[KINDS.get(words[0][:2], "") for words in parts],
        phases=phases,
        is_open=["open" in words[1:] for words in parts],
        loads=[(index[place], int(customers)) for place, customers in fed],
        load_ids=[f"at {place}" for place, _ in fed],
    )


def make(*, nodes, sources, ends, edge_ids, device, phases, is_open, loads, load_ids):
    count = len(nodes)
    ends = np.array(ends, dtype=np.int64).reshape(-1, 2)
    source = np.zeros(count, dtype=bool)
    source[sources] = True
    return NetworkTables(
        node_ids=list(nodes),
        lon=np.full(count, np.nan),
        lat=np.full(count, np.nan),
        is_source=source,
        edge_ids=list(edge_ids),
        kind=["transformer" if word == "transformer" else "line" for word in device],
        from_node=ends[:, 0],
        to_node=ends[:, 1],
        phases=list(phases),
        length_m=np.zeros(len(ends)),
        rating_kva=np.full(len(ends), np.nan),
        device=list(device),
        normally_open=np.array(is_open, dtype=bool),
        load_ids=list(load_ids),
        load_node=np.array([place for place, _ in loads], dtype=np.int64),
        load_customers=np.array([customers for _, customers in loads], dtype=np.int64),
        load_kw=np.zeros(len(loads)),
    )
