"""Database reads of sockets: in a few threads of their own, so that they wait neither for each other nor for HTTP.

Channels gives all of them one thread, and that thread to whatever else is synchronous: one large snapshot then holds back
every card of every board. Building snapshots is the long work and has its own thread; the budget is in docs/operations.md.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from channels.db import DatabaseSyncToAsync

SHORT_READS = ThreadPoolExecutor(2, thread_name_prefix="socket-reads")
SNAPSHOTS = ThreadPoolExecutor(1, thread_name_prefix="snapshots")


def in_database(function: Callable[..., Any]) -> Any:
    """Run a short read in a database thread; its connection is given back afterwards."""
    return DatabaseSyncToAsync(function, thread_sensitive=False, executor=SHORT_READS)


def at_length(function: Callable[..., Any]) -> Any:
    """Run a read that builds a whole board."""
    return DatabaseSyncToAsync(function, thread_sensitive=False, executor=SNAPSHOTS)
