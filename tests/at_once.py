"""Several people act at the same instant, each on a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from command_center.ground.core.errors import DomainError


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, in their order; a domain error is an answer, anything else fails the test."""
    gate = threading.Barrier(len(acts))

    def on_own_connection(act: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(on_own_connection, acts))
