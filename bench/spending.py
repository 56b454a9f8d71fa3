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
    return sum(_ticks(_stat(pid))[:2]) / os.sysconf("SC_CLK_TCK")


def family_seconds(pid: int) -> float:
    """What a process and all it ever started have spent: itself, its living children, and those it has buried.

    A child that dies hands what it spent to its parent, so that the sum never falls while the parent lives.
    """
    lists = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    children = [int(child) for line in lists for child in line]
    return sum(_ticks(_stat(pid))) / os.sysconf("SC_CLK_TCK") + sum(_of_living(child) for child in children)


def _of_living(pid: int) -> float:
    try:
        return family_seconds(pid)
    except OSError:  # it died between the list and the look
        return 0.0


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def _ticks(stat: list[str]) -> list[int]:
    """Own time in user code and kernel, and that of buried children, in clock ticks (proc(5): fields 14 to 17)."""
    return [int(field) for field in stat[11:15]]
