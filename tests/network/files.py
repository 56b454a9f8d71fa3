"""Small networks as files: the neutral CSV form and CIM RDF/XML, written to a folder and spoiled one way at a time."""

from pathlib import Path

NODES = """node_id,source_name,lon,lat,is_source,kv,container
bus,,109.10,29.60,1,10,S1
a,,109.11,29.60,0,10,F1
b,,109.12,29.60,0,10,F1
c,,109.13,29.60,0,10,
lv1,,109.12,29.61,0,0.4,
lv2,,109.13,29.61,0,0.4,
"""
EDGES = """edge_id,source_name,kind,from_node,to_node,phases,length_m,rating_kva,device,normally_open,feeder,transformer,telemetered
CB1,出线开关,switch,bus,a,ABC,0,,breaker,0,F1,,1
L1,主干线,line,a,b,ABC,900,,,0,F1,,0
SW1,分段开关,switch,b,c,ABC,0,,switch,0,F1,,0
TR1,,transformer,b,lv1,ABC,,200,transformer,0,F1,T1,0
TR2,,transformer,lv2,c,ABC,,200,transformer,0,F1,T2,0
TIE,,switch,a,c,ABC,0,,tie,1,,,0
"""
LOADS = """load_id,source_name,node_id,kw,customers
l1,,lv1,12,3
l2,,lv2,,4
"""
TABLES = {"nodes.csv": NODES, "edges.csv": EDGES, "loads.csv": LOADS}


def write_csv(folder: Path, **spoiled: str | bytes | None) -> Path:
    """``write_csv(folder, edges=…)``: a good network, but for the named tables; None leaves the file out."""
    for name, text in TABLES.items():
        content = spoiled.get(name.removesuffix(".csv"), text)
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cim="http://iec.ch/TC57/CIM100#">
"""
TAIL = "</rdf:RDF>\n"
CIM = "http://iec.ch/TC57/CIM100#"


def thing(kind: str, id: str, **properties: str) -> str:
    """One object; ``IdentifiedObject__name="x"`` is text, a value that begins with # or http is a reference."""
    lines = []
    for name, value in properties.items():
        tag = "cim:" + name.replace("__", ".")
        if value.startswith(("#", "http")):
            lines.append(f'  <{tag} rdf:resource="{value}"/>')
        else:
            lines.append(f"  <{tag}>{value}</{tag}>")
    return f'<cim:{kind} rdf:ID="_{id}">\n' + "\n".join(lines) + f"\n</cim:{kind}>\n"


def terminal(equipment: str, node: str, number: int, phases: str = "ABCN") -> str:
    return thing(
        "Terminal",
        f"{equipment}-t{number}",
        Terminal__ConductingEquipment=f"#_{equipment}",
        Terminal__ConnectivityNode=f"#_{node}",
        ACDCTerminal__sequenceNumber=str(number),
        Terminal__phases=f"{CIM}PhaseCode.{phases}",
    )


def equipment(kind: str, id: str, start: str, end: str, **properties: str) -> str:
    return thing(
        kind, id, IdentifiedObject__name=f"name of {id}", Equipment__EquipmentContainer="#_f1", **properties
    ) + "".join(terminal(id, node, n) for n, node in ((1, start), (2, end)))


def place(id: str, *points: tuple[float, float]) -> str:
    return thing("Location", f"{id}-loc") + "".join(
        thing(
            "PositionPoint",
            f"{id}-p{n}",
            PositionPoint__Location=f"#_{id}-loc",
            PositionPoint__sequenceNumber=str(n),
            PositionPoint__xPosition=str(lon),
            PositionPoint__yPosition=str(lat),
        )
        for n, (lon, lat) in enumerate(points, start=1)
    )


def cim_objects() -> list[str]:
    """The same network as the tables, told in CIM."""
    ends = [
        thing(
            "PowerTransformerEnd", f"T1-e{n}", PowerTransformerEnd__PowerTransformer="#_T1",
            TransformerEnd__Terminal=f"#_T1-t{n}", TransformerEnd__endNumber=str(n),
            TransformerEnd__BaseVoltage=f"#_{base}", PowerTransformerEnd__ratedS="200000",
        )
        for n, base in ((1, "mv"), (2, "lv"))
    ]  # fmt: skip
    return [
        thing("BaseVoltage", "mv", BaseVoltage__nominalVoltage="10000"),
        thing("BaseVoltage", "lv", BaseVoltage__nominalVoltage="400"),
        thing("Substation", "s1", IdentifiedObject__name="S1"),
        thing("Feeder", "f1", IdentifiedObject__name="F1", Feeder__NormalEnergizingSubstation="#_s1"),
        *(
            thing("ConnectivityNode", node, ConnectivityNode__ConnectivityNodeContainer="#_f1")
            for node in ("bus", "a", "b", "c", "lv1")
        ),
        thing("EnergySource", "src", Equipment__EquipmentContainer="#_s1") + terminal("src", "bus", 1),
        equipment("Breaker", "CB1", "bus", "a", Switch__normalOpen="false", ConductingEquipment__BaseVoltage="#_mv"),
        equipment(
            "ACLineSegment", "L1", "a", "b", Conductor__length="900", PowerSystemResource__Location="#_L1-loc",
            ConductingEquipment__BaseVoltage="#_mv",
        ),
        place("L1", (109.11, 29.60), (109.115, 29.6), (109.12, 29.60)),
        equipment("LoadBreakSwitch", "SW1", "b", "c", Switch__normalOpen="false", PowerSystemResource__Location="#_SW1-loc"),
        place("SW1", (109.13, 29.60)),
        equipment("Fuse", "TIE", "a", "c", Switch__normalOpen="true"),
        equipment("PowerTransformer", "T1", "b", "lv1"),
        *ends,
        thing("EnergyConsumer", "c1", EnergyConsumer__customerCount="3") + terminal("c1", "lv1", 1, "s12N"),
        thing("Discrete", "d1", Measurement__PowerSystemResource="#_CB1"),
        thing("Analog", "ignored", Measurement__PowerSystemResource="#_SW1"),
    ]  # fmt: skip


def cim_text(*more: str) -> str:
    return HEAD + "".join([*cim_objects(), *more]) + TAIL


def write_cim(folder: Path, text: str | bytes | None = None, name: str = "network.xml") -> Path:
    path = folder / name
    content = cim_text() if text is None else text
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
