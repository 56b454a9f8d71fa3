"""The simulator's plans for outages, with a server made of answers: what it does through the public doors, in order."""

import asyncio
import random
from typing import Any

import pytest

from demo import outage_scenes, stage
from demo.grid import Caller, Device, FeederGrid, FeederInBrief
from demo.simulator import Simulation
from demo.stage import Stage

FEEDER = FeederInBrief("422826-F001", "10kV丁寨1线", "422826", 60)
CALLERS = tuple(
    Caller(
        f"42{n:010d}",
        f"SM{n}",
        f"422826-F001-L{n % 2 + 1}",
        f"422826-T{n % 6}",
        f"422826-T{n % 6}-LF1" if n % 3 else "",
    )
    for n in range(60)
)
GRID = FeederGrid(FEEDER, CALLERS, {"422826-F001-CB": Device("422826-F001-CB", "丁寨1线出线开关", True)})


class Server:
    """Stands for every signed-in account: keeps what was posted; the outage is repaired at the ``looks``-th look."""

    def __init__(self, looks: int = 3, knows_outages: bool = True) -> None:
        self.looks, self.knows_outages = looks, knows_outages
        self.posted: list[tuple[str, dict[str, Any]]] = []

    async def post(self, path: str, body: dict[str, Any] | None = None, **more: Any) -> Any:
        self.posted.append((path, body or {}))
        return {"number": f"F{len(self.posted)}"}

    async def get(self, path: str, **params: Any) -> Any:
        self.looks -= 1
        done = self.looks <= 0
        if path.startswith("work-orders/"):
            return {"status": "RESTORED" if done else "REPAIRING"}
        if path != "outages/" or not self.knows_outages:
            return None
        card = {"number": "O1", "status": "CONFIRMED", "customers_out": 60, "device": {"code": "422826-F001-CB"}}
        return {"results": [card | {"order_status": "RESTORED" if done else "EN_ROUTE"}]}

    def sent(self, beginning: str) -> list[dict[str, Any]]:
        return [body for path, body in self.posted if path.startswith(beginning)]


@pytest.fixture
def slept(monkeypatch):
    seconds: list[float] = []

    async def at_once(duration: float) -> None:
        seconds.append(duration)

    monkeypatch.setattr(stage.asyncio, "sleep", at_once)
    return seconds


def play(scene, server, **more):
    acting = Stage(agent=server, controller=server, desk=server, chance=random.Random(1), speed=10, **more)
    asyncio.run(scene(acting, GRID))
    return acting


def test_scene_two_is_a_trip_forty_calls_in_five_minutes_and_a_closing(slept):
    server = Server()
    acting = play(outage_scenes.feeder_trip, server)
    paths = [path for path, _ in server.posted]
    assert paths == ["devices/422826-F001-CB/operate/", *["fault-reports/"] * 40, "devices/422826-F001-CB/operate/"]
    assert [body["opened"] for body in server.sent("devices/")] == [True, False]
    calls = server.sent("fault-reports/")
    assert len({call["customer_number"] for call in calls}) == len({call["source_id"] for call in calls}) == 40
    assert sum(slept[:40]) <= 5 * 60 / 10
    assert acting.opened == set()


def test_it_closes_the_breaker_too_where_the_server_knows_no_outages(slept):
    server = Server(knows_outages=False)
    play(outage_scenes.feeder_trip, server)
    assert [body["opened"] for body in server.sent("devices/")] == [True, False]


def test_nobody_comes_and_the_breaker_is_closed_in_the_end(slept):
    server = Server(looks=10**6)
    play(outage_scenes.feeder_trip, server)
    assert server.sent("devices/")[-1]["opened"] is False
    assert sum(slept) <= (outage_scenes.CALL_MINUTES + stage.LONGEST_REPAIR_MINUTES) * 60 / 10


@pytest.mark.parametrize(
    "scene", [outage_scenes.lateral_fuse, outage_scenes.transformer_failure, outage_scenes.lv_branch]
)
def test_a_fuse_is_seen_by_nobody_but_the_callers(scene, slept):
    server = Server()
    play(scene, server)
    assert server.sent("devices/") == []
    assert len(server.sent("fault-reports/")) >= 3
    called = {call["customer_number"] for call in server.sent("fault-reports/")}
    above = [{getattr(c, level) for c in CALLERS if c.number in called} for level in ("lateral", "transformer", "fuse")]
    assert min(map(len, above)) == 1


def test_where_there_is_a_head_end_meters_report_too(slept):
    server, meters = Server(), Server()
    play(outage_scenes.transformer_failure, server, meters=meters)
    (batch,) = meters.sent("meter-events/")
    assert 0 < len(batch["events"]) <= 10


def test_after_the_feeder_is_back_only_one_lateral_calls(slept):
    server = Server()
    play(outage_scenes.nested_fault, server)
    closed = [n for n, (_, body) in enumerate(server.posted) if body.get("opened") is False]
    later = {body["customer_number"] for _, body in server.posted[closed[0] + 1 :]}
    assert len(later) == 6
    assert len({caller.lateral for caller in CALLERS if caller.number in later}) == 1


def test_a_momentary_fault_opens_and_closes(slept):
    server = Server()
    play(outage_scenes.momentary, server)
    assert [body["opened"] for _, body in server.posted] == [True, False]


def test_the_second_scene_is_in_xianfeng_where_forty_can_call():
    small, other = FeederInBrief("422826-F000", "", "422826", 12), FeederInBrief("420102-F001", "", "420102", 90)
    assert outage_scenes.second_scene_at([other, small, FEEDER]) == FEEDER
    assert outage_scenes.second_scene_at([other, small]) == other


def test_a_storm_strikes_two_counties_of_a_city():
    counties = ["420102", "420105", "420111", "422826", "422801"]
    briefs = [FeederInBrief(f"{county}-F{n:03d}", "", county, 30) for county in counties for n in range(37)]
    struck = outage_scenes.struck_feeders(briefs, random.Random(3))
    assert len(struck) == len(set(struck)) == outage_scenes.STORM_FEEDERS
    assert len({brief.county for brief in struck}) == 2
    assert len({brief.county[:4] for brief in struck}) == 1


def test_followers_are_called_back_once_their_parent_is_reviewed():
    class Desk(Server):
        async def get(self, path, **params):
            orders = {
                "F1": {"status": "ARCHIVED"},
                "F2": {"status": "MERGED", "parent": "F1"},
                "F3": {"status": "MERGED", "parent": "F9"},
                "F9": {"status": "REPAIRING"},
            }
            return orders[path.split("/")[1]]

    desk = Desk()
    acting = Stage(agent=desk, controller=desk, desk=desk, chance=random.Random(1), speed=10, filed=["F1", "F2", "F3"])
    night = Simulation(
        agent=desk,
        desk=desk,
        phone=None,
        speed=10,
        calls_per_hour=1,
        customers=1,
        chance=random.Random(1),
        stage=acting,
    )
    asyncio.run(night._call_followers_back())
    assert [path for path, _ in desk.posted] == ["work-orders/F2/callback/"]
    assert acting.filed == ["F3"]


@pytest.mark.parametrize(("source", "told"), [("AUTO", True), ("", True), ("CREW", False), ("DESK", False)])
def test_a_crew_at_work_says_another_time_unless_a_person_has_spoken(slept, source, told):
    """It is asked at every look; a hundred of them make it as good as sure."""

    class Working(Server):
        async def get(self, path, **params):
            page = await super().get(path, **params)
            for card in (page or {}).get("results", []):
                card |= {"order_status": "REPAIRING" if self.looks > 0 else "RESTORED", "etr_source": source}
            return page

    server = Working(looks=100)
    play(outage_scenes.feeder_trip, server)
    said = server.sent("outages/O1/estimate/")
    assert bool(said) == told and all(each["source"] == "CREW" for each in said)
