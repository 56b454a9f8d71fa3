"""The case of the article: 00:15, Xuantuo village, Xianfeng county, a tobacco-curing barn whose air switch burnt out.

The place and the event are the article's (Hubei Daily, August 2022); person, numbers and coordinates are invented.
"""

from command_center.network.models import NodeKind, SupplyNode
from command_center.organisation.models import OrgUnit
from customers.models import Contact, Customer, CustomerKind, Flag, ServicePoint

STATION_CODE = "422826T09"  # 丁寨供电所
CUSTOMER_NUMBER = "4228260719"
PHONE = "+8619900005612"
LAT, LON = 29.6127, 109.0689
DESCRIPTION = "零点一刻（00:15）烤烟房的空气开关烧毁了，正在烘烤烟叶，停电一小时烟就坏了，请快来。"
ADDRESS = "咸丰县丁寨乡旋坨村三组烤烟房"


def create() -> None:
    """The transformer, the barn's owner and the barn's supply."""
    station = OrgUnit.objects.defer("area").get(code=STATION_CODE)
    lateral = SupplyNode.objects.filter(kind=NodeKind.LATERAL, serving_org=station).order_by("pk").first()
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
    ServicePoint.objects.create(
        customer=owner,
        meter_number="SM422826000719",
        address=ADDRESS,
        latitude=LAT,
        longitude=LON,
        transformer=transformer,
        unit=station,
        area_kind="RURAL",
        org_path=station.path,
    )
