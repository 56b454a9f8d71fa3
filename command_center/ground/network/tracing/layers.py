"""Phases as layers of the network: a vertex is a node on one phase, a link joins two vertices.

An edge joins only the phases that it names. Phases that always go together share one layer, so a network that is
three-phase everywhere has as many vertices as nodes. Phase S is the customer side of a single-phase transformer: its
phase on the one side becomes S on the other (README of the neutral form).
"""

from dataclasses import dataclass

import numpy as np

from command_center.ground.network.tables import Bools, Ints, NetworkTables

LETTERS = "ABCS"
SERVICE = LETTERS.index("S")


@dataclass(frozen=True, eq=False)
class Layers:
    """Vertices are sorted by node, links by edge; ``vertex_start[n]:vertex_start[n + 1]`` are the vertices of node n.

    ``letters``: the phases of each layer, e.g. ``AB`` and ``C`` where A and B never part. ``vertex_layer``: by vertex.
    """

    count: int
    letters: tuple[str, ...]
    vertex_layer: Ints
    vertex_node: Ints
    vertex_start: Ints
    link_u: Ints
    link_v: Ints
    link_edge: Ints


def one_layer(tables: NetworkTables) -> Layers:
    """Every edge as if it joined all phases: vertices are nodes, links are edges."""
    nodes = np.arange(len(tables.node_ids))
    edges = np.arange(len(tables.edge_ids))
    start = np.arange(len(nodes) + 1)
    return Layers(1, (LETTERS,), np.zeros_like(nodes), nodes, start, tables.from_node, tables.to_node, edges)


def phase_layers(tables: NetworkTables) -> Layers:
    """The layers of the phases that the edges name; one layer when no two phases ever part."""
    table, word = _named_phases(tables)
    layer_of, count = _group(table)
    if count <= 1:
        return one_layer(tables)
    named = table[word]
    member = np.zeros((len(named), count), dtype=bool)
    for letter, place in enumerate(layer_of):
        if place >= 0:
            member[:, place] |= named[:, letter]
    edge, layer = np.nonzero(member)
    u, v = tables.from_node[edge] * count + layer, tables.to_node[edge] * count + layer
    at_from, at_to = _customer_side(tables, named)
    service = layer_of[SERVICE]
    u = np.where(at_from[edge], tables.from_node[edge] * count + service, u)
    v = np.where(at_to[edge], tables.to_node[edge] * count + service, v)
    return _compact(len(tables.node_ids), _letters(layer_of, count), u, v, edge)


def _letters(layer_of: list[int], count: int) -> tuple[str, ...]:
    return tuple("".join(LETTERS[n] for n, place in enumerate(layer_of) if place == layer) for layer in range(count))


def _compact(nodes: int, letters: tuple[str, ...], u: Ints, v: Ints, edge: Ints) -> Layers:
    """Only vertices that a link touches, and one for a node that no link touches."""
    count = len(letters)
    used = np.zeros((nodes, count), dtype=bool)
    used.reshape(-1)[np.concatenate([u, v])] = True
    used[~used.any(axis=1), 0] = True
    number = np.cumsum(used.reshape(-1)) - 1
    start = np.concatenate([[0], np.cumsum(used.sum(axis=1))])
    node, layer = np.nonzero(used)
    return Layers(count, letters, layer, node, start, number[u], number[v], edge)


def _named_phases(tables: NetworkTables) -> tuple[Bools, Ints]:
    """(distinct words × LETTERS, the word of each edge); naming none means all, the neutral alone joins nothing."""
    words = sorted(set(tables.phases))
    row = {word: number for number, word in enumerate(words)}
    table = np.array([[letter in word or not word for letter in LETTERS] for word in words], dtype=bool)
    return table.reshape(-1, len(LETTERS)), np.array([row[word] for word in tables.phases], dtype=np.int64)


def _group(table: Bools) -> tuple[list[int], int]:
    """The layer of each letter, -1 where no edge names it; letters named by the same edges share a layer."""
    seen: dict[bytes, int] = {}
    layers = [
        seen.setdefault(table[:, letter].tobytes(), len(seen)) if table[:, letter].any() else -1
        for letter in range(len(LETTERS))
    ]
    return layers, len(seen)


def _customer_side(tables: NetworkTables, named: Bools) -> tuple[Bools, Bools]:
    """Edges whose from end, and whose to end, is the customer side of a single-phase transformer."""
    transformer = np.array(
        [kind == "transformer" or device == "transformer" for kind, device in zip(tables.kind, tables.device, strict=True)],
        dtype=bool,
    )  # fmt: skip
    service = named[:, SERVICE]
    served = np.zeros(len(tables.node_ids), dtype=bool)
    served[tables.from_node[service & ~transformer]] = True
    served[tables.to_node[service & ~transformer]] = True
    single = transformer & ~service & (named.sum(axis=1) == 1)
    at_from, at_to = served[tables.from_node], served[tables.to_node]
    return single & at_from & ~at_to, single & at_to & ~at_from
