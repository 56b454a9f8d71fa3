"""The electrical graph of the whole database as arrays, loaded once per process and version.

A province has 3,000 feeders, 60,000 transformers and some hundred thousand branches; they change a few times a day, by
import. What changes every minute, the positions of switches, is read fresh each time (``open_now``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from django.db.models import QuerySet

from command_center.core.remembering import remembered_by
from command_center.network.models import Branch, BranchKind, ConnectivityNode, ModelVersion
from command_center.network.tables import Bools, Ints, NetworkTables

CHUNK = 50_000
NODE_FIELDS = ("pk", "code", "longitude", "latitude", "is_source")
BRANCH_FIELDS = (
    "pk", "code", "name", "kind", "from_node_id", "to_node_id", "phases", "length_m", "rating_kva", "device",
    "normally_open", "telemetered", "feeder_id", "transformer_id",
)  # fmt: skip

Columns = dict[str, tuple[Any, ...]]
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
    # Nodes last: what an import or a new customer brings in between then finds its node, and nobody misses a later one.
    branches = _columns(Branch.objects.live(), BRANCH_FIELDS)
    counted = _customers_by_node(branches)
    nodes = _columns(ConnectivityNode.objects.all(), NODE_FIELDS)
    node_pk = _ids(nodes["pk"])
    placed = counted[counted[:, 0] > 0]
    customers = np.bincount(np.searchsorted(node_pk, placed[:, 0]), placed[:, 1], minlength=len(node_pk))
    return NetworkModel(
        version=version,
        tables=_tables(nodes, branches, node_pk, customers.astype(np.int64)),
        node_pk=node_pk,
        branch_pk=_ids(branches["pk"]),
        edge_feeder=_ids(branches["feeder_id"]),
        edge_transformer=_ids(branches["transformer_id"]),
        telemetered=np.array(branches["telemetered"], dtype=bool),
        unplaced_customers=int(counted[counted[:, 0] == 0, 1].sum()),
    )


def open_now(model: NetworkModel) -> Bools:
    """Per edge of the model whether it stands open at present: the normal state and the few rows that are off it."""
    position = model.tables.normally_open.copy()
    off_normal = model.edges_of(Branch.objects.off_normal().values_list("pk", flat=True))
    position[off_normal] = ~position[off_normal]
    return position


def _columns(rows: "QuerySet[Any]", fields: tuple[str, ...]) -> Columns:
    read = list(rows.order_by("pk").values_list(*fields).iterator(chunk_size=CHUNK))
    return dict(zip(fields, zip(*read, strict=True) if read else [()] * len(fields), strict=True))


def _ids(column: tuple[Any, ...]) -> Ints:
    return np.array([at or 0 for at in column], dtype=np.int64)


def _customers_by_node(branches: Columns) -> Ints:
    """(n, 2): node id and customers; a service point without a node hangs on its transformer's LV side, 0 if unknown."""
    ends = zip(branches["kind"], branches["transformer_id"], branches["to_node_id"], strict=True)
    low_side = {which: end for kind, which, end in ends if which and kind == BranchKind.TRANSFORMER}
    rows = chain.from_iterable(count() for count in _counted_by)
    flat = chain.from_iterable((node or low_side.get(which, 0), customers) for node, which, customers in rows)
    return np.fromiter(flat, dtype=np.int64).reshape(-1, 2)


def _tables(nodes: Columns, branches: Columns, node_pk: Ints, customers: Ints) -> NetworkTables:
    load_node = np.flatnonzero(customers)
    return NetworkTables(
        node_ids=list(nodes["code"]),
        lon=np.array(nodes["longitude"], dtype=float),
        lat=np.array(nodes["latitude"], dtype=float),
        is_source=np.array(nodes["is_source"], dtype=bool),
        edge_ids=list(branches["code"]),
        kind=[kind.lower() for kind in branches["kind"]],
        from_node=np.searchsorted(node_pk, _ids(branches["from_node_id"])),
        to_node=np.searchsorted(node_pk, _ids(branches["to_node_id"])),
        phases=list(branches["phases"]),
        length_m=np.array(branches["length_m"], dtype=float),
        rating_kva=np.array(branches["rating_kva"], dtype=float),
        device=[device.lower() for device in branches["device"]],
        normally_open=np.array(branches["normally_open"], dtype=bool),
        load_ids=[nodes["code"][at] for at in load_node.tolist()],
        load_node=load_node,
        load_customers=customers[load_node],
        load_kw=np.full(len(load_node), np.nan),
        edge_names=list(branches["name"]),
    )


def _indices(ids: Ints, wanted: Ints) -> Ints:
    places = np.searchsorted(ids, wanted)
    known = places < len(ids)
    known[known] = ids[places[known]] == wanted[known]
    return places[known]
