"""The simulator's line to the server: patient with a server that is away, quiet about refusals, never raising."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from demo import api_client
from demo.api_client import TRIES, Api, Line


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(seconds: float) -> None:
        return None

    monkeypatch.setattr(api_client.asyncio, "sleep", at_once)


def ask(answer: Callable[[httpx.Request], httpx.Response], run: Callable[[Api], Any]) -> Any:
    async def with_client() -> Any:
        transport = httpx.MockTransport(answer)
        async with Line(base_url="http://demo.invalid", transport=transport) as client:
            return await run(Api(client, "token"))

    return asyncio.run(with_client())


def test_it_tries_again_when_the_server_is_away():
    answers: Iterator[Any] = iter([httpx.ConnectError("no"), httpx.Response(503), httpx.Response(429), {"ok": True}])

    def answer(request: httpx.Request) -> httpx.Response:
        now = next(answers)
        if isinstance(now, Exception):
            raise now
        return now if isinstance(now, httpx.Response) else httpx.Response(200, json=now)

    assert ask(answer, lambda api: api.get("me/")) == {"ok": True}


def test_it_says_once_which_server_it_waits_for(capsys):
    answers = iter([httpx.ConnectError("no"), httpx.Response(503), httpx.ConnectError("no"), httpx.Response(200)])

    def answer(request: httpx.Request) -> httpx.Response:
        now = next(answers)
        if isinstance(now, Exception):
            raise now
        return now

    assert ask(answer, lambda api: api.client.until_ready()) is None
    assert capsys.readouterr().out.count("waiting for the server at http://demo.invalid") == 1


def test_it_repeats_a_change_under_the_same_key():
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(503 if len(keys) < 3 else 201, json={})

    assert ask(answer, lambda api: api.post("fault-reports/", {})) == {}
    assert len(keys) == 3
    assert len(set(keys)) == 1


@pytest.mark.parametrize("status", [302, 401, 403, 404, 409, 412, 418, 422])
def test_a_refusal_is_an_answer(status):
    asked: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(1)
        return httpx.Response(status, text="<html>no</html>")

    assert ask(answer, lambda api: api.post("offers/1/accept/")) is None
    assert len(asked) == 1


def test_it_gives_up_after_a_while():
    asked: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(1)
        return httpx.Response(500)

    assert ask(answer, lambda api: api.get("me/")) is None
    assert len(asked) == TRIES


def test_a_page_that_is_not_json_is_nothing():
    assert ask(lambda request: httpx.Response(200, text="<html>"), lambda api: api.get("me/")) is None


def test_it_reads_every_page():
    def answer(request: httpx.Request) -> httpx.Response:
        last = request.url.params.get("cursor") == "b="
        url = "http://demo.invalid/api/v1/crews/?cursor=b%3D&limit=1"
        return httpx.Response(200, json={"results": [2 if last else 1], "next": None if last else url})

    assert ask(answer, lambda api: api.every("crews/", limit=1)) == [1, 2]


def test_it_says_once_that_the_server_is_away_and_once_that_it_is_back(capsys):
    tried: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tried.append(1)
        if len(tried) < 4:
            raise httpx.ConnectError("no")
        return httpx.Response(200, json={})

    ask(answer, lambda api: api.get("me/"))
    said = capsys.readouterr().out
    assert said.count("away") == said.count("back") == 1
