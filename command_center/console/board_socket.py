"""``/ws/console/``: the dispatcher's board. Groups first, rows second, then numbered cards; a gap heals itself."""

from typing import Any
from urllib.parse import parse_qs

from django.utils.timezone import now

from command_center.console.account_sockets import AccountSocket
from command_center.console.kpis import kpis_for
from command_center.console.snapshot import board_items_after, board_snapshot
from command_center.console.sockets import NO_AREA, in_database
from command_center.core import relay
from command_center.core.realtime import PULSE_GROUP, board_group
from command_center.organisation.roles import Right
from command_center.organisation.scope import covers

FIGURES_EVERY_PULSES = 3


class BoardSocket(AccountSocket):
    right = Right.READ_ORDERS

    async def enter_as_person(self) -> int:
        if not self.user.scope_paths:
            return NO_AREA
        self.seen = {board_group(path): 0 for path in self.user.scope_paths}
        self.pulses = 0
        await self.join(PULSE_GROUP, *self.seen)
        await self._first_frames()
        return 0

    async def _first_frames(self) -> None:
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        epoch, seq = await in_database(relay.head)()
        self.epoch = epoch
        await self.send_json(
            {
                "type": "hello",
                "epoch": epoch,
                "seq": seq,
                "at": now().isoformat(),
                "user": {
                    "name": str(self.user),
                    "role": self.user.get_role_display(),
                    "scope": self.user.home.name if self.user.home else "",
                },
            }
        )
        after = _whole_number(query.get("after", [""])[0])
        resumed = None
        if after is not None and query.get("epoch", [""])[0] == epoch:
            resumed = await in_database(board_items_after)(self.user, after)
        if resumed is None:
            await self._send_snapshot()
        else:
            self._caught_up(*resumed)

    async def _send_snapshot(self) -> None:
        snapshot = await in_database(board_snapshot)(self.user)
        self.seen = dict.fromkeys(self.seen, snapshot["seq"])
        await self.send_json({"type": "snapshot", **snapshot})

    def _caught_up(self, seq: int, items: list[dict[str, Any]]) -> None:
        self.seen = {group: max(seen, seq) for group, seen in self.seen.items()}
        self.outbox.put_items(seq, items)

    async def board_items(self, message: dict[str, Any]) -> None:
        """Cards from the relay. ``previous`` is the last number this group was sent: a gap shows at once."""
        group = message["group"]
        if message["previous"] > self.seen[group]:
            await self._heal(self.seen[group])
        if message["seq"] > self.seen[group]:
            self.seen[group] = message["seq"]
            self.outbox.put_items(message["seq"], [item for item in message["items"] if self._may_see(item)])

    async def board_positions(self, message: dict[str, Any]) -> None:
        mine = [item for item in message["items"] if covers(self.user, item[5])]
        self.outbox.put_positions(message["at"], mine)

    async def board_pulse(self, message: dict[str, Any]) -> None:
        """The relay lives. What it says of our groups shows a lost frame even when nothing follows it."""
        if message["epoch"] != self.epoch:
            await self.send_json({"type": "resync"})
            return
        behind = min(self.seen.values())
        if any(message["groups"].get(group, 0) > seen for group, seen in self.seen.items()):
            await self._heal(behind)
        self.seen = {group: max(seen, message["seq"]) for group, seen in self.seen.items()}
        self.outbox.put({"type": "heartbeat", "seq": message["seq"], "at": now().isoformat()})
        self.pulses += 1
        if self.pulses % FIGURES_EVERY_PULSES == 1:
            values = await in_database(kpis_for)(self.user, at=now())
            self.outbox.put({"type": "kpis", "values": values})

    async def _heal(self, after: int) -> None:
        healed = await in_database(board_items_after)(self.user, after)
        if healed is None:
            await self._send_snapshot()
        else:
            self._caught_up(*healed)

    def _may_see(self, item: dict[str, Any]) -> bool:
        return covers(self.user, item["org_path"])


def _whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
