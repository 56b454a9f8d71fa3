"""CIM (subset of IEC 61970-301 and 61968-11) as records. Pure.

Taken: Substation, Feeder, ConnectivityNode, Terminal, ACLineSegment, the switches with ``normalOpen``, PowerTransformer with its
ends or tanks, EnergySource, EnergyConsumer (``customerCount``), UsagePoint (counted), Location with PositionPoint, phases.
Everything else is skipped.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from command_center.ground.network.importing.cim_objects import (
    LINES,
    SOURCES,
    SWITCHES,
    CimObject,
    CimObjects,
    read_objects,
)
from command_center.ground.network.importing.cim_places import Places
from command_center.ground.network.importing.cim_tree import Tree
from command_center.ground.network.importing.records import BranchRecord, Network, NodeRecord, clean

VOLTS_FROM = 1_200  # no network has more kilovolts: a file with a larger figure means volts
PHASE_ORDER = "ABCS"


@dataclass
class _Cim:
    """The objects with the questions that are asked of them again and again."""

    objects: CimObjects
    network: Network
    prefix: str
    tree: Tree
    places: Places
    terminals: dict[str, list[CimObject]] = field(default_factory=lambda: defaultdict(list))
    phases: dict[str, str] = field(default_factory=lambda: defaultdict(str))
    kv: dict[str, float] = field(default_factory=dict)
    remote: set[str] = field(default_factory=set)
    regulated: set[str] = field(default_factory=set)

    def code(self, thing: CimObject) -> str:
        return self.prefix + (thing.get("IdentifiedObject.mRID").removeprefix("_") or thing.id)

    def note(self, thing: CimObject, what: str) -> None:
        """A mistake, with the name of the equipment; a terminal is told by what it belongs to."""
        named = self.objects.at(thing.get("Terminal.ConductingEquipment")) or thing
        name = clean(named.get("IdentifiedObject.name")) or named.id
        self.network.notes.add(thing.file, thing.line, thing.kind, what, name)


def read_cim(files: list[Path], *, prefix: str = "", drawing: bool = False, sources: Sequence[str] = ()) -> Network:
    """All ``files`` are one network. Codes are ``prefix`` + mRID. ``drawing``: positions are no places on earth.

    ``sources``: nodes, by mRID or name, where supply enters although no source of the files stands there.
    """
    network = Network()
    objects = read_objects(files, network.notes)
    if network.errors:
        return network
    cim = _prepare(objects, network, prefix, drawing)
    _add_nodes(cim)
    named = {node.get("IdentifiedObject.name"): cim.code(node) for node in objects.of("ConnectivityNode")}
    network.make_sources([prefix + name if prefix + name in network.nodes else name for name in sources], named)
    network.skipped = _skipped_equipment(cim)
    for line in objects.of(*LINES):
        _add_two_ended(cim, line, "LINE", "")
    for kind, device in SWITCHES.items():
        for switch in objects.of(kind):
            _add_two_ended(cim, switch, "SWITCH", device)
    ends = _ends_by_transformer(cim)
    for transformer in objects.of("PowerTransformer"):
        _add_transformer(cim, transformer, ends.get(transformer.id, []))
    consumers = objects.of("EnergyConsumer")
    network.loads = len(consumers) or len(objects.of("UsagePoint"))
    network.customers = sum(int(_number(c.get("EnergyConsumer.customerCount")) or 0) for c in consumers)
    if not any(node.is_source for node in network.nodes.values()):
        network.notes.add(files[0].name if files else "", 0, "", "source_missing")
    return network


def _prepare(objects: CimObjects, network: Network, prefix: str, drawing: bool) -> _Cim:
    cim = _Cim(objects, network, prefix, Tree(objects, network.notes), Places(objects, drawing))
    for terminal in objects.of("Terminal"):
        cim.terminals[terminal.get("Terminal.ConductingEquipment")].append(terminal)
    for terminals in cim.terminals.values():
        terminals.sort(key=_sequence)
    for phase in objects.of("ACLineSegmentPhase"):
        cim.phases[phase.get("ACLineSegmentPhase.ACLineSegment")] += _letters(phase.get("ACLineSegmentPhase.phase"))
    for end in objects.of("TransformerTankEnd"):
        cim.phases[_transformer_of(objects, end)] += _energised(end)
    cim.regulated = {changer.get("RatioTapChanger.TransformerEnd") for changer in objects.of("RatioTapChanger")}
    for phase in objects.of("SwitchPhase"):
        cim.phases[phase.get("SwitchPhase.Switch")] += _letters(phase.get("SwitchPhase.phaseSide1"))
    cim.kv = _voltages(objects)
    cim.remote = {reading.get("Measurement.PowerSystemResource") for reading in objects.of("Discrete")}
    return cim


def _voltages(objects: CimObjects) -> dict[str, float]:
    """Id of a BaseVoltage → kV; the standard's unit is the volt, many files write kilovolts."""
    levels = {v.id: _number(v.get("BaseVoltage.nominalVoltage")) or 0.0 for v in objects.of("BaseVoltage")}
    scale = 1000 if max(levels.values(), default=0) > VOLTS_FROM else 1
    return {id: level / scale for id, level in levels.items()}


def _add_nodes(cim: _Cim) -> None:
    fed = {t.get("Terminal.ConnectivityNode") for s in cim.objects.of(*SOURCES) for t in cim.terminals[s.id]}
    kv = _node_voltages(cim)
    spots = cim.places.of_nodes(cim.terminals)
    for node in cim.objects.of("ConnectivityNode"):
        container = cim.tree.equipment_above(node.get("ConnectivityNode.ConnectivityNodeContainer"))
        record = NodeRecord(
            cim.code(node),
            *spots.get(node.id, (None, None)),
            node.id in fed,
            kv.get(node.id) or cim.kv.get(cim.tree.voltage_of(node.get("ConnectivityNode.ConnectivityNodeContainer"))),
            _named(cim, container),
        )
        cim.network.add_node(record, node.file, node.line)


def _node_voltages(cim: _Cim) -> dict[str, float]:
    found: dict[str, float] = {}
    for equipment in cim.objects.of(*LINES, *SWITCHES, *SOURCES, "EnergyConsumer"):
        kv = cim.kv.get(equipment.get("ConductingEquipment.BaseVoltage"))
        for terminal in cim.terminals[equipment.id] if kv else ():
            found.setdefault(terminal.get("Terminal.ConnectivityNode"), kv or 0)
    for end in cim.objects.of("PowerTransformerEnd", "TransformerTankEnd"):
        tied, kv = cim.objects.at(end.get("TransformerEnd.Terminal")), cim.kv.get(end.get("TransformerEnd.BaseVoltage"))
        if tied and kv:
            found.setdefault(tied.get("Terminal.ConnectivityNode"), kv)
    return found


def _add_two_ended(cim: _Cim, equipment: CimObject, kind: str, device: str) -> None:
    nodes = _nodes_of(cim, equipment, cim.terminals[equipment.id])
    if nodes is None:
        return
    if len(nodes) != 2:
        cim.note(equipment, "terminals_wrong")
        return
    is_open = bool(device) and equipment.get("Switch.normalOpen").lower() == "true"
    _add(cim, equipment, kind, nodes[0], nodes[1], device=device, normally_open=is_open)


def _add_transformer(cim: _Cim, transformer: CimObject, ends: list[CimObject]) -> None:
    """One branch from the first end to each other node; the ends of a split winding at one node are one."""
    by_end = [t for end in sorted(ends, key=_end_number) if (t := cim.objects.at(end.get("TransformerEnd.Terminal")))]
    nodes = _nodes_of(cim, transformer, by_end or cim.terminals[transformer.id])
    if nodes is None:
        return
    first, *others = dict.fromkeys(nodes) or [""]
    if not others:
        cim.note(transformer, "terminals_wrong")
    ratings = [rating for end in ends if (rating := _number(end.get("PowerTransformerEnd.ratedS")))]
    for number, other in enumerate(others, start=2):
        suffix = "" if number == 2 else f"#{number}"
        rating = max(ratings) / 1000 if ratings else None
        kind, device = ("REGULATOR", "") if _is_regulator(cim, ends) else ("TRANSFORMER", "TRANSFORMER")
        _add(cim, transformer, kind, first, other, device=device, suffix=suffix, rating_kva=rating)


def _is_regulator(cim: _Cim, ends: list[CimObject]) -> bool:
    """A tap changer between equal voltages (line regulator); between different ones it is a transformer with taps.

    Our interpretation of CIM, which has no class for regulators. It is no device: it is bypassed and not opened.
    """
    levels = {cim.kv.get(end.get("TransformerEnd.BaseVoltage")) for end in ends}
    return any(end.id in cim.regulated for end in ends) and len(levels) == 1 and None not in levels


def _transformer_of(objects: CimObjects, end: CimObject) -> str:
    tank = objects.at(end.get("TransformerTankEnd.TransformerTank"))
    return tank.get("TransformerTank.PowerTransformer") if tank is not None else ""


def _energised(end: CimObject) -> str:
    """The phases of a tank's end: ``OrderedPhaseCodeKind.AN`` → A. The customer side (s1, s2) is told by the primary's phase."""
    letters = end.get("TransformerTankEnd.orderedPhases") or end.get("TransformerTankEnd.phases")
    return "".join(letter for letter in letters.rpartition(".")[2] if letter in "ABC")


def _skipped_equipment(cim: _Cim) -> dict[str, int]:
    """Kinds of equipment with a terminal of which nothing was made, each with how many: a line missing here parts a network."""
    unknown = {id for id in cim.terminals if cim.objects.at(id) is None}
    return dict(sorted(Counter(cim.objects.skipped.get(id, "unknown class") for id in unknown).items()))


def _nodes_of(cim: _Cim, equipment: CimObject, terminals: list[CimObject]) -> list[str] | None:
    """Codes of the nodes it is tied to; None when one of them does not exist, which is noted."""
    nodes = []
    for terminal in terminals:
        node = cim.objects.at(terminal.get("Terminal.ConnectivityNode"))
        if node is None or node.kind != "ConnectivityNode":
            cim.note(terminal, "node_outside")
            return None
        nodes.append(cim.code(node))
    return nodes


def _add(
    cim: _Cim,
    equipment: CimObject,
    kind: str,
    start: str,
    end: str,
    *,
    device: str,
    normally_open: bool = False,
    suffix: str = "",
    rating_kva: float | None = None,
) -> None:
    feeder = cim.tree.equipment_above(equipment.get("Equipment.EquipmentContainer"), kind="Feeder")
    record = BranchRecord(
        cim.code(equipment) + suffix,
        clean(equipment.get("IdentifiedObject.name")),
        kind,
        start,
        end,
        _phases(cim, equipment),
        _number(equipment.get("Conductor.length")) or 0.0,
        rating_kva,
        device,
        normally_open,
        equipment.id in cim.remote,
        _named(cim, feeder),
        _named(cim, equipment) if kind == "TRANSFORMER" and not suffix else "",
    )
    cim.network.add_branch(record, equipment.file, equipment.line)


def _phases(cim: _Cim, equipment: CimObject) -> str:
    told = cim.phases.get(equipment.id) or "".join(
        _letters(terminal.get("Terminal.phases")) for terminal in cim.terminals[equipment.id]
    )
    return "".join(letter for letter in PHASE_ORDER if letter in told) or "ABC"


def _letters(code: str) -> str:
    """``PhaseCode.ABCN`` → ``ABC``; s1, s2 and s12 of a split winding → ``S``."""
    letters = code.rpartition(".")[2]
    return "S" if letters.startswith("s") else letters.upper().strip("N")


def _named(cim: _Cim, equipment: CimObject | None) -> str:
    """The file's id for equipment; its name is remembered as another way to find it in the supply tree."""
    if equipment is None:
        return ""
    cim.network.aliases[equipment.id] = equipment.get("IdentifiedObject.name")
    return equipment.id


def _ends_by_transformer(cim: _Cim) -> dict[str, list[CimObject]]:
    ends: dict[str, list[CimObject]] = defaultdict(list)
    for end in cim.objects.of("PowerTransformerEnd"):
        ends[end.get("PowerTransformerEnd.PowerTransformer")].append(end)
    for end in cim.objects.of("TransformerTankEnd"):
        ends[_transformer_of(cim.objects, end)].append(end)
    return ends


def _sequence(terminal: CimObject) -> tuple[float, str]:
    written = terminal.get("ACDCTerminal.sequenceNumber") or terminal.get("Terminal.sequenceNumber")
    return _number(written) or 0.0, terminal.id


def _end_number(end: CimObject) -> float:
    return _number(end.get("TransformerEnd.endNumber")) or 0.0


def _number(text: str) -> float | None:
    """A finite number from zero up, or None."""
    try:
        number = float(text) if "_" not in text else -1.0
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
