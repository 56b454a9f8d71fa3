"""Service connections of a demo day, through the HTTP API: applications come in, grid managers book and go, the centre signs plans.

Appointments keep the hours of the real clock, whatever the demo's speed: who agreed on two o'clock is visited after two. What a
person has signed in for is left to them.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from demo.api_client import Api
from demo.calls import SURNAMES
from demo.matter_scenes import Household
from demo.narration import say_of_order
from demo.past.connections import KILOWATTS
from demo.past.words import SAID

# Of a hundred applications; medium voltage takes months, and its cases of the past go on by people.
SHARES = {"LV_RESIDENT": 60, "LV_NON_RESIDENT": 20, "EV_CHARGER": 14, "PHOTOVOLTAIC": 6}
CHANNELS = ["APP"] * 4 + ["WALK_IN"] * 3 + ["WECHAT", "WECHAT", "PHONE"]
LOOK_SECONDS = 20.0
USUAL_KW = 8  # where the application asked for nothing
# Minutes until somebody gets to a step, which the demo's speed shortens.
STEP_MINUTES = (10.0, 90.0)
Row = Mapping[str, Any]


@dataclass
class Connections:
    """``agent`` takes applications down, ``controller`` leads them, ``hand(unit)`` is a grid manager; None: nobody free.

    ``cases`` are the numbers of cases of which the unit is known: those that were filed here, and the others once looked up.
    """

    agent: Api
    controller: Api
    hand: Callable[[str], Awaitable[Api | None]]
    unit_of: Callable[[str], Awaitable[str]]
    households: list[Household]
    chance: random.Random
    speed: float
    per_hour: float
    left_alone: Callable[[str], bool] = lambda unit: False
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    session: str = ""
    due: dict[str, float] = field(default_factory=dict)  # number and state → when somebody gets to it
    serial: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.session = self.session or f"{self.chance.randrange(16**8):08x}"

    async def run(self, start: Callable[[Awaitable[None]], None]) -> None:
        """For ever: applications now and then, and a look at what is under way."""
        start(self._applications())
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def _applications(self) -> None:
        while self.households:
            await asyncio.sleep(self.chance.expovariate(self.per_hour / 3600))
            await self.apply()

    async def apply(self) -> None:
        """Somebody applies, by the app, at the counter or by phone."""
        sub_kind = self.chance.choices(list(SHARES), list(SHARES.values()))[0]
        household = self.chance.choice(self.households)
        filed = await self.agent.post(
            "connection-cases/",
            {
                "sub_kind": sub_kind,
                "source": self.chance.choice(CHANNELS),
                "source_id": f"demo-{self.session}-connection-{next(self.serial)}",
                "applicant": {
                    "name": self.chance.choice(SURNAMES) + "女士",
                    "phone": f"199{self.chance.randrange(10**8):08d}",
                },
                "asked_kw": self.chance.choice(KILOWATTS[sub_kind]),
                "description": self.chance.choice(SAID["CONNECTION"][sub_kind]),
                "customer_number": household.number,
            },
        )
        if filed:
            say_of_order(str(filed["number"]), f"application: {sub_kind.lower()}")

    async def look(self) -> None:
        """Whatever somebody would have got to by now is done; one step of a case at a time."""
        for row in await self.controller.every("connection-cases/", open=True, limit=200):
            act = ACTS.get(row["status"])
            if act is not None and self._is_time_for(f"{row['number']} {row['status']}"):
                await self._act(row, act)

    def _is_time_for(self, what: str) -> bool:
        at = self.clock().timestamp()
        due = self.due.setdefault(what, at + self.chance.uniform(*STEP_MINUTES) * 60 / self.speed)
        return at >= due

    async def _act(self, row: Row, act: "Act") -> None:
        unit = await self.unit_of(row["number"])
        manager = None if self.left_alone(unit) else await self.hand(unit)
        if manager is not None and await act(self, row, manager):
            self.due.pop(f"{row['number']} {row['status']}", None)

    async def _book(self, row: Row, manager: Api) -> bool:
        verb = "book-survey" if row["status"] == "ACCEPTED" else "book-installation"
        if row["sub_kind"].startswith("MV") and row["status"] == "PLAN_REPLIED":
            return False  # the customer builds first
        slots = await manager.get(f"connection-cases/{row['number']}/slots/") or []
        if not slots:
            return False
        slot = self.chance.choice(slots[:4])["starts_at"]
        return await self._said(manager, row, verb, {"slot": slot, "contacted_at": None, "text": "已与客户约定"})

    async def _visit(self, row: Row, manager: Api) -> bool:
        """On the way once the half day has begun, then there, then done."""
        found = await manager.get("appointments/", number=row["number"], status="AGREED")
        visit = next(iter((found or {}).get("results", [])), None)
        if visit is None:
            return await self._done(row, manager)
        if datetime.fromisoformat(visit["starts_at"]) > self.clock():
            return False
        if visit["departed_at"] is None:
            return await self._said(manager, row, "visit-on-the-way", {})
        return await self._said(manager, row, "visit-arrived", {"lat": None, "lon": None, "photo": None})

    async def _done(self, row: Row, manager: Api) -> bool:
        surveys = row["status"] == "SURVEY_BOOKED"
        body = {"contacted_at": None, "text": "现场勘查完成" if surveys else "已装表接电"}
        if not surveys:
            return await self._said(manager, row, "energise", body)
        kw = None if row.get("asked_kw") else USUAL_KW
        return await self._said(manager, row, "survey", body | {"kw": kw})

    async def _sign(self, row: Row, manager: Api) -> bool:
        drafts = await self.controller.get(f"connection-cases/{row['number']}/plans/") or [{}]
        asked = bool(drafts[-1].get("granted_kw"))
        body = {
            "contacted_at": None,
            "text": "" if asked else "未填容量，按常规户核定",
            "granted_kw": None if asked else USUAL_KW,
            "cost_saved": self.chance.randrange(800, 9000, 100),
        }
        return await self._said(self.controller, row, "reply-plan", body)

    async def _follow_up(self, row: Row, manager: Api) -> bool:
        said = self.chance.choices(["SATISFIED", "FAIR", "UNSATISFIED"], [0.94, 0.05, 0.01])[0]
        return await self._said(self.controller, row, "follow-up", {"satisfaction": said, "comment": ""})

    async def _archive(self, row: Row, manager: Api) -> bool:
        return await self._said(self.controller, row, "archive", {})

    async def _said(self, who: Api, row: Row, verb: str, body: dict[str, Any]) -> bool:
        done = await who.post(f"work-orders/{row['number']}/{verb}/", body) is not None
        if done:
            say_of_order(row["number"], f"connection: {verb}")
        return done


Act = Callable[[Connections, Row, Api], Awaitable[bool]]
ACTS: Mapping[str, Act] = {
    "ACCEPTED": Connections._book,
    "SURVEY_BOOKED": Connections._visit,
    "SURVEYED": Connections._sign,
    "PLAN_REPLIED": Connections._book,
    "COMPLETION_INSPECTED": Connections._book,
    "INSTALL_BOOKED": Connections._visit,
    "ENERGISED": Connections._follow_up,
    "FOLLOWED_UP": Connections._archive,
}
