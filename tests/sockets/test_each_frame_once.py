"""Many boards of two areas: every change, figure and position is made once an area and reaches each of its boards once."""

from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils.timezone import now

from command_center.ground.core import realtime
from command_center.screens.board import feed
from command_center.screens.board.live_positions import LivePositions
from command_center.screens.board.shared_snapshots import shared_kpis
from dispatch.models import CrewPosition
from tests.grid import IN_LAIFENG, make_order
from tests.sockets.boards import Screen

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 4


@pytest.fixture
async def screens(live, people):
    """Four boards each of a county, of another, and of the city above both; all of them live."""
    async with AsyncExitStack() as stack:
        opened = {
            name: [await stack.enter_async_context(Screen("/ws/console/", getattr(people, name))) for _ in range(EACH)]
            for name in ("mei", "eva", "lin")
        }
        for screen in everybody(opened):
            await screen.until("snapshot")
        yield opened


def everybody(screens):
    return [screen for each in screens.values() for screen in each]


def orders_shown(screen):
    """Every card of an order that was sent after the snapshot, by its number in the stream."""
    frames = [frame for frame in screen.frames if frame["type"] == "cards"]
    items = [item for frame in frames for item in frame["items"]]
    return [(item["seq"], item["card"]["id"]) for item in items if item["card"]["kind"] == "order"]


async def test_a_card_reaches_every_board_of_its_area_once_and_none_outside(live, screens):
    near = await live.after(make_order, "near")
    far = await live.after(make_order, "far", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1])
    for screen in everybody(screens):
        await live.shown_to(screen)
    shown = {name: [orders_shown(screen) for screen in each] for name, each in screens.items()}
    for each in shown.values():
        assert each == [each[0]] * EACH
        assert len(each[0]) == len(set(each[0]))
    assert {pk for _, pk in shown["mei"][0]} == {near.pk}
    assert {pk for _, pk in shown["eva"][0]} == {far.pk}
    # Cards of one order that follow each other closely are one frame; which ones depends on the moment, the last never.
    assert latest(shown["lin"][0]) == latest(shown["mei"][0]) | latest(shown["eva"][0])


def latest(shown):
    """Order → the number of its last card."""
    return {pk: seq for seq, pk in sorted(shown)}


async def test_figures_are_counted_once_an_area(live, screens, monkeypatch):
    asked, count = [], shared_kpis.read
    monkeypatch.setattr(shared_kpis, "read", lambda views: asked.extend(views) or count(views))
    for _ in range(feed.FIGURES_EVERY_PULSES):
        await live.pulse()
    for screen in everybody(screens):
        await screen.until("kpis")
    assert len(asked) == len(screens) == len({tuple(view.scope_paths) for view in asked})


async def test_positions_are_encoded_once_an_area(live, screens, grid, monkeypatch):
    encoded, encode = [], feed.encode
    monkeypatch.setattr(feed, "encode", lambda frame: encoded.append(frame) or encode(frame))
    await sync_to_async(_move)(grid.dingzhai_crew)
    for screen in screens["mei"] + screens["lin"]:
        frame = await screen.until("positions")
        assert [item[0] for item in frame["items"]] == [grid.dingzhai_crew.pk]
    assert [frame[0] for frame in encoded if isinstance(frame, list)] == [grid.dingzhai_crew.pk] * 2
    for screen in screens["eva"]:
        await live.shown_to(screen)
        assert "positions" not in screen.kinds()


def _move(crew):
    looking = LivePositions()
    looking.messages()
    CrewPosition.objects.filter(crew=crew).update(seen_at=now() + timedelta(seconds=1), latitude=29.7, longitude=109.2)
    realtime.push(looking.messages())
