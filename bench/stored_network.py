"""The made province in PostgreSQL, as the program finds it: loaded as a process does, beside a bare COPY of the same rows."""

import os
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from bench import stack
from bench.made_network import LATERALS, made_network
from bench.spending import Spent, alone, cheapest, spending
from command_center.ground.network.tables import NetworkTables

ROUNDS = 9

UNIT = """
INSERT INTO organisation_orgunit (id, code, name, name_en, level, path, active, phone, latitude, longitude)
VALUES (1, '42', 'Province', '', 'PROVINCE', '42/', true, '', 30, 110)
"""
# One account a service point; every second one is known down to its node, the others to their transformer only.
CUSTOMERS = """
INSERT INTO customers_customer (id, number, name, kind, flags, org_path)
SELECT n, 'C' || n, '户', 'RESIDENT', '{}', '42/' FROM generate_series(1, %(customers)s) n;
INSERT INTO customers_servicepoint (id, customer_id, meter_number, address, latitude, longitude, transformer_id, unit_id,
    area_kind, org_path, node_id)
SELECT n, n, 'M' || n, '', 30, 110, t.id, 1, 'RURAL', '42/', CASE WHEN n %% 2 = 0 THEN b.to_node_id END
FROM generate_series(1, %(customers)s) n
JOIN network_supplynode t ON t.id = %(feeders)s + 1 + n %% %(transformers)s
JOIN network_branch b ON b.transformer_id = t.id
"""
# What the model reads, without reading it.
BARE = (
    "SELECT id, code, longitude, latitude, is_source FROM network_connectivitynode ORDER BY id",
    "SELECT id, code, name, kind, from_node_id, to_node_id, phases, length_m, rating_kva, device, normally_open,"
    " telemetered, feeder_id, transformer_id FROM network_branch WHERE retired_at IS NULL ORDER BY id",
    "SELECT node_id, transformer_id, count(*) FROM customers_servicepoint GROUP BY 1, 2",
)


def measure(feeders: int, customers: int = 1_000_000) -> None:
    os.environ["DATABASE_URL"] = stack.prepare()
    stack.migrate()
    tables = made_network(feeders, customers, by_phase=True)
    store(tables, feeders=feeders, customers=customers)
    from command_center.ground.network.selectors.model import network_model

    def load() -> Any:
        network_model.clear()
        return network_model()

    alone()
    bare, _ = cheapest(copy_bare)
    ours, model = cheapest(load)
    assert model.tables.load_customers.sum() == customers and len(model.tables.load_node) == feeders * LATERALS
    print(f"the same province in PostgreSQL: {len(model.branch_pk):,} branches, {customers:,} service points")
    print(f"  {'bare COPY of the same columns into nothing':<48}{bare}")
    print(f"  {'loaded into arrays':<48}{ours}   ratio {ours.processors / bare.processors:.1f}")
    switching(tables, feeders, customers)


def switching(tables: NetworkTables, feeders: int, customers: int) -> None:
    """Who lost supply by a breaker that opens, as the ledger asks it; beside it networkx, which asks one state of the same graph."""
    from django.utils.timezone import now

    from command_center.ground.network.models import OperationSource
    from command_center.ground.network.selectors.model import network_model
    from command_center.ground.network.selectors.supplied import phased_network
    from command_center.ground.network.services.switching import operate
    from outages.following.selectors.switched import switched

    def asked(head: int) -> tuple[Spent, int]:
        done = operate(branch_id=head + 1, opened=True, at=now(), source=OperationSource.SIMULATION)
        spent, found = spending(lambda: switched([done.pk] if done else []))
        return spent, sum(len(points) for _, points in found.runs) if found else 0

    phased_network.clear()
    network_model.clear()
    cold, first = asked(1)
    heads = range(3, feeders, feeders // ROUNDS)
    answers = [asked(head) for head in heads]
    warm = sorted((spent for spent, _ in answers), key=lambda spent: spent.processors)[len(answers) // 2]
    print(f"  {f'a switching question on {customers:,} customers by phase, cold':<60}{cold}")
    print(f"  {f'the same, warm: median of {len(answers)}':<60}{warm}")
    theirs, out = by_networkx(tables, [1, *heads])
    same = "same answers" if out == first + sum(count for _, count in answers) else "ANSWERS DIFFER"
    print(
        f"  {'networkx, one state of the same graph':<60}{theirs:.3f} s   ratio {theirs / warm.processors:.0f}   {same}"
    )


def by_networkx(tables: NetworkTables, opened: list[int]) -> tuple[float, int]:
    """(processor seconds of one question, customers out with these edges open); the graph, over (node, phase), stands."""
    import networkx as nx

    graph, gone = nx.Graph(), {*opened, *np.flatnonzero(tables.normally_open).tolist()}
    edges = zip(tables.from_node.tolist(), tables.to_node.tolist(), tables.phases, strict=True)
    for number, (one, other, phases) in enumerate(edges):
        if number not in gone:
            graph.add_edges_from((one * 4 + "ABC".index(letter), other * 4 + "ABC".index(letter)) for letter in phases)
    graph.add_edges_from(
        (-1, node * 4 + phase) for node in np.flatnonzero(tables.is_source).tolist() for phase in range(3)
    )
    started = time.process_time()
    live = {vertex // 4 for vertex in nx.node_connected_component(graph, -1)}
    seconds = time.process_time() - started
    loads = zip(tables.load_node.tolist(), tables.load_customers.tolist(), strict=True)
    return seconds, sum(count for node, count in loads if node not in live)


def copy_bare() -> None:
    from django.db import connection

    with connection.cursor() as cursor, open(os.devnull, "wb") as nothing:
        for query in BARE:
            cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT", nothing)


def store(tables: NetworkTables, *, feeders: int, customers: int) -> None:
    """Without triggers: this measures reading, not recording."""
    from django.db import connection

    from command_center.ground.core.pg_copy import copy_rows

    columns, rows = zip(*_columns(tables, feeders).items(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(UNIT)
        copy_rows("network_supplynode", *_equipment(feeders))
        nodes = zip(range(1, len(tables.node_ids) + 1), tables.node_ids, tables.is_source.tolist(), strict=True)
        copy_rows(
            "network_connectivitynode", ("id", "code", "is_source", "org_path"), ((*node, "42/") for node in nodes)
        )
        copy_rows("network_branch", columns, zip(*rows, strict=True))
        cursor.execute("ANALYZE")
        counts = {"customers": customers, "feeders": feeders, "transformers": feeders * LATERALS}
        cursor.execute(CUSTOMERS, counts)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("UPDATE network_modelversion SET version = version + 1")
        cursor.execute("ANALYZE")


def _equipment(feeders: int) -> tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]:
    """Feeders, then the transformers of each."""
    columns = (
        "id", "code", "name", "kind", "parent_id", "operating_org_id", "serving_org_id", "org_path", "latitude",
        "longitude", "dedicated",
    )  # fmt: skip
    place = (1, 1, "42/", 30.0, 110.0, False)
    lines = [(n, f"F{n}", f"F{n}", "FEEDER", n, *place) for n in range(1, feeders + 1)]
    first = feeders + 1
    return columns, lines + [
        (first + n, f"T{n}", f"T{n}", "TRANSFORMER", n // LATERALS + 1, *place) for n in range(feeders * LATERALS)
    ]


def _columns(tables: NetworkTables, feeders: int) -> dict[str, list[Any]]:
    """Columns of the branches: heads, the insides of the feeders, the ties between them (``made_network``)."""
    edges = len(tables.edge_ids)
    inside = (edges - feeders - (feeders - 1)) // feeders
    feeder = np.concatenate([np.arange(feeders), np.repeat(np.arange(feeders), inside), np.arange(feeders - 1)])
    is_transformer = np.array(tables.kind) == "transformer"
    transformer = np.where(is_transformer, feeders + np.cumsum(is_transformer), 0)
    return {
        "id": list(range(1, edges + 1)),
        "code": tables.edge_ids,
        "name": [f"Branch {code}" for code in tables.edge_ids],
        "kind": [kind.upper() for kind in tables.kind],
        "from_node_id": (tables.from_node + 1).tolist(),
        "to_node_id": (tables.to_node + 1).tolist(),
        "phases": tables.phases,
        "length_m": tables.length_m.tolist(),
        "device": [device.upper() for device in tables.device],
        "normally_open": tables.normally_open.tolist(),
        "is_open": tables.normally_open.tolist(),
        "telemetered": [False] * edges,
        "feeder_id": (feeder + 1).tolist(),
        "transformer_id": [number or None for number in transformer.tolist()],
        "operating_org_id": [1] * edges,
        "serving_org_id": [1] * edges,
        "org_path": ["42/"] * edges,
    }
