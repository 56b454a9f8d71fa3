"""To whom an open item falls that nobody was given: a ranked rule. Pure.

Up the ladder of desks from the item's own place: at each desk first the seats of its trade, then the supervisor on duty; the
county before the city before the province. When nobody is on duty anywhere, the item's own centre answers by its name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# Which roles take which item at one desk, the first that is on duty before the others (domain reference §1.3).
SEATS: Mapping[str, tuple[str, ...]] = {
    "order": ("DISPATCHER", "SUPERVISOR"),
    "outage": ("CONTROLLER", "DISPATCHER", "SUPERVISOR"),
    "plan": ("CONTROLLER", "DISPATCHER", "SUPERVISOR"),
    "alarm": ("DISPATCHER", "SUPERVISOR"),
}


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A person at a desk. ``path`` is the organisation path of the desk's centre."""

    person_id: int
    role: str
    path: str


def ladder(org_path: str) -> list[str]:
    """The path itself and every unit above it, the nearest first: ``42/4228/`` → ``["42/4228/", "42/"]``."""
    parts = org_path.strip("/").split("/")
    return ["/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1)]


class Roster:
    """Everybody on duty, asked many times for one moment."""

    def __init__(self, on_duty: Iterable[OnDuty]) -> None:
        self._seats: dict[tuple[str, str], list[int]] = {}
        for each in sorted(on_duty, key=lambda each: each.person_id):
            self._seats.setdefault((each.path, each.role), []).append(each.person_id)

    def falls_to(self, kind: str, item_id: int, org_path: str) -> int | None:
        """The person; None: nobody is on duty, the centre itself answers. Several at one rank take turns by number."""
        for seats in self._ranked(kind, org_path):
            return seats[item_id % len(seats)]
        return None

    def _ranked(self, kind: str, org_path: str) -> Iterator[Sequence[int]]:
        for path in ladder(org_path):
            for role in SEATS[kind]:
                if seats := self._seats.get((path, role)):
                    yield seats
