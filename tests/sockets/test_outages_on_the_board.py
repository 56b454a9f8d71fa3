"""Outages on the board: in the snapshot, resumed, healed after a lost frame, and kept from the next county."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils.timezone import now

from command_center.ground.core import realtime, relay
from outages.life.states import Status
from outages.verbs.services.cause import set_cause
from outages.verbs.services.dismissing import dismiss
from outages.verbs.services.opening import open_outage
from tests.outages.lines import below, make_points
from tests.sockets.boards import Screen
from tests.sockets.conftest import fresh_cards

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = "/ws/console/"


def make_outage(grid):
    make_points(grid.t2, 3)
    began = now() - timedelta(hours=1)
    return open_outage(scope=below(grid.t2), started_at=began, at=now(), node_id=grid.t2.pk, status=Status.CONFIRMED)


def blame_the_storm(outage):
    set_cause(outage_id=outage.pk, cause_class="NATURE", cause="雷击", at=now())


async def test_the_whole_board_has_them(live, people, grid):
    outage = await live.after(make_outage, grid)
    async with Screen(BOARD, people.mei) as screen:
        snapshot = await screen.until("snapshot")
    assert [(card["number"], card["customers_out"]) for card in snapshot["outages"]] == [(outage.number, 3)]


async def test_one_that_was_dismissed_leaves_the_board(live, people, grid):
    outage = await live.after(make_outage, grid)
    async with Screen(BOARD, people.mei) as screen:
        assert ("outage", outage.pk) in await live.shown_to(screen)
        await live.after(dismiss, outage_id=outage.pk, reason="误报", at=now())
        assert ("outage", outage.pk) not in await live.shown_to(screen)


async def test_the_next_county_is_told_nothing(live, people, grid):
    async with Screen(BOARD, people.eva) as screen:
        outage = await live.after(make_outage, grid)
        await live.after(blame_the_storm, outage)
        await live.shown_to(screen)
    assert outage.number not in str(screen.frames)


async def test_whoever_comes_back_gets_what_was_missed_and_no_more(live, people, grid):
    outage = await live.after(make_outage, grid)
    epoch, seq = await sync_to_async(relay.head)()
    await live.after(blame_the_storm, outage)
    async with Screen(f"{BOARD}?after={seq}&epoch={epoch}", people.mei) as screen:
        await live.shown_to(screen)
    assert "snapshot" not in screen.kinds()
    (frame,) = [frame for frame in screen.frames if frame["type"] == "cards"]
    assert [(item["name"], item["card"]["cause"]) for item in frame["items"]] == [("outage.changed", "雷击")]


async def test_a_lost_frame_heals(live, people, grid, monkeypatch):
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        with monkeypatch.context() as lossy:
            lossy.setattr(realtime, "push", lambda messages: None)
            outage = await live.after(make_outage, grid)
        shown = await live.shown_to(screen)
    assert ("outage", outage.pk) in shown
    assert shown == await fresh_cards(people.mei)
