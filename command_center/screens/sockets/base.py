"""What every socket of the house shares: sign-in, limits, a bounded and coalescing outbox, a heartbeat, an end.

Nothing is sent from a message handler. A handler puts things into the outbox, where the latest card of a subject
replaces the one before, and one task per socket empties it a few times a second: 500 events a second do not become
500 frames, and a slow client holds nobody back but itself.
"""

import asyncio
import contextlib
import random
import time
from typing import Any

import structlog
from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from command_center.screens.sockets.outbox import Outbox

log = structlog.get_logger(__name__)

NOT_SIGNED_IN, RIGHTS_CHANGED, NO_AREA, TOO_MANY, RECONNECT = 4401, 4403, 4404, 4429, 4000
NOT_FOUND = 4404
FRAME_SECONDS = 0.05
RIGHTS_CHECK_SECONDS = 60
LONGEST_SESSION_SECONDS = 8 * 3600


class HouseSocket(AsyncJsonWebsocketConsumer):
    """A socket with groups, an outbox and an end. Subclasses say who may enter and what they see."""

    sender: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """However it ends, also in the middle of entering or by being cancelled: nothing of it stays behind."""
        self.outbox = Outbox()
        try:
            with contextlib.suppress(OSError):  # sending to somebody who has gone
                await super().__call__(scope, receive, send)
        finally:
            await self.leave()

    async def dispatch(self, message: Any) -> None:
        """As in Channels, but without a round through the one database thread for every message."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        self.opened_at = time.monotonic()
        self.lasts_seconds = LONGEST_SESSION_SECONDS * random.uniform(0.9, 1.1)
        await self.accept()
        refused = await self.enter()
        if refused:
            await self.close(code=refused)
            return
        self.sender = asyncio.create_task(self._send_until_the_end())

    async def enter(self) -> int:
        """Check the visitor, join groups. Returns a close code, or 0 to stay."""
        raise NotImplementedError

    async def begin(self) -> None:
        """Send the first frames. Runs beside the handlers: who leaves meanwhile is let go at once."""

    async def begin_again(self) -> None:
        """The outbox has overflowed: send the whole state anew."""

    async def still_allowed(self) -> bool:
        """Asked once a minute: Channels looks at the session only when the socket opens."""
        return True

    async def leave(self) -> None:
        """Give everything back. Called once, whatever has happened before."""
        if self.sender:
            self.sender.cancel()
        if hasattr(self, "channel_name"):
            await self.channel_layer.release(self.channel_name)

    async def join(self, *groups: str) -> None:
        for group in groups:
            await self.channel_layer.group_add(group, self.channel_name)

    async def websocket_disconnect(self, message: Any) -> None:
        raise StopConsumer

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Screens act through the API; whatever they say here is ignored."""

    async def decode_json(self, text_data: str) -> Any:
        try:
            return await super().decode_json(text_data)
        except ValueError:
            return None

    async def _send_until_the_end(self) -> None:
        try:
            await self.begin()
            await self._send_loop()
        except OSError:
            pass  # gone; the receiving side hears it too
        except Exception as error:
            log.warning("socket_failed", error=repr(error))
            with contextlib.suppress(OSError):
                await self.close(code=RECONNECT)

    async def _send_loop(self) -> None:
        checked_at = time.monotonic()
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(RIGHTS_CHECK_SECONDS):
                    await self.outbox.ready.wait()
            if self.outbox.is_overfull:
                await self.begin_again()
            for text in self.outbox.take():
                await self.send(text_data=text)
            clock = time.monotonic()
            if clock - self.opened_at > self.lasts_seconds:
                await self.close(code=RECONNECT)
                return
            if clock - checked_at > RIGHTS_CHECK_SECONDS:
                checked_at = clock
                if not await self.still_allowed():
                    await self.close(code=RIGHTS_CHANGED)
                    return
            await asyncio.sleep(FRAME_SECONDS)


class NoSuchSocket(HouseSocket):
    """An address that no socket has: the same words as for a link that is over, and no trace of an error."""

    async def enter(self) -> int:
        return NOT_FOUND
