"""Sockets over the real Redis layer, with the relay's turns taken by hand."""

import asyncio
import contextlib
import math
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from command_center.ground.core import deliveries, doorbell, relay
from command_center.ground.core.relay import Publisher
from command_center.screens.board.snapshot import board_snapshot
from command_center.screens.sockets import reads as socket_reads
from tests.grid import make_province
from tests.people import make_cast
from tests.sockets.boards import Screen, by_key

BEAT_SECONDS = 0.2


class Relay:
    """The relay and the workers, one turn when asked, in one thread; the sockets read in theirs."""

    publisher: Publisher

    async def start(self) -> None:
        self.publisher = await sync_to_async(Publisher)()

    async def after(self, act: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Let somebody act; publish it, let every handler react and push the cards."""
        result = await sync_to_async(act)(*arguments, **named)
        await sync_to_async(self._publish)()
        return result

    def _publish(self) -> None:
        while self.publisher.publish(clock=math.inf):
            pass

    async def pulse(self) -> int:
        """The heartbeat; the number it names is the head of the stream."""
        await sync_to_async(self.publisher._pulse)()
        return (await sync_to_async(relay.head)())[1]

    async def shown_to(self, screen: Screen) -> dict[tuple[str, int], dict[str, Any]]:
        """The board of this screen once everything published has reached it."""
        head = (await sync_to_async(relay.head)())[1]
        beating = asyncio.create_task(self._keep_beating())
        try:
            await screen.until("heartbeat", seq=head)
        finally:
            beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beating
        return screen.cards()

    async def _keep_beating(self) -> None:
        """As the relay does: a beat sent before the screen has joined its groups reaches nobody."""
        while True:
            await self.pulse()
            await asyncio.sleep(BEAT_SECONDS)


async def fresh_cards(user: Any) -> dict[tuple[str, int], dict[str, Any]]:
    """What somebody who opens the board now would see."""
    snapshot = await sync_to_async(board_snapshot)(user)
    return by_key(snapshot["orders"] + snapshot["crews"] + snapshot["outages"] + snapshot["alarms"])


@pytest.fixture
def grid(transactional_db: None) -> SimpleNamespace:
    return make_province()


@pytest.fixture
def people(grid: SimpleNamespace) -> SimpleNamespace:
    return make_cast(grid)


@pytest.fixture
async def live(people: SimpleNamespace, settings: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Relay]:
    # A prefix of its own: Redis knows no databases for pushes, and other runs share the server.
    layer = settings.CHANNEL_LAYERS["default"]
    config = {**layer["CONFIG"], "prefix": f"test-{uuid.uuid4().hex}"}
    settings.CHANNEL_LAYERS = {"default": {**layer, "CONFIG": config}}
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    monkeypatch.setattr(doorbell, "answered", lambda name: None)
    monkeypatch.setattr(doorbell, "wake", lambda name, queue: deliveries.drain(name))
    live = Relay()
    await live.start()
    yield live
    await sync_to_async(connections.close_all)()
    for pool in (socket_reads.SHORT_READS, socket_reads.SNAPSHOTS):
        await _close_connections_of(pool)


async def _close_connections_of(pool: ThreadPoolExecutor) -> None:
    """In every thread of it: they meet at a barrier, so that none takes two turns."""
    everybody = threading.Barrier(pool._max_workers)

    def close() -> None:
        everybody.wait(30)
        connections.close_all()

    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(pool, close) for _ in range(pool._max_workers)))
