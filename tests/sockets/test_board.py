"""The board: who may enter, the snapshot, numbered cards, and a gap that heals by itself."""

import pytest
from asgiref.sync import sync_to_async
from django.utils.timezone import now

from command_center.ground.core import realtime, relay
from command_center.ground.organisation.rights import close_open_sockets
from command_center.screens.sockets import base as sockets
from dispatch.services import desk
from tests.grid import make_held_order, make_order, make_waiting_order
from tests.sockets.boards import Screen
from tests.sockets.conftest import fresh_cards
from workorders.services import control, urging

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = "/ws/console/"


async def test_somebody_not_signed_in_is_sent_away(live):
    async with Screen(BOARD) as screen:
        assert await screen.close_code() == sockets.NOT_SIGNED_IN


async def test_a_role_without_the_right_is_sent_away(live, people):
    async with Screen(BOARD, people.auditor) as screen:
        assert await screen.close_code() == sockets.RIGHTS_CHANGED


async def test_another_site_cannot_open_it(live, people):
    async with Screen(BOARD, people.mei, origin="https://evil.example") as screen:
        assert not screen.accepted


async def test_it_begins_with_who_one_is_and_the_whole_board(live, people, grid):
    order = await live.after(make_order)
    async with Screen(BOARD, people.mei) as screen:
        hello, snapshot = await screen.next(), await screen.next()
    assert (hello["type"], hello["user"]["name"], hello["user"]["scope"]) == ("hello", "Mei", "咸丰县")
    assert [card["number"] for card in snapshot["orders"]] == [order.number]
    assert {card["id"] for card in snapshot["crews"]} == {grid.dingzhai_crew.pk, grid.town_crew.pk}
    assert hello["seq"] == snapshot["seq"]


async def test_a_report_appears_and_its_offer_too(live, people, grid):
    async with Screen(BOARD, people.mei) as screen:
        order = await live.after(make_order)
        shown = await live.shown_to(screen)
    card = shown["order", order.pk]
    assert (card["status"], card["offers"][0]["crew_id"]) == ("DISPATCHED", grid.dingzhai_crew.pk)
    assert shown["crew", grid.dingzhai_crew.pk]["state"] == "OFFERED"


async def test_another_county_is_told_nothing(live, people, grid):
    async with Screen(BOARD, people.eva) as screen:
        order = await live.after(make_held_order)
        await live.after(desk.reassign, order_id=order.pk, reason="车辆故障", at=now(), actor=people.mei)
        shown = await live.shown_to(screen)
        await live.after(control.cancel, order_id=order.pk, reason="客户撤销", at=now(), actor=people.mei)
        await live.shown_to(screen)
    assert set(shown) == {("crew", grid.baifusi_crew.pk)}
    assert "cards" not in screen.kinds()
    assert order.number not in str(screen.frames)


async def test_whoever_comes_back_gets_what_was_missed_and_no_more(live, people):
    order = await live.after(make_order)
    epoch, seq = await sync_to_async(relay.head)()
    await live.after(urging.urge, order_id=order.pk, text="", at=now(), actor=people.agent)
    async with Screen(f"{BOARD}?after={seq}&epoch={epoch}", people.mei) as screen:
        await live.shown_to(screen)
    assert "snapshot" not in screen.kinds()
    (frame,) = [frame for frame in screen.frames if frame["type"] == "cards"]
    assert [(item["name"], item["card"]["urge_count"]) for item in frame["items"]] == [("workorder.urged", 1)]


@pytest.mark.parametrize("query", ["", "?after=0&epoch=somebody-elses", "?after=999999&epoch={epoch}", "?after=x"])
async def test_whoever_cannot_resume_gets_the_whole_board(live, people, query):
    epoch, _ = await sync_to_async(relay.head)()
    async with Screen(BOARD + query.format(epoch=epoch), people.mei) as screen:
        await screen.until("snapshot")


async def test_a_lost_frame_heals_with_the_next_one(live, people, monkeypatch):
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        with monkeypatch.context() as lossy:
            lossy.setattr(realtime, "push", lambda messages: None)
            lost = await live.after(make_order, "lost")
        await live.after(make_order, "next")
        shown = await live.shown_to(screen)
    assert ("order", lost.pk) in shown
    assert shown == await fresh_cards(people.mei)


async def test_a_lost_frame_that_nothing_follows_heals_with_the_pulse(live, people, monkeypatch):
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        with monkeypatch.context() as lossy:
            lossy.setattr(realtime, "push", lambda messages: None)
            lost = await live.after(make_order)
        assert ("order", lost.pk) in await live.shown_to(screen)


async def test_a_round_whose_cards_could_not_be_built_heals_too(live, people, monkeypatch):
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        with monkeypatch.context() as broken:
            broken.setattr(realtime, "items_for", lambda events: 1 / 0)
            lost = await live.after(make_order)
        assert ("order", lost.pk) in await live.shown_to(screen)


async def test_a_new_epoch_asks_everybody_to_begin_again(live, people):
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        live.publisher.epoch = "after-a-restore"
        await live.pulse()
        await screen.until("resync")


async def test_a_person_who_lost_the_right_is_sent_away(live, people, monkeypatch):
    monkeypatch.setattr(sockets, "RIGHTS_CHECK_SECONDS", 0.01)
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        people.mei.is_active = False
        await sync_to_async(people.mei.save)()
        assert await screen.close_code() == sockets.RIGHTS_CHANGED


async def test_whatever_a_screen_says_is_ignored(live, people):
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        for words in ("{", "[]", '{"type": "board.items"}'):
            await screen.say(words)
        await live.after(make_waiting_order)
        assert await live.shown_to(screen) == await fresh_cards(people.mei)


async def test_a_change_of_rights_ends_the_screen_at_once(live, people):
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        await sync_to_async(close_open_sockets)(people.mei)
        assert await screen.close_code() == sockets.RIGHTS_CHANGED
