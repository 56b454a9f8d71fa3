"""One stream of faults through one chain, in virtual time: desks, the policy, the crew on the road and at work."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from command_center.trials.chains.crews import CrewAtWork
from command_center.trials.chains.desks import Desk, Seats
from command_center.trials.chains.parameters import Values
from command_center.trials.chains.policies import Policy, Waiting
from command_center.trials.chains.world import ATTEMPTS, Fault, World, repair_minutes
from dispatch.proposal import Job
from dispatch.travel import SPEEDS_KMH, StraightLineTravel, Travel

# Orders without a crew are looked at again: shifts change, and who turned one down may be asked again.
LOOK_AGAIN = 5.0
ASK_AGAIN_AFTER = 10.0


@dataclass(frozen=True, slots=True)
class Chain:
    """``desks`` hold an order one after the other; then ``policy`` sends a crew."""

    name: str
    desks: Sequence[Desk]
    policy: Policy


@dataclass(slots=True)
class Case:
    """What became of one fault; moments in minutes of the stream. ``held``: (desk, came, begun with, left)."""

    fault: Fault
    held: list[tuple[str, float, float, float]] = field(default_factory=list)
    ready_at: float = 0.0
    asked_at: list[float] = field(default_factory=list)
    refused_by: set[int] = field(default_factory=set)
    refused_at: float = 0.0
    crew_id: int = 0
    accepted_at: float = 0.0
    departed_at: float = 0.0
    arrived_at: float = 0.0
    restored_at: float = 0.0

    @property
    def custodians(self) -> int:
        """Who held the order from its acceptance to the crew's yes; who turned it down did not hold it."""
        return len(self.held) + 1

    @property
    def desk_minutes(self) -> float:
        return self.ready_at - self.fault.at


def play(world: World, chain: Chain, numbers: Values) -> list[Case]:
    """Every fault of the world to its end, in the order of the stream. The same arguments give the same answer."""
    speeds = {kind: kmh * numbers["drive.speed"] for kind, kmh in SPEEDS_KMH.items()}
    stream = _Stream(world, chain, numbers, StraightLineTravel(speeds=speeds))
    return stream.run()


class _Stream:
    """A heap of what happens next: (moment, number, what, with whom)."""

    def __init__(self, world: World, chain: Chain, numbers: Values, travel: Travel) -> None:
        self.world, self.chain, self.numbers, self.travel = world, chain, numbers, travel
        self.cases = {fault.fault_id: Case(fault) for fault in world.faults}
        self.crews = {crew.crew_id: CrewAtWork(crew, travel) for crew in world.crews}
        self.of_centre: Mapping[int, list[CrewAtWork]] = defaultdict(list)
        for at_work in self.crews.values():
            self.of_centre[at_work.crew.station.centre_id].append(at_work)
        self.seats: dict[tuple[str, int], Seats] = {}
        self.waiting: dict[int, dict[int, Case]] = defaultdict(dict)
        self.looks_again: set[int] = set()
        self.heap: list[tuple[float, int, str, tuple[int, ...]]] = []
        self.count = 0

    def run(self) -> list[Case]:
        for fault in self.world.faults:
            self._later(fault.at, "desk", fault.fault_id, 0)
        steps: dict[str, Callable[..., None]] = {
            "desk": self._desk, "ready": self._ready, "answer": self._answer, "done": self._done, "again": self._again,
        }  # fmt: skip
        while self.heap:
            at, _, what, whom = heapq.heappop(self.heap)
            steps[what](at, *whom)
        return list(self.cases.values())

    def _later(self, at: float, what: str, *whom: int) -> None:
        self.count += 1
        heapq.heappush(self.heap, (at, self.count, what, whom))

    def _desk(self, at: float, fault_id: int, nth: int) -> None:
        case, desk = self.cases[fault_id], self.chain.desks[nth]
        key = (desk.code, desk.of(case.fault))
        if key not in self.seats:
            self.seats[key] = Seats(desk, self.numbers)
        start, end = self.seats[key].take(case.fault, at)
        case.held.append((desk.code, at, start, end))
        if nth + 1 < len(self.chain.desks):
            self._later(end, "desk", fault_id, nth + 1)
        else:
            self._later(end, "ready", fault_id)

    def _ready(self, at: float, fault_id: int) -> None:
        case = self.cases[fault_id]
        case.ready_at = at
        centre_id = case.fault.station.centre_id
        self.waiting[centre_id][fault_id] = case
        self._ask(at, centre_id)

    def _ask(self, at: float, centre_id: int) -> None:
        """The policy looks at all that wait in this centre; offers go out."""
        waiting = self.waiting[centre_id]
        if not waiting:
            return
        moment, crews, room = self.world.moment(at), self.of_centre[centre_id], self.chain.policy.room
        states = [at_work.state(at, moment, room) for at_work in crews]
        asked = [self._asked(case, at) for case in waiting.values()]
        for fault_id, crew_id in self.chain.policy.choose(asked, states, self.travel, moment).items():
            self._offer(at, waiting.pop(fault_id), self.crews[crew_id])
        if waiting and centre_id not in self.looks_again:
            self.looks_again.add(centre_id)
            self._later(at + LOOK_AGAIN, "again", centre_id)

    def _asked(self, case: Case, at: float) -> Waiting:
        if case.refused_by and at - case.refused_at >= ASK_AGAIN_AFTER:
            case.refused_by.clear()
        fault = case.fault
        job = Job(
            order_id=fault.fault_id,
            lat=fault.lat,
            lon=fault.lon,
            area_kind=fault.area_kind,
            skills_needed=frozenset({fault.skill}),
            reported_at=self.world.moment(fault.at),
            centre_id=fault.station.centre_id,
            unit_id=fault.station.unit_id,
            scope_path=fault.station.org_path,
            needs_two_people=fault.skill == "MV",
            expected_minutes=self.numbers["crew.expected"],
            excluded_crew_ids=frozenset(case.refused_by),
        )
        return Waiting(job, at - case.ready_at, bool(case.asked_at))

    def _offer(self, at: float, case: Case, at_work: CrewAtWork) -> None:
        nth = min(len(case.asked_at), ATTEMPTS - 1)
        case.asked_at.append(at)
        at_work.holds_offer = True
        # Even between nothing and twice the mean.
        answered_at = at + 2 * self.numbers["crew.answer"] * case.fault.luck[f"crew.answer.{nth}"]
        self._later(answered_at, "answer", case.fault.fault_id, at_work.crew.crew_id)

    def _answer(self, at: float, fault_id: int, crew_id: int) -> None:
        case, at_work = self.cases[fault_id], self.crews[crew_id]
        at_work.holds_offer = False
        nth, centre_id = len(case.asked_at) - 1, case.fault.station.centre_id
        if nth < ATTEMPTS and case.fault.luck[f"crew.refuses.{nth}"] < self.numbers["crew.refuses"]:
            case.refused_by.add(crew_id)
            case.refused_at = at
            self.waiting[centre_id][fault_id] = case
        else:
            case.crew_id, case.accepted_at = crew_id, at
            at_work.queue.append(fault_id)
            self._go(at, at_work)
        self._ask(at, centre_id)

    def _go(self, at: float, at_work: CrewAtWork) -> None:
        """The crew leaves for the next of its orders, unless it is busy with one."""
        if at_work.busy_with or not at_work.queue:
            return
        case = self.cases[at_work.queue.popleft()]
        at_work.busy_with, fault = case.fault.fault_id, case.fault
        case.departed_at = at + 2 * self.numbers["crew.departs"] * fault.luck["crew.departs"]
        case.arrived_at = at_work.drive(at, case.departed_at, (fault.lat, fault.lon), fault.area_kind)
        case.restored_at = case.arrived_at + repair_minutes(fault, self.numbers)
        self._later(case.restored_at, "done", at_work.crew.crew_id)

    def _done(self, at: float, crew_id: int) -> None:
        at_work = self.crews[crew_id]
        at_work.busy_with = 0
        self._go(at, at_work)
        if not at_work.busy_with:
            at_work.drive_home(at)
        self._ask(at, at_work.crew.station.centre_id)

    def _again(self, at: float, centre_id: int) -> None:
        self.looks_again.discard(centre_id)
        self._ask(at, centre_id)
