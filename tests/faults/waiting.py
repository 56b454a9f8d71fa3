"""Waiting for processes: ask again and again, give up at a deadline."""

import time
from collections.abc import Callable

from tests.faults.ledger import offences

PATIENCE_SECONDS = 60
ASK_EVERY_SECONDS = 0.2


def until(is_so: Callable[[], bool], what: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return as soon as ``is_so()``; fail when it did not come about in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:.0f} s: {what}; {offences()}")
        time.sleep(ASK_EVERY_SECONDS)
