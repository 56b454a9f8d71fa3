"""The simulator's phone line: the command centre's HTTP API, with patience. It never raises for what a server may do."""

import asyncio
import contextlib
import itertools
import uuid
from typing import Any

import httpx

from demo.narration import say

LONGEST_PAUSE_SECONDS = 15.0
TRIES = 6


class Line(httpx.AsyncClient):
    """The connection all accounts share; that the server is away is said once, not by every phone."""

    away = False

    async def until_ready(self) -> None:
        """Wait for the server; the second look says once where it is looked for, since it may be running elsewhere."""
        for look in itertools.count():
            with contextlib.suppress(httpx.HTTPError):
                if (await self.get("/readyz")).status_code == 200:
                    return
            if look == 1:
                say(f"waiting for the server at {self.base_url}; SITE_URL=http://… names another")
            await asyncio.sleep(1)

    def heard(self, error: httpx.HTTPError | None) -> None:
        if bool(error) != self.away:
            self.away = bool(error)
            say(f"the server is away ({type(error).__name__}), trying again" if error else "the server is back")


class Api:
    """One signed-in account. ``ask`` returns the body, or None when the server kept refusing."""

    def __init__(self, client: Line, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Token {token}"}

    async def get(self, path: str, **params: Any) -> Any:
        return await self.ask("GET", path, params=params)

    async def every(self, path: str, **params: Any) -> list[Any]:
        """All rows of a paged list; those before the page that the server kept refusing."""
        rows: list[Any] = []
        while page := await self.get(path, **params):
            rows += page["results"]
            if not page["next"]:
                break
            params["cursor"] = httpx.URL(page["next"]).params["cursor"]
        return rows

    async def post(self, path: str, body: dict[str, Any] | None = None, *, tries: int = TRIES) -> Any:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        return await self.ask("POST", path, tries=tries, json=body or {}, headers=key)

    async def ask(
        self, method: str, path: str, *, tries: int = TRIES, headers: dict[str, str] | None = None, **more: Any
    ) -> Any:
        pause = 0.5
        for left in range(tries - 1, -1, -1):
            try:
                response = await self.client.request(
                    method, f"/api/v1/{path}", headers=self.headers | (headers or {}), **more
                )
            except httpx.HTTPError as error:
                self.client.heard(error)
            else:
                self.client.heard(None)
                if response.is_success:
                    return _body(response)
                if response.status_code < 500 and response.status_code != 429:
                    # A refusal is an answer: somebody else was faster, the order was cancelled …
                    say(f"refused {response.status_code}: {path} {_detail(response)}")
                    return None
            if left:
                await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        return None


def _body(response: httpx.Response) -> Any:
    """What came back; None when it is not JSON (a proxy's page, say)."""
    try:
        return response.json() if response.content else {}
    except ValueError:
        return None


def _detail(response: httpx.Response) -> str:
    body = _body(response)
    return str(body.get("detail", ""))[:200] if isinstance(body, dict) else response.text[:60].replace("\n", " ")
