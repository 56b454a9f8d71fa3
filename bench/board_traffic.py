"""The relay's part, played by the measurement: frames of cards, positions and pulses to a province's boards, at a steady rate.

The frames take the real way from Redis on — the web process's feed, its outbox, the socket — but nothing is written to the
database, so that what is measured is the screen and not how fast this machine can work orders.
"""

import asyncio
import random
import time
from typing import Any

from django.utils.timezone import now

GROUP = "board.42"
FRAMES_PER_SECOND = 10
PULSE_SECONDS = 2.0
POSITIONS_SECONDS = 1.0
MOVING = 500  # crews that report a position every second
# Of a hundred events: so many new orders, as many that leave, so many outages; the rest are orders that go on.
NEW, OUTAGES = 2, 10
NEXT = {
    "PENDING_DISPATCH": "DISPATCHED", "DISPATCHED": "ACCEPTED", "ACCEPTED": "EN_ROUTE", "EN_ROUTE": "ON_SITE",
    "ON_SITE": "REPAIRING", "REPAIRING": "PENDING_DISPATCH", "SUSPENDED": "ON_SITE", "RESTORED": "REPAIRING",
}  # fmt: skip


class Traffic:
    """What happens on the board. The same seed tells the same story."""

    def __init__(self, rows: dict[str, list[tuple[str, str, dict[str, Any]]]], epoch: str, seq: int) -> None:
        self.orders = {card["id"]: (path, card) for path, _, card in rows["orders"]}
        self.outages = {card["id"]: (path, card) for path, _, card in rows["outages"]}
        self.crews = [(path, card) for path, _, card in rows["crews"]][:MOVING]
        self.epoch, self.seq = epoch, seq
        self.kept: int | None = None  # an order that never leaves: the one that is looked at
        self.newest = max(self.orders)
        self.ids = list(self.orders)
        self.outage_ids = list(self.outages)
        self.random = random.Random(11)
        self.sent = 0
        self.late_seconds = 0.0

    async def flow(self, per_second: int, seconds: float) -> None:
        """So many events a second for so long; ``late_seconds`` says how far behind its own clock it ever was."""
        from channels.layers import get_channel_layer

        self.layer = get_channel_layer()
        started, self.late_seconds = time.perf_counter(), 0.0
        pulse_at = positions_at = 0.0
        for frame in range(int(seconds * FRAMES_PER_SECOND)):
            due = started + frame / FRAMES_PER_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.late_seconds = max(self.late_seconds, time.perf_counter() - due)
            await self._cards(per_second // FRAMES_PER_SECOND)
            if due >= positions_at:
                positions_at = due + POSITIONS_SECONDS
                await self._positions()
            if due >= pulse_at:
                pulse_at = due + PULSE_SECONDS
                await self.pulse()

    async def pulse(self) -> None:
        from channels.layers import get_channel_layer

        words = {"type": "board.pulse", "epoch": self.epoch, "seq": self.seq, "groups": {GROUP: self.seq}}
        await get_channel_layer().group_send("pulse", words)

    async def _cards(self, count: int) -> None:
        previous, items = self.seq, [self._item(self._event()) for _ in range(count)]
        frame = {"group": GROUP, "previous": previous, "seq": self.seq, "items": items}
        await self.layer.group_send(GROUP, {"type": "board.items", **frame})
        self.sent += count

    def _item(self, told: tuple[str, dict[str, Any]]) -> dict[str, Any]:
        self.seq += 1
        path, card = told
        return {"seq": self.seq, "name": "workorder.changed", "org_path": path, "gate": "", "card": card}

    def _event(self) -> tuple[str, dict[str, Any]]:
        dice = self.random.randrange(100)
        if dice < NEW:
            return self._new()
        if dice < 2 * NEW:
            return self._gone()
        if dice < 2 * NEW + OUTAGES and self.outages:
            return self._outage()
        return self._step()

    def _step(self) -> tuple[str, dict[str, Any]]:
        path, card = self.orders[self.random.choice(self.ids)]
        card |= {"rev": card["rev"] + 1, "status": NEXT[card["status"]], "updated_at": now().isoformat()}
        return path, card

    def _new(self) -> tuple[str, dict[str, Any]]:
        path, like = self.orders[self.random.choice(self.ids)]
        self.newest += 1
        card = like | {"id": self.newest, "rev": 1, "number": f"{like['number'][:-6]}{self.newest:06d}"}
        card |= {"status": "PENDING_DISPATCH", "reported_at": now().isoformat()}
        self.orders[self.newest] = path, card
        self.ids.append(self.newest)
        return path, card

    def _gone(self) -> tuple[str, dict[str, Any]]:
        place = self.random.randrange(len(self.ids))
        if self.ids[place] == self.kept:
            return self._step()
        self.ids[place], self.ids[-1] = self.ids[-1], self.ids[place]
        gone = self.ids.pop()
        path, _ = self.orders.pop(gone)
        return path, {"kind": "order", "id": gone, "gone": True}

    def _outage(self) -> tuple[str, dict[str, Any]]:
        path, card = self.outages[self.random.choice(self.outage_ids)]
        out = self.random.randint(0, card["customers_total"])
        card |= {"rev": card["rev"] + 1, "customers_out": out}
        return path, card

    async def _positions(self) -> None:
        items = []
        for path, card in self.crews:
            card["lon"] += self.random.uniform(-0.003, 0.003)
            card["lat"] += self.random.uniform(-0.003, 0.003)
            items.append([card["id"], card["lon"], card["lat"], "EN_ROUTE", now().isoformat(), path])
        await self.layer.group_send(GROUP, {"type": "board.positions", "at": now().isoformat(), "items": items})
