"""Simulated crews read what a desk wrote to them, after a while; a crew in which a person has signed in reads for itself."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from demo.api_client import Api
from demo.narration import say
from demo.presence import Presence

LOOK_SECONDS = 5.0
# Real seconds whatever the speed, and before the desks are told that nobody reads (CREW_MESSAGE_UNREAD_MINUTES).
READ_SECONDS = (25.0, 150.0)


@dataclass
class CrewMail:
    """``unread`` tells (message, crew) of what nobody has read; ``start`` begins what goes on by itself."""

    phone: Callable[[int], Awaitable[Api | None]]
    presence: Presence
    chance: random.Random
    unread: Callable[[], Awaitable[list[tuple[int, int]]]]
    seen: set[int] = field(default_factory=set)

    async def run(self, start: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        while True:
            for message_id, crew_id in await self.unread():
                if message_id not in self.seen:
                    self.seen.add(message_id)
                    start(self.read(message_id, crew_id))
            await asyncio.sleep(LOOK_SECONDS)

    async def read(self, message_id: int, crew_id: int) -> None:
        await asyncio.sleep(self.chance.uniform(*READ_SECONDS))
        if self.presence.holds(crew_id):
            self.seen.discard(message_id)  # looked at again: the person may sign out without having read it
            return
        phone = await self.phone(crew_id)
        if phone is not None and await phone.post(f"crew-messages/{message_id}/acknowledge/") is not None:
            say(f"班组已读 · crew {crew_id} has read message {message_id}")
