"""The electrical graph of the whole database as arrays, loaded once per process and version.

A province has 3,000 feeders, 60,000 transformers and some hundred thousand branches; they change a few times a day, by
import. What changes every minute, the positions of switches, is read fresh each time (``open_now``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from command_center.core.remembering import remembered_by
from command_center.network.models import Branch, BranchKind, ConnectivityNode, ModelVersion
from command_center.network.tables import Bools, Ints, NetworkTables

CHUNK = 50_000
# (node id or None, transformer id, customers)
CountCustomers = Callable[[], Iterable[tuple[int | None, int, int]]]

_counted_by: list[CountCustomers] = []


def customers_counted_by(count: CountCustomers) -> None:
    """Install the wiring: customers live a storey higher. Called once, by ``command_center.wiring``."""
    _counted_by[:] = [count]


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkModel:
    """``tables`` with the database ids of its rows; index of a node or an edge ↔ id.

    ``node_pk`` and ``branch_pk`` ascend, so that ``np.searchsorted`` finds an index. ``edge_transformer`` is the
    ``SupplyNode`` that an edge is, ``edge_feeder`` the one it belongs to, 0 for none. ``unplaced_customers`` hang on
    transformers that the graph does not have.
    """

    version: int
    tables: NetworkTables
    node_pk: Ints
    branch_pk: Ints
    edge_feeder: Ints
    edge_transformer: Ints
    telemetered: Bools
    unplaced_customers: int

    def edges_of(self, branch_ids: Iterable[int]) -> Ints:
        """Edge indices of branch ids, ascending; an id that is not in the model (retired) is left out."""
        return _indices(self.branch_pk, np.unique(np.fromiter(branch_ids, dtype=np.int64)))

    def nodes_of(self, node_ids: Iterable[int]) -> Ints:
        """Node indices of node ids, ascending; unknown ones are left out."""
        return _indices(self.node_pk, np.unique(np.fromiter(node_ids, dtype=np.int64)))


def model_version() -> int:
    return ModelVersion.objects.values_list("version", flat=True).first() or 0


@remembered_by(model_version)
def network_model(version: int) -> NetworkModel:
    """The present model: live branches, all nodes, customers per node. Built again when the structure has changed.

    Customers are counted when it is built: a new account appears in the counts with the next version.
    """
    # Branches before nodes: an import that commits in between adds nodes that nobody refers to, never the reverse.
    branches = _read_branches()
    nodes = _columns(
        ConnectivityNode.objects.order_by("pk").values_list("pk", "code", "longitude", "latitude", "is_source")
    )
    node_pk = np.array(nodes[0], dtype=np.int64)
    load_node, load_customers, unplaced = _loads(node_pk, branches)
    codes = list(nodes[1])
    pk, code, name, kind, start, end, phases, length, rating, device, normally_open, remote, feeder, is_a = branches
    tables = NetworkTables(
        node_ids=codes,
        lon=np.array(nodes[2], dtype=float),
        lat=np.array(nodes[3], dtype=float),
        is_source=np.array(nodes[4], dtype=bool),
        edge_ids=list(code),
        kind=[text.lower() for text in kind],
        from_node=np.searchsorted(node_pk, np.array(start, dtype=np.int64)),
        to_node=np.searchsorted(node_pk, np.array(end, dtype=np.int64)),
        phases=list(phases),
        length_m=np.array(length, dtype=float),
        rating_kva=np.array(rating, dtype=float),
        device=[text.lower() for text in device],
        normally_open=np.array(normally_open, dtype=bool),
        load_ids=[codes[at] for at in load_node.tolist()],
        load_node=load_node,
        load_customers=load_customers,
        load_kw=np.full(len(load_node), np.nan),
        edge_names=list(name),
    )
    return NetworkModel(
        version=version,
        tables=tables,
        node_pk=node_pk,
        branch_pk=np.array(pk, dtype=np.int64),
        edge_feeder=np.array([at or 0 for at in feeder], dtype=np.int64),
        edge_transformer=np.array([at or 0 for at in is_a], dtype=np.int64),
        telemetered=np.array(remote, dtype=bool),
        unplaced_customers=unplaced,
    )


def open_now(model: NetworkModel) -> Bools:
    """Per edge of the model whether it stands open at present: the normal state and the few rows that are off it."""
    position = model.tables.normally_open.copy()
    off_normal = model.edges_of(Branch.objects.off_normal().values_list("pk", flat=True))
    position[off_normal] = ~position[off_normal]
    return position


def _read_branches() -> list[tuple]:  # type: ignore[type-arg]
    fields = (
        "pk", "code", "name", "kind", "from_node_id", "to_node_id", "phases", "length_m", "rating_kva", "device",
        "normally_open", "telemetered", "feeder_id", "transformer_id",
    )  # fmt: skip
    return _columns(Branch.objects.live().order_by("pk").values_list(*fields), width=len(fields))


def _columns(rows: "Iterable[tuple[object, ...]] | object", width: int = 5) -> list[tuple]:  # type: ignore[type-arg]
    read = list(rows.iterator(chunk_size=CHUNK))  # type: ignore[attr-defined]
    return list(zip(*read, strict=True)) if read else [()] * width


def _loads(node_pk: Ints, branches: list[tuple]) -> tuple[Ints, Ints, int]:  # type: ignore[type-arg]
    """Node indices with customers and how many; those without a node hang on their transformer's LV side."""
    kind, end, transformer = branches[3], branches[5], branches[13]
    low_side = {
        which: to_node
        for of_kind, to_node, which in zip(kind, end, transformer, strict=True)
        if which and of_kind == BranchKind.TRANSFORMER
    }
    counted = np.fromiter(
        chain.from_iterable(
            (node or low_side.get(transformer, 0), customers)
            for count in _counted_by
            for node, transformer, customers in count()
        ),
        dtype=np.int64,
    ).reshape(-1, 2)
    placed = counted[counted[:, 0] > 0]
    total = np.bincount(np.searchsorted(node_pk, placed[:, 0]), placed[:, 1], minlength=len(node_pk)).astype(np.int64)
    load_node = np.flatnonzero(total)
    return load_node, total[load_node], int(counted[counted[:, 0] == 0, 1].sum())


def _indices(ids: Ints, wanted: Ints) -> Ints:
    places = np.searchsorted(ids, wanted)
    known = places < len(ids)
    known[known] = ids[places[known]] == wanted[known]
    return places[known]
