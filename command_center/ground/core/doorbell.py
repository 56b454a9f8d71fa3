"""The relay's doorbell and the workers' wake-ups on Redis. All of it may be lost: the relay looks anyway.

Redis and not NOTIFY, because NOTIFY takes a database-wide lock at commit.
"""

from functools import cache

import redis
import structlog
from celery import current_app
from django.conf import settings

log = structlog.get_logger(__name__)

BELL = "doorbell"
DRAIN = "core.drain"  # by its name: the task stands above what rings it (core/tasks.py)
ANSWER_SECONDS = 5


@cache
def client() -> redis.Redis:
    """One lazily connected client a process, with short timeouts: Redis is never in the way of a report."""
    return redis.Redis.from_url(
        settings.DOORBELL_URL, socket_timeout=2, socket_connect_timeout=0.5, health_check_interval=10
    )


def ring() -> None:
    """Tell the relay that there is something to publish."""
    try:
        pipeline = client().pipeline(transaction=False)
        pipeline.lpush(BELL, 1)
        pipeline.ltrim(BELL, 0, 0)
        pipeline.execute()
    except redis.RedisError as error:
        log.warning("doorbell_unreachable", error=str(error))


def wait(timeout_seconds: float) -> bool:
    """Wait for a ring, at most ``timeout_seconds``. Raises ``redis.RedisError`` when Redis is away."""
    return client().brpop([BELL], timeout=timeout_seconds) is not None


def wake(reaction_name: str, queue: str) -> None:
    """Ring a handler's queue, once until it is answered (or for five seconds, whichever is shorter)."""
    if client().set(f"ring:{reaction_name}", 1, nx=True, ex=ANSWER_SECONDS):
        current_app.send_task(DRAIN, args=[reaction_name], queue=queue, retry=False, expires=60)


def answered(reaction_name: str) -> None:
    """The worker came to the door: from here on a new event rings again."""
    try:
        client().delete(f"ring:{reaction_name}")
    except redis.RedisError as error:
        log.warning("doorbell_unreachable", error=str(error))
