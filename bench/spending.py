"""Seconds of processor time of this process and of the PostgreSQL process that serves it.

On a machine that others use too, the wall clock says who else is there. Parallel workers of PostgreSQL are processes of
their own that nobody here sees: ``alone()`` does without them.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Spent:
    """Seconds: of the wall, of this process, of its back end."""

    wall: float
    ours: float
    database: float

    @property
    def processors(self) -> float:
        return self.ours + self.database

    def __str__(self) -> str:
        return (
            f"{self.processors:8.3f} s ({self.ours:.3f} Python, {self.database:.3f} PostgreSQL; wall {self.wall:.2f})"
        )


def alone() -> None:
    """No parallel workers in this session: all that PostgreSQL does for us is then in one process."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0; SET max_parallel_maintenance_workers = 0")


def spending(act: Callable[[], Any]) -> tuple[Spent, Any]:
    """What ``act`` costs, and its result."""
    before = _clocks()
    result = act()
    return Spent(*(after - start for start, after in zip(before, _clocks(), strict=True))), result


def cheapest(act: Callable[[], Any], rounds: int = 3) -> tuple[Spent, Any]:
    """The cheapest of several runs, and the result of the last."""
    runs = [spending(act) for _ in range(rounds)]
    return min((spent for spent, _ in runs), key=lambda spent: spent.processors), runs[-1][1]


def _clocks() -> tuple[float, float, float]:
    connection.ensure_connection()
    database = processor_seconds(connection.connection.info.backend_pid)
    return time.perf_counter(), time.process_time(), database


def processor_seconds(pid: int) -> float:
    """What a process of this machine has spent so far, in itself and in the kernel."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
