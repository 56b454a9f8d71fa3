"""A mini province: two counties, three units, two grids, three crews on duty, feeder F1 with T1–T3, one customer.

Plain functions with sensible defaults; coordinates are WGS-84 degrees. Everything lies near Xianfeng, Enshi.
"""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zlib import crc32

from django.utils.timezone import localdate, now

from command_center.ground.network.models import Branch, BranchKind, ConnectivityNode, DeviceKind, NodeKind, SupplyNode
from command_center.ground.organisation.models import AreaKind, Level, OrgUnit, ServiceGrid
from customers.models import Contact, Customer, ServicePoint
from dispatch.models import Certificate, Crew, CrewMember, CrewPosition, Offer, Shift
from dispatch.services.offering import accept_offer
from dispatch.services.routing import route_orders
from workorders.models import WorkOrder
from workorders.report import Report
from workorders.services.intake import open_fault_order
from workorders.services.judging import pass_on

XUANTUO = (29.672, 109.141)  # the village of the first scene, served by Dingzhai
IN_TOWN = (29.601, 109.101)  # close to the town crew
IN_LAIFENG = (29.602, 109.401)
NOWHERE = (10.0, 10.0)


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_unit(code: str, name: str, level: str, parent: OrgUnit | None, **fields: Any) -> OrgUnit:
    path = f"{parent.path if parent else ''}{code}/"
    place = {"latitude": 29.6, "longitude": 109.1}
    return OrgUnit.objects.create(code=code, name=name, level=level, parent=parent, path=path, **place | fields)


def make_grid(code: str, unit: OrgUnit, area: dict[str, Any], **fields: Any) -> ServiceGrid:
    return ServiceGrid.objects.create(
        code=code, name=f"{unit.name} {code}", unit=unit, area=area, org_path=unit.path, **fields
    )


def make_crew(
    code: str,
    name: str,
    unit: OrgUnit,
    *,
    at: datetime | None = None,
    place: tuple[float, float] | None = None,
    on_duty: bool = True,
    skills: tuple[str, ...] = ("LV", "MV"),
    members: tuple[Any, ...] = (),
    **fields: Any,
) -> Crew:
    """A crew at ``place`` (its unit's place by default) with a fresh position, two people and valid certificates."""
    at = at or now()
    latitude, longitude = place or (unit.latitude, unit.longitude)
    crew = Crew.objects.create(
        code=code,
        name=name,
        unit=unit,
        centre=unit.parent,
        org_path=unit.path,
        base_latitude=latitude,
        base_longitude=longitude,
        **{"plate": "鄂Q·80001", **fields},
    )
    Certificate.objects.bulk_create(
        Certificate(crew=crew, skill=skill, expires_on=date(2099, 1, 1)) for skill in skills
    )
    if on_duty:
        Shift.objects.create(crew=crew, starts_at=at - timedelta(hours=4), ends_at=at + timedelta(hours=8))
        CrewPosition.objects.create(crew=crew, latitude=latitude, longitude=longitude, fixed_at=at, seen_at=at)
    for person in members:
        CrewMember.objects.create(crew=crew, person=person, from_on=localdate(at))
    return crew


def make_node(code: str, kind: str, unit: OrgUnit, parent: SupplyNode | None = None) -> SupplyNode:
    return SupplyNode.objects.create(
        code=code,
        name=code,
        kind=kind,
        parent=parent,
        operating_org=unit,
        serving_org=unit,
        org_path=unit.path,
        latitude=unit.latitude,
        longitude=unit.longitude,
    )


def make_customer(
    number: str,
    name: str,
    transformer: SupplyNode,
    *,
    phone: str = "+8613800135612",
    meter_number: str = "",
    address: str = "咸丰县丁寨乡旋坨村三组",
    place: tuple[float, float] = XUANTUO,
    **fields: Any,
) -> Customer:
    """A customer with one contact and one service point."""
    unit = transformer.serving_org
    customer = Customer.objects.create(number=number, name=name, org_path=unit.path, **fields)
    Contact.objects.create(customer=customer, name=name, phone=phone)
    ServicePoint.objects.create(
        customer=customer,
        meter_number=meter_number or f"M{number}",
        address=address,
        latitude=place[0],
        longitude=place[1],
        transformer=transformer,
        unit=unit,
        area_kind=AreaKind.RURAL,
        org_path=unit.path,
    )
    return customer


def make_province(*, at: datetime | None = None) -> SimpleNamespace:
    """The whole mini province; attributes are named after what they are."""
    p = SimpleNamespace()
    p.province = make_unit("42", "湖北省", Level.PROVINCE, None)
    p.city = make_unit("4228", "恩施州", Level.CITY_CENTRE, p.province)
    p.xianfeng = make_unit("422826", "咸丰县", Level.COUNTY_CENTRE, p.city, area=square(109.0, 29.5, 109.3, 29.8))
    p.laifeng = make_unit(
        "422827", "来凤县", Level.COUNTY_CENTRE, p.city, area=square(109.3, 29.5, 109.6, 29.8), longitude=109.4
    )
    p.dingzhai = make_unit(
        "422826T01", "丁寨供电所", Level.TOWNSHIP_STATION, p.xianfeng, latitude=29.66, longitude=109.15
    )
    p.town = make_unit("422826S01", "高乐山供电服务站", Level.SERVICE_STATION, p.xianfeng)
    p.baifusi = make_unit("422827T01", "百福司供电所", Level.TOWNSHIP_STATION, p.laifeng, longitude=109.4)
    p.dingzhai_grid = make_grid("G01", p.dingzhai, square(109.12, 29.64, 109.18, 29.7))
    p.baifusi_grid = make_grid("G02", p.baifusi, square(109.35, 29.55, 109.45, 29.65))
    p.dingzhai_crew = make_crew("C01", "丁寨 01 班", p.dingzhai, at=at)
    p.town_crew = make_crew("C02", "高乐山 01 班", p.town, at=at)
    p.baifusi_crew = make_crew("C03", "百福司 01 班", p.baifusi, at=at)
    p.dingzhai_crew.grids.add(p.dingzhai_grid)
    p.substation = make_node("S1", NodeKind.SUBSTATION, p.dingzhai)
    p.f1 = make_node("F1", NodeKind.FEEDER, p.dingzhai, p.substation)
    p.t1, p.t2, p.t3 = (make_node(code, NodeKind.TRANSFORMER, p.dingzhai, p.f1) for code in ("T1", "T2", "T3"))
    p.customer = make_customer("4228260001", "冉小明", p.t1)
    return p


def make_branch(code: str, kind: str, start: ConnectivityNode, end: ConnectivityNode, **fields: Any) -> Branch:
    """A branch of the feeder that its first node lies in; ``device`` and the rest as in the model."""
    unit = start.container.serving_org
    return Branch.objects.create(
        code=code,
        name=code,
        kind=kind,
        from_node=start,
        to_node=end,
        is_open=fields.get("normally_open", False),
        **{"feeder": start.container, "operating_org": unit, "serving_org": unit, "org_path": unit.path, **fields},
    )


def make_network(p: SimpleNamespace) -> SimpleNamespace:
    """The graph of F1 below the cast's supply tree, and a stump of F2; attributes are the branches' codes in lower case.

    ::

        bus ─ CB1 ─ a ─ L1 ─ b ─ SW1 ─ c ─ TIE ─ d ─ CB2 ─ bus2        T1 hangs on FU1 behind b, T2 and T3 on FU2 behind c
    """
    f2 = make_node("F2", NodeKind.FEEDER, p.dingzhai, p.substation)
    spots = dict.fromkeys(("bus", "a", "b", "c", "e1", "e2", "lv1", "lv2", "lv3"), p.f1)
    spots |= {"d": f2, "bus2": f2}
    at = {
        code: ConnectivityNode.objects.create(
            code=code, latitude=29.6 + n / 1000, longitude=109.1, is_source=code.startswith("bus"),
            container=container, org_path=container.org_path, kv=0.4 if code.startswith("lv") else 10,
        )
        for n, (code, container) in enumerate(spots.items())
    }  # fmt: skip
    branches = [
        make_branch("CB1", BranchKind.SWITCH, at["bus"], at["a"], device=DeviceKind.BREAKER, telemetered=True),
        make_branch("L1", BranchKind.LINE, at["a"], at["b"], length_m=900),
        make_branch("SW1", BranchKind.SWITCH, at["b"], at["c"], device=DeviceKind.SWITCH),
        make_branch("FU1", BranchKind.SWITCH, at["b"], at["e1"], device=DeviceKind.FUSE),
        make_branch("FU2", BranchKind.SWITCH, at["c"], at["e2"], device=DeviceKind.FUSE),
        *(
            make_branch(
                f"TR{n}", BranchKind.TRANSFORMER, at[top], at[f"lv{n}"], device=DeviceKind.TRANSFORMER,
                transformer=getattr(p, f"t{n}"), rating_kva=200,
            )
            for n, top in ((1, "e1"), (2, "e2"), (3, "e2"))
        ),
        make_branch("TIE", BranchKind.SWITCH, at["c"], at["d"], device=DeviceKind.TIE, normally_open=True),
        make_branch("CB2", BranchKind.SWITCH, at["bus2"], at["d"], device=DeviceKind.BREAKER, telemetered=True),
    ]  # fmt: skip
    return SimpleNamespace(f2=f2, nodes=at, **{branch.code.lower(): branch for branch in branches})


def phone_of(source_id: str) -> str:
    """A mobile number of its own for each report."""
    return f"+86139{crc32(source_id.encode()) % 10**8:08d}"


def make_report(source_id: str = "R1", **fields: Any) -> Report:
    """A low-voltage fault in Xuantuo village. R1 is the customer's; every other ``source_id`` is another household."""
    own = source_id == "R1"
    defaults = {
        "source": "HOTLINE_95598",
        "description": "烤烟房空开烧毁",
        "reporter_name": "冉小明",
        "reporter_phone": "+8613800135612" if own else phone_of(source_id),
        "address": "咸丰县 旋坨村三组" if own else f"咸丰县 旋坨村五组{crc32(source_id.encode())}号",
        "latitude": XUANTUO[0],
        "longitude": XUANTUO[1],
    }
    return Report(source_id=source_id, **{**defaults, **fields})


def make_order(source_id: str = "R1", *, at: datetime | None = None, **fields: Any) -> WorkOrder:
    """An order just received."""
    return open_fault_order(make_report(source_id, **fields), at=at or now()).order


def make_waiting_order(source_id: str = "R1", *, at: datetime | None = None, **fields: Any) -> WorkOrder:
    """An order that waits for a crew."""
    order = make_order(source_id, at=at, **fields)
    pass_on(order_ids=[order.pk], at=at or now())
    order.refresh_from_db()
    return order


def make_offer(source_id: str = "R1", *, at: datetime | None = None, **fields: Any) -> Offer:
    """An order put before its nearest crew by the planner."""
    at = at or now()
    order = make_waiting_order(source_id, at=at, **fields)
    route_orders(order_ids=[order.pk], at=at)
    return Offer.objects.select_related("order", "crew").filter(order=order).order_by("pk")[0]


def make_held_order(source_id: str = "R1", *, by: Any = None, at: datetime | None = None, **fields: Any) -> WorkOrder:
    """An order in the hands of its nearest crew."""
    at = at or now()
    offer = make_offer(source_id, at=at, **fields)
    accept_offer(offer_id=offer.pk, at=at, actor=by)
    offer.order.refresh_from_db()
    return offer.order
