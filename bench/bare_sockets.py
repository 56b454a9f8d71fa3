"""The reference of ``bench/boards.py`` and ``bench/fanout.py``: a websockets server that sends bytes it was given, and nothing else.

Whoever comes gets the bytes of their path; with a period, everybody then gets the same frame again and again, its first characters
the moment (seconds since 1970) at which its sending to all began.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import websockets


async def serve(path: str, port: int, period: float, size: int) -> None:
    snapshots = json.loads(Path(path).read_text())
    connected: set[Any] = set()

    async def greet(socket: Any) -> None:
        await socket.send(snapshots[socket.request.path.strip("/")])
        connected.add(socket)
        try:
            await socket.wait_closed()
        finally:
            connected.discard(socket)

    async with websockets.serve(greet, "127.0.0.1", port):
        print("listening", flush=True)
        while True:
            await asyncio.sleep(period or 3600)
            frame = f"{time.time():.6f}".ljust(size, "x")
            await asyncio.gather(*(socket.send(frame) for socket in list(connected)), return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
