"""Writing the changes of an import, in bulk. Called by ``importing``, inside its transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model

from command_center.ground.core.pg_copy import copy_rows
from command_center.ground.core.postgres import update_rows
from command_center.ground.network.importing.planning import Plan
from command_center.ground.network.models import Branch, ConnectivityNode, OperationSource
from command_center.ground.network.services.switching import Operation, operate_many

M = TypeVar("M", bound=Model)
Rows = dict[str, dict[str, Any]]
Watch = Callable[[Iterable[Any], str], Iterable[Any]]

BATCH = 10_000
NODE_FIELDS = ("latitude", "longitude", "is_source", "kv", "container", "org_path")
BRANCH_FIELDS = (
    "name", "kind", "from_node", "to_node", "phases", "length_m", "rating_kva", "device", "normally_open", "telemetered",
    "feeder", "transformer", "operating_org", "serving_org", "org_path", "retired_at",
)  # fmt: skip


def apply(plan: Plan, *, at: datetime, actor: Any, watch: Watch) -> None:
    """Nodes first, because branches refer to them; retired branches before those that take their transformers over."""
    _write_nodes(plan.nodes.added, plan.nodes.changed, watch)
    for codes in _batches(plan.branches.retired):
        Branch.objects.filter(code__in=codes).update(retired_at=at)
    _close_what_is_no_device_any_more(plan.branches.changed, at=at, actor=actor)
    ends = {
        row[end]
        for rows in (plan.branches.added, plan.branches.changed)
        for row in rows.values()
        for end in ("start", "end")
    }
    node_ids: dict[str, int] = {}
    for codes in _batches(ends):
        node_ids.update(ConnectivityNode.objects.filter(code__in=codes).values_list("code", "pk"))
    _change_branches(plan.branches.changed, node_ids, watch)
    _create(
        Branch, plan.branches.added, lambda row: {"is_open": row["normally_open"], **_columns(row, node_ids)}, watch
    )


def _write_nodes(added: Rows, changed: Rows, watch: Watch) -> None:
    for codes in watch(list(_batches(changed)), "nodes changed"):
        nodes = list(ConnectivityNode.objects.filter(code__in=codes))
        update_rows([_set(node, changed[node.code]) for node in nodes], NODE_FIELDS)
    _create(ConnectivityNode, added, lambda row: row, watch)


def _change_branches(changed: Rows, node_ids: dict[str, int], watch: Watch) -> None:
    for codes in watch(list(_batches(changed)), "branches changed"):
        # Let go of the transformers first: two branches may swap theirs, and the index is checked row by row.
        Branch.objects.filter(code__in=codes, transformer__isnull=False).update(transformer=None)
        branches = list(Branch.objects.filter(code__in=codes))
        update_rows([_set(branch, _columns(changed[branch.code], node_ids)) for branch in branches], BRANCH_FIELDS)


def _close_what_is_no_device_any_more(changed: Rows, *, at: datetime, actor: Any) -> None:
    """A line cannot stand open. That it is closed from now on is written like any operation."""
    lost = [code for code, row in changed.items() if not row["device"]]
    standing_open = Branch.objects.live().filter(code__in=lost, is_open=True).values_list("pk", flat=True)
    told = [
        Operation(branch_id=pk, opened=False, at=at, source=OperationSource.IMPORT, actor=actor) for pk in standing_open
    ]
    operate_many(told)
    Branch.objects.filter(code__in=lost, is_open=True, retired_at__isnull=False).update(is_open=False)


def _create(
    model: type[Model], rows: Rows, columns_of: Callable[[dict[str, Any]], dict[str, Any]], watch: Watch
) -> None:
    table = model._meta.db_table
    for codes in watch(list(_batches(rows)), table):
        new = [{"code": code, **columns_of(rows[code])} for code in codes]
        copy_rows(table, list(new[0]), [tuple(row.values()) for row in new])


def _columns(row: dict[str, Any], node_ids: dict[str, int]) -> dict[str, Any]:
    columns = {name: value for name, value in row.items() if name not in {"start", "end"}}
    return {**columns, "from_node_id": node_ids[row["start"]], "to_node_id": node_ids[row["end"]]}


def _set(thing: M, columns: dict[str, Any]) -> M:
    for name, value in columns.items():
        setattr(thing, name, value)
    return thing


def _batches(items: Iterable[str]) -> Iterator[Sequence[str]]:
    waiting = iter(items)
    while batch := list(islice(waiting, BATCH)):
        yield batch
