"""PostgreSQL and Redis, shared by every ./run command of this checkout: the first one starts them, the last one stops them.

Each user holds a shared lock. Who leaves tries to make it an exclusive one: that works only for the last, even when
others were killed, because the kernel drops the locks of the dead.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from launcher import home, placing, redis_server, supervision
from launcher.postgres import Cluster
from launcher.redis_server import Redis
from launcher.speech import line, say


class State(Enum):
    UP = "up"
    STALLED = "stalled"
    DEAD = "dead"


def state_of(engine: Cluster | Redis) -> State:
    if engine.running:
        return State.UP
    return State.STALLED if engine.alive else State.DEAD


@dataclass(frozen=True)
class Engines:
    """The two servers; None where an outside one is used."""

    cluster: Cluster | None
    redis: Redis | None

    @property
    def database_url(self) -> str:
        return self.cluster.url if self.cluster else os.environ["DATABASE_URL"]

    @property
    def redis_url(self) -> str:
        return self.redis.url if self.redis else os.environ["REDIS_URL"]

    def start(self, *, brief: bool = False) -> None:
        for engine in (self.cluster, self.redis):
            if engine:
                engine.start(brief=brief)

    def stop(self) -> None:
        for engine in (self.redis, self.cluster):
            if engine:
                engine.stop()

    def look(self) -> dict[str, State]:
        """How each of them is. One that does not answer is dead only when its process is gone."""
        found = {"PostgreSQL": self.cluster, "Redis": self.redis}
        return {name: state_of(engine) for name, engine in found.items() if engine}

    def revive(self, names: Iterable[str]) -> None:
        """Start these again. Raises Refusal when one does not come up."""
        found = {"PostgreSQL": self.cluster, "Redis": self.redis}
        with home.alone("engines.mutex"):
            for name in names:
                if engine := found[name]:
                    engine.start(brief=True)


def find_engines() -> Engines:
    """The engines of this checkout, not started yet."""
    cluster = None if _given("DATABASE_URL") else placing.find_cluster()
    redis = None if _given("REDIS_URL") else Redis(home.LOCAL / "redis", redis_server.find_program())
    return Engines(cluster, redis)


@contextmanager
def running_engines(*, brief: bool = False) -> Iterator[Engines]:
    """Both engines up while the body runs; stopped after it unless another command of this checkout uses them."""
    engines = find_engines()
    with home.alone("engines.mutex"):
        use = open(home.LOCAL / "engines.users", "a+")  # noqa: SIM115  (the open file is the lock)
        fcntl.flock(use, fcntl.LOCK_SH)
    try:
        with home.alone("engines.mutex"):
            engines.start(brief=brief)
        yield engines
    finally:
        with home.alone("engines.mutex"), use:
            if _is_last(use.fileno()) and not supervision.leftover():
                engines.stop()


def tell_outside_engines(engines: Engines) -> None:
    """Say which servers are not ours."""
    if not engines.cluster:
        say(line("PostgreSQL", "the one of DATABASE_URL"))
    if not engines.redis:
        say(line("Redis", "the one of REDIS_URL"))


def _is_last(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _given(name: str) -> bool:
    return bool(os.environ.get(name))
