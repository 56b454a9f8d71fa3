"""What ``./run`` looks at while everything runs: engines, readiness, the disk. Each trouble is told once, and its end too."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from launcher import home
from launcher.engines import Engines, State
from launcher.speech import Refusal

ENGINE_LOOK_SECONDS = 2.0
ENGINE_TROUBLE_SECONDS = 30.0
READY_LOOK_SECONDS = 5.0
UNREADY_TOLD_AFTER_SECONDS = 15.0
DISK_LOOK_SECONDS = 30.0
DISK_TOLD_AT_PERCENT = (80, 90)


class Watch:
    """``look(clock)`` as often as one likes; the clock is in monotonic seconds. ``revived``: an engine was started again."""

    def __init__(self, engines: Engines, readiness: Callable[[], str], disk: Callable[[], float] | None = None) -> None:
        self.engines, self.readiness, self.disk = engines, readiness, disk or percent_used
        self.revived = False
        self.stalled: set[str] = set()
        self.unready_since: float | None = None
        self.unready_told = False
        self.disk_told = 0
        self.engines_at = self.ready_at = self.disk_at = 0.0

    def look(self, clock: float) -> Iterator[str]:
        """What there is to tell, as sentences."""
        if clock >= self.engines_at:
            self.engines_at = clock + ENGINE_LOOK_SECONDS
            yield from self._engines(clock)
        if clock >= self.ready_at:
            self.ready_at = clock + READY_LOOK_SECONDS
            yield from self._ready(clock)
        if clock >= self.disk_at:
            self.disk_at = clock + DISK_LOOK_SECONDS
            yield from self._disk()

    def _engines(self, clock: float) -> Iterator[str]:
        states = self.engines.look()
        for name, state in states.items():
            if state == State.STALLED and name not in self.stalled:
                self.stalled.add(name)
                yield f"{name} does not answer, although its process lives; waiting for it."
            elif state == State.UP and name in self.stalled:
                self.stalled.discard(name)
                yield f"{name} answers again."
        dead = [name for name, state in states.items() if state == State.DEAD]
        if not dead:
            return
        try:
            self.engines.revive(dead)
        except Refusal as refusal:
            self.engines_at = clock + ENGINE_TROUBLE_SECONDS
            yield f"{refusal} Trying again in {ENGINE_TROUBLE_SECONDS:.0f} s."
            return
        self.revived = True
        self.stalled -= set(dead)
        for name in dead:
            yield f"{name} had stopped by itself and was started again."

    def _ready(self, clock: float) -> Iterator[str]:
        answer = self.readiness()
        if answer == "200":
            if self.unready_told:
                yield "Everything is ready again."
            self.unready_since, self.unready_told = None, False
            return
        self.unready_since = clock if self.unready_since is None else self.unready_since
        if not self.unready_told and clock - self.unready_since >= UNREADY_TOLD_AFTER_SECONDS:
            self.unready_told = True
            yield f"Not ready for {clock - self.unready_since:.0f} s: {answer}"

    def _disk(self) -> Iterator[str]:
        used = self.disk()
        reached = max((limit for limit in DISK_TOLD_AT_PERCENT if used >= limit), default=0)
        if reached > self.disk_told:
            yield f"The disk of .local is {used:.0f} % full; PostgreSQL takes no report when it is full."
        self.disk_told = reached


def percent_used(folder: Path = home.LOCAL) -> float:
    """How full the disk is that the data lies on, 0 to 100."""
    found = shutil.disk_usage(folder)
    return 100 * (found.total - found.free) / found.total
