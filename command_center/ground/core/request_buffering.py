"""Request buffering: a request reaches a thread when all of it is here, so that eight slow uploads do not hold eight threads.

In the production shape nginx does the same; ``./run`` has no nginx in front. A phone over 2G may take its time, for waiting here costs
no thread; a sender that stalls is given up.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

STALL_SECONDS = 20.0
LONGEST_SECONDS = 300.0


class RequestBuffering:
    """ASGI: hands a request on with its body in one piece. ``limit`` in bytes; what is longer is refused unread."""

    def __init__(self, application: Application, *, limit: int, stall_seconds: float = STALL_SECONDS) -> None:
        self.application, self.limit, self.stall_seconds = application, limit, stall_seconds

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.application(scope, receive, send)
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                body = await self._read(receive)
        except TimeoutError:
            return await _refuse(send, 408, "request_timeout", "The request did not arrive whole.")
        except BodyTooLarge:
            return await _refuse(send, 413, "body_too_large", f"A body may have {self.limit} bytes at most.")
        except SenderLeft:
            return None
        await self.application(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes:
        parts, size = [], 0
        while True:
            message = await asyncio.wait_for(receive(), self.stall_seconds)
            if message["type"] == "http.disconnect":
                raise SenderLeft
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self.limit:
                raise BodyTooLarge
            if not message.get("more_body"):
                return b"".join(parts)


class BodyTooLarge(Exception):
    pass


class SenderLeft(Exception):
    pass


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body first, then whatever else the server has to say, such as a disconnection."""
    rest: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return rest.pop() if rest else await receive()

    return next_message


async def _refuse(send: Send, status: int, code: str, title: str) -> None:
    """RFC 9457, as all refusals; the connection is closed because the rest of the body is not read."""
    content = json.dumps({"type": "about:blank", "title": title, "status": status, "code": code}).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
