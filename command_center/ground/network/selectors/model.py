"""The electrical graph of the whole database as arrays, loaded once per process and version.

A province has 3,000 feeders, 60,000 transformers and some hundred thousand branches; they change a few times a day, by
import. What changes every minute, the positions of switches, is read fresh each time (``open_now``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from command_center.ground.core.pg_copy import Arrays, read_numbers, read_words
from command_center.ground.core.process_cache import cached_by_version
from command_center.ground.network.models import Branch, BranchKind, ConnectivityNode, ModelVersion
from command_center.ground.network.tables import Bools, Floats, Ints, NetworkTables

NODE_NUMBERS = {"pk": int, "longitude": float, "latitude": float, "is_source": bool, "kv": float}
BRANCH_NUMBERS = {
    "pk": int, "from_node_id": int, "to_node_id": int, "length_m": float, "rating_kva": float, "normally_open": bool,
    "telemetered": bool, "feeder_id": int, "transformer_id": int, "serving_org_id": int,
}  # fmt: skip
BRANCH_WORDS = ("code", "name", "kind", "phases", "device")

Words = dict[str, list[str]]

# One array of (n, 3): connectivity node id or 0, transformer id, customers
CountCustomers = Callable[[], Ints]

_counted_by: list[CountCustomers] = []


def customers_counted_by(count: CountCustomers) -> None:
    """Install the wiring: customers live a storey higher. Called once, by ``command_center.wiring``."""
    _counted_by[:] = [count]


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkModel:
    """``tables`` with the database ids of its rows; index of a node or an edge ↔ id.

    ``node_pk`` and ``branch_pk`` ascend, so that ``np.searchsorted`` finds an index. ``edge_transformer`` is the
    ``SupplyNode`` that an edge is, ``edge_feeder`` the one it belongs to, 0 for none; ``edge_unit`` the unit that serves
    it. ``node_kv`` is nan where nobody said. ``unplaced_customers`` hang on transformers that the graph does not have.
    """

    version: int
    tables: NetworkTables
    node_pk: Ints
    branch_pk: Ints
    edge_feeder: Ints
    edge_transformer: Ints
    edge_unit: Ints
    node_kv: Floats
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


@cached_by_version(model_version)
def network_model(version: int) -> NetworkModel:
    """The present model: live branches, all nodes, customers per node. Built again when the structure has changed.

    Customers are counted when it is built: a new account appears in the counts with the next version.
    """
    while True:
        model = _read(version)
        after = model_version()
        if after == version:
            return model
        # An import was committed between two of the questions.
        version = after


def open_now(model: NetworkModel) -> Bools:
    """Per edge of the model whether it stands open at present: the normal state and the few rows that are off it."""
    position = model.tables.normally_open.copy()
    off_normal = model.edges_of(Branch.objects.off_normal().values_list("pk", flat=True))
    position[off_normal] = ~position[off_normal]
    return position


def _read(version: int) -> NetworkModel:
    live, everywhere = Branch.objects.live().order_by("pk"), ConnectivityNode.objects.order_by("pk")
    branches, branch_words = read_numbers(live, BRANCH_NUMBERS), read_words(live, *BRANCH_WORDS)
    nodes, node_codes = read_numbers(everywhere, NODE_NUMBERS), read_words(everywhere, "code")["code"]
    is_transformer = np.array(branch_words["kind"], dtype=str) == BranchKind.TRANSFORMER
    place, customers = _placed_customers(branches, is_transformer)
    known = place > 0
    at_node = np.bincount(np.searchsorted(nodes["pk"], place[known]), customers[known], minlength=len(nodes["pk"]))
    return NetworkModel(
        version=version,
        tables=_tables(nodes, node_codes, branches, branch_words, at_node.astype(np.int64)),
        node_pk=nodes["pk"],
        branch_pk=branches["pk"],
        edge_feeder=branches["feeder_id"],
        edge_transformer=branches["transformer_id"],
        edge_unit=branches["serving_org_id"],
        node_kv=nodes["kv"],
        telemetered=branches["telemetered"],
        unplaced_customers=int(customers[~known].sum()),
    )


def _placed_customers(branches: Arrays, is_transformer: Bools) -> tuple[Ints, Ints]:
    """(node id, customers); a service point without a node hangs on its transformer's LV side, 0 if unknown."""
    counted = np.concatenate([np.zeros((0, 3), dtype=np.int64), *(count() for count in _counted_by)])
    node, transformer, customers = counted.T
    named = is_transformer & (branches["transformer_id"] > 0)
    low_side = dict(
        zip(branches["transformer_id"][named].tolist(), branches["to_node_id"][named].tolist(), strict=True)
    )
    below = np.array([low_side.get(which, 0) for which in transformer.tolist()], dtype=np.int64)
    return np.where(node > 0, node, below), customers


def _tables(nodes: Arrays, node_codes: list[str], branches: Arrays, words: Words, customers: Ints) -> NetworkTables:
    load_node = np.flatnonzero(customers)
    return NetworkTables(
        node_ids=node_codes,
        lon=nodes["longitude"],
        lat=nodes["latitude"],
        is_source=nodes["is_source"],
        edge_ids=words["code"],
        kind=[kind.lower() for kind in words["kind"]],
        from_node=np.searchsorted(nodes["pk"], branches["from_node_id"]),
        to_node=np.searchsorted(nodes["pk"], branches["to_node_id"]),
        phases=words["phases"],
        length_m=branches["length_m"],
        rating_kva=branches["rating_kva"],
        device=[device.lower() for device in words["device"]],
        normally_open=branches["normally_open"],
        load_ids=[node_codes[at] for at in load_node.tolist()],
        load_node=load_node,
        load_customers=customers[load_node],
        load_kw=np.full(len(load_node), np.nan),
        edge_names=words["name"],
    )


def _indices(ids: Ints, wanted: Ints) -> Ints:
    places = np.searchsorted(ids, wanted)
    known = places < len(ids)
    known[known] = ids[places[known]] == wanted[known]
    return places[known]
