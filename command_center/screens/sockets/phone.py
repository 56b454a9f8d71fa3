"""Sockets of the pages made for a phone: one crew's work, one customer's order. Whole states, no deltas.

They listen to the county's board group and answer only to what concerns them; nothing of it is passed on as it is.
"""

from typing import Any

from django.utils.timezone import now

from command_center.ground.core.realtime import PULSE_GROUP, board_group
from command_center.screens.sockets.base import HouseSocket
from command_center.screens.sockets.outbox import encode


class PhoneSocket(HouseSocket):
    """Re-reads its whole state when something concerns it, and when the pulse shows that a frame was lost."""

    group: str
    seen = 0
    shown: dict[str, Any] | None = None

    async def listen_to(self, org_path: str) -> None:
        """Groups first, the present state second: nothing falls between."""
        self.group = board_group(org_path)
        await self.join(PULSE_GROUP, self.group)
        await self.refresh()

    def concerns(self, card: dict[str, Any]) -> bool:
        raise NotImplementedError

    async def refresh(self) -> None:
        """Read the whole state and queue it if it changed."""
        raise NotImplementedError

    def show(self, kind: str, state: dict[str, Any]) -> None:
        if state != self.shown:
            self.shown = state
            self.outbox.put(kind, encode({"type": kind, "at": now().isoformat(), **state}))

    async def board_items(self, message: dict[str, Any]) -> None:
        lost = self.seen and message["previous"] > self.seen
        self.seen = message["seq"]
        if lost or any(self.concerns(item["card"]) for item in message["items"]):
            await self.refresh()

    async def board_positions(self, message: dict[str, Any]) -> None:
        """The crew knows where it is; the customer reads it with the pulse: rounded, and a moment late."""

    async def board_pulse(self, message: dict[str, Any]) -> None:
        lost = self.seen and message["groups"].get(self.group, 0) > self.seen
        self.seen = message["seq"]
        if lost or self.is_moving():
            await self.refresh()
        self.outbox.put("heartbeat", encode({"type": "heartbeat", "seq": message["seq"], "at": now().isoformat()}))

    def is_moving(self) -> bool:
        """Whether the state changes by itself between two events."""
        return False
