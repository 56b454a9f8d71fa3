"""A sender that costs little: keep-alive HTTP/1.1 over a few connections, so that the load does not measure its own client."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit


class Client:
    """Posts JSON over at most ``connections`` connections; who comes when all are busy waits for one."""

    def __init__(self, base: str, token: str, *, connections: int) -> None:
        url = urlsplit(base)
        self.host, self.port = url.hostname or "127.0.0.1", url.port or 80
        self.head = f"Host: {url.netloc}\r\nAuthorization: Token {token}\r\nContent-Type: application/json\r\n"
        self.free: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
        for _ in range(connections):
            self.free.put_nowait(None)

    async def post(self, path: str, body: Any) -> Any:
        """The decoded answer. Raises ``RuntimeError`` for a status of 300 and above."""
        connection = await self.free.get()
        try:
            data = json.dumps(body).encode()
            request = f"POST {path} HTTP/1.1\r\n{self.head}Content-Length: {len(data)}\r\n\r\n".encode() + data
            try:
                connection, head = await self._ask(connection, request)
            except (asyncio.IncompleteReadError, ConnectionError):
                # A server closes a connection that was idle for some seconds; the report was not read then.
                connection, head = await self._ask(None, request)
            reader, _ = connection
            length = int(head.split("content-length:")[1].split("\r\n")[0])
            answer = await reader.readexactly(length)
        finally:
            self.free.put_nowait(connection)
        if int(head.split()[1]) >= 300:
            raise RuntimeError(f"{head.splitlines()[0]}: {answer[:300]!r}")
        return json.loads(answer)

    async def _ask(self, connection: Any, request: bytes) -> tuple[Any, str]:
        """The connection used, a new one for None, and the head of the answer in lower case."""
        connection = connection or await asyncio.open_connection(self.host, self.port)
        reader, writer = connection
        writer.write(request)
        return connection, (await reader.readuntil(b"\r\n\r\n")).decode().lower()
