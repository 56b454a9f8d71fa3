"""CIM RDF/XML as a bag of objects (IEC 61970-552): classes and properties by their local names. Pure.

Read as a stream with everything dangerous off: no DTD, no entities, nothing from outside. What is not on the list is skipped, so
that a file of a whole province with measurements and diagrams needs little more memory than its graph.
"""

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax import SAXException, handler
from xml.sax.xmlreader import InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from command_center.ground.network.columns import Notes

LONGEST_TEXT = 2_000
DECLARED_ENCODING = re.compile(rb"""\s*<\?xml[^>]*encoding=["']([\w.:-]+)["']""")
CHINESE_ENCODINGS = ("gb2312", "gbk", "gb18030", "cp936", "hz-gb-2312")
OBJECT, PROPERTY = 2, 3  # depths: rdf:RDF, an object, its property

SWITCHES = {
    "Breaker": "BREAKER",
    "DisconnectingCircuitBreaker": "BREAKER",
    "Recloser": "RECLOSER",
    "Sectionaliser": "SECTIONALISER",
    "Fuse": "FUSE",
    "LoadBreakSwitch": "SWITCH",
    "Disconnector": "SWITCH",
    "Switch": "SWITCH",
    "Jumper": "SWITCH",
}
# Conductor is the superclass of ACLineSegment, and what some exporters write; an equivalent branch stands for lines not told.
LINES = frozenset({"ACLineSegment", "Conductor", "SeriesCompensator", "EquivalentBranch"})
SOURCES = frozenset({"EnergySource", "ExternalNetworkInjection"})
CONTAINERS = frozenset({"Substation", "VoltageLevel", "Bay", "Feeder", "Line"})
CLASSES = frozenset(
    {
        *SWITCHES, *LINES, *SOURCES, *CONTAINERS, "PowerTransformer", "PowerTransformerEnd", "TransformerTank",
        "TransformerTankEnd", "ConnectivityNode", "Terminal", "EnergyConsumer", "UsagePoint", "BaseVoltage", "Location",
        "PositionPoint", "RatioTapChanger", "ACLineSegmentPhase", "SwitchPhase", "Discrete", "CoordinateSystem",
    }
)  # fmt: skip
PROPERTIES = frozenset(
    {
        "IdentifiedObject.mRID", "IdentifiedObject.name", "ConnectivityNode.ConnectivityNodeContainer",
        "Terminal.ConductingEquipment", "Terminal.ConnectivityNode", "Terminal.phases", "Terminal.sequenceNumber",
        "ACDCTerminal.sequenceNumber", "Conductor.length", "ConductingEquipment.BaseVoltage", "BaseVoltage.nominalVoltage",
        "Equipment.EquipmentContainer", "Switch.normalOpen", "PowerTransformerEnd.PowerTransformer",
        "PowerTransformerEnd.ratedU", "PowerTransformerEnd.ratedS", "TransformerEnd.Terminal", "TransformerEnd.endNumber",
        "TransformerEnd.BaseVoltage", "TransformerTankEnd.phases", "TransformerTankEnd.orderedPhases",
        "RatioTapChanger.TransformerEnd", "TransformerTankEnd.TransformerTank", "TransformerTank.PowerTransformer",
        "EnergyConsumer.customerCount", "VoltageLevel.BaseVoltage", "VoltageLevel.Substation", "Bay.VoltageLevel",
        "Bay.Substation", "Feeder.NormalEnergizingSubstation", "PowerSystemResource.Location", "PositionPoint.Location",
        "PositionPoint.xPosition", "PositionPoint.yPosition", "PositionPoint.sequenceNumber", "ACLineSegmentPhase.phase",
        "ACLineSegmentPhase.ACLineSegment", "SwitchPhase.phaseSide1", "SwitchPhase.Switch", "SwitchPhase.normalOpen",
        "Measurement.PowerSystemResource", "Location.CoordinateSystem", "CoordinateSystem.crsUrn",
    }
)  # fmt: skip


@dataclass(slots=True)
class CimObject:
    kind: str
    id: str
    file: str
    line: int
    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.values.get(name, "")


# Never equipment: not worth remembering when it is skipped, and there are millions of them.
NO_EQUIPMENT = ("Analog", "Accumulator", "Curve", "Diagram", "Discrete", "Name", "Operational", "Sv", "TextDiagram")


@dataclass
class CimObjects:
    """``skipped``: id → class of what was not taken."""

    by_id: dict[str, CimObject] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    by_kind: dict[str, list[CimObject]] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[CimObject]:
        return [found for kind in kinds for found in self.by_kind.get(kind, [])]

    def at(self, id: str) -> CimObject | None:
        return self.by_id.get(id)


def read_objects(files: list[Path], notes: Notes) -> CimObjects:
    """All files together (profiles may be kept apart); mistakes go to ``notes``."""
    objects = CimObjects()
    for path in files:
        _read_file(path, objects, notes)
    return objects


def _read_file(path: Path, objects: CimObjects, notes: Notes) -> None:
    parser: Any = DefusedExpatParser(namespaceHandling=1, forbid_dtd=True)
    parser.setContentHandler(_Collector(path.name, objects, notes, parser))
    try:
        with path.open("rb") as file:
            parser.parse(_in_utf8(file))
    except OSError:
        notes.add(path.name, 0, "", "file_missing")
    except DefusedXmlException:
        notes.add(path.name, _line(parser), "", "xml_forbidden")
    except (SAXException, LookupError, ValueError):
        # Truncated, not well-formed, not in the encoding it says, in an encoding nobody knows.
        notes.add(path.name, _line(parser), "", "xml_bad")


def _in_utf8(file: BinaryIO) -> InputSource:
    """The parser knows no Chinese encodings; a file that declares one is recoded on the way."""
    declared = DECLARED_ENCODING.match(file.read(200))
    file.seek(0)
    source = InputSource()
    if declared and declared[1].decode("ascii", "replace").lower() in CHINESE_ENCODINGS:
        source.setByteStream(codecs.EncodedFile(file, "utf-8", "gb18030"))
        source.setEncoding("utf-8")
    else:
        source.setByteStream(file)
    return source


def _line(parser: Any) -> int:
    return int(parser.getLineNumber() or 0)


class _Collector(handler.ContentHandler):
    def __init__(self, file: str, objects: CimObjects, notes: Notes, parser: Any) -> None:
        super().__init__()
        self.file, self.objects, self.notes, self.parser = file, objects, notes, parser
        self.depth = 0
        self.object: CimObject | None = None
        self.property = ""
        self.text: list[str] = []
        self.length = 0

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:
        self.depth += 1
        values = {local: value for (_, local), value in attrs.items()}
        if self.depth == OBJECT and name[1] in CLASSES:
            self._open(name[1], values)
        elif self.depth == OBJECT and not name[1].startswith(NO_EQUIPMENT):
            self.objects.skipped[_id_of(values.get("ID") or values.get("about") or "")] = name[1]
        elif self.depth == PROPERTY and self.object is not None and name[1] in PROPERTIES:
            self.property, self.text, self.length = name[1], [], 0
            if "resource" in values:
                self._keep(_id_of(values["resource"]))
        elif self.depth == 1 and name[1] != "RDF":
            self.notes.add(self.file, _line(self.parser), "", "not_cim")

    def endElementNS(self, name: Any, qname: Any) -> None:
        if self.depth == PROPERTY and self.property:
            self._keep("".join(self.text).strip())
            self.property = ""
        elif self.depth == OBJECT:
            self.object = None
        self.depth -= 1

    def characters(self, content: str) -> None:
        if self.property and self.depth == PROPERTY and self.length <= LONGEST_TEXT:
            self.length += len(content)
            self.text.append(content)

    def _open(self, kind: str, values: dict[str, str]) -> None:
        id, line = _id_of(values.get("ID") or values.get("about") or ""), _line(self.parser)
        known = self.objects.at(id)
        if not id or len(id) > LONGEST_TEXT:
            self.notes.add(self.file, line, kind, "id_empty" if not id else "code_too_long")
        elif known is None:
            self.object = self.objects.by_id[id] = CimObject(kind, id, self.file, line)
            self.objects.by_kind.setdefault(kind, []).append(self.object)
        elif values.get("ID") or known.kind != kind:
            self.notes.add(self.file, line, kind, "id_twice")
        else:
            self.object = known  # rdf:about: another profile tells more of the same thing

    def _keep(self, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            self.notes.add(self.file, _line(self.parser), self.property, "text_too_long")
        elif text and self.object is not None:
            self.object.values[self.property] = text


def _id_of(reference: str) -> str:
    """``#_4f…``, ``urn:uuid:4f…`` and ``_4f…`` are the same thing."""
    return reference.rpartition("#")[2].removeprefix("urn:uuid:").removeprefix("_") if reference else ""
