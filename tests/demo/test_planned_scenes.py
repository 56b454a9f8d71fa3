"""The simulator's planned work, with a server made of answers and a clock that sleeping moves."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from demo import planned_scenes, stage
from demo.stage import Stage
from tests.demo.test_outage_scenes import GRID

NOON = datetime(2026, 7, 19, 4, tzinfo=UTC)
NUMBER = "20260719422826P000001"
MINUTE = timedelta(minutes=1)


class World:
    """Every signed-in account, the plans it knows, and the time: each thing done is kept with its moment."""

    def __init__(self, **card: Any) -> None:
        self.at = NOON
        devices = [{"code": "F1-S1", "move": "OPEN"}, {"code": "F1-TIE", "move": "CLOSE"}]
        window = {"planned_start_at": NOON + 8 * MINUTE, "planned_end_at": NOON + 128 * MINUTE}
        self.card: dict[str, Any] = {"number": NUMBER, "title": "检修", "customers": 4, "status": "ANNOUNCED"}
        self.card |= {"devices": devices} | {name: at.isoformat() for name, at in (window | card).items()}
        self.findings: list[dict[str, str]] = []
        self.done: list[tuple[datetime, str, dict[str, Any]]] = []

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    async def every(self, path: str, **params: Any) -> list[Any]:
        begun = datetime.fromisoformat(self.card["planned_start_at"])
        shown = self.card["status"] in params["status"] and begun < datetime.fromisoformat(params["starts_to"])
        return [dict(self.card)] if shown else []

    async def get(self, path: str, **params: Any) -> Any:
        if path.endswith("/customers/"):
            return {"results": [{"customer_number": f"C{n}", "meter_number": f"M{n}"} for n in range(4)]}
        return self.card | {"findings": self.findings}

    async def post(self, path: str, body: dict[str, Any] | None = None, **more: Any) -> Any:
        self.done.append((self.at, path, body or {}))
        opened = (body or {}).get("opened")
        if path == "devices/F1-S1/operate/":
            self.card["status"] = "IN_PROGRESS" if opened else "RESTORED"
        if path.endswith("/postpone/"):
            self.card["status"] = "POSTPONED"
        return {"number": f"F{len(self.done)}"}

    def moments(self, beginning: str) -> list[datetime]:
        return [at for at, path, _ in self.done if path.startswith(beginning)]

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.done]


def acting(world, lot=0.9):
    class Chance(random.Random):
        def random(self):
            return lot

    person: Any = world
    return Stage(agent=person, controller=person, desk=person, chance=Chance(1), speed=10, clock=lambda: world.at)


@pytest.fixture
def world(monkeypatch):
    world = World()
    monkeypatch.setattr(stage.asyncio, "sleep", world.sleep)
    return world


def carried_out(world, **more):
    asyncio.run(planned_scenes.carry_out(acting(world, **more), world.card | {}))


def test_it_begins_at_its_time_and_ends_within_its_window(world):
    carried_out(world)
    assert world.paths() == [
        "devices/F1-TIE/operate/", "devices/F1-S1/operate/", *["fault-reports/"] * 3, "devices/F1-S1/operate/",
        "devices/F1-TIE/operate/", f"planned-outages/{NUMBER}/close/",
    ]  # fmt: skip
    assert [body["opened"] for _, path, body in world.done if path.startswith("devices/")] == [False, True, False, True]
    begun, ended = world.moments("devices/F1-S1")
    assert NOON + 8 * MINUTE <= begun <= NOON + 13 * MINUTE and ended < NOON + 128 * MINUTE
    assert all(begun <= at < NOON + 128 * MINUTE for at in world.moments("fault-reports/"))
    assert {body["customer_number"] for _, path, body in world.done if path == "fault-reports/"} < {
        "C0",
        "C1",
        "C2",
        "C3",
    }


def test_late_work_is_called_about_after_its_end_and_that_caller_hears_of_the_end(world):
    carried_out(world, lot=0.1)
    end = NOON + 128 * MINUTE
    assert [at > end for at in world.moments("fault-reports/")] == [False] * 3 + [True]
    assert world.moments("devices/F1-S1")[1] > end
    number = world.paths().index("work-orders/F6/explain/")
    assert number > world.paths().index("devices/F1-TIE/operate/", 2)


def test_extended_work_says_so_half_an_hour_before_its_end(world):
    carried_out(world, lot=0.2)
    (said,) = world.moments(f"planned-outages/{NUMBER}/extend/")
    end = NOON + 128 * MINUTE
    (until,) = (datetime.fromisoformat(body["until"]) for _, _, body in world.done if "until" in body)
    assert said <= end - 30 * MINUTE and end < world.moments("devices/F1-S1")[1] < until


def test_a_window_that_went_by_is_put_off_and_nobody_goes_dark(world):
    world.at = NOON + 129 * MINUTE
    carried_out(world)
    assert world.paths() == [f"planned-outages/{NUMBER}/postpone/"]


def test_work_that_somebody_else_began_is_ended(world):
    world.card["status"] = "IN_PROGRESS"
    world.at = NOON + 30 * MINUTE
    carried_out(world)
    assert world.paths()[0] == "devices/F1-S1/operate/" and world.done[0][2]["opened"] is False


def test_called_off_meanwhile_it_does_not_begin(world):
    card = world.card | {}
    world.card["status"] = "CANCELLED"
    asyncio.run(planned_scenes.carry_out(acting(world), card))
    assert world.done == []


def test_only_what_is_due_soon_is_taken_up(world):
    assert [card["number"] for card in asyncio.run(planned_scenes.due(acting(world)))] == [NUMBER]
    world.card["planned_start_at"] = (NOON + 40 * MINUTE).isoformat()
    assert asyncio.run(planned_scenes.due(acting(world))) == []


def test_temporary_work_is_drafted_by_one_approved_by_another_and_announced(world):
    world.card |= {"important": 1}
    world.findings = [{"code": "life_support", "severity": "BLOCK"}, {"code": "evening_peak", "severity": "WARN"}]
    asyncio.run(planned_scenes.planned_work(acting(world), GRID))
    drafted = world.done[0][2]
    assert drafted["kind"] == "TEMPORARY" and drafted["open"][0].startswith("422826-F001-L")
    assert datetime.fromisoformat(drafted["planned_start_at"]) > NOON
    verbs = [path.split("/")[-2] for path in world.paths()[1:]]
    assert verbs == ["check", "waive", "waive", "approve", "notify", "announce"]
    assert [body["code"] for _, _, body in world.done if "code" in body] == ["life_support", "temporary_24_hours"]


def test_another_plan_on_the_feeder_comes_first(world):
    world.findings = [{"code": "feeder_overlap", "severity": "BLOCK"}]
    asyncio.run(planned_scenes.planned_work(acting(world), GRID))
    assert [path.split("/")[-2] for path in world.paths()[1:]] == ["check", "cancel"]
