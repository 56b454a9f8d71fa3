"""How ./run speaks: one short line for each thing done, with its time, and one sentence when something is in the way."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

NAME_WIDTH = 14
PATIENCE_SECONDS = 2.0


class Refusal(Exception):
    """Something outside the program is in the way; the message is the one sentence the reader needs."""


def say(sentence: str = "") -> None:
    """One line on stderr: stdout belongs to the command that was asked for."""
    write(sentence + "\n")


def write(text: str) -> None:
    """A closed terminal is no reason to stop half-way through stopping things."""
    with suppress(OSError):
        print(text, end="", file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """``0.4 s``, ``12 s``, ``2 min 05 s``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def line(name: str, text: str) -> str:
    """``  PostgreSQL    started, 0.4 s``."""
    return f"  {name:<{NAME_WIDTH}}{text}"


class Step:
    """One line that is being worked on; ``outcome`` is what it will say when it ends."""

    def __init__(self, name: str, doing: str, brief: bool) -> None:
        self.name, self.doing, self.outcome, self.brief = name, doing, "done", brief
        self.started = time.monotonic()
        self.ended = threading.Event()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def show_progress(self) -> None:
        """A terminal sees the seconds count; a log file gets a line now and then."""
        pauses = _terminal_pauses() if sys.stderr.isatty() else _log_pauses()
        for pause in pauses:
            if self.ended.wait(pause):
                return
            text = line(self.name, f"{self.doing} … {duration(self.seconds)}")
            write(f"\r{text}\x1b[K" if sys.stderr.isatty() else f"{text}\n")

    def finish(self, outcome: str) -> None:
        erase = "\r\x1b[K" if sys.stderr.isatty() else ""
        if self.brief and self.seconds < PATIENCE_SECONDS:
            write(erase)
        else:
            say(erase + line(self.name, f"{outcome}, {duration(self.seconds)}"))


@contextmanager
def step(name: str, doing: str, *, brief: bool = False) -> Iterator[Step]:
    """Show one line while the body works, and how it ended. The body may set ``outcome``; a brief step that was
    quick leaves no line."""
    now = Step(name, doing, brief)
    ticker = threading.Thread(target=now.show_progress, daemon=True)
    ticker.start()
    try:
        yield now
    except BaseException:
        now.outcome, now.brief = "not finished", False
        raise
    finally:
        now.ended.set()
        ticker.join()
        now.finish(now.outcome)


def _terminal_pauses() -> Iterator[float]:
    yield 0.3
    while True:
        yield 0.5


def _log_pauses() -> Iterator[float]:
    yield PATIENCE_SECONDS
    while True:
        yield 15.0
