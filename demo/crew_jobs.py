"""One crew with one order, from departure to reply, through its own signed-in phone."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from demo.api_client import Api
from demo.motion import Place, drive
from demo.narration import say_of_order
from demo.repairs import REPAIRS

FIX_SECONDS = 2.0
# Faster than this the positions would look like jumps (over 55 m/s) and be set aside; repairs go at full speed.
FASTEST_DRIVE = 5.0
DEPARTURES, DEPARTURE_PAUSE_SECONDS = 60, 10
# Status of the order → how many of the steps are behind it.
BEHIND = {"ACCEPTED": 0, "EN_ROUTE": 1, "ON_SITE": 2, "REPAIRING": 3, "RESTORED": 4}


class TakenOver(Exception):
    """A person has signed in as this crew: the rest of the job is theirs."""


@dataclass
class CrewJob:
    """``moved`` is told each place; ``speed`` shortens driving (up to five times) and repairing.

    ``taken``: whether a person works as this crew now; nothing is done over their head.
    """

    phone: Api
    desk: Api
    crew_id: int
    number: str
    speed: float
    chance: random.Random
    moved: Callable[[Place], None]
    taken: Callable[[], bool] = lambda: False

    async def run(self) -> None:
        """Whatever is still to do, from the order's present status on. Ends quietly when the order is taken away.

        Raises ``TakenOver`` as soon as a person is there.
        """
        order = await self._order()
        if order is None or order["status"] not in BEHIND:
            return
        steps = [
            (self._depart, "the crew is on its way"),
            (self._arrive, "the crew is there"),
            (self._start, "repair begins"),
            (self._restore, "power is back"),
            (self._reply, "the crew has replied"),
        ]
        for step, words in steps[BEHIND[order["status"]] :]:
            if not await step(order):
                say_of_order(self.number, "the crew stops here: somebody changed the order")
                return
            say_of_order(self.number, words)

    async def _depart(self, order: dict[str, Any]) -> bool:
        """The customer is rung first; a crew that is on another job leaves when that is done."""
        if order["kind"] == "FAULT":
            await self._post("contacted", {"text": "已电话联系，告知预计到达时间。"})
        for _ in range(DEPARTURES):
            if await self._post("depart"):
                return True
            await asyncio.sleep(DEPARTURE_PAUSE_SECONDS)
            present = await self._order()
            if present is None or present["status"] != "ACCEPTED":
                return False
        return False

    async def _arrive(self, order: dict[str, Any]) -> bool:
        crew = await self.desk.get(f"crews/{self.crew_id}/")
        if crew is None:
            return False
        # An order without a place was explained on the phone: the crew is where it has to be.
        goal = order if order["located"] else crew
        bend = self.chance.uniform(-0.15, 0.15)
        way = drive(crew["lat"], crew["lon"], goal["lat"], goal["lon"], order["area_kind"], bend)
        gone, step = 0.0, FIX_SECONDS / 60 * min(self.speed, FASTEST_DRIVE)
        while gone < way.minutes:
            await asyncio.sleep(FIX_SECONDS)
            gone += step
            self._make_way()
            await report_place(self.phone, way.at(gone), heading=way.heading)
            self.moved(way.at(gone))
        return await self._post("arrive", {"lat": goal["lat"], "lon": goal["lon"]})

    async def _start(self, order: dict[str, Any]) -> bool:
        await self._wait_minutes(2, 5)
        return await self._post("start", {"permit_number": f"QX{self.number[-6:]}"})

    async def _restore(self, order: dict[str, Any]) -> bool:
        order["repair"] = self.chance.choice(REPAIRS)
        await self._wait_minutes(*order["repair"][2])
        return await self._post("restore")

    async def _reply(self, order: dict[str, Any]) -> bool:
        cause, measures, _ = order.get("repair") or REPAIRS[0]
        await self._wait_minutes(1, 3)
        present, at = await self._order() or {}, datetime.now(UTC).isoformat()
        body = {
            "cause": cause,
            "measures": measures,
            "restored_at": present.get("restored_at") or at,
            "contacted": True,
            "contacted_at": at,
            "site_check": "现场检查正常，已验电。",
            "customer_opinion": "满意",
        }
        return await self._post("reply", body)

    async def _order(self) -> Any:
        return await self.desk.get(f"work-orders/{self.number}/")

    def _make_way(self) -> None:
        if self.taken():
            raise TakenOver

    async def _post(self, verb: str, body: dict[str, Any] | None = None) -> bool:
        self._make_way()
        return await self.phone.post(f"work-orders/{self.number}/{verb}/", body) is not None

    async def _wait_minutes(self, fewest: float, most: float) -> None:
        await asyncio.sleep(self.chance.uniform(fewest, most) * 60 / self.speed)


async def report_place(phone: Api, place: Place, heading: float | None = None) -> None:
    lat, lon = place
    fix: dict[str, Any] = {
        "lat": round(lat, 6),
        "lon": round(lon, 6),
        "fixed_at": datetime.now(UTC).isoformat(),
        "accuracy": 8,
    }
    fix |= {"heading": heading} if heading is not None else {}
    await phone.post("positions/", {"items": [fix]}, tries=1)  # the next place follows at once
