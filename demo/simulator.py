"""A night by itself: callers call, crews take jobs and drive, the desk reviews and calls back. All through the API."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog

from demo.api_client import Api
from demo.calls import calls
from demo.motion import drive
from demo.repairs import REPAIRS
from demo.telling import tell

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
FIX_SECONDS = 2.0
# Faster than this the positions would look like jumps (over 55 m/s) and be set aside; repairs go at full speed.
FASTEST_DRIVE = 5.0
ACCEPT, REJECT = 0.80, 0.10  # the rest lets the offer run out
REJECT_REASONS = ["BUSY", "NO_PARTS", "VEHICLE", "TOO_FAR"]
DONE = {
    "_depart": "the crew is on its way",
    "_drive_and_arrive": "the crew is there",
    "_repair": "repair begins",
    "_restore": "power is back",
    "_reply": "the crew has replied",
}


@dataclass
class Simulation:
    """Who acts for whom: ``agent`` calls in, ``desk`` reviews, ``phone(crew_id)`` is that crew's signed-in phone."""

    agent: Api
    desk: Api
    phone: Callable[[int], Awaitable[Api | None]]
    speed: float
    calls_per_hour: float
    customers: int
    chance: random.Random
    answered: set[int] = field(default_factory=set)
    jobs: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._callers())
            group.create_task(self._crews())
            group.create_task(self._desk())

    async def _callers(self) -> None:
        for call in calls(self.chance, self.customers):
            filed = await self.agent.post("fault-reports/", call)
            if filed:
                tell(filed["number"], f"report: {call['description'][:40]}")
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
            await asyncio.sleep(LOOK_SECONDS)

    async def _held_orders(self) -> list[dict[str, Any]]:
        held: list[dict[str, Any]] = []
        for status in ("ACCEPTED", "EN_ROUTE", "ON_SITE", "REPAIRING", "RESTORED"):
            page = await self.desk.get("work-orders/", status=status, limit=200)
            held += [order for order in (page or {}).get("results", []) if order.get("crew")]
        return held

    async def _desk(self) -> None:
        while True:
            for status, act in (("REPLIED", self._review), ("REVIEWED", self._call_back)):
                page = await self.desk.get("work-orders/", status=status, limit=50)
                for order in (page or {}).get("results", []):
                    await act(order["number"])
            await asyncio.sleep(5)

    async def _review(self, number: str) -> None:
        await self.desk.post(f"work-orders/{number}/review/", {"passed": True, "comment": ""})

    async def _call_back(self, number: str) -> None:
        word = self.chance.choices(["SATISFIED", "FAIR", "UNSATISFIED"], [0.9, 0.08, 0.02])[0]
        if await self.desk.post(f"work-orders/{number}/callback/", {"satisfaction": word, "comment": ""}) is not None:
            tell(number, f"called back: {word.lower()}")

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(self._survive(work))
        self.jobs.add(task)
        task.add_done_callback(self.jobs.discard)

    async def _survive(self, work: Any) -> None:
        try:
            await work
        except Exception as error:  # one crew's mishap must not end the night
            log.warning("crew_gave_up", error=repr(error))

    async def _answer(self, offer: dict[str, Any]) -> None:
        phone = await self.phone(offer["crew_id"])
        number = offer["order_number"]
        lot = 0.0 if phone is not None and self._is_first_scene(offer) else self.chance.random()
        await asyncio.sleep(self.chance.uniform(2, 8))
        if phone is None or lot > ACCEPT + REJECT:
            tell(number, f"{offer['crew_name']} does not answer")
            return
        if lot > ACCEPT:
            tell(number, f"{offer['crew_name']} says no")
            await phone.post(f"offers/{offer['id']}/reject/", {"reason": self.chance.choice(REJECT_REASONS)})
            return
        if await phone.post(f"offers/{offer['id']}/accept/") is not None:
            tell(number, f"{offer['crew_name']} accepts")
            await self._job(offer["crew_id"], number)

    @staticmethod
    def _is_first_scene(offer: dict[str, Any]) -> bool:
        return "丁寨" in offer.get("crew_name", "")

    async def _job(self, crew_id: int, number: str) -> None:
        """Whatever is still to do on an order, from its present status to the reply."""
        phone = await self.phone(crew_id)
        order = await self.desk.get(f"work-orders/{number}/")
        if phone is None or order is None:
            return
        steps = [self._depart, self._drive_and_arrive, self._repair, self._restore, self._reply]
        first = {"ACCEPTED": 0, "EN_ROUTE": 1, "ON_SITE": 2, "REPAIRING": 3, "RESTORED": 4}.get(order["status"])
        for step in steps[first:] if first is not None else []:
            if not await step(phone, crew_id, order):
                tell(number, "the crew stops here: somebody changed the order")
                return
            tell(number, DONE[step.__name__])

    async def _depart(self, phone: Api, crew_id: int, order: dict[str, Any]) -> bool:
        for _ in range(60):  # a crew that is on another job leaves when that is done
            if await phone.post(f"work-orders/{order['number']}/depart/") is not None:
                return True
            await asyncio.sleep(10)
            now = await self.desk.get(f"work-orders/{order['number']}/")
            if now is None or now["status"] != "ACCEPTED":
                return False
        return False

    async def _drive_and_arrive(self, phone: Api, crew_id: int, order: dict[str, Any]) -> bool:
        crew = await self.desk.get(f"crews/{crew_id}/")
        if crew is None:
            return False
        way = drive(
            crew["lat"], crew["lon"], order["lat"], order["lon"], order["area_kind"], self.chance.uniform(-0.15, 0.15)
        )
        gone, step = 0.0, FIX_SECONDS / 60 * min(self.speed, FASTEST_DRIVE)
        while gone < way.minutes:
            await asyncio.sleep(FIX_SECONDS)
            gone += step
            lat, lon = way.at(gone)
            await self._report_position(phone, lat, lon, way.heading)
        return (
            await phone.post(f"work-orders/{order['number']}/arrive/", {"lat": order["lat"], "lon": order["lon"]})
            is not None
        )

    async def _report_position(self, phone: Api, lat: float, lon: float, heading: float) -> None:
        fix = {
            "lat": round(lat, 6),
            "lon": round(lon, 6),
            "fixed_at": datetime.now(UTC).isoformat(),
            "accuracy": 8,
            "heading": heading,
        }
        await phone.post("positions/", {"items": [fix]})

    async def _repair(self, phone: Api, crew_id: int, order: dict[str, Any]) -> bool:
        await self._wait_minutes(self.chance.uniform(2, 5))
        sheet = f"QX{order['number'][-6:]}"
        return await phone.post(f"work-orders/{order['number']}/start/", {"permit_number": sheet}) is not None

    async def _restore(self, phone: Api, crew_id: int, order: dict[str, Any]) -> bool:
        order["repair"] = self.chance.choice(REPAIRS)
        await self._wait_minutes(self.chance.uniform(*order["repair"][2]))
        return await phone.post(f"work-orders/{order['number']}/restore/") is not None

    async def _reply(self, phone: Api, crew_id: int, order: dict[str, Any]) -> bool:
        cause, measures, _ = order.get("repair") or REPAIRS[0]
        await self._wait_minutes(self.chance.uniform(1, 3))
        fresh = await self.desk.get(f"work-orders/{order['number']}/")
        body = {
            "cause": cause,
            "measures": measures,
            "restored_at": (fresh or {}).get("restored_at") or datetime.now(UTC).isoformat(),
            "contacted": True,
            "contacted_at": datetime.now(UTC).isoformat(),
            "site_check": "现场检查正常，已验电。",
            "customer_opinion": "满意",
        }
        return await phone.post(f"work-orders/{order['number']}/reply/", body) is not None

    async def _wait_minutes(self, minutes: float) -> None:
        await asyncio.sleep(minutes * 60 / self.speed)
