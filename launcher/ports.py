"""Choosing a TCP port: asked for, remembered, or the first free one."""

import contextlib
import socket
from collections.abc import Callable, Iterable

from launcher.speech import Refusal

WEB_PORTS = range(8000, 8100)
REDIS_PORTS = range(6390, 6490)
PHONES_PORTS = range(8170, 8270)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """True when nobody listens there and we may."""
    # macOS lets a second program bind 127.0.0.1 beside one that listens on all addresses, hence the call as well.
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        return False
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose(
    *, asked: str | None, remembered: str | None, among: Iterable[int], free: Callable[[int], bool] = is_free
) -> int:
    """The port asked for or nothing; else the remembered one if it is free; else the first free one.

    Raises Refusal when the port that was asked for cannot be had.
    """
    if asked:
        return _as_asked(asked, free)
    candidates = [int(remembered)] if remembered else []
    for port in [*candidates, *among]:
        if free(port):
            return port
    raise Refusal("No free port was found: name one with PORT=12345 ./run.")


def _as_asked(asked: str, free: Callable[[int], bool]) -> int:
    if not asked.isdigit() or not 0 < int(asked) < 65536:
        raise Refusal(f"PORT is “{asked}”, which is not a port number between 1 and 65535.")
    if not free(int(asked)):
        raise Refusal(f"Port {asked} is in use or not allowed: choose another, or leave PORT unset and one is found.")
    return int(asked)
