"""``/ws/console/``: the dispatcher's board. First who one is, then the whole board or what was missed, then the feed."""

import time
from typing import Any
from urllib.parse import parse_qs

from django.utils.timezone import now

from command_center.ground.organisation.doors import right_of
from command_center.ground.organisation.roles import Right, Role
from command_center.screens.board import presence
from command_center.screens.board.feed import Feed, feeds, put_look
from command_center.screens.board.presence import Look, look_of
from command_center.screens.board.shared_snapshots import Snapshot
from command_center.screens.sockets.accounts import AccountSocket
from command_center.screens.sockets.base import NO_AREA
from command_center.screens.sockets.reads import in_database

LOOK_SECONDS = 0.2  # a screen says where it looks at rest, not at every step


class BoardSocket(AccountSocket):
    right = right_of("WS", "/ws/console/")
    feed: Feed | None = None
    look: Look | None = None
    looked_at = 0.0

    async def enter_as_person(self) -> int:
        if not self.user.scope_paths:
            return NO_AREA
        self.feed = feeds.enter(self.user, self.outbox)
        return 0

    async def begin(self) -> None:
        assert self.feed
        await self.feed.wait_until_started()
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        after = _whole_number(query.get("after", [""])[0])
        same_stream = query.get("epoch", [""])[0] == self.feed.epoch
        if after is not None and same_stream and await self.feed.reach_back(after):
            await self._greet(after)
            self.feed.attach(self.outbox, after)
        else:
            snapshot = await self.feed.snapshot()
            await self._greet(snapshot.seq)
            await self._send_snapshot(snapshot)
        for look in await presence.present():
            if self.feed.view.shows(look.org_path, look.gate):
                put_look(self.outbox, look.frame())

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Which order this person has open, so that others see it; whatever else is said here is ignored."""
        if not isinstance(content, dict) or content.get("type") != "looking" or not self.user.may(Right.DISPATCH):
            return
        order = content.get("order")
        too_soon = time.monotonic() - self.looked_at < LOOK_SECONDS
        if too_soon or not (order is None or (type(order) is int and 0 < order < 2**63)):
            return
        self.looked_at = time.monotonic()
        await self._look_at(order)

    async def _look_at(self, order_id: int | None) -> None:
        if self.look and self.look.order_id != order_id:
            await self._look_away()
        if order_id is not None and self.look is None:
            self.look = await in_database(look_of)(self.user, order_id)
        if self.look:
            await presence.begin(self.look)

    async def _look_away(self) -> None:
        look, self.look = self.look, None
        if look:
            await presence.end(look)

    async def begin_again(self) -> None:
        assert self.feed
        await self._send_snapshot(await self.feed.snapshot())

    async def _send_snapshot(self, snapshot: Snapshot) -> None:
        assert self.feed
        await self.send(text_data=snapshot.text)
        # After sending: what a slow line has missed meanwhile is among the recent cards, the latest of each only.
        if snapshot.seq < self.feed.kept_from:
            self.outbox.overflow()
        else:
            self.feed.attach(self.outbox, snapshot.seq)

    async def _greet(self, seq: int) -> None:
        assert self.feed
        who = {
            "name": str(self.user),
            "role": str(Role(self.user.role).label),
            "scope": self.user.home.name if self.user.home else "",
        }
        await self.send_json(
            {"type": "hello", "epoch": self.feed.epoch, "seq": seq, "at": now().isoformat(), "user": who}
        )

    async def leave(self) -> None:
        await self._look_away()
        if self.feed:
            await feeds.leave(self.feed, self.outbox)
        await super().leave()


def _whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
