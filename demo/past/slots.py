"""The half days in which somebody comes, as far as the invented past has filled them; never more visits than a unit can make."""

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
    taken: dict[int, int] = field(default_factory=dict)

    def book(self, order: WorkOrder, at: datetime, nth: int = 0) -> VisitSlot:
        """A place in the ``nth`` half day ahead that has room."""
        ahead = (self._slot(order, *span) for span in half_days(order, at))
        with_room = (slot for slot in ahead if self.taken[slot.pk] < slot.capacity)
        slot = list(islice(with_room, nth + 1))[-1]
        self.taken[slot.pk] += 1
        return slot

    def give_back(self, slot: VisitSlot) -> None:
        self.taken[slot.pk] -= 1

    def _slot(self, order: WorkOrder, starts_at: datetime, ends_at: datetime) -> VisitSlot:
        unit = unit_of(order)
        if (unit.pk, starts_at) not in self.made:
            capacity = VISITS_A_HALF_DAY * max(self.managers.get(unit.pk, 0), 1)
            slot = VisitSlot(pk=next(self.numbers), unit=unit, starts_at=starts_at, ends_at=ends_at, capacity=capacity)
            self.made[unit.pk, starts_at], self.taken[slot.pk] = slot, 0
        return self.made[unit.pk, starts_at]
