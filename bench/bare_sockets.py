"""The reference of ``bench/boards.py``: a websockets server that sends whoever comes the bytes of their path."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import websockets


async def serve(path: str, port: int) -> None:
    snapshots = json.loads(Path(path).read_text())

    async def greet(socket: Any) -> None:
        await socket.send(snapshots[socket.request.path.strip("/")])
        await socket.wait_closed()

    async with websockets.serve(greet, "127.0.0.1", port):
        print("listening", flush=True)
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
