"""Who has an order open is seen by whoever may see the order, and by nobody else; it ends with the board that said it."""

import json

import pytest

from command_center.screens.board import presence, socket
from tests.grid import make_order
from tests.sockets.boards import Screen

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = "/ws/console/"


async def look_at(screen, order):
    await screen.say(json.dumps({"type": "looking", "order": order.pk if order else None}))


@pytest.fixture(autouse=True)
def _at_any_pace(monkeypatch):
    monkeypatch.setattr(socket, "LOOK_SECONDS", 0)


@pytest.fixture
async def order(live, grid):
    return await live.after(make_order, "R1")


async def test_a_colleague_sees_who_has_it_open_and_that_they_left(live, people, order):
    async with Screen(BOARD, people.lin) as lin:
        await lin.until("snapshot")
        async with Screen(BOARD, people.mei) as mei:
            await mei.until("snapshot")
            await look_at(mei, order)
            told = await lin.until("looking", order=order.pk)
            assert (told["name"], told["lasts"]) == ("Mei", 30)
        gone = await lin.until("looking", order=order.pk)
        assert gone["lasts"] == 0
    assert await presence.present() == []


async def test_who_comes_later_is_told_and_another_order_ends_the_first(live, people, order):
    other = await live.after(make_order, "R2")
    async with Screen(BOARD, people.mei) as mei:
        await mei.until("snapshot")
        await look_at(mei, order)
        await mei.until("looking", order=order.pk)
        async with Screen(BOARD, people.lin) as lin:
            await lin.until("looking", order=order.pk, lasts=30)
            await look_at(mei, other)
            await lin.until("looking", order=order.pk, lasts=0)
            await lin.until("looking", order=other.pk, lasts=30)


async def test_the_moment_of_opening_stays_when_it_is_said_again(live, people, order):
    async with Screen(BOARD, people.mei) as mei, Screen(BOARD, people.lin) as lin:
        await mei.until("snapshot")
        await lin.until("snapshot")
        await look_at(mei, order)
        first = await lin.until("looking", order=order.pk)
        await look_at(lin, order)
        await lin.until("looking", order=order.pk, person=people.lin.pk)
        await look_at(mei, order)
        again = await lin.until("looking", order=order.pk, person=people.mei.pk)
        assert again["since"] == first["since"]
    assert await presence.present() == []


async def test_another_county_hears_nothing_and_cannot_say_that_it_looks(live, people, order):
    async with Screen(BOARD, people.eva) as eva, Screen(BOARD, people.lin) as lin:
        await eva.until("snapshot")
        await lin.until("snapshot")
        await look_at(eva, order)
        async with Screen(BOARD, people.mei) as mei:
            await mei.until("snapshot")
            await look_at(mei, order)
            told = await lin.until("looking", order=order.pk)
            assert told["name"] == "Mei"
            await live.shown_to(eva)
            assert "looking" not in eva.kinds()


@pytest.mark.parametrize(
    "words",
    [
        "[]",
        "7",
        '{"type": "looking"}',
        '{"type": "looking", "order": "x"}',
        '{"type": "looking", "order": true}',
        '{"type": "looking", "order": 99999999999999999999}',
        "not json",
    ],
)
async def test_nonsense_is_ignored(live, people, order, words):
    async with Screen(BOARD, people.mei) as mei:
        await mei.until("snapshot")
        await mei.say(words)
        await live.shown_to(mei)
        assert await presence.present() == []
