"""Waiting for processes: ask again and again, give up at a deadline."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 180
ASK_EVERY_SECONDS = 0.2


def until(
    is_so: Callable[[], bool],
    what: str,
    *,
    seconds: float = PATIENCE_SECONDS,
    told: Callable[[], object] = lambda: "",
) -> None:
    """Return as soon as ``is_so()``; fail when it did not come about in time, with what ``told()`` knows about it."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:.0f} s: {what}; {told()}")
        time.sleep(ASK_EVERY_SECONDS)
