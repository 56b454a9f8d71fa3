"""Boards that come at once are read together, and each sees exactly what it would have seen alone."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async

from command_center.ground.core import relay
from command_center.screens.board.shared_snapshots import View, missed_by, shared_snapshot, snapshots_of
from command_center.screens.board.snapshot import LONGEST_CATCH_UP, board_snapshot
from tests.grid import IN_LAIFENG, make_order, make_waiting_order
from tests.sockets.boards import Screen

pytestmark = pytest.mark.django_db(transaction=True)


def make_board():
    make_waiting_order("near")
    make_order("far", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1])


async def test_each_sees_what_it_would_have_seen_alone(live, people):
    await live.after(make_board)
    views = [View(person.scope_paths) for person in (people.eva, people.lin, people.mei)]
    together = await sync_to_async(snapshots_of)(views)
    for view, snapshot in zip(views, together, strict=True):
        alone = {"type": "snapshot", **await sync_to_async(board_snapshot)(view)}
        assert json.loads(snapshot.text) == json.loads(json.dumps(alone))
    assert len({snapshot.text for snapshot in together}) == 3


async def test_what_was_missed_is_read_together_and_each_gets_its_own(live, people):
    _, start = await sync_to_async(relay.head)()
    await live.after(make_waiting_order, "near")
    _, middle = await sync_to_async(relay.head)()
    await live.after(make_order, "far", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1])
    head = (await sync_to_async(relay.head)())[1]
    eva, lin, mei = (View(person.scope_paths) for person in (people.eva, people.lin, people.mei))
    asked = [(eva, start), (lin, start), (lin, middle), (mei, start), (mei, middle), (lin, head), (lin, head + 1)]
    asked.append((lin, head - LONGEST_CATCH_UP - 1))
    together = await sync_to_async(missed_by)(asked)
    assert together == [(await sync_to_async(missed_by)([each]))[0] for each in asked]
    assert {missed.head for missed in together} == {head}
    of_eva, of_lin, later, of_mei, nothing, none, ahead, too_far = (missed.items for missed in together)
    assert (nothing, none, ahead, too_far) == ([], [], None, None)
    assert of_eva == later and of_eva and of_mei and sorted(of_lin) == sorted(of_eva + of_mei)


async def test_whoever_waits_meanwhile_is_read_in_one_go(live, people, monkeypatch):
    batches = []

    def counted(views):
        batches.append(len(views))
        return snapshots_of(views)

    monkeypatch.setattr(shared_snapshot, "read", counted)
    views = [View(person.scope_paths) for person in (people.lin, people.eva, people.mei)]
    await asyncio.gather(*(shared_snapshot(view) for view in views))
    assert sum(batches) == 3 and len(batches) <= 2


async def test_two_boards_of_one_area_get_the_same_bytes(live, people, monkeypatch):
    built = []
    monkeypatch.setattr(shared_snapshot, "read", lambda views: built.extend(views) or snapshots_of(views))
    async with Screen("/ws/console/", people.mei) as one, Screen("/ws/console/", people.mei) as two:
        assert await one.until("snapshot") == await two.until("snapshot")
    assert len(built) == 1


async def test_a_reading_that_failed_is_said_to_all_who_wait_and_the_next_one_works(live, people, monkeypatch):
    view = View(people.mei.scope_paths)
    with monkeypatch.context() as broken:
        broken.setattr(shared_snapshot, "read", lambda views: 1 / 0)
        results = await asyncio.gather(shared_snapshot(view), shared_snapshot(view), return_exceptions=True)
    assert [type(result) for result in results] == [ZeroDivisionError] * 2
    assert (await shared_snapshot(view)).text
