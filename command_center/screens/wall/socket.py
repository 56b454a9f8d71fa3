"""``/ws/wall/``: the whole state every few seconds, and where the crews are once a second. Nothing else is passed on."""

from collections.abc import Sequence
from typing import Any

from django.utils.timezone import now

from command_center.ground.core.realtime import PULSE_GROUP, board_group
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import covers
from command_center.ground.organisation.wall_models import WallScreen
from command_center.ground.organisation.walls import COOKIE, screen_group, screens_of
from command_center.screens.board.shared_snapshots import stream_head
from command_center.screens.sockets.accounts import AccountSocket
from command_center.screens.sockets.base import NO_AREA, NOT_SIGNED_IN
from command_center.screens.sockets.outbox import encode
from command_center.screens.sockets.reads import SNAPSHOTS, BatchedRead
from command_center.screens.wall.state import Area, wall_of

STATE_EVERY_PULSES = 3

screen_behind = BatchedRead(screens_of)


def walls_of(areas: Sequence[Area]) -> list[str]:
    """The encoded frame of each area; several screens of one are read once."""
    wanted = {area.key: area for area in areas}
    frames = {key: encode({"type": "wall", "state": wall_of(area, at=now())}) for key, area in wanted.items()}
    return [frames[area.key] for area in areas]


shared_wall = BatchedRead(walls_of, SNAPSHOTS)


class WallSocket(AccountSocket):
    """A screen is let in by its cookie before a session is looked for: on a wall nobody is signed in."""

    right = Right.READ_OUTAGES
    area: Area
    screen: WallScreen | None = None
    token = ""
    pulses = 0
    shown = ""

    async def enter(self) -> int:
        self.token = self.scope["cookies"].get(COOKIE, "")
        if self.token:
            # Joined before looking: a revocation in between is then heard.
            await self.join(screen_group(self.token))
            self.screen = await screen_behind(self.token)
        if self.screen is not None:
            return await self.listen(self.screen.scope_paths)
        return await super().enter()

    async def enter_as_person(self) -> int:
        return await self.listen(self.user.scope_paths)

    async def listen(self, paths: list[str]) -> int:
        if not paths:
            return NO_AREA
        self.area = Area(paths)
        await self.join(PULSE_GROUP, *{board_group(path) for path in paths})
        return 0

    async def begin(self) -> None:
        # Read before the first word: whoever cannot be told anything waits longer from try to try.
        await self.refresh()
        epoch, seq = await stream_head(None)
        await self.send_json({"type": "hello", "epoch": epoch, "seq": seq, "at": now().isoformat()})

    async def begin_again(self) -> None:
        self.outbox.start_from(0)
        await self.refresh()

    async def refresh(self) -> None:
        frame = await shared_wall(self.area)
        if frame != self.shown:
            self.shown = frame
            self.outbox.put("wall", frame)

    async def still_allowed(self) -> bool:
        if self.screen is None:
            return await super().still_allowed()
        found = await screen_behind(self.token)
        return found is not None and found.pk == self.screen.pk

    async def wall_revoked(self, message: dict[str, Any]) -> None:
        await self.close(code=NOT_SIGNED_IN)

    async def board_items(self, message: dict[str, Any]) -> None:
        """Cards name people: the wall counts, and reads its own state."""

    async def board_positions(self, message: dict[str, Any]) -> None:
        here = {each[0]: encode(each[:4]) for each in message["items"] if covers(self.area, each[5])}
        self.outbox.put_positions(message["at"], here)

    async def board_pulse(self, message: dict[str, Any]) -> None:
        self.outbox.put("heartbeat", encode({"type": "heartbeat", "seq": message["seq"], "at": now().isoformat()}))
        self.pulses += 1
        if self.pulses % STATE_EVERY_PULSES == 0:
            await self.refresh()
