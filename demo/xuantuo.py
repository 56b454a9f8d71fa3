"""The case of the article: 00:15, Xuantuo village, Xianfeng county, a tobacco-curing barn whose air switch burnt out.

The place and the event are the article's (Hubei Daily, August 2022); person, numbers and coordinates are invented.
"""

from datetime import date

from command_center.ground.core.geo import haversine_m
from command_center.ground.network.models import (
    Branch,
    BranchKind,
    ConnectivityNode,
    DeviceKind,
    NodeKind,
    SupplyNode,
)
from command_center.ground.organisation.models import OrgUnit
from customers.models import Contact, Customer, CustomerKind, Flag, ServicePoint
from demo.register import CURING_SEASON
from outages.models import SensitiveClass, SensitiveEntry, SensitiveUse

STATION_CODE = "422826T09"  # 丁寨供电所
CUSTOMER_NUMBER = "4228260719"
PHONE = "+8619900005612"
LAT, LON = 29.6127, 109.0689
DESCRIPTION = "零点一刻（00:15）烤烟房的空气开关烧毁了，正在烘烤烟叶，停电一小时烟就坏了，请快来。"
ADDRESS = "咸丰县丁寨乡旋坨村三组烤烟房"


def create(*, on: date) -> None:
    """The transformer in tree and graph, the barn's owner, the barn's supply, and its entry in the register."""
    station = OrgUnit.objects.defer("area").get(code=STATION_CODE)
    lateral = _nearest_lateral(station)
    transformer = SupplyNode.objects.create(
        code="422826-XUANTUO2",
        name="旋坨2#台区",
        kind=NodeKind.TRANSFORMER,
        parent=lateral,
        operating_org=station,
        serving_org=station,
        org_path=station.path,
        latitude=LAT + 0.002,
        longitude=LON - 0.001,
    )
    owner = Customer.objects.create(
        number=CUSTOMER_NUMBER,
        name="冉启明",
        kind=CustomerKind.LV_BUSINESS,
        flags=[Flag.TIME_CRITICAL],
        org_path=station.path,
    )
    Contact.objects.create(customer=owner, name=owner.name, phone=PHONE)
    barn = ServicePoint.objects.create(
        customer=owner,
        meter_number="SM422826000719",
        address=ADDRESS,
        latitude=LAT,
        longitude=LON,
        transformer=transformer,
        node=_connect(lateral, transformer, station),
        phases="ABC",
        unit=station,
        area_kind="RURAL",
        org_path=station.path,
    )
    SensitiveEntry.objects.create(
        service_point=barn,
        sensitive_class=SensitiveClass.TIME_CRITICAL,
        use=SensitiveUse.TOBACCO_CURING,
        season_from=CURING_SEASON[0],
        season_to=CURING_SEASON[1],
        hours_to_damage=1.0,
        consent=True,
        last_verified_on=on,
        org_path=station.path,
    )


def _nearest_lateral(station: OrgUnit) -> SupplyNode:
    """Of the station's own; in a very small province, of its county's."""
    laterals = SupplyNode.objects.filter(kind=NodeKind.LATERAL).select_related("parent").order_by("pk")
    county = station.path.removesuffix(f"{station.code}/")
    near = laterals.filter(serving_org=station) or laterals.filter(org_path__startswith=county)
    return min(near, key=lambda node: haversine_m(node.latitude, node.longitude, LAT, LON))


def _connect(lateral: SupplyNode, transformer: SupplyNode, station: OrgUnit) -> ConnectivityNode:
    """A spur from the lateral to the transformer; its low-voltage node comes back."""
    place = {"latitude": transformer.latitude, "longitude": transformer.longitude, "org_path": station.path}
    code, whose = transformer.code, {"operating_org": station, "serving_org": station, "org_path": station.path}
    tap = ConnectivityNode.objects.get(code=f"{lateral.code}-N0")
    end = ConnectivityNode.objects.create(code=f"{code}-P", kv=10.0, container=lateral, **place)
    low = ConnectivityNode.objects.create(code=f"{code}-LV", kv=0.4, container=transformer, **place)
    length = haversine_m(lateral.latitude, lateral.longitude, transformer.latitude, transformer.longitude)
    common = {"feeder": lateral.parent, **whose}
    Branch.objects.create(code=f"{code}-W", kind=BranchKind.LINE, from_node=tap, to_node=end, length_m=length, **common)
    Branch.objects.create(
        code=f"{code}-TR",
        name=transformer.name,
        kind=BranchKind.TRANSFORMER,
        device=DeviceKind.TRANSFORMER,
        from_node=end,
        to_node=low,
        rating_kva=100,
        transformer=transformer,
        **common,
    )
    return low
