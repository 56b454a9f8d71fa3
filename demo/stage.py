"""What the simulated world can do about power: switches move, customers call, meters report. All through the HTTP API."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from demo.api_client import Api
from demo.calls import SURNAMES
from demo.grid import Caller, Trouble
from demo.narration import say, say_of_order

NO_POWER = ["家里没电了。", "我们这一片都停电了，什么时候能来？", "整条街都黑了。", "突然停电了，邻居家也没有。"]
# What an order's status is once the crew says that power is back.
REPAIRED = frozenset({"RESTORED", "REPLIED", "REVIEWED", "CALLED_BACK", "ARCHIVED", "CANCELLED"})
OVER = frozenset({"RESTORED", "VERIFIED", "CLOSED", "DISMISSED"})
AT_WORK = frozenset({"ON_SITE", "REPAIRING"})
BY_HAND = frozenset({"CREW", "DESK"})
SAYS_ANOTHER_TIME = 0.08  # at each look: about every second repair
SAID_AHEAD_MINUTES = (10.0, 60.0)
LOOK_MINUTES = 1.0
LONGEST_REPAIR_MINUTES = 240.0
METERS_AT_ONCE = 200
POWER_OFF = "3.26.0.47"  # CIM EndDeviceEventType


@dataclass
class Stage:
    """``agent`` is the 95598, ``controller`` records switches, ``meters`` is the head-end (None: there is none),
    ``desk`` looks at outages and orders. ``speed`` shortens every simulated minute; ``filed`` are the numbers of orders
    whose customers nobody has called back yet. ``clock``: the real time, aware."""

    agent: Api
    controller: Api
    desk: Api
    chance: random.Random
    speed: float
    meters: Api | None = None
    session: str = ""
    serial: "count[int]" = field(default_factory=lambda: count(1))
    opened: set[str] = field(default_factory=set)
    filed: list[str] = field(default_factory=list)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        self.session = self.session or f"{self.chance.randrange(16**8):08x}"

    async def wait(self, minutes: float) -> None:
        await asyncio.sleep(minutes * 60 / self.speed)

    async def until(self, moment: datetime) -> None:
        """Real time, whatever the speed: a moment that customers were told."""
        await asyncio.sleep(max(0.0, (moment - self.clock()).total_seconds()))

    async def open_device(self, trouble: Trouble, words: str) -> bool:
        """The controller records that the device opened; whether the command centre took it down."""
        self.opened.add(trouble.device.code)
        return await self.operate(trouble.device.code, opened=True, words=words)

    async def close_device(self, trouble: Trouble, words: str) -> None:
        if await self.operate(trouble.device.code, opened=False, words=words):
            self.opened.discard(trouble.device.code)
            say(f"送电 · closed: {trouble.device.name} ({trouble.device.code})")

    async def operate(self, code: str, *, opened: bool, words: str) -> bool:
        """Recorded by the controller; whether the command centre took it down."""
        body = {"opened": opened, "at": self.clock().isoformat(), "detail": words}
        return await self.controller.post(f"devices/{code}/operate/", body) is not None

    async def calls(self, callers: Sequence[Caller], *, minutes: float) -> list[str]:
        """Each of them calls once within so many minutes, at random moments; the numbers of their orders."""
        moments = sorted(self.chance.uniform(0, minutes) for _ in callers)
        numbers, before = [], 0.0
        for caller, moment in zip(callers, moments, strict=True):
            await self.wait(moment - before)
            before = moment
            if number := await self._call(caller):
                numbers.append(number)
                self.filed.append(number)
        return numbers

    async def _call(self, caller: Caller) -> str | None:
        body = {
            "source": "HOTLINE_95598",
            "source_id": f"demo-{self.session}-outage-{next(self.serial)}",
            "customer_number": caller.number,
            "reporter": {
                "name": self.chance.choice(SURNAMES) + "先生",
                "phone": f"199{self.chance.randrange(10**8):08d}",
            },
            "description": self.chance.choice(NO_POWER),
        }
        filed = await self.agent.post("fault-reports/", body)
        return filed["number"] if filed else None

    async def last_gasps(self, callers: Sequence[Caller]) -> None:
        """Their meters report the loss of power, late and not all of them, as over power lines."""
        if self.meters is None:
            return
        heard = [caller for caller in callers if self.chance.random() < 0.7]
        at = self.clock().isoformat()
        for first in range(0, len(heard), METERS_AT_ONCE):
            batch = heard[first : first + METERS_AT_ONCE]
            events = [
                {"id": f"demo-{self.session}-meter-{next(self.serial)}", "meter": c.meter, "at": at, "code": POWER_OFF}
                for c in batch
            ]
            await self.meters.post("meter-events/", {"source": "demo-hes", "events": events})

    async def until_repaired(self, trouble: Trouble, numbers: Sequence[str]) -> str:
        """Waits until a crew says that power is back; the number of the outage, empty when none was found in time."""
        outage = ""
        for _ in range(round(LONGEST_REPAIR_MINUTES / LOOK_MINUTES)):
            await self.wait(LOOK_MINUTES)
            card = await self._outage(trouble)
            if card is not None:
                outage = self._met(card, trouble, outage)
                await self._tell_anew(card)
                if card["status"] in OVER or card.get("order_status") in REPAIRED:
                    return outage
            elif outage or await self._one_repaired(numbers):
                return outage
        say(f"无人处理 · nobody came: {trouble.device.code}; the controller closes it")
        return outage

    def _met(self, card: dict[str, Any], trouble: Trouble, known: str) -> str:
        number = str(card["number"])
        if number != known:
            found = (card.get("device") or {}).get("code", "?")
            say_of_order(
                number, f"研判 · outage: {card['customers_out']} dark by {found}, really {trouble.device.code}"
            )
        return number

    async def _tell_anew(self, card: dict[str, Any]) -> None:
        """The crew at work sometimes says another time than was told; it may be wrong. A person's word is left alone."""
        if card.get("order_status") not in AT_WORK or card.get("etr_source") in BY_HAND:
            return
        if self.chance.random() > SAYS_ANOTHER_TIME:
            return
        back_at = self.clock() + timedelta(minutes=self.chance.uniform(*SAID_AHEAD_MINUTES) / self.speed)
        body = {"source": "CREW", "etr_at": back_at.isoformat()}
        if await self.desk.post(f"outages/{card['number']}/estimate/", body) is not None:
            say_of_order(str(card["number"]), "班组预计复电时间 · the crew says another time")

    async def _outage(self, trouble: Trouble) -> dict[str, Any] | None:
        """The live outage of the device, else the largest one of its feeder."""
        page = await self.desk.get("outages/", feeder=trouble.feeder.code, live="true", limit=50)
        cards = (page or {}).get("results", [])
        own = [card for card in cards if (card.get("device") or {}).get("code") == trouble.device.code]
        return max(own or cards, key=lambda card: card["customers_out"], default=None)

    async def _one_repaired(self, numbers: Sequence[str]) -> bool:
        """For when the command centre made no outage of it: one of the callers' own orders is done."""
        for number in numbers[:3]:
            order = await self.desk.get(f"work-orders/{number}/")
            if order is not None and order["status"] in REPAIRED:
                return True
        return False
