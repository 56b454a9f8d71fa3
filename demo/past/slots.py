"""The half days in which somebody comes, as far as the invented past has filled them; never more visits than a unit can make."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, islice

from workorders.kinds.connection.models import VisitSlot
from workorders.kinds.connection.slots import VISITS_A_HALF_DAY, half_days, unit_of
from workorders.models import WorkOrder


@dataclass
class Slots:
    """Half days by unit and start, each made when somebody first comes in it; ``managers``: of how many people, by unit."""

    managers: Mapping[int, int]
    numbers: "count[int]"
    made: dict[tuple[int, datetime], VisitSlot] = field(default_factory=dict)
    taken: "Counter[tuple[int, datetime]]" = field(default_factory=Counter)

    def book(self, order: WorkOrder, at: datetime, nth: int = 0) -> VisitSlot:
        """A place in the ``nth`` half day ahead that has room."""
        unit = unit_of(order)
        capacity = VISITS_A_HALF_DAY * max(self.managers.get(unit.pk, 0), 1)
        with_room = (span for span in half_days(order, at) if self.taken[unit.pk, span[0]] < capacity)
        starts_at, ends_at = list(islice(with_room, nth + 1))[-1]
        key = unit.pk, starts_at
        self.taken[key] += 1
        if key not in self.made:
            self.made[key] = VisitSlot(
                pk=next(self.numbers), unit=unit, starts_at=starts_at, ends_at=ends_at, capacity=capacity
            )
        return self.made[key]

    def give_back(self, slot: VisitSlot) -> None:
        self.taken[slot.unit_id, slot.starts_at] -= 1
