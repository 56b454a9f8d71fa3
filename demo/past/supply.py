"""Ratings and loads of the invented network, and the plans that follow from them by the product's own arithmetic."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

import numpy as np

from command_center.ground.core.geo import haversine_m
from command_center.ground.network.models import Branch, NodeKind, SupplyNode
from customers.models import ServicePoint
from demo.bulk_loading import copy_rows
from workorders.kinds.connection.headroom import MV_10, Draft, Load, Near, Rule, draft
from workorders.kinds.connection.models import HeadroomRule, NodeLoad
from workorders.models import WorkOrder

INVENTED = "demo-history"
USUAL_KVA, FEEDER_KVA = 315.0, (6000.0, 8000.0, 10000.0, 12000.0)
COLUMNS = ["node_id", "rated_kva", "peak_kw", "pv_kw", "measured_on", "source", "invented"]


def load_loads(rng: np.random.Generator, *, on: date) -> int:
    """A row for every transformer and feeder; a few of them are nearly full. How many."""
    kva = dict(
        Branch.objects.filter(transformer__isnull=False, rating_kva__isnull=False).values_list(
            "transformer", "rating_kva"
        )
    )
    nodes = SupplyNode.objects.filter(kind__in=[NodeKind.TRANSFORMER, NodeKind.FEEDER]).order_by("pk")
    ids = [(pk, kind == NodeKind.FEEDER) for pk, kind in nodes.values_list("pk", "kind")]
    used = np.where(rng.random(len(ids)) < 0.04, rng.uniform(0.7, 0.85, len(ids)), rng.beta(4, 6, len(ids)) * 0.6)
    sun = np.where(rng.random(len(ids)) < 0.15, rng.uniform(0.05, 0.7, len(ids)), 0.0)
    big = rng.choice(FEEDER_KVA, len(ids))
    rows = []
    for (pk, is_feeder), share, feeds_in, feeder_kva in zip(
        ids, used.tolist(), sun.tolist(), big.tolist(), strict=True
    ):
        rated = feeder_kva if is_feeder else float(kva.get(pk) or USUAL_KVA)
        rows.append((pk, rated, round(rated * share, 1), round(rated * feeds_in, 1), on, INVENTED, True))
    copy_rows(NodeLoad._meta.db_table, COLUMNS, rows)
    return len(rows)


@dataclass
class Equipment:
    """What supplies the sample: parents of nodes, places of transformers, loads; and what was promised there, from when to when."""

    rule: HeadroomRule | None
    loads: dict[int, NodeLoad]
    parents: dict[int, int | None]
    promised: dict[int, list[tuple[datetime, datetime, float]]] = field(default_factory=lambda: defaultdict(list))

    def drafted(
        self, order: WorkOrder, point: ServicePoint, kw: float, at: datetime
    ) -> tuple[Draft, int | None, float]:
        """The plan of that day by the rule of today: draft, the node it is of, metres to the transformer."""
        node = point.transformer
        metres = haversine_m(point.latitude, point.longitude, node.latitude, node.longitude)
        feeder = self.parents.get(node.pk)
        near = Near(transformer=self._load(node.pk, at), feeder=self._load(feeder, at), distance_m=metres)
        plan = draft(order.sub_kind, kw, near, self._rule())
        return plan, feeder if plan.voltage == MV_10 else node.pk, metres

    def promise(self, node: int | None, since: datetime, until: datetime, kw: float) -> None:
        """Granted, and not connected yet."""
        if node is not None:
            self.promised[node].append((since, until, kw))

    def _rule(self) -> Rule:
        return Rule(**{each.name: getattr(self.rule, each.name) for each in fields(Rule)}) if self.rule else Rule()

    def _load(self, node: int | None, at: datetime) -> Load | None:
        row = self.loads.get(node or 0)
        if row is None or node is None:
            return None
        kw = sum(kw for since, until, kw in self.promised[node] if since <= at < until)
        return Load(rated_kva=row.rated_kva, peak_kw=row.peak_kw, promised_kw=kw, pv_kw=row.pv_kw)


def equipment(points: "list[ServicePoint]") -> Equipment:
    """Read for the transformers of these points. Four queries."""
    parents = dict(SupplyNode.objects.values_list("pk", "parent_id"))
    feeders = set(SupplyNode.objects.filter(kind=NodeKind.FEEDER).values_list("pk", flat=True))
    above = {point.transformer_id: _feeder(point.transformer_id, parents, feeders) for point in points}
    near = {pk for pair in above.items() for pk in pair if pk is not None}
    loads = {row.node_id: row for row in NodeLoad.objects.filter(node__in=near)}
    return Equipment(HeadroomRule.objects.order_by("-valid_from").first(), loads, above)


def _feeder(node: int | None, parents: Mapping[int, int | None], feeders: set[int]) -> int | None:
    while node is not None and node not in feeders:
        node = parents.get(node)
    return node
