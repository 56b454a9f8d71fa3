"""Signed out, no longer watching: sockets end with the session, the password or the account they were opened with."""

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from command_center.screens.middleware.same_origin import is_ours
from command_center.screens.sockets import base as sockets
from tests.sockets.boards import Screen

pytestmark = pytest.mark.django_db(transaction=True)
BOARD, PHONE = "/ws/console/", "/ws/crew/"


@sync_to_async
def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


class Tab(Screen):
    """A socket of one browser: several tabs share its session."""

    def __init__(self, path, browser):
        super().__init__(path)
        self.browser = browser

    def headers(self):
        return [(b"cookie", f"sessionid={self.browser.cookies['sessionid'].value}".encode())]


@pytest.mark.parametrize("path, name, first", [(BOARD, "mei", "snapshot"), (PHONE, "omar", "work")])
async def test_signing_out_closes_every_tab_of_that_browser_and_no_other(live, people, path, name, first):
    person = getattr(people, name)
    desk, elsewhere = await browser_of(person), await browser_of(person)
    async with Tab(path, desk) as one, Tab(path, desk) as two, Tab(path, elsewhere) as other:
        for tab in (one, two, other):
            await tab.until(first)
        await sync_to_async(desk.post)("/logout/")
        assert [await tab.close_code() for tab in (one, two)] == [sockets.NOT_SIGNED_IN] * 2
        await other.until("heartbeat", seq=await live.pulse())


@pytest.mark.parametrize("path, name, first", [(BOARD, "mei", "snapshot"), (PHONE, "omar", "work")])
async def test_a_new_password_closes_them_all(live, people, path, name, first):
    person = getattr(people, name)
    async with Screen(path, person) as one, Screen(path, person) as two:
        for screen in (one, two):
            await screen.until(first)
        person.set_password("another-long-password")
        await sync_to_async(person.save)()
        assert [await screen.close_code() for screen in (one, two)] == [sockets.RIGHTS_CHANGED] * 2


@pytest.mark.parametrize("path, name, first", [(BOARD, "mei", "snapshot"), (PHONE, "omar", "work")])
async def test_within_a_minute_even_when_the_push_was_lost(live, people, monkeypatch, path, name, first):
    monkeypatch.setattr(sockets, "RIGHTS_CHECK_SECONDS", 0.01)
    desk = await browser_of(getattr(people, name))
    async with Tab(path, desk) as tab:
        await tab.until(first)
        monkeypatch.setattr("command_center.ground.core.realtime.push", lambda messages: None)
        await sync_to_async(desk.post)("/logout/")
        assert await tab.close_code() == sockets.RIGHTS_CHANGED


async def test_nobody_opens_sockets_without_end(live, people, settings):
    settings.SOCKETS_PER_ACCOUNT = 2
    async with Screen(BOARD, people.mei) as one, Screen(BOARD, people.mei) as two:
        for screen in (one, two):
            await screen.until("snapshot")
        async with Screen(BOARD, people.mei) as three:
            assert await three.close_code() == sockets.TOO_MANY
    async with Screen(BOARD, people.mei) as again:
        await again.until("snapshot")


class Stranger(Screen):
    """A socket whose cookie is no session of anybody."""

    def headers(self):
        return [(b"cookie", self.cookie)]


@pytest.mark.parametrize(
    "cookie", [b"sessionid=", b"sessionid=x\x00y", b"sessionid=\xe9\xff", b"other=1", b"sessionid=nobody"]
)
async def test_a_cookie_that_is_no_session_is_sent_away_and_hurts_no_neighbour(live, people, cookie):
    stranger = Stranger(BOARD)
    stranger.cookie = cookie
    async with stranger, Screen(BOARD, people.mei) as screen:
        assert await stranger.close_code() == sockets.NOT_SIGNED_IN
        await screen.until("snapshot")


@pytest.mark.parametrize(
    "origin, host, ours",
    [
        ("http://localhost:8000", "localhost:8000", True),
        ("https://localhost", "localhost", True),
        ("http://localhost:80", "localhost", True),
        ("http://localhost:9999", "localhost:8000", False),
        ("http://127.0.0.1:8000", "localhost:8000", False),
        ("http://localhost:1", "localhost", False),
        ("http://localhost:x", "localhost", False),
        ("http://evil.example", "evil.example", False),
        ("null", "localhost", False),
        ("", "localhost", False),
    ],
)
def test_the_port_is_part_of_the_origin(origin, host, ours):
    assert is_ours(origin, host) is ours


def test_a_named_origin_may_come_from_another_host(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://centre.example"]
    assert is_ours("https://centre.example", "inner:8000")
