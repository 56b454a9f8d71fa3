"""Planned work as its people carry it out, through the API: drafted, announced, begun at its time, ended, now and then late.

The windows are real time, as customers were told them; only calls and waits between are shortened by the speed. Whoever
calls inside a window was told of it, as the command centre has it on record (domain reference §10, scenario 2).
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from demo.grid import Caller, FeederGrid
from demo.narration import say, say_of_order
from demo.stage import Stage

LOOK_SECONDS = 20.0
SOON = timedelta(minutes=10)
LATE, EXTENDED = 0.18, 0.12
CALLERS, CALL_MINUTES = 3, 10.0
FOLLOW_UP_MINUTES = 20.0
EXTENDED_BEFORE = timedelta(minutes=50)  # what is shorter ends before anybody would ask
DRAFTED_AHEAD, SHORTEST, LONGEST = timedelta(minutes=6), 25, 50
MINUTE = timedelta(minutes=1)

Card = dict[str, Any]


async def planned_days(stage: Stage) -> None:
    """For ever: what is announced begins when its time has come, what is at work ends."""
    taken: set[str] = set()
    async with asyncio.TaskGroup() as works:
        while True:
            for card in await due(stage):
                if card["number"] not in taken:
                    taken.add(card["number"])
                    works.create_task(_survive(stage, card))
            await asyncio.sleep(LOOK_SECONDS)


async def due(stage: Stage) -> list[Card]:
    soon = (stage.clock() + SOON).isoformat()
    found = await stage.desk.every("planned-outages/", status="ANNOUNCED,IN_PROGRESS", starts_to=soon, limit=200)
    return [card for card in found if card["devices"]]


async def _survive(stage: Stage, card: Card) -> None:
    try:
        await carry_out(stage, card)
    except Exception as error:  # one crew's mishap must not end the day
        say(f"planned work {card['number']} was left: {error!r}")


async def carry_out(stage: Stage, card: Card) -> None:
    """One plan to its end. A window that went by while nobody was here is put off: nobody goes dark unannounced."""
    number, end = card["number"], _moment(card["planned_end_at"])
    if card["status"] == "ANNOUNCED":
        if stage.clock() >= end:
            await _put_off(stage, number)
            return
        await stage.until(_moment(card["planned_start_at"]) + stage.chance.uniform(0, 5) * MINUTE)
        if await _status(stage, number) != "ANNOUNCED" or not await _switch(stage, card, dark=True):
            return
        say_of_order(number, f"计划停电 · planned work begins: {card['title']}, {card['customers']} customers")
    callers = await _told(stage, number)
    if card["status"] == "ANNOUNCED" and stage.clock() + SOON < end:  # who goes dark calls at once, or not at all
        await stage.calls(callers, minutes=CALL_MINUTES)
    late = await _work(stage, card, callers)
    if await _status(stage, number) != "IN_PROGRESS":
        return
    await _switch(stage, card, dark=False)
    say_of_order(number, f"计划停电结束 · planned work is over: {card['title']}")
    await _follow_up(stage, number, late)


async def _work(stage: Stage, card: Card, callers: Sequence[Caller]) -> list[str]:
    """Until the crew is done: mostly a little early, sometimes extended in time, sometimes late; the orders of who then calls."""
    number, end, lot = card["number"], _moment(card["planned_end_at"]), stage.chance.random()
    if lot < LATE and callers:
        await stage.until(end + stage.chance.uniform(1, 3) * MINUTE)
        say_of_order(number, "延时 · the work runs late")
        numbers = await stage.calls(callers[:1], minutes=1)
        await stage.until(end + stage.chance.uniform(6, 15) * MINUTE)
        return numbers
    if lot < LATE + EXTENDED and end - stage.clock() > EXTENDED_BEFORE:
        await stage.until(end - stage.chance.uniform(35, 45) * MINUTE)
        until = max(end, stage.clock()) + stage.chance.choice([30, 45, 60]) * MINUTE
        body = {"until": until.isoformat(), "reason": "现场工作量增加，延时送电"}
        if await stage.controller.post(f"planned-outages/{number}/extend/", body) is not None:
            say_of_order(number, f"延时送电 · extended until {until:%H:%M} UTC")
            end = until
    await stage.until(end - stage.chance.uniform(2, 12) * MINUTE)
    return []


async def _switch(stage: Stage, card: Card, *, dark: bool) -> bool:
    """Ties are closed before anything opens and opened after everything is closed; False when a switch was refused."""
    moves = sorted(card["devices"], key=lambda device: (device["move"] == "OPEN") == dark)
    for device in moves:
        opened = (device["move"] == "OPEN") == dark
        if not await stage.operate(device["code"], opened=opened, words=f"计划工作 {card['number']}"):
            return False
    return True


async def _told(stage: Stage, number: str) -> list[Caller]:
    """Some of those whom the notices of this plan went to."""
    page = await stage.desk.get(f"planned-outages/{number}/customers/", limit=200)
    rows = (page or {}).get("results", [])
    known = [Caller(row["customer_number"], row["meter_number"], "", "", "") for row in rows]
    return stage.chance.sample(known, min(CALLERS, len(known)))


async def _follow_up(stage: Stage, number: str, late: Sequence[str]) -> None:
    """Who waited for the late return hears that power is back; then the file is closed."""
    await stage.wait(FOLLOW_UP_MINUTES)
    for order in late:
        body = {
            "cause": "planned_outage",
            "measures": "计划工作延时，已送电。",
            "restored_at": stage.clock().isoformat(),
        }
        await stage.desk.post(f"work-orders/{order}/explain/", body)
    if await _status(stage, number) == "RESTORED":
        await stage.controller.post(f"planned-outages/{number}/close/")


async def _put_off(stage: Stage, number: str) -> None:
    body = {"why": "PREPARATION", "reason": "未能按时开工"}
    await stage.controller.post(f"planned-outages/{number}/postpone/", body)


async def _status(stage: Stage, number: str) -> str:
    found = await stage.desk.get(f"planned-outages/{number}/")
    return str(found["status"]) if found else ""


async def planned_work(stage: Stage, feeder: FeederGrid) -> None:
    """Temporary work on a lateral, drafted some minutes ahead and announced; at its time ``planned_days`` takes it up."""
    trouble = stage.chance.choice(feeder.laterals())
    start = stage.clock() + DRAFTED_AHEAD
    body = {
        "title": f"{trouble.device.name}临时检修",
        "reason": "设备检修",
        "work": "消缺处理",
        "kind": "TEMPORARY",
        "planned_start_at": start.isoformat(),
        "planned_end_at": (start + stage.chance.randint(SHORTEST, LONGEST) * MINUTE).isoformat(),
        "open": [trouble.device.code],
    }
    drafted = await stage.controller.post("planned-outages/", body)
    if drafted is not None and await _announced(stage, drafted["number"]):
        say_of_order(drafted["number"], f"临时停电公告 · announced: {body['title']}, {len(trouble.dark)} customers")


async def _announced(stage: Stage, number: str) -> bool:
    """Checked by one, approved by another who answers by name for what speaks against it; then told and made public."""
    plan = f"planned-outages/{number}"
    if await stage.controller.post(f"{plan}/check/") is None:
        return False
    found = await stage.desk.get(f"{plan}/") or {}
    blocks = [finding["code"] for finding in found.get("findings", []) if finding["severity"] == "BLOCK"]
    if "feeder_overlap" in blocks:
        await stage.controller.post(f"{plan}/cancel/", {"why": "OTHER", "reason": "与同线路计划合并"})
        return False
    if found.get("important") or found.get("life_support") or found.get("time_critical"):
        blocks.append("temporary_24_hours")
    for code in blocks:
        await stage.desk.post(f"{plan}/waive/", {"code": code, "reason": "已逐户告知，安排发电车"})
    await stage.desk.post(f"{plan}/approve/")
    await stage.controller.post(f"{plan}/notify/", {"channels": ["PUBLIC", "SMS"]})
    return await stage.controller.post(f"{plan}/announce/") is not None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
