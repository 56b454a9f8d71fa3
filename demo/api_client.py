"""The simulator's phone line: the command centre's HTTP API, with patience. It never raises for what a server may do."""

import asyncio
import uuid
from typing import Any

import httpx
import structlog

log = structlog.get_logger(__name__)

LONGEST_PAUSE_SECONDS = 15.0
TRIES = 6


class Api:
    """One signed-in account. ``ask`` returns the body, or None when the server kept refusing."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Token {token}"}

    async def get(self, path: str, **params: Any) -> Any:
        return await self.ask("GET", path, params=params)

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return await self.ask("POST", path, json=body or {}, headers={"Idempotency-Key": uuid.uuid4().hex})

    async def ask(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any) -> Any:
        pause = 0.5
        for _ in range(TRIES):
            try:
                response = await self.client.request(
                    method, f"/api/v1/{path}", headers=self.headers | (headers or {}), **more
                )
            except httpx.HTTPError as error:
                log.info("server_away", path=path, error=type(error).__name__)
            else:
                if response.status_code < 400:
                    return response.json() if response.content else {}
                if response.status_code < 500 and response.status_code != 429:
                    # A refusal is an answer: somebody else was faster, the order was cancelled …
                    log.info("refused", path=path, status=response.status_code, detail=_detail(response))
                    return None
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        return None


def _detail(response: httpx.Response) -> str:
    try:
        return str(response.json().get("detail", ""))[:200]
    except ValueError:
        return response.text[:100]
