"""Households that call, again and again: does ever a second crew drive to one of them, and is a danger ever swallowed?

The truth (who lives where, whose fault is whose) is kept here; the services see only what callers say.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from command_center.ground.core.errors import DomainError
from command_center.ground.network.models import NodeKind, SupplyNode
from command_center.ground.organisation.models import AreaKind, Level, OrgUnit, ServiceGrid
from customers.models import Contact, Customer, ServicePoint
from dispatch.models import Assignment, Certificate, Crew, CrewPosition, Offer, OfferStatus, Shift, Skill
from dispatch.services import fieldwork
from dispatch.services.offering import accept_offer, expire_offers
from dispatch.services.routing import route_orders
from workorders.models import WorkOrder
from workorders.report import Report
from workorders.services.aftercare import Checklist
from workorders.services.intake import open_fault_orders
from workorders.services.judging import explain, pass_on

WEST, SOUTH, STEP_DEGREES, A_ROW = 109.0, 29.5, 0.0008, 400  # houses some eighty metres apart
CREWS, ROUND, CALLS_A_ROUND = 20, timedelta(minutes=5), 1000
PATIENCE = 6  # rounds until a fault that no crew was sent to is explained on the phone
CALM = ("没电了", "家里停电", "跳闸合不上", "还没来电")
DANGERS = ("电线断落在地上冒火花", "表箱冒烟", "电杆倒了", "有人触电")
DANGEROUS = 0.02
BATCH = 5000


@dataclass
class House:
    point_id: int
    number: str
    meter: str
    phone: str
    address: str
    latitude: float
    longitude: float


@dataclass
class Matter:
    """One fault of one house, from its first call until power is back."""

    house: House
    born: int
    calls: int = 0
    danger: bool = False
    orders: set[int] = field(default_factory=set)


@dataclass
class Count:
    calls: int = 0
    matters: int = 0
    orders: int = 0
    visits: int = 0
    double_visits: int = 0
    swallowed_hazards: int = 0
    lost_reports: int = 0
    called_three_times: int = 0
    called_three_times_unseen: int = 0

    @property
    def holds(self) -> bool:
        return not (self.double_visits or self.swallowed_hazards or self.lost_reports)


class Street:
    """Houses, crews and the faults of this moment."""

    def __init__(self, *, repeat: float, seed: int, at: datetime) -> None:
        self.chance, self.repeat, self.at = random.Random(seed), repeat, at
        self.count, self.round, self.told = Count(), 0, 0
        # More houses than can have a fault at once.
        self.houses = build(2 * CALLS_A_ROUND * (PATIENCE + 2), at)
        self.open: dict[int, Matter] = {}  # by service point
        self.of_order: dict[int, Matter] = {}

    def play(self, calls: int) -> Iterator[int]:
        """Round after round; yields how many calls each had."""
        while self.count.calls < calls:
            heard = self._calls(min(CALLS_A_ROUND, calls - self.count.calls))
            self._visits()
            self._explanations()
            self.round, self.at = self.round + 1, self.at + ROUND
            yield heard

    def _calls(self, number: int) -> int:
        said = [self._say() for _ in range(number)]
        opened = open_fault_orders([report for _, report, _ in said], at=self.at)
        for (matter, _report, danger), answer in zip(said, opened, strict=True):
            self.count.calls += 1
            self.count.orders += not answer.urged
            owner = self.of_order.setdefault(answer.order.pk, matter)
            self.count.lost_reports += owner is not matter
            matter.orders.add(answer.order.pk)
            matter.danger |= danger
        self._check_dangers([matter for matter, _, danger in said if danger])
        return number

    def _say(self) -> tuple[Matter, Report, bool]:
        again = [m for m in self.open.values() if m.calls] if self.chance.random() < self.repeat else []
        matter = self.chance.choice(again) if again else self._new_matter()
        matter.calls += 1
        self.told += 1
        danger = self.chance.random() < DANGEROUS
        words = self.chance.choice(DANGERS if danger else CALM)
        return matter, self._report(matter.house, words), danger

    def _new_matter(self) -> Matter:
        house = self.chance.choice(self.houses)
        while house.point_id in self.open:
            house = self.chance.choice(self.houses)
        self.open[house.point_id] = matter = Matter(house, self.round)
        self.count.matters += 1
        return matter

    def _report(self, house: House, words: str) -> Report:
        """Somebody of the house calls, in one of the ways in which people say who they are."""
        shaky = self.chance.uniform(-0.00004, 0.00004)
        pin: dict[str, object] = {"latitude": house.latitude + shaky, "longitude": house.longitude}
        ways: list[dict[str, object]] = [
            {"customer_number": house.number},
            {"customer_number": house.number, "reporter_phone": f"+86136{self.chance.randrange(10**8):08d}"},
            {"meter_number": house.meter, **pin},
            {"reporter_phone": house.phone},
            {"reporter_phone": house.phone, "address": house.address},
            pin,
            {"reporter_phone": house.phone, **pin},
        ]
        source, told = self.chance.choice(["HOTLINE_95598", "APP", "PHONE", "WECHAT"]), self.chance.choice(ways)
        return Report(source=source, source_id=f"street-{self.told}", description=words, **told)  # type: ignore[arg-type]

    def _check_dangers(self, matters: list[Matter]) -> None:
        ids = {order_id for matter in matters for order_id in matter.orders}
        dangers = set(WorkOrder.objects.filter(pk__in=ids, hazard=True, grade=1).values_list("pk", flat=True))
        self.count.swallowed_hazards += sum(not matter.orders & dangers for matter in matters)

    def _visits(self) -> None:
        """Crews finish what they had, and as many orders as crews are free go out."""
        self._finish()
        new = sorted(o for m in self.open.values() if m.born == self.round for o in m.orders)
        pass_on(order_ids=self.chance.sample(new, min(CREWS, len(new))), at=self.at)
        waiting = WorkOrder.objects.waiting_for_crew().order_by("reported_at", "pk")
        route_orders(order_ids=list(waiting.values_list("pk", flat=True)[:CREWS]), at=self.at)
        offered: set[int] = set()
        for offer in Offer.objects.filter(status=OfferStatus.OFFERED).order_by("pk"):
            if offer.order_id not in offered:
                offered.add(offer.order_id)
                self._accept(offer)
        self._look_for_doubles()

    def _accept(self, offer: Offer) -> None:
        try:
            accept_offer(offer_id=offer.pk, at=self.at, actor=None)
            fieldwork.depart(order_id=offer.order_id, crew_id=offer.crew_id, at=self.at, actor=None)
            self.count.visits += 1
        except DomainError:
            return  # the other order of this house has the crew

    def _look_for_doubles(self) -> None:
        live = Assignment.objects.filter(released_at=None).values_list("order_id", flat=True)
        crews = Counter(id(self.of_order[order_id]) for order_id in live)
        self.count.double_visits += sum(number - 1 for number in crews.values())

    def _finish(self) -> None:
        for held in list(Assignment.objects.filter(released_at=None).order_by("pk")):
            keys: dict[str, Any] = {"order_id": held.order_id, "crew_id": held.crew_id, "at": self.at, "actor": None}
            with transaction.atomic():
                fieldwork.arrive(**keys)
                fieldwork.restore(**keys)
                fieldwork.reply(checklist=_done(self.at), **keys)
            self._end(self.of_order[held.order_id])
        expire_offers(at=self.at + ROUND)

    def _explanations(self) -> None:
        """Where no crew was sent, power comes back by itself."""
        old = [m for m in self.open.values() if m.born <= self.round - PATIENCE]
        still = {order_id for matter in old for order_id in matter.orders}
        explain(order_ids=sorted(still), cause="restored", measures="", restored_at=self.at, at=self.at)
        ahead = set(WorkOrder.objects.filter(pk__in=still).exclude(status="REPLIED").values_list("pk", flat=True))
        for matter in old:
            if not matter.orders & ahead:
                self._end(matter)

    def _end(self, matter: Matter) -> None:
        if self.open.pop(matter.house.point_id, None) is None or matter.calls < 3:
            return
        self.count.called_three_times += 1
        seen = WorkOrder.objects.filter(pk__in=matter.orders, urge_count__gte=2).exists()
        self.count.called_three_times_unseen += not seen


def _done(at: datetime) -> Checklist:
    return Checklist(cause="跳闸", measures="合闸", restored_at=at, contacted=True, contacted_at=at)


def build(number: int, at: datetime) -> list[House]:
    """Province to station, a transformer for all, houses in rows, and crews among them."""
    unit = _organisation()
    owner = {"operating_org": unit, "serving_org": unit, "org_path": unit.path, "latitude": SOUTH, "longitude": WEST}
    root = SupplyNode.objects.create(code="S", name="S", kind=NodeKind.SUBSTATION, **owner)
    feeder = SupplyNode.objects.create(code="F", name="F", kind=NodeKind.FEEDER, parent=root, **owner)
    node = SupplyNode.objects.create(code="T", name="T", kind=NodeKind.TRANSFORMER, parent=feeder, **owner)
    customers, contacts, points = [], [], []
    for n in range(number):
        spot = {"latitude": SOUTH + n // A_ROW * STEP_DEGREES, "longitude": WEST + n % A_ROW * STEP_DEGREES}
        customer = Customer(number=f"42{n:08d}", name=f"户{n}", org_path=unit.path)
        customers.append(customer)
        contacts.append(Contact(customer=customer, phone=f"+86139{n:08d}"))
        address = f"咸丰县丁寨乡旋坨村{n // A_ROW + 1}组{n % A_ROW + 1}号"
        points.append(
            ServicePoint(
                customer=customer, meter_number=f"M{n:08d}", address=address, transformer=node, unit=unit,
                area_kind=AreaKind.RURAL, org_path=unit.path, **spot,
            )
        )  # fmt: skip
    Customer.objects.bulk_create(customers, batch_size=BATCH)
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    ServicePoint.objects.bulk_create(points, batch_size=BATCH)
    _crews(unit, number, at)
    return [
        House(p.pk, c.number, p.meter_number, t.phone, p.address, p.latitude, p.longitude)
        for c, t, p in zip(customers, contacts, points, strict=True)
    ]


def _crews(unit: OrgUnit, houses: int, at: datetime) -> None:
    assert unit.parent is not None
    for n in range(CREWS):
        house = n * houses // CREWS
        spot = {"latitude": SOUTH + house // A_ROW * STEP_DEGREES, "longitude": WEST + house % A_ROW * STEP_DEGREES}
        base = {f"base_{name}": value for name, value in spot.items()}
        crew = Crew.objects.create(
            code=f"C{n}",
            name=f"{n} 班",
            unit=unit,
            centre=unit.parent,
            org_path=unit.path,
            workload_limit=1,
            plate=f"鄂Q·{n:05d}",
            **base,
        )
        Certificate.objects.bulk_create(
            Certificate(crew=crew, skill=skill, expires_on=(at + timedelta(days=999)).date()) for skill in Skill
        )
        Shift.objects.create(crew=crew, starts_at=at - timedelta(hours=1), ends_at=at + timedelta(days=99), people=3)
        CrewPosition.objects.create(crew=crew, fixed_at=at, seen_at=at, **spot)


def _organisation() -> OrgUnit:
    corners = [(WEST - 0.1, SOUTH - 0.1), (WEST + 1, SOUTH - 0.1), (WEST + 1, SOUTH + 1), (WEST - 0.1, SOUTH + 1)]
    area = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    units: list[OrgUnit] = []
    for code, name, level, extra in (
        ("42", "湖北省", Level.PROVINCE, {}),
        ("4228", "恩施州", Level.CITY_CENTRE, {}),
        ("422826", "咸丰县", Level.COUNTY_CENTRE, {"area": area}),
        ("422826T01", "丁寨供电所", Level.TOWNSHIP_STATION, {}),
    ):
        above = units[-1] if units else None
        path = f"{above.path if above else ''}{code}/"
        place = {"latitude": SOUTH, "longitude": WEST, "parent": above, "path": path, **extra}
        units.append(OrgUnit.objects.create(code=code, name=name, level=level, **place))
    ServiceGrid.objects.create(code="G01", name="网格 1", unit=units[-1], area=area, org_path=units[-1].path)
    return units[-1]
