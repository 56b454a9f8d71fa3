"""Scenes of outages, each played once from the fault to the return of power (domain reference §10)."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

from asgiref.sync import sync_to_async

from demo import grid
from demo.grid import FeederGrid, FeederInBrief, Trouble
from demo.narration import say
from demo.planned_scenes import planned_work
from demo.stage import Stage

FIRST_COUNTY = "422826"  # 咸丰
SECOND_SCENE_AFTER_MINUTES = 10.0
CALLS, CALL_MINUTES = 40, 5.0
PAUSE_MINUTES = (15.0, 45.0)
RECLOSED_AFTER_MINUTES = 0.4
MOST_CALLS = 25

Play = Callable[[Stage, FeederGrid], Awaitable[None]]


def words(trouble: Trouble, chinese: str, english: str) -> str:
    return f"{chinese} · {english}: {trouble.device.name} ({trouble.device.code}), {len(trouble.dark)} customers"


async def feeder_trip(stage: Stage, feeder: FeederGrid) -> None:
    """Scene two of the release: a breaker trips, forty call within five minutes, one crew goes."""
    trouble = feeder.breaker()
    say(words(trouble, "跳闸", "tripped"))
    await stage.open_device(trouble, "速断动作，重合不成功")
    callers = stage.chance.sample(trouble.dark, min(CALLS, len(trouble.dark)))
    numbers = await stage.calls(callers, minutes=CALL_MINUTES)
    say(f"来电 · {len(numbers)} calls about {trouble.device.code}: one outage, one crew is expected")
    await stage.until_repaired(trouble, numbers)
    await stage.close_device(trouble, "故障排除，试送成功")


async def lateral_fuse(stage: Stage, feeder: FeederGrid) -> None:
    """Nobody sees a fuse: only calls, and meters where there is a head-end, say so."""
    await _unseen(stage, stage.chance.choice(feeder.laterals()), "熔丝熔断", "lateral out")


async def transformer_failure(stage: Stage, feeder: FeederGrid) -> None:
    await _unseen(stage, stage.chance.choice(feeder.transformers()), "配变故障", "transformer failed")


async def lv_branch(stage: Stage, feeder: FeederGrid) -> None:
    branches = feeder.lv_branches() or feeder.transformers()
    await _unseen(stage, stage.chance.choice(branches), "低压分支故障", "LV branch out")


async def nested_fault(stage: Stage, feeder: FeederGrid) -> None:
    """The feeder is back, one lateral is not: who calls afterwards is dark by a fault of his own."""
    trouble, inner = feeder.breaker(), stage.chance.choice(feeder.laterals())
    say(words(trouble, "跳闸", "tripped") + f"; 另有 · and also {inner.device.code}")
    await stage.open_device(trouble, "过流动作，重合不成功")
    numbers = await stage.calls(_some(stage, trouble, 12), minutes=8)
    await stage.until_repaired(trouble, numbers)
    await stage.close_device(trouble, "主干线故障排除")
    say(words(inner, "支线仍停电", "still dark"))
    numbers = await stage.calls(_some(stage, inner, 6), minutes=6)
    await stage.until_repaired(inner, numbers)
    say(words(inner, "送电", "power is back"))


async def momentary(stage: Stage, feeder: FeederGrid) -> None:
    trouble = feeder.breaker()
    say(words(trouble, "跳闸，重合成功", "tripped and reclosed"))
    await stage.open_device(trouble, "瞬时故障跳闸")
    await stage.wait(RECLOSED_AFTER_MINUTES)
    await stage.close_device(trouble, "重合成功")


async def _unseen(stage: Stage, trouble: Trouble, chinese: str, english: str) -> None:
    say(words(trouble, chinese, english))
    await stage.last_gasps(trouble.dark)
    numbers = await stage.calls(_some(stage, trouble, max(3, len(trouble.dark) // 3)), minutes=12)
    if trouble.device.telemetered:
        await stage.open_device(trouble, "终端上报分闸")
    await stage.until_repaired(trouble, numbers)
    if trouble.device.telemetered:
        await stage.close_device(trouble, "故障排除")
    say(words(trouble, "送电", "power is back"))


def _some(stage: Stage, trouble: Trouble, wanted: int) -> Sequence[grid.Caller]:
    return stage.chance.sample(trouble.dark, min(wanted, len(trouble.dark), MOST_CALLS))


SCENES: list[tuple[float, Play]] = [
    (0.25, lateral_fuse),
    (0.25, transformer_failure),
    (0.20, lv_branch),
    (0.10, feeder_trip),
    (0.08, nested_fault),
    (0.08, momentary),
    (0.04, planned_work),
]


async def outages(stage: Stage) -> None:
    """Scene two, then one scene after the other for ever."""
    briefs = await sync_to_async(grid.feeders)()
    if not briefs:
        return
    await stage.wait(SECOND_SCENE_AFTER_MINUTES)
    await play(stage, feeder_trip, second_scene_at(briefs))
    while True:
        await stage.wait(stage.chance.uniform(*PAUSE_MINUTES))
        scene = stage.chance.choices([scene for _, scene in SCENES], [share for share, _ in SCENES])[0]
        await play(stage, scene, stage.chance.choice(briefs))


def second_scene_at(briefs: Sequence[FeederInBrief]) -> FeederInBrief:
    """The first feeder of Xianfeng with enough customers for forty calls; else the largest there is."""
    enough = [brief for brief in briefs if brief.customers >= CALLS]
    return next((b for b in enough if b.county == FIRST_COUNTY), max(briefs, key=lambda b: b.customers))


async def play(stage: Stage, scene: Play, brief: FeederInBrief) -> None:
    await scene(stage, await sync_to_async(grid.grid_of)(brief))


async def storm(stage: Stage, *, minutes: float) -> None:
    """Faults all over two counties of a city for so many real minutes, then until the last one is repaired."""
    briefs = await sync_to_async(grid.feeders)()
    struck = struck_feeders(briefs, stage.chance)
    say(f"暴风雨 · storm for {minutes:g} min over {len({b.county for b in struck})} counties, {len(struck)} feeders")
    pause = minutes * 60 / len(struck)
    async with asyncio.TaskGroup() as faults:
        for brief in struck:
            scene = stage.chance.choices(STORM_SCENES, STORM_SHARES)[0]
            faults.create_task(play(stage, scene, brief))
            await asyncio.sleep(stage.chance.uniform(0.3, 1.7) * pause)
    say("暴风雨过后，全部送电 · after the storm: all faults of it are repaired")


STORM_SCENES: list[Play] = [feeder_trip, lateral_fuse, transformer_failure, nested_fault, lv_branch]
STORM_SHARES = [0.3, 0.3, 0.2, 0.1, 0.1]
STORM_FEEDERS = 40
CITY_DIGITS = 4  # of a county's code


def struck_feeders(briefs: Sequence[FeederInBrief], chance: random.Random) -> list[FeederInBrief]:
    """Feeders of a county and another one of its city, each struck once, in random order."""
    first = chance.choice(sorted({brief.county for brief in briefs}))
    others = sorted({b.county for b in briefs if b.county[:CITY_DIGITS] == first[:CITY_DIGITS] and b.county != first})
    counties = {first, chance.choice(others)} if others else {first}
    struck = [brief for brief in briefs if brief.county in counties]
    return chance.sample(struck, min(STORM_FEEDERS, len(struck)))
