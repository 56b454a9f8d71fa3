"""A small demo province for tests: one city, its stations, 60 feeders; and its graph as arrays to trace."""

from types import SimpleNamespace

import numpy as np
import pytest

from command_center.ground.network.tables import NetworkTables
from demo import electrical, network, organisation
from demo.graph import Graph
from demo.organisation import Organisation

CITY = "4228"
CUSTOMERS, FEEDERS, TRANSFORMERS = 3000, 60, 240


def make(monkeypatch: pytest.MonkeyPatch, seed: int = 2022) -> SimpleNamespace:
    """``nodes`` of the tree, ``counts`` of customers by transformer, ``graph``, ``tables``."""
    monkeypatch.setattr(network, "FEEDERS", FEEDERS)
    monkeypatch.setattr(network, "FEWEST_TRANSFORMERS", TRANSFORMERS)
    rng = np.random.default_rng(seed)
    whole = organisation.build(rng)
    city = Organisation(units=[unit for unit in whole.units if unit.path.startswith(f"42/{CITY}/")])
    nodes = network.build(city, rng, CUSTOMERS)
    counts = network.customers_of(nodes, rng, CUSTOMERS)
    graph = electrical.build(nodes, counts, rng)
    return SimpleNamespace(nodes=nodes, counts=counts, graph=graph, tables=tables_of(graph))


def tables_of(graph: Graph) -> NetworkTables:
    """Index of a node or an edge = its id − 1."""
    low = [low for feeder in graph.feeders for supply in feeder.supplies() for low in supply.low]
    columns = list(zip(*graph.branches, strict=True))
    return NetworkTables(
        node_ids=[str(row[1]) for row in graph.nodes],
        lat=np.array([row[2] for row in graph.nodes]),
        lon=np.array([row[3] for row in graph.nodes]),
        is_source=np.array([row[4] for row in graph.nodes]),
        edge_ids=list(columns[1]),
        kind=[str(kind).lower() for kind in columns[3]],
        from_node=np.array(columns[4]) - 1,
        to_node=np.array(columns[5]) - 1,
        phases=list(columns[6]),
        length_m=np.array(columns[7]),
        rating_kva=np.array([kva or np.nan for kva in columns[8]], dtype=float),
        device=[str(device).lower() for device in columns[9]],
        normally_open=np.array(columns[10]),
        load_ids=[str(at.node_id) for at in low],
        load_node=np.array([at.node_id for at in low]) - 1,
        load_customers=np.array([at.customers for at in low]),
        load_kw=np.zeros(len(low)),
    )
