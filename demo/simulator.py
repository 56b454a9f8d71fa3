"""A night by itself: callers call, power fails, crews take jobs and drive, the desk reviews. All through the API."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from demo.api_client import Api
from demo.calls import calls
from demo.connection_scenes import Connections
from demo.crew_jobs import BEHIND, CrewJob, TakenOver, report_place
from demo.crew_mail import CrewMail
from demo.matter_scenes import Matters
from demo.motion import Place, step_towards
from demo.narration import say, say_of_order
from demo.outage_scenes import outages, storm
from demo.planned_scenes import planned_days
from demo.presence import Presence
from demo.stage import Stage

LOOK_SECONDS = 1.0
RECOVERY_SECONDS = 5.0
# A place older than ten minutes is no longer believed by the board and the planner.
WAITING_FIX_SECONDS = 480.0
HOMEWARD_M = 6000.0  # between two of those: 45 km/h
ACCEPT, REJECT = 0.80, 0.10  # the rest lets the offer run out
FOLLOWERS_AT_ONCE = 10
# Real seconds whatever the speed: whoever tries the demo reads the offer, or the reply, in the same time.
ANSWER_SECONDS = (20.0, 90.0)
REVIEW_SECONDS = (40.0, 180.0)
# An order that leads, or stands alone, is called back with its own review; the others wait for that of their parent.
FOLLOWING = frozenset({"RECEIVED", "MERGED"})
REVIEWED = frozenset({"REVIEWED", "CALLED_BACK", "ARCHIVED"})
REJECT_REASONS = ["BUSY", "NO_PARTS", "VEHICLE", "TOO_FAR"]


@dataclass
class Simulation:
    """Who acts for whom: ``agent`` calls in, ``desk`` reviews, ``phone(crew_id)`` is that crew's signed-in phone.

    ``presence`` says who has signed in: their crews and their reviews are left to them. ``stage`` plays outages, ``matters`` what is no fault, ``connections`` the new supplies, ``mail`` what desks write to crews; ``storm_minutes``: it begins with a storm of so many real minutes.
    """

    agent: Api
    desk: Api
    phone: Callable[[int], Awaitable[Api | None]]
    speed: float
    calls_per_hour: float
    customers: int
    chance: random.Random
    presence: Presence = field(default_factory=Presence)
    stage: Stage | None = None
    matters: Matters | None = None
    connections: Connections | None = None
    mail: CrewMail | None = None
    storm_minutes: float = 0.0
    answered: set[int] = field(default_factory=set)
    handed_over: dict[str, int] = field(default_factory=dict)  # number → crew, while a person works as that crew
    reviewed_from: dict[str, float] = field(default_factory=dict)  # number → when somebody at the desk gets to it
    whereabouts: dict[int, Place] = field(default_factory=dict)
    hands: dict[int, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))  # one job at a time
    jobs: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """For ever; what goes wrong in one part is said, and that part begins again."""
        stories = calls(self.chance, self.customers)
        async with asyncio.TaskGroup() as group:
            for part in (
                partial(self._callers, stories),
                self._crews,
                self._desk,
                self._waiting_crews,
                self._outages,
                self._planned,
                self._matters,
                self._connections,
                self._mail,
            ):
                group.create_task(_again(part))

    async def _callers(self, stories: Iterator[dict[str, Any]]) -> None:
        for call in stories:
            filed = await self.agent.post("fault-reports/", call)
            if filed:
                say_of_order(filed["number"], f"report: {call['description'][:40]}")
            await asyncio.sleep(self.chance.expovariate(self.calls_per_hour / 3600))

    async def _crews(self) -> None:
        """Crews that hold an order from before a restart go on with it; then every new offer is somebody's to answer."""
        for order in await self._held_orders():
            self._start(self._job(order["crew"]["id"], order["number"]))
        while True:
            page = await self.desk.get("offers/", status="OFFERED", limit=200)
            for offer in (page or {}).get("results", []):
                if offer["id"] not in self.answered:
                    self.answered.add(offer["id"])
                    self._start(self._answer(offer))
            self._take_back_jobs()
            await asyncio.sleep(LOOK_SECONDS)

    def _take_back_jobs(self) -> None:
        """Who worked as a crew has signed out: it goes on by itself."""
        for number, crew_id in [*self.handed_over.items()]:
            if not self.presence.holds(crew_id):
                del self.handed_over[number]
                self._start(self._job(crew_id, number))

    async def _held_orders(self) -> list[dict[str, Any]]:
        held: list[dict[str, Any]] = []
        # What is furthest along first: a crew cannot leave for the next order before that is done.
        for status in reversed(BEHIND):
            page = await self.desk.get("work-orders/", status=status, limit=200)
            held += [order for order in (page or {}).get("results", []) if order.get("crew")]
        return held

    async def _desk(self) -> None:
        while True:
            for filters, act in DESK_WORK:
                page = await self.desk.get("work-orders/", **filters, limit=50)
                for order in (page or {}).get("results", []):
                    if self._is_time_for(f"{order['status']} {order['number']}"):
                        await act(self, order["number"], self._leads(str(order.get("kind", ""))))
            if not self.presence.reviewer:
                await self._call_followers_back()
            await asyncio.sleep(5)

    def _is_time_for(self, what: str) -> bool:
        """Somebody at the desk gets to it after a while; with a reviewer signed in, they do and not the demo."""
        clock = asyncio.get_running_loop().time()
        due = self.reviewed_from.setdefault(what, clock + self.chance.uniform(*REVIEW_SECONDS))
        if self.presence.reviewer or clock < due:
            return False
        del self.reviewed_from[what]
        return True

    async def _waiting_crews(self) -> None:
        """Phones of crews without a job say where they are, one after the other; after a job they come home bit by bit."""
        crews = await self.desk.every("crews/", limit=200)
        homes = {crew["id"]: (crew["lat"], crew["lon"]) for crew in crews}
        while homes:
            for crew_id, home in homes.items():
                if not self.hands[crew_id].locked() and not self.presence.holds(crew_id):
                    self._start(self._wait_at(crew_id, home))
                await asyncio.sleep(WAITING_FIX_SECONDS / len(homes))

    async def _wait_at(self, crew_id: int, home: Place) -> None:
        place = step_towards(self.whereabouts.get(crew_id, home), home, HOMEWARD_M)
        if phone := await self.phone(crew_id):
            self.whereabouts[crew_id] = place
            await report_place(phone, place)

    def _leads(self, kind: str) -> Api:
        """Who reviews and calls back: complaints and reports of wrongdoing have an officer of their own."""
        return self.matters.quality if self.matters and kind in ("COMPLAINT", "REPORT") else self.desk

    async def _review(self, number: str, by: Api) -> None:
        await by.post(f"work-orders/{number}/review/", {"passed": True, "comment": ""})

    async def _call_back(self, number: str, by: Api) -> None:
        word = self.chance.choices(["SATISFIED", "FAIR", "UNSATISFIED"], [0.9, 0.08, 0.02])[0]
        if await by.post(f"work-orders/{number}/callback/", {"satisfaction": word, "comment": ""}) is not None:
            say_of_order(number, f"called back: {word.lower()}")

    async def _outages(self) -> None:
        if self.stage is None:
            return
        if self.storm_minutes:
            await storm(self.stage, minutes=self.storm_minutes)
            self.storm_minutes = 0.0
        await outages(self.stage)

    async def _planned(self) -> None:
        if self.stage is not None:
            await planned_days(self.stage)

    async def _matters(self) -> None:
        if self.matters is not None:
            await self.matters.run(self._start)

    async def _connections(self) -> None:
        if self.connections is not None:
            await self.connections.run(self._start)

    async def _mail(self) -> None:
        if self.mail is not None:
            await self.mail.run(self._start)

    async def _call_followers_back(self) -> None:
        """Once a reply is reviewed, every customer whose order followed that one is called too; a few at a time."""
        waiting = self.stage.filed if self.stage else []
        for number in waiting[:FOLLOWERS_AT_ONCE]:
            waiting.remove(number)
            order = await self.desk.get(f"work-orders/{number}/")
            if order is None or order["status"] not in FOLLOWING:
                continue
            parent = await self.desk.get(f"work-orders/{order['parent']}/") if order.get("parent") else None
            if parent is not None and parent["status"] in REVIEWED:
                await self._call_back(number, self.desk)
            else:
                waiting.append(number)

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(self._survive(work))
        self.jobs.add(task)
        task.add_done_callback(self.jobs.discard)

    async def _survive(self, work: Any) -> None:
        try:
            await work
        except Exception as error:  # one crew's mishap must not end the night
            say(f"a crew gave up: {error!r}")

    async def _answer(self, offer: dict[str, Any]) -> None:
        phone = await self.phone(offer["crew_id"])
        number = offer["order_number"]
        lot = 0.0 if phone is not None and self._is_first_scene(offer) else self.chance.random()
        await asyncio.sleep(self.chance.uniform(*ANSWER_SECONDS))
        if self.presence.holds(offer["crew_id"]):
            say_of_order(number, f"{offer['crew_name']} is in somebody's hands")
            return
        if phone is None or lot > ACCEPT + REJECT:
            say_of_order(number, f"{offer['crew_name']} does not answer")
            return
        if lot > ACCEPT:
            say_of_order(number, f"{offer['crew_name']} says no")
            await phone.post(f"offers/{offer['id']}/reject/", {"reason": self.chance.choice(REJECT_REASONS)})
            return
        if await phone.post(f"offers/{offer['id']}/accept/") is not None:
            say_of_order(number, f"{offer['crew_name']} accepts")
            await self._job(offer["crew_id"], number)

    @staticmethod
    def _is_first_scene(offer: dict[str, Any]) -> bool:
        return "丁寨" in offer.get("crew_name", "")

    async def _job(self, crew_id: int, number: str) -> None:
        if phone := await self.phone(crew_id):
            moved = partial(self.whereabouts.__setitem__, crew_id)
            async with self.hands[crew_id]:
                taken = partial(self.presence.holds, crew_id)
                job = CrewJob(phone, self.desk, crew_id, number, self.speed, self.chance, moved, taken)
                try:
                    await job.run()
                except TakenOver:
                    self.handed_over[number] = crew_id
                    say_of_order(number, "somebody has signed in as this crew and goes on")


DESK_WORK: tuple[tuple[dict[str, str], Callable[[Simulation, str, Api], Awaitable[None]]], ...] = (
    ({"status": "REPLIED"}, Simulation._review),
    ({"status": "REVIEWED"}, Simulation._call_back),
)


async def _again(part: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await part()
        except Exception as error:  # an answer nobody expected: say it and go on
            say(f"begins again after {error!r}")
        await asyncio.sleep(RECOVERY_SECONDS)
