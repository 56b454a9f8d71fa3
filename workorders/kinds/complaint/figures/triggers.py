"""What set the complaints of a period off, as far as the reader may see it, and what its codes are called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import NodeKind, SupplyNode
from command_center.ground.organisation.models import Level, OrgUnit
from command_center.ground.organisation.scope import covers, scoped
from command_center.ground.organisation.unit_names import called, unit_name
from workorders.kinds import REPAIR_KINDS
from workorders.kinds.complaint.figures import causes
from workorders.kinds.complaint.figures.causes import Cause, Trigger
from workorders.kinds.complaint.figures.selectors import Told
from workorders.kinds.complaint.models import Category
from workorders.models.orders import WorkOrder
from workorders.trigger_outages import TriggerOutage, trigger_outages

KINDS = dict.fromkeys(REPAIR_KINDS, causes.REPAIR) | {"CONNECTION": causes.CONNECTION}
TRIGGER_WORDS = {
    causes.REPAIR: _("Fault order"),
    causes.OUTAGE: _("Outage"),
    causes.CONNECTION: _("Connection case"),
    causes.OTHER: _("Other order"),
}
REST_WORDS = {
    causes.OTHERS: _("All others"),
    causes.UNKNOWN: _("Not said"),
    causes.BEYOND: _("Trigger outside your area"),
    causes.NONE: _("No trigger linked"),
    causes.SEALED: _("Told in confidence"),
}
Names = Mapping[str, Mapping[str, str]]


@dataclass
class Triggers:
    """The causes of matters by their id, and the names of what they are counted under: dimension → code → name."""

    causes: dict[int, Cause] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def name(self, dimension: str, key: str) -> str:
        return str(REST_WORDS.get(key) or self.names[dimension].get(key, key))


def triggers_of(user: Any, rows: Iterable[Told]) -> Triggers:
    """At most ten queries, whatever the number. Of what was told in confidence from the reader nothing is read."""
    matters = list(rows)
    heard = [each for each in matters if not each.sealed]
    orders = _orders(user, heard)
    outages = _outages(user, heard, orders)
    places = _Places(node for node, _feeder in _nodes(orders, outages))
    found = Triggers()
    for each in matters:
        trigger = Trigger() if each.sealed else _trigger(each, orders, outages, places)
        found.causes[each.pk] = Cause(trigger, each.row.category, each.sealed)
    _name(found, places, orders)
    return found


_ORDER = ("kind", "number", "node_id", "unit__code", "centre__code", "grid__code", "grid__name")


def _orders(user: Any, rows: Iterable[Told]) -> dict[int, dict[str, Any]]:
    """The orders that set these off and that the reader may see."""
    wanted = {each.trigger_id for each in rows if each.trigger_id}
    seen = scoped(WorkOrder.objects.readable_by(user), user).filter(pk__in=wanted)
    return {pk: dict(zip(_ORDER, row, strict=True)) for pk, *row in seen.values_list("pk", *_ORDER)} if wanted else {}


def _outages(user: Any, rows: Iterable[Told], orders: Mapping[int, Any]) -> dict[int | str, TriggerOutage]:
    """Those that the reader may see: by the order that belongs to one, and by their number."""
    told = trigger_outages(list(orders), sorted({each.outage for each in rows if each.outage}))
    return {outage.order_id or outage.number: outage for outage in told if covers(user, outage.org_path)}


def _nodes(orders: Mapping[int, Any], outages: Mapping[Any, TriggerOutage]) -> Iterable[tuple[int | None, int | None]]:
    yield from ((row["node_id"], None) for row in orders.values())
    for outage in outages.values():
        yield outage.node_id, None
        yield outage.feeder_id, None


class _Places:
    """The feeder and the transformer of a node of the supply tree. One query a level, four at most."""

    def __init__(self, nodes: Iterable[int | None]) -> None:
        self.rows: dict[int, tuple[str, str, str, int | None]] = {}
        wanted = {node for node in nodes if node is not None}
        while wanted:
            found = SupplyNode.objects.filter(pk__in=wanted).values_list("pk", "code", "name", "kind", "parent_id")
            self.rows |= {pk: (code, name, kind, parent) for pk, code, name, kind, parent in found}
            wanted = {row[3] for row in self.rows.values() if row[3] is not None} - self.rows.keys()

    def code(self, node: int | None, kind: str) -> str:
        """Of the first node of this kind from here up; "" where there is none."""
        while node is not None and node in self.rows:
            code, _name, its_kind, parent = self.rows[node]
            if its_kind == kind:
                return code
            node = parent
        return ""

    def names(self, kind: str) -> dict[str, str]:
        """In the reader's language."""
        return {code: called(name) for code, name, its_kind, _parent in self.rows.values() if its_kind == kind}


def _trigger(each: Told, orders: Mapping[int, Any], outages: Mapping[Any, TriggerOutage], places: _Places) -> Trigger:
    """An outage is the cause of the repair that belongs to it: that is what is told, with what only the order knows."""
    order = orders.get(each.trigger_id or 0)
    outage = outages.get(each.outage) or outages.get(each.trigger_id or 0)
    if order is None and outage is None:
        return Trigger(causes.BEYOND if each.trigger_id or each.outage else causes.NONE)
    if order is None:
        assert outage is not None
        order = dict.fromkeys(_ORDER)
    node: int | None = order["node_id"] or (outage.node_id if outage else None)
    feeder = places.code(node, NodeKind.FEEDER) or places.code(outage.feeder_id if outage else None, NodeKind.FEEDER)
    return Trigger(
        kind=causes.OUTAGE if outage else KINDS.get(order["kind"] or "", causes.OTHER),
        number=outage.number if outage else str(order["number"]),
        feeder=feeder,
        county=order["centre__code"] or (outage.centre if outage else ""),
        grid=order["grid__code"] or "",
        transformer=places.code(node, NodeKind.TRANSFORMER),
        unit=order["unit__code"] or (outage.unit if outage else ""),
    )


def _name(found: Triggers, places: _Places, orders: Mapping[int, Any]) -> None:
    """What stands in the causes gets its name, and every trigger the kind of its unit. Two queries."""
    codes = {code for cause in found.causes.values() for code in (cause.trigger.unit, cause.trigger.county)} - {""}
    units = unit_names(codes)
    for pk, cause in found.causes.items():
        if cause.trigger.unit in units:
            kind = units[cause.trigger.unit][1]
            found.causes[pk] = cause._replace(trigger=cause.trigger._replace(unit_kind=kind))
    names = {code: name for code, (name, _level) in units.items()}
    found.names |= {
        "trigger": {code: str(words) for code, words in TRIGGER_WORDS.items()},
        "feeder": places.names(NodeKind.FEEDER),
        "county": names,
        "grid": {row["grid__code"]: called(row["grid__name"]) for row in orders.values() if row["grid__code"]},
        "transformer": places.names(NodeKind.TRANSFORMER),
        "unit": names,
        "unit_kind": {code: str(label) for code, label in Level.choices},
        "category": category_names(),
    }


def unit_names(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code → name in the reader's language, and level. One query."""
    rows = OrgUnit.objects.filter(code__in=list(codes)).values_list("code", "name", "name_en", "level")
    return {code: (unit_name(name, name_en), level) for code, name, name_en, level in rows}


def category_names() -> dict[str, str]:
    """Code → label in the reader's language, by the newest tree that has it. One query."""
    rows = Category.objects.select_related("tree").order_by("tree__valid_from")
    return {row.code: row.label for row in rows}
