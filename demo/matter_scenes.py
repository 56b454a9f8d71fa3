"""Now and then somebody asks, requests, praises or complains: filed, given, handled, answered. All through the HTTP API.

Reviews and callbacks are the desk's own round (``Simulation``), of matters as of repairs.
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
from demo.narration import say_of_order
from demo.past.words import CAUSES, MEASURES, SAID

# Of a hundred matters; reports of wrongdoing are left to people.
SHARES = {"CONSULT": 38, "SERVICE_REQ": 30, "OPINION": 20, "PRAISE": 6, "COMPLAINT": 6}
CHANNELS = ["HOTLINE_95598"] * 5 + ["APP", "WECHAT", "WECHAT", "PHONE", "HOTLINE_12345"]
# Who takes which verb: the desk, the officer who leads complaints, or a grid manager of the unit.
DESK, QUALITY, UNIT = "desk", "quality", "unit"
Step = tuple[str, str]
UNIT_WORKS: tuple[Step, ...] = (("give", DESK), ("accept", UNIT))
PATHS: Mapping[str, tuple[Step, ...]] = {
    "CONSULT": (("answer", DESK),),
    "OPINION": (*UNIT_WORKS, ("contact", UNIT), ("answer", UNIT)),
    "SERVICE_REQ": (*UNIT_WORKS, ("handle", UNIT), ("answer", UNIT)),
    "PRAISE": (("give", DESK), ("take-note", UNIT)),
    "COMPLAINT": (
        ("give", QUALITY), ("classify", QUALITY), ("contact", UNIT), ("investigate", UNIT), ("pull-history", UNIT),
        ("decide-liability", QUALITY), ("take-measures", UNIT), ("answer", UNIT), ("file-reply", UNIT),
    ),
}  # fmt: skip
# Minutes between two steps, which the demo's speed shortens; real matters take hours and days.
STEP_MINUTES = (20.0, 90.0)


@dataclass(frozen=True)
class Household:
    """A customer of the demo, and the code of the unit that supplies them."""

    number: str
    unit: str


@dataclass
class Matters:
    """``agent`` files, ``desk`` and ``quality`` lead, ``hand(unit)`` is a grid manager of the unit; None: it has nobody free.

    ``left_alone(unit)``: a person has signed in for the unit, and what was given to it is theirs.
    """

    agent: Api
    desk: Api
    quality: Api
    hand: Callable[[str], Awaitable[Api | None]]
    households: list[Household]
    chance: random.Random
    speed: float
    per_hour: float
    left_alone: Callable[[str], bool] = lambda unit: False
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    session: str = ""
    serial: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.session = self.session or f"{self.chance.randrange(16**8):08x}"

    async def wait(self, minutes: float) -> None:
        await asyncio.sleep(minutes * 60 / self.speed)

    async def run(self, start: Callable[[Awaitable[None]], None]) -> None:
        """For ever: one after the other is filed, each then goes its own way (``start``)."""
        while self.households:
            await asyncio.sleep(self.chance.expovariate(self.per_hour / 3600))
            start(self.one())

    async def one(self) -> None:
        """A matter from the call to its answer."""
        kind = self.chance.choices(list(SHARES), list(SHARES.values()))[0]
        household = self.chance.choice(self.households)
        body = self._told(kind, household)
        filed = await self.agent.post("matters/", body)
        if filed is None:
            return
        number = str(filed["number"])
        say_of_order(number, f"{kind.lower()}: {body['description'][:40]}")
        for verb, by in PATHS[kind]:
            await self.wait(self.chance.uniform(*STEP_MINUTES))
            if by == UNIT and self.left_alone(household.unit):
                say_of_order(number, "its unit is in somebody's hands")
                return
            who = await self._who(by, household.unit)
            if who is None or await who.post(f"work-orders/{number}/{verb}/", self._said(verb, household)) is None:
                return

    async def _who(self, by: str, unit: str) -> Api | None:
        return await self.hand(unit) if by == UNIT else self.quality if by == QUALITY else self.desk

    def _told(self, kind: str, household: Household) -> dict[str, Any]:
        sub_kind = self.chance.choice(list(SAID[kind]))
        return {
            "kind": kind,
            "sub_kind": sub_kind,
            "source": self.chance.choice(CHANNELS),
            "source_id": f"demo-{self.session}-matter-{next(self.serial)}",
            "description": self.chance.choice(SAID[kind][sub_kind]),
            "customer_number": household.number,
            "reporter": {
                "name": self.chance.choice(SURNAMES) + "女士",
                "phone": f"199{self.chance.randrange(10**8):08d}",
            },
        }

    def _said(self, verb: str, household: Household) -> dict[str, Any]:
        """The body that a person would fill in."""
        if verb == "give":
            return {"unit": household.unit, "reason": "请核实并答复客户"}
        if verb in ("contact", "handle"):
            return {"contacted_at": None, "text": "已联系客户，情况已了解"}
        if verb == "classify":
            return {"category": self.chance.choice(CATEGORIES), "grade": "ORDINARY", "reason": ""}
        if verb == "decide-liability":
            liability = self.chance.choice(["LIABLE", "PARTLY", "NOT_LIABLE"])
            return {"liability": liability, "text": "已调取工单和录音核查"}
        if verb == "take-measures":
            return {"text": self.chance.choice(MEASURES), "unit": household.unit, "due_on": None}
        if verb == "answer":
            told = {"told_at": self.clock().isoformat(), "not_told_reason": ""}
            return {"cause": self.chance.choice(CAUSES), "measures": self.chance.choice(MEASURES), **told}
        return {}


CATEGORIES = ("repair-overdue", "repairer-attitude", "frequent-outage", "business-overdue", "voltage", "bill")
