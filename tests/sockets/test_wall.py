"""The wall's socket: the state that the API tells, crews as they move, no card of anybody, and an end when it is revoked."""

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from command_center.ground.organisation import walls
from command_center.screens.sockets import base as sockets
from command_center.screens.wall import socket as wall_socket
from tests.grid import make_order
from tests.sockets.boards import Screen

pytestmark = pytest.mark.django_db(transaction=True)
WALL = "/ws/wall/"


class OnTheWall(Screen):
    """A socket with the cookie of a paired screen and no session."""

    def __init__(self, token, path=WALL):
        super().__init__(path)
        self.token = token

    def headers(self):
        return [(b"cookie", f"{walls.COOKIE}={self.token}".encode())]


def hang_up(unit, by):
    screen, code = walls.make(name="大厅", unit=unit, by=by, at=now())
    return screen, walls.pair(code, at=now())


@sync_to_async
def asked(token):
    client = Client()
    client.cookies[walls.COOKIE] = token
    answer = client.get("/api/v1/wall/")
    assert answer.status_code == 200
    return answer.json()


async def test_a_screen_is_told_what_the_api_tells_and_no_card(live, grid, people, monkeypatch):
    monkeypatch.setattr(wall_socket, "STATE_EVERY_PULSES", 1)
    _, token = await sync_to_async(hang_up)(grid.xianfeng, people.lin)
    async with OnTheWall(token) as screen:
        await screen.until("hello")
        first = (await screen.until("wall"))["state"]
        assert (first["unit"]["code"], first["orders"]["open"]) == (grid.xianfeng.code, 0)
        await live.after(make_order, "on the wall")
        monkeypatch.setattr("command_center.screens.wall.state.KEPT_SECONDS", 0)
        await sync_to_async(cache.clear)()
        await live.pulse()
        state = (await screen.until("wall"))["state"]
        assert state["orders"]["open"] == 1
        api = await asked(token)
        of_the_moment = ("at", "trend")
        assert {name: state[name] for name in state if name not in of_the_moment} == {
            name: api[name] for name in api if name not in of_the_moment
        }
        await screen.until("heartbeat", seq=await live.pulse())
    assert set(screen.kinds()) <= {"hello", "wall", "heartbeat", "positions"}


async def test_revoked_its_socket_closes_and_another_screens_stays(live, grid, people):
    gone, token = await sync_to_async(hang_up)(grid.xianfeng, people.lin)
    _, other = await sync_to_async(hang_up)(grid.xianfeng, people.lin)
    async with OnTheWall(token) as one, OnTheWall(other) as two:
        for screen in (one, two):
            await screen.until("hello")
        await sync_to_async(walls.revoke)([gone.pk], by=people.lin, at=now())
        assert await one.close_code() == sockets.NOT_SIGNED_IN
        await two.until("heartbeat", seq=await live.pulse())
    async with OnTheWall(token) as again:
        assert await again.close_code() == sockets.NOT_SIGNED_IN


async def test_within_a_minute_even_when_the_push_was_lost(live, grid, people, monkeypatch):
    monkeypatch.setattr(sockets, "RIGHTS_CHECK_SECONDS", 0.01)
    gone, token = await sync_to_async(hang_up)(grid.xianfeng, people.lin)
    async with OnTheWall(token) as screen:
        await screen.until("hello")
        monkeypatch.setattr("command_center.ground.core.realtime.push", lambda messages: None)
        await sync_to_async(walls.revoke)([gone.pk], by=people.lin, at=now())
        assert await screen.close_code() == sockets.RIGHTS_CHANGED


@pytest.mark.parametrize("path", ["/ws/console/", "/ws/crew/"])
async def test_its_cookie_opens_no_other_socket(live, grid, people, path):
    _, token = await sync_to_async(hang_up)(grid.xianfeng, people.lin)
    async with OnTheWall(token, path) as screen:
        assert await screen.close_code() == sockets.NOT_SIGNED_IN


@pytest.mark.parametrize("name, code", [("omar", sockets.RIGHTS_CHANGED), ("auditor", sockets.RIGHTS_CHANGED)])
async def test_people_who_see_no_outages_see_no_wall(live, people, name, code):
    async with Screen(WALL, getattr(people, name)) as screen:
        assert await screen.close_code() == code


async def test_whoever_sees_outages_is_let_in_by_their_session(live, people):
    async with Screen(WALL, people.mei) as screen:
        assert (await screen.until("wall"))["state"]["unit"]["name"] == "咸丰县"


async def test_crews_of_the_area_move_on_it_and_others_do_not(live, grid, people):
    _, token = await sync_to_async(hang_up)(grid.xianfeng, people.lin)
    at = "2026-07-19T00:16:00Z"
    async with OnTheWall(token) as screen:
        await screen.until("hello")
        items = [
            [1, 109.1, 29.7, "EN_ROUTE", at, grid.xianfeng.path],
            [2, 109.4, 29.5, "EN_ROUTE", at, grid.laifeng.path],
        ]
        group = "board." + grid.xianfeng.path.strip("/").replace("/", ".")
        await get_channel_layer().group_send(group, {"type": "board.positions", "at": at, "items": items})
        moved = await screen.until("positions")
    assert moved["items"] == [[1, 109.1, 29.7, "EN_ROUTE"]]
