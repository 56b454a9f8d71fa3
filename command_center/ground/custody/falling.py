"""To whom an open item falls that nobody was given: a ranked rule. Pure.

Up the ladder of desks from the item's own place: at each desk first the seats of its trade, then the supervisor on duty; the
county before the city before the province. When nobody is on duty anywhere, the item's own centre answers by its name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """``seats``: which roles take it at one desk, the first that is on duty before the others; ``needs``: without this right nobody
    may hold it at all."""

    seats: tuple[str, ...]
    needs: str = ""


# domain.md §1.3: who does what at a centre.
TRADES: Mapping[str, Trade] = {
    "repair": Trade(("DISPATCHER", "SUPERVISOR")),
    "supply": Trade(("CONTROLLER", "DISPATCHER", "SUPERVISOR")),
    "matter": Trade(("DISPATCHER", "QUALITY_OFFICER", "SUPERVISOR")),
    "complaint": Trade(("QUALITY_OFFICER", "SUPERVISOR")),
    "wrongdoing": Trade(("QUALITY_OFFICER",), needs="wrongdoing"),
    "connection": Trade(("CONNECTION_CONTROLLER", "SUPERVISOR")),
    "supervision": Trade(("SUPERVISOR", "QUALITY_OFFICER")),
    "alarm": Trade(("DISPATCHER", "SUPERVISOR")),
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

    def falls_to(self, trade: str, item_id: int, org_path: str) -> int | None:
        """The person; None: nobody is on duty, the centre itself answers. Several at one rank take turns by number."""
        for seats in self._ranked(trade, org_path):
            return seats[item_id % len(seats)]
        return None

    def _ranked(self, trade: str, org_path: str) -> Iterator[Sequence[int]]:
        for path in ladder(org_path):
            for role in TRADES[trade].seats:
                if seats := self._seats.get((path, role)):
                    yield seats
