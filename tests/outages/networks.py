"""Small networks told in one table, in the database, with customers on their phases; and who has no voltage by networkx."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

import networkx as nx

from command_center.ground.network.models import Branch, ConnectivityNode
from command_center.ground.network.tables import NetworkTables
from customers.models import Customer, ServicePoint
from outages.models import Interruption
from tests.grid import make_branch

LETTERS = "ABCS"


class Edge(NamedTuple):
    code: str
    start: str
    end: str
    phases: str = "ABC"
    device: str = ""
    normally_open: bool = False
    kind: str = "SWITCH"


def make_small_network(
    p: SimpleNamespace, edges: Iterable[Edge], *, sources: Iterable[str], customers: Iterable[tuple[str, str, int]]
) -> dict[str, Branch]:
    """Branches by code. ``customers``: (node, phases, how many)."""
    edges, sources = list(edges), set(sources)
    codes = sorted({code for edge in edges for code in (edge.start, edge.end)})
    rows = [
        ConnectivityNode(code=code, is_source=code in sources, container=p.f1, org_path=p.f1.org_path) for code in codes
    ]
    nodes = {node.code: node for node in ConnectivityNode.objects.bulk_create(rows)}
    for node, phases, count in customers:
        make_points_at(nodes[node], p.t1, phases, count)
    return {
        edge.code: make_branch(
            edge.code, edge.kind, nodes[edge.start], nodes[edge.end], phases=edge.phases, device=edge.device,
            normally_open=edge.normally_open,
        )
        for edge in edges
    }  # fmt: skip


def make_points_at(node: ConnectivityNode, transformer: Any, phases: str, count: int) -> list[ServicePoint]:
    unit = transformer.serving_org
    made = Customer.objects.bulk_create(
        Customer(number=f"{node.code}-{phases}-{n}", name="居民", org_path=unit.path) for n in range(count)
    )
    return ServicePoint.objects.bulk_create(
        ServicePoint(
            customer=customer, meter_number=f"M{customer.number}", address="旋坨村", latitude=29.67, longitude=109.14,
            transformer=transformer, node=node, phases=phases, unit=unit, area_kind="RURAL", org_path=unit.path,
        )
        for customer in made
    )  # fmt: skip


def make_stored_network(p: SimpleNamespace, tables: NetworkTables) -> None:
    """A network of the neutral form in the database, each customer of a load a service point at its node."""
    unit, path = p.f1.serving_org, p.f1.org_path
    rows = zip(tables.node_ids, tables.is_source.tolist(), strict=True)
    nodes = ConnectivityNode.objects.bulk_create(
        ConnectivityNode(code=code, is_source=source, container=p.f1, org_path=path) for code, source in rows
    )
    Branch.objects.bulk_create(
        Branch(
            code=code, kind=tables.kind[n].upper(), from_node=nodes[tables.from_node[n]], phases=tables.phases[n],
            to_node=nodes[tables.to_node[n]], device=tables.device[n].upper(), feeder=p.f1, operating_org=unit,
            normally_open=bool(tables.normally_open[n]), is_open=bool(tables.normally_open[n]), serving_org=unit,
            org_path=path,
        )
        for n, code in enumerate(tables.edge_ids)
    )  # fmt: skip
    for node, customers in zip(tables.load_node.tolist(), tables.load_customers.tolist(), strict=True):
        make_points_at(nodes[node], p.t1, "", customers)


class Oracle:
    """Who is dark with these devices open, by networkx over (node, phase); shares no code with the product."""

    def __init__(self) -> None:
        self.branches = list(Branch.objects.filter(retired_at=None).order_by("pk"))
        self.sources = list(ConnectivityNode.objects.filter(is_source=True).values_list("pk", flat=True))
        low = {b.transformer_id: b.to_node_id for b in self.branches if b.transformer_id}
        rows = ServicePoint.objects.values_list("pk", "node_id", "transformer_id", "phases")
        placed = [(pk, node or low.get(transformer), phases) for pk, node, transformer, phases in rows]
        self.points = [(pk, node, phases) for pk, node, phases in placed if node]
        self.letters: dict[int, set[str]] = {}
        for branch in self.branches:
            for node in (branch.from_node_id, branch.to_node_id):
                self.letters.setdefault(node, set()).update(branch.phases or LETTERS)

    def dark(self, is_open: Mapping[int, bool]) -> set[int]:
        graph = nx.Graph()
        graph.add_nodes_from((node, letter) for node in self.sources for letter in LETTERS)
        for branch in self.branches:
            if not is_open.get(branch.pk, branch.normally_open):
                graph.add_edges_from(
                    ((branch.from_node_id, letter), (branch.to_node_id, letter)) for letter in branch.phases or LETTERS
                )
        live: set[tuple[int, str]] = set()
        for source in self.sources:
            for letter in LETTERS:
                if (source, letter) not in live:
                    live |= nx.node_connected_component(graph, (source, letter))
        return {pk for pk, node, phases in self.points if not self._supplied(node, phases, live)}

    def _supplied(self, node: int, phases: str, live: set[tuple[int, str]]) -> bool:
        there = self.letters.get(node, set(LETTERS))
        return any((node, letter) in live for letter in (set(phases) & there or there))


def dark_in_ledger() -> set[int]:
    return set(Interruption.objects.open().values_list("service_point_id", flat=True))
