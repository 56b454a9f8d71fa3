"""What an import compares with: the supply tree, and the rows of the graph as plain dictionaries by code."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from command_center.ground.network.importing.planning import Equipment, Owner
from command_center.ground.network.importing.records import Network
from command_center.ground.network.models import Branch, ConnectivityNode, NodeKind, SupplyNode

T = TypeVar("T")
CHUNK = 20_000
NODE_FIELDS = ("pk", "code", "latitude", "longitude", "is_source", "kv", "container_id", "org_path")
BRANCH_FIELDS = (
    "pk", "code", "name", "kind", "phases", "length_m", "rating_kva", "device", "normally_open", "telemetered", "feeder_id",
    "transformer_id", "operating_org_id", "serving_org_id", "org_path", "retired_at", "is_open",
)  # fmt: skip


def supply_equipment(network: Network) -> dict[str, Equipment]:
    """Code → equipment of the supply tree, as far as the file names it."""
    names = {branch.feeder for branch in network.branches.values()}
    names |= {branch.transformer for branch in network.branches.values()}
    names |= {node.container for node in network.nodes.values()}
    names |= {alias for name in names if (alias := network.aliases.get(name))}
    found: dict[str, Equipment] = {}
    for codes in chunks(names - {""}):
        for node in SupplyNode.objects.filter(code__in=codes).values_list(
            "pk", "code", "kind", "operating_org_id", "serving_org_id", "org_path"
        ):
            pk, code, kind, operating, serving, path = node
            owner = Owner(operating_org_id=operating, serving_org_id=serving, org_path=path)
            found[code] = Equipment(id=pk, kind=kind, owner=owner)
    return found


def known_nodes(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The nodes with these codes."""
    return {
        row["code"]: row
        for some in chunks(codes)
        for row in ConnectivityNode.objects.filter(code__in=some).values(*NODE_FIELDS)
    }


def known_branches(
    codes: Iterable[str], *, unit_path: str, prefix: str, equipment: Iterable[Equipment]
) -> dict[str, dict[str, Any]]:
    """The branches with these codes, retired ones too, the live ones of the unit with ``prefix``, and those that are ``equipment``."""
    live = _with_ends(Branch.objects.live())
    of_unit = live.filter(org_path__startswith=unit_path, code__startswith=prefix)
    rows = {row["code"]: row for row in of_unit.iterator(chunk_size=CHUNK)}
    for some in chunks(code for code in codes if code not in rows):
        rows |= {row["code"]: row for row in _with_ends(Branch.objects.filter(code__in=some))}
    for ids in chunks(thing.id for thing in equipment if thing.kind == NodeKind.TRANSFORMER):
        rows |= {row["code"]: row for row in live.filter(transformer_id__in=ids)}
    return rows


def _with_ends(branches: "QuerySet[Branch]") -> "QuerySet[Any, Any]":
    return branches.values(*BRANCH_FIELDS, start=F("from_node__code"), end=F("to_node__code"))


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(items)
    while some := list(islice(waiting, CHUNK)):
        yield some
