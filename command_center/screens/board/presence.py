"""Who has which order open at this moment: said by the boards themselves, kept in Redis for half a minute, recorded nowhere.

It keeps two dispatchers from telephoning the same customer; nothing is decided by it. A board that is closed takes its word
back, one that dies is forgotten. Redis away: nobody is shown.
"""

import json
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, NamedTuple, cast

import redis
import structlog
from channels.layers import get_channel_layer
from django.conf import settings
from django.utils.timezone import now
from redis.asyncio import Redis

from command_center.ground.core.realtime import boards_above
from command_center.ground.organisation.models import User
from command_center.ground.organisation.scope import scoped
from workorders.models import WorkOrder

log = structlog.get_logger(__name__)

LASTS_SECONDS = 30  # boards say it again every ten
SLOW_SECONDS = 2


class Look(NamedTuple):
    """One person who has one order open, and who may hear of it."""

    order_id: int
    person_id: int
    name: str
    org_path: str
    gate: str
    since: str
    """When they opened it: whoever came later is asked before they act on it."""

    def frame(self, *, lasts: int = LASTS_SECONDS) -> dict[str, Any]:
        """As boards are told; ``lasts`` 0: no longer."""
        words = {"order": self.order_id, "person": self.person_id, "name": self.name, "since": self.since}
        return {"type": "looking", **words, "lasts": lasts}

    @property
    def key(self) -> str:
        return f"{self.order_id}:{self.person_id}"


def group_of(board: str) -> str:
    """The group that hears who looks, beside the one of a board's cards: phones and walls listen to those."""
    return f"looking.{board}"


def look_of(user: User, order_id: int) -> Look | None:
    """None for an order that this person may not see."""
    order = scoped(WorkOrder.objects.readable_by(user), user).filter(pk=order_id).only("org_path", "gate").first()
    return Look(order.pk, user.pk, str(user), order.org_path, order.gate, now().isoformat()) if order else None


def _may_fail(work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Nothing waits for it and nothing breaks by it."""

    @wraps(work)
    async def tried(*arguments: Any) -> Any:
        try:
            return await work(*arguments)
        except (redis.RedisError, OSError, TimeoutError) as error:
            log.warning("looking_unreachable", error=repr(error))
            return []

    return tried


@_may_fail
async def begin(look: Look) -> None:
    """They have it open, for the next half minute; said again it lasts longer."""
    async with _client() as client:
        await client.hset(_kept(), look.key, json.dumps([*look, time.time() + LASTS_SECONDS]))
        await client.expire(_kept(), LASTS_SECONDS)
    await _tell(look, look.frame())


@_may_fail
async def end(look: Look) -> None:
    async with _client() as client:
        await client.hdel(_kept(), look.key)
    await _tell(look, look.frame(lasts=0))


@_may_fail
async def present() -> list[Look]:
    """Everybody who has something open; those of whom nobody has heard for long are dropped."""
    async with _client() as client:
        rows = {key: json.loads(row) for key, row in (await client.hgetall(_kept())).items()}
        if over := [key for key, row in rows.items() if row[-1] < time.time()]:
            await client.hdel(_kept(), *over)
    # What an older version said has a column less, for the half minute that it lives.
    return [Look(*row[:-1]) for key, row in rows.items() if key not in over and len(row) > len(Look._fields)]


async def _tell(look: Look, frame: dict[str, Any]) -> None:
    message = {"type": "board.looking", "org_path": look.org_path, "gate": look.gate, "frame": frame}
    layer = get_channel_layer()
    for board in boards_above(look.org_path):
        await layer.group_send(group_of(board), message)


def _layer() -> dict[str, Any]:
    return cast("dict[str, Any]", settings.CHANNEL_LAYERS["default"]["CONFIG"])


def _kept() -> str:
    return f"{_layer()['prefix']}.looking"


def _client() -> Redis:
    """For one word: connections belong to a loop, and this is said a few times a minute."""
    (host,) = _layer()["hosts"][:1]
    return Redis.from_url(host, socket_timeout=SLOW_SECONDS, socket_connect_timeout=SLOW_SECONDS)
