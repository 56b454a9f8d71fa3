"""``./run bench boards``: hundreds of boards come back at once after the web process was restarted, then watch a busy hour.

Prints the time until every board has its snapshot, the age of cards afterwards, and the memory of the web process; beside
it, in the same run, the same snapshots from a bare websockets server to the same clients (``bench/bare_sockets.py``).
"""

import argparse
import asyncio
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import websockets

from bench import http, stack
from bench.dispatch import report

OPENED_EVERY_SECONDS = 0.005
CITIES, CREWS = 10, 10
PATIENCE_SECONDS = 120


@dataclass
class Board:
    """One open board: its first snapshot, and the age of every card that changed while it watched."""

    cookie: str
    home: str
    live_at: float = 0.0
    snapshot: str = ""
    ages: list[float] = field(default_factory=list)
    seen: set[tuple[str, int, int]] = field(default_factory=set)
    watching_from: float = float("inf")

    async def watch(self, url: str, origin: str) -> None:
        headers = {"Cookie": f"sessionid={self.cookie}", "Origin": origin}
        async for socket in websockets.connect(url, additional_headers=headers, max_size=None, open_timeout=60):
            with contextlib.suppress(websockets.ConnectionClosed):
                async for text in socket:
                    self._note(str(text))

    def _note(self, text: str) -> None:
        if text.startswith('{"type":"snapshot"'):
            self.live_at, self.snapshot = time.perf_counter(), text
        elif text.startswith('{"type":"cards"') and self.watching_from < time.time():
            for item in json.loads(text)["items"]:
                self._age(item["card"], time.time())

    def _age(self, card: dict[str, Any], at: float) -> None:
        """Only what changed while we watched: a companion brings along a card that may be old."""
        key = card["kind"], card["id"], card.get("rev", 0)
        changed_at = datetime.fromisoformat(card["updated_at"]).timestamp() if card.get("updated_at") else 0.0
        if changed_at >= self.watching_from and key not in self.seen:
            self.seen.add(key)
            self.ages.append(at - changed_at)


@contextlib.asynccontextmanager
async def opened(boards: list[Board], url: Any, origin: str) -> Any:
    """All boards, some milliseconds apart; they are closed on the way out."""
    tasks = []
    try:
        for board in boards:
            board.live_at = 0.0
            tasks.append(asyncio.create_task(board.watch(url(board), origin)))
            await asyncio.sleep(OPENED_EVERY_SECONDS)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def all_live(boards: list[Board]) -> int:
    """Wait until every board has its snapshot; how many have none after two minutes."""
    deadline = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < deadline and not all(board.live_at for board in boards):
        await asyncio.sleep(0.05)
    return sum(not board.live_at for board in boards)


async def ours(boards: list[Board], token: str, options: argparse.Namespace) -> float:
    restarted = time.perf_counter()
    with stack.web(until="/healthz") as (base, pid):
        answering = time.perf_counter()
        async with opened(boards, lambda board: base.replace("http", "ws") + "/ws/console/", base):
            missing = await all_live(boards)
            last = max(board.live_at for board in boards)
            print(f"  all live after the restart {last - restarted:6.1f} s, {missing} not within two minutes")
            print(f"  since the process answers  {last - answering:6.1f} s   memory {memory(pid)}")
            for board in boards:
                board.watching_from = time.time()
            await reports(base, token, options)
            await asyncio.sleep(3)
            ages = sorted(age for board in boards for age in board.ages)
            if ages:
                p50, p99 = statistics.median(ages), ages[int(len(ages) * 0.99)]
                print(f"  card age p50 {p50:.2f} s, p99 {p99:.2f} s, n = {len(ages):,}   memory {memory(pid)}")
    return last - answering


async def reports(base: str, token: str, options: argparse.Namespace) -> None:
    client = http.Client(base, token, connections=4)
    started = time.perf_counter()
    for index in range(int(options.rate * options.seconds)):
        await asyncio.sleep(max(0.0, started + index / options.rate - time.perf_counter()))
        await client.post("/api/v1/fault-reports/", report(100_000 + index))


async def bare(boards: list[Board]) -> float:
    """The same snapshots to the same clients; seconds from the moment the server answers."""
    with bare_server({board.home: board.snapshot for board in boards}) as base:
        started = time.perf_counter()
        async with opened(boards, lambda board: f"{base}/{board.home}", base.replace("ws", "http")):
            await all_live(boards)
            return max(board.live_at for board in boards) - started


@contextlib.contextmanager
def bare_server(snapshots: dict[str, str]) -> Iterator[str]:
    port = stack.free_port()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "snapshots.json")
        path.write_text(json.dumps(snapshots))
        command = [sys.executable, "-m", "bench.bare_sockets", str(path), str(port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()  # it says when it listens
            try:
                yield f"ws://127.0.0.1:{port}"
            finally:
                process.terminate()


def memory(pid: int) -> str:
    words = Path(f"/proc/{pid}/status").read_text().split()
    now, most = (int(words[words.index(name) + 1]) / 1024 for name in ("VmRSS:", "VmHWM:"))
    return f"{now:.0f} MB, at most {most:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench boards", description=__doc__)
    parser.add_argument("--boards", type=int, nargs=3, default=[20, 80, 200], metavar=("PROVINCE", "CITY", "COUNTY"))
    parser.add_argument("--orders", type=int, default=400)
    parser.add_argument("--rate", type=float, default=3)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    stack.prepare()
    token, boards = _build(options.boards)
    load = os.getloadavg()[0]
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, load average {load:.0f}; clients included")
    with stack.behind():
        with stack.web() as (base, _):
            asyncio.run(_fill(base, token, options.orders))
        live = asyncio.run(ours(boards, token, options))
    sizes = sorted({len(board.snapshot.encode()) for board in boards})
    reference = asyncio.run(bare(boards))
    print(f"  snapshots of {sizes[0]:,} to {sizes[-1]:,} bytes; bare websockets {reference:.1f} s", end="")
    print(f"   ratio {live / reference:.1f}")


async def _fill(base: str, token: str, orders: int) -> None:
    client = http.Client(base, token, connections=1)
    for first in range(0, orders, 100):
        items = [report(number) for number in range(first, min(first + 100, orders))]
        await client.post("/api/v1/fault-reports/bulk/", {"items": items})
    await asyncio.sleep(5)


def _build(counts: list[int]) -> tuple[str, list[Board]]:
    """Migrate, fill, sign in: a token for the agent and an account and a session for every board."""
    stack.migrate()
    from django.db import connection
    from knox.models import AuthToken

    from bench import province
    from command_center.organisation.models import Level, OrgUnit, User

    province.build(cities=CITIES, crews=CREWS)
    boards = []
    for count, level in zip(counts, (Level.PROVINCE, Level.CITY_CENTRE, Level.COUNTY_CENTRE), strict=True):
        units = list(OrgUnit.objects.filter(level=level).order_by("code"))
        boards += [_board(units[number % len(units)], f"{level}-{number}") for number in range(count)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _, token = AuthToken.objects.create(User.objects.get(username="bench-agent"))
    return token, boards


def _board(home: Any, name: str) -> Board:
    from bench.dispatch import session_of
    from command_center.organisation.models import User
    from command_center.organisation.roles import Role

    user = User.objects.create(username=name, email=f"{name}@bench.invalid", role=Role.SUPERVISOR, home=home)
    return Board(session_of(user), home.code)


if __name__ == "__main__":
    main()
