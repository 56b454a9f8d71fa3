"""A stage for stories: one county, a network from files, the customers of each load as service points, crews on duty.

Everything stands in invented places of one county, a few hundred metres apart: published networks lie in other countries
or on drawing paper, and stories tell of switches and calls, not of roads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from command_center.ground.network.models import Branch, ConnectivityNode, NodeKind, SupplyNode
from command_center.ground.network.services.importing import import_network
from command_center.ground.network.tables import NetworkTables, TableErrors, read_tables
from command_center.ground.organisation.models import AreaKind, Level, OrgUnit, ServiceGrid
from customers.models import Customer, ServicePoint
from dispatch.models import Certificate, Crew, CrewPosition, Shift, Skill

WEST, SOUTH, STEP_DEGREES, A_ROW = 109.0, 29.5, 0.002, 60
CREWS, CREW_EVERY_DEGREES = 6, 0.02
BATCH = 5000


@dataclass
class Stage:
    """What a story refers to: a device by its edge id, a customer by load and number (from 1)."""

    unit: OrgUnit
    devices: dict[str, int] = field(default_factory=dict)
    customer_numbers: dict[tuple[str, int], str] = field(default_factory=dict)
    load_of_point: dict[int, str] = field(default_factory=dict)
    crews: list[Crew] = field(default_factory=list)


def build(folder: Path, *, at: datetime) -> Stage:
    """Set the stage from a folder with nodes.csv, edges.csv and loads.csv. Raises TableErrors with all their mistakes."""
    tables = read_tables(folder)
    stage = Stage(unit=_organisation())
    report = import_network(path=folder, format="csv", unit=stage.unit, at=at, drawing=True)
    if report.errors:
        raise TableErrors(report.errors)
    stage.devices = dict(Branch.objects.exclude(device="").values_list("code", "pk"))
    _customers(stage, tables)
    stage.crews = [_crew(stage.unit, number, at) for number in range(CREWS)]
    return stage


def _organisation() -> OrgUnit:
    """Province, city, county and one station; the county's area holds every place of the stage. Returns the station."""
    corners = [(WEST - 0.1, SOUTH - 0.1), (WEST + 2, SOUTH - 0.1), (WEST + 2, SOUTH + 2), (WEST - 0.1, SOUTH + 2)]
    area = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    unit: OrgUnit | None = None
    for code, name, level, extra in (
        ("42", "湖北省", Level.PROVINCE, {}),
        ("4228", "恩施州", Level.CITY_CENTRE, {}),
        ("422826", "咸丰县", Level.COUNTY_CENTRE, {"area": area}),
        ("422826T01", "丁寨供电所", Level.TOWNSHIP_STATION, {}),
    ):
        path = f"{unit.path if unit else ''}{code}/"
        place = {"latitude": SOUTH, "longitude": WEST}
        unit = OrgUnit.objects.create(code=code, name=name, level=level, parent=unit, path=path, **place, **extra)
    assert unit is not None
    ServiceGrid.objects.create(code="G01", name="网格 1", unit=unit, area=area, org_path=unit.path)
    return unit


def _customers(stage: Stage, tables: NetworkTables) -> None:
    """Load i stands at the i-th place of a grid of places, behind a transformer of its own in the tree that people name."""
    unit = stage.unit
    owner = {"operating_org": unit, "serving_org": unit, "org_path": unit.path, "latitude": SOUTH, "longitude": WEST}
    substation = SupplyNode.objects.create(code="S", name="S", kind=NodeKind.SUBSTATION, **owner)
    feeder = SupplyNode.objects.create(code="F", name="F", kind=NodeKind.FEEDER, parent=substation, **owner)
    transformers = SupplyNode.objects.bulk_create(
        SupplyNode(code=f"T-{load_id}", name=load_id, kind=NodeKind.TRANSFORMER, parent=feeder, **owner)
        for load_id in tables.load_ids
    )
    nodes = dict(ConnectivityNode.objects.values_list("code", "pk"))
    points: list[ServicePoint] = []
    for i, load_id in enumerate(tables.load_ids):
        place = {"latitude": SOUTH + i // A_ROW * STEP_DEGREES, "longitude": WEST + i % A_ROW * STEP_DEGREES}
        for number in range(1, int(tables.load_customers[i]) + 1):
            code = f"{load_id}-{number}"
            stage.customer_numbers[load_id, number] = code
            points.append(
                ServicePoint(
                    customer=Customer(number=code, name=code, org_path=unit.path),
                    meter_number=f"M{code}",
                    address=code,
                    transformer=transformers[i],
                    node_id=nodes[tables.node_ids[int(tables.load_node[i])]],
                    unit=unit,
                    area_kind=AreaKind.RURAL,
                    org_path=unit.path,
                    **place,
                )
            )
    _save(points)
    stage.load_of_point = dict(ServicePoint.objects.values_list("pk", "transformer__name"))


def _save(points: Sequence[ServicePoint]) -> None:
    Customer.objects.bulk_create([point.customer for point in points], batch_size=BATCH)
    ServicePoint.objects.bulk_create(points, batch_size=BATCH)


def _crew(unit: OrgUnit, number: int, at: datetime) -> Crew:
    """A crew that can do everything and is on duty for two days, some kilometres from the next one."""
    assert unit.parent is not None
    place = {"latitude": SOUTH, "longitude": WEST + number * CREW_EVERY_DEGREES}
    crew = Crew.objects.create(
        code=f"C{number + 1:02d}",
        name=f"抢修 {number + 1:02d} 班",
        unit=unit,
        centre=unit.parent,
        org_path=unit.path,
        base_latitude=place["latitude"],
        base_longitude=place["longitude"],
        plate=f"鄂Q·{80_001 + number}",
    )
    Certificate.objects.bulk_create(Certificate(crew=crew, skill=skill, expires_on=date(2099, 1, 1)) for skill in Skill)
    Shift.objects.create(crew=crew, starts_at=at - timedelta(hours=1), ends_at=at + timedelta(days=2))
    CrewPosition.objects.create(crew=crew, fixed_at=at, seen_at=at, **place)
    return crew
