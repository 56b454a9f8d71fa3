"""Where the invented past happens and who acts in it: a sample of supplies, their units and centres, people of each unit."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from command_center.ground.organisation.models import UNITS, OrgUnit, ServiceGrid, User
from customers.models import Contact, ServicePoint
from demo.calls import SURNAMES
from demo.past.played import Ids
from demo.past.slots import Slots
from demo.past.supply import Equipment, equipment
from dispatch.models import Crew
from workorders.kinds.complaint.models import Category, CategoryTree, Grade
from workorders.models import WorkOrder

INVENTED = "demo-history"
BUSY_UNITS = 5
DESKS = ("dispatcher", "supervisor", "quality", "connections")


@dataclass
class World:
    """``lot`` draws single lots, many times as fast as ``rng``, from which it comes.

    ``desk``, ``supervisor``, ``quality`` and ``controller`` (of connections) are the accounts that work for the whole province; ids of people by unit, of
    managers by grid.
    """

    rng: np.random.Generator
    ids: Ids
    midnight: datetime
    now: datetime
    points: Sequence[ServicePoint]
    phones: dict[int, str]
    units: dict[int, OrgUnit]
    neighbours: dict[int, list[OrgUnit]]
    people: dict[int, list[int]]
    crews: dict[int, int]
    managers: dict[int, int]
    names: dict[int, str]
    slots: Slots
    equipment: Equipment
    desk: int
    supervisor: int
    quality: int
    controller: int
    categories: dict[str, list[Category]] = field(default_factory=dict)
    grades: dict[str, list[Grade]] = field(default_factory=dict)
    trees: list[CategoryTree] = field(default_factory=list)
    _points: dict[int, ServicePoint] = field(default_factory=dict)
    lot: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.lot = random.Random(int(self.rng.integers(2**32)))

    @cached_property
    def busy_units(self) -> list[int]:
        """The few that supply most of the sample, the one with most of it first."""
        supplied = Counter(point.unit_id for point in self.points)
        return sorted(supplied, key=lambda unit: (-supplied[unit], unit))[:BUSY_UNITS]

    @cached_property
    def points_of_busy_units(self) -> list[ServicePoint]:
        return [point for point in self.points if point.unit_id in self.busy_units]

    def chance(self, share: float) -> bool:
        return self.lot.random() < share

    def between(self, fewest: float, most: float) -> float:
        return self.lot.uniform(fewest, most)

    def one_of(self, things: Sequence[Any], weights: Sequence[float] | None = None) -> Any:
        if weights is None:
            return things[int(self.lot.random() * len(things))]
        return self.lot.choices(things, weights)[0]

    def point_of(self, order: WorkOrder) -> ServicePoint:
        """The supply of the sample that the order is about."""
        if not self._points:
            self._points.update({point.pk: point for point in self.points})
        return self._points[order.service_point_id or 0]

    def person_of(self, unit: OrgUnit | None) -> int:
        """Somebody of the unit; the desk where it has nobody, or there is none."""
        return int(self.one_of((self.people.get(unit.pk) if unit else None) or [self.desk]))

    def another_unit(self, unit: OrgUnit) -> OrgUnit | None:
        """Another unit of the same centre, where it has one."""
        others = [each for each in self.neighbours[unit.parent_id or 0] if each.pk != unit.pk]
        return self.one_of(others) if others else None

    def surname(self) -> str:
        return str(self.one_of(SURNAMES)) + str(self.one_of(("先生", "女士")))


def world(
    rng: np.random.Generator, ids: Ids, *, sample: int, customer_count: int, midnight: datetime, now: datetime
) -> World:
    """Read what is in the database: the province, its accounts, crews, equipment and customers, in some fifteen queries."""
    chosen = sorted(set(rng.integers(1, customer_count + 1, sample).tolist()))
    points = list(ServicePoint.objects.filter(pk__in=chosen).select_related("customer", "transformer").order_by("pk"))
    units = {unit.pk: unit for unit in OrgUnit.objects.defer("area")}
    neighbours: dict[int, list[OrgUnit]] = defaultdict(list)
    for unit in sorted(units.values(), key=lambda each: each.pk):
        if unit.level in UNITS:
            neighbours[unit.parent_id or 0].append(unit)
    people: dict[int, list[int]] = defaultdict(list)
    for person, home in User.objects.filter(home__level__in=UNITS).order_by("pk").values_list("pk", "home_id"):
        people[home or 0].append(person)
    crews = dict(Crew.objects.order_by("-pk").values_list("unit_id", "pk"))
    desks = dict(User.objects.filter(username__in=DESKS).values_list("username", "pk"))
    customers = [point.customer_id for point in points]
    phones = dict(Contact.objects.filter(customer_id__in=customers).order_by("-pk").values_list("customer_id", "phone"))
    trees = list(CategoryTree.objects.order_by("valid_from"))
    grids = list(ServiceGrid.objects.filter(manager__is_active=True).values_list("pk", "unit_id", "manager_id"))
    visitors = Counter(unit for unit, _manager in {(unit, manager) for _grid, unit, manager in grids})
    return World(
        rng, ids, midnight, now, points, phones, units, neighbours, people, crews,
        {grid: manager for grid, _unit, manager in grids if manager},
        dict(User.objects.filter(pk__in={manager for _grid, _unit, manager in grids}).values_list("pk", "name")), Slots(visitors, ids.slots), equipment(points),
        desks["dispatcher"], desks["supervisor"], desks["quality"], desks["connections"],
        categories={tree.code: list(Category.objects.filter(tree=tree).order_by("pk")) for tree in trees},
        grades={tree.code: list(Grade.objects.filter(tree=tree).order_by("rank")) for tree in trees},
        trees=trees,
    )  # fmt: skip
