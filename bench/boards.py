"""``./run bench boards``: hundreds of boards come back at once after the web process was killed, then watch a busy hour.

Prints the time until every board is live, counted from the kill, the age of cards afterwards, and the memory of the web
process; beside it, in the same run, the same snapshots from a bare websockets server to the same clients
(``bench/bare_sockets.py``). Boards come back as the browser does, with the pauses of ``static/js/socket.js``.
"""

import argparse
import asyncio
import contextlib
import json
import os
import platform
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import websockets

from bench import http, stack
from bench.dispatch import report
from bench.spending import processor_seconds

OPENED_EVERY_SECONDS = 0.005
CITIES, CREWS = 10, 10
PATIENCE_SECONDS = 300
SCRIPT = Path(__file__).parent.parent / "static/js/socket.js"
# When each event was committed, to within the write of the commit record: a deferred trigger runs right before it.
COMMITS = """
CREATE TABLE bench_commit (event_id bigint PRIMARY KEY, at timestamptz NOT NULL);
CREATE FUNCTION bench_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO bench_commit VALUES (NEW.id, clock_timestamp()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER bench_commit AFTER INSERT ON core_eventrecord DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION bench_commit();
"""
EVENTS = """
SELECT e.seq, e.subject, e.subject_id, e.org_path, extract(epoch FROM c.at)
FROM core_eventrecord e JOIN bench_commit c ON c.event_id = e.id
WHERE c.at BETWEEN to_timestamp(%s) AND to_timestamp(%s) AND e.seq IS NOT NULL
"""


def pauses() -> list[float]:
    """The browser's own table of seconds between tries."""
    found = re.search(r"BACK_OFF_S = (\[.*?\])", SCRIPT.read_text())
    assert found
    return [float(seconds) for seconds in json.loads(found[1])]


PAUSES = pauses()


@dataclass
class Board:
    """One open board: when it was live, its snapshot, and every card that came while it watched."""

    cookie: str
    home: str
    path: str
    live_at: float = 0.0
    snapshot: str = ""
    position: tuple[str, int] | None = None
    heard: list[tuple[float, str]] = field(default_factory=list)
    is_watching: bool = False

    async def watch(self, url: str, origin: str) -> None:
        """Connect, and again after each break, as the browser does."""
        headers = {"Cookie": f"sessionid={self.cookie}", "Origin": origin}
        attempt = 0
        while True:
            with contextlib.suppress(OSError, websockets.WebSocketException):
                async with websockets.connect(
                    url + self._since(), additional_headers=headers, max_size=None, open_timeout=60, proxy=None
                ) as connection:
                    async for text in connection:
                        attempt = 0
                        self._note(str(text))
            await asyncio.sleep(PAUSES[min(attempt, len(PAUSES) - 1)] * random.uniform(0.7, 1.3))
            attempt += 1

    def _since(self) -> str:
        return f"?epoch={self.position[0]}&after={self.position[1]}" if self.position else ""

    def _note(self, text: str) -> None:
        if text.startswith('{"type":"hello"'):
            hello = json.loads(text)
            if self.position:
                self.live_at = time.perf_counter()  # what was missed is at hand and follows
            self.position = hello["epoch"], hello["seq"]
        elif text.startswith('{"type":"snapshot"'):
            self.live_at, self.snapshot = time.perf_counter(), text
        elif self.is_watching and text.startswith('{"type":"cards"'):
            self.heard.append((time.time(), text))

    def forget(self, *, anew: bool) -> None:
        self.live_at = 0.0
        if anew:
            self.position = None

    def ages(self, events: list[tuple[int, str, int, str, float]]) -> tuple[list[float], int]:
        """Seconds from each event's commit to the first card that shows it, and how many were never shown."""
        arrivals: dict[tuple[str, int], list[tuple[int, float]]] = {}
        for at, text in self.heard:
            for item in json.loads(text)["items"]:
                arrivals.setdefault((item["card"]["kind"], item["card"]["id"]), []).append((item["seq"], at))
        ages, missing = [], 0
        for seq, subject, subject_id, path, committed_at in events:
            if path.startswith(self.path):
                shown = [at for number, at in arrivals.get((subject, subject_id), []) if number >= seq]
                missing += not shown
                ages += [min(shown) - committed_at] if shown else []
        return ages, missing


@contextlib.asynccontextmanager
async def opened(boards: Sequence[Board], url: Any, origin: str) -> Any:
    """All boards, some milliseconds apart; they are closed on the way out."""
    tasks = []
    try:
        for board in boards:
            board.forget(anew=True)
            tasks.append(asyncio.create_task(board.watch(url(board), origin)))
            await asyncio.sleep(OPENED_EVERY_SECONDS)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def all_live(boards: Sequence[Board]) -> float:
    """Wait until every board is live; the moment of the last one. Says how many are not after five minutes."""
    deadline = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < deadline and not all(board.live_at for board in boards):
        await asyncio.sleep(0.05)
    missing = sum(not board.live_at for board in boards)
    if missing:
        print(f"  {missing} boards not live within five minutes")
    return max(board.live_at for board in boards)


class Web:
    """The web process, killed and started again on the same port as the supervisor does it."""

    def __init__(self) -> None:
        self.process = stack.web_process()
        self.port = urlsplit(os.environ["SITE_URL"]).port

    async def restart(self, boards: list[Board], *, anew: bool) -> None:
        """Kill it under its boards; seconds until all are back, and what it and our clients spent for that."""
        for board in boards:
            board.forget(anew=anew)
        killed, ours = time.perf_counter(), time.process_time()
        self.process.kill()
        self.process.wait()
        self.process = stack.web_process()
        starting = asyncio.create_task(asyncio.to_thread(self._spent_starting))
        live = await all_live(boards)
        spent, clients = processor_seconds(self.process.pid), time.process_time() - ours
        words = "snapshots anew" if anew else "what was missed"
        print(f"  kill to all live, {words:<15} {live - killed:6.1f} s   ", end="")
        print(f"processor: web {spent:.1f} s, of that starting {await starting:.1f} s; clients {clients:.1f} s")

    def _spent_starting(self) -> float:
        """Until it listens; boards are waiting at the door by then."""
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return processor_seconds(self.process.pid)
            time.sleep(0.02)


async def ours(boards: list[Board], token: str, options: argparse.Namespace) -> None:
    base = os.environ["SITE_URL"]
    web = Web()

    def socket_url(board: Board) -> str:
        return base.replace("http", "ws") + "/ws/console/"

    try:
        stack.wait_until("/readyz")
        async with opened(boards, socket_url, base):
            await all_live(boards)
            for anew in (False, True) * options.restarts:
                await reports(base, token, options, seconds=2)
                await web.restart(boards, anew=anew)
                await asyncio.sleep(3)
            print(f"  memory of the web process {memory(web.process.pid)}")
            await watch(boards, base, token, options)
            print(f"  memory of the web process {memory(web.process.pid)}")
        for _ in range(2):
            async with opened(boards, socket_url, base):
                await all_live(boards)
        print(f"  memory after {2 * len(boards)} more were opened and closed {memory(web.process.pid)}")
    finally:
        web.process.kill()
        web.process.wait()


async def watch(boards: list[Board], base: str, token: str, options: argparse.Namespace) -> None:
    """A busy hour: the age of what the boards are shown."""
    async with shown(boards):
        await reports(base, token, options, seconds=options.seconds)


@contextlib.asynccontextmanager
async def shown(boards: list[Board]) -> Any:
    """Prints how old cards were, on every board that may see them, of what was committed within; and what never came."""
    for board in boards:
        board.heard, board.is_watching = [], True
    began = time.time()
    yield
    ended = time.time()
    await asyncio.sleep(5)
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute(EVENTS, [began, ended])
        events = [(seq, subject, pk, path, float(at)) for seq, subject, pk, path, at in cursor.fetchall()]
    measured = [board.ages(events) for board in boards]
    ages = sorted(age for each, _ in measured for age in each)
    missing = sum(count for _, count in measured)
    if ages:
        p50, p99 = statistics.median(ages), ages[int(len(ages) * 0.99)]
        print(f"  card age p50 {p50:.2f} s, p99 {p99:.2f} s, at most {ages[-1]:.2f} s, n = {len(ages):,}", end="")
        print(f", {missing} never shown; {len(events)} events")


_numbers = iter(range(100_000, 10_000_000))


async def reports(base: str, token: str, options: argparse.Namespace, *, seconds: float) -> None:
    client = http.Client(base, token, connections=4)
    started, tag = time.perf_counter(), int(time.time())
    for index in range(int(options.rate * seconds)):
        await asyncio.sleep(max(0.0, started + index / options.rate - time.perf_counter()))
        number = next(_numbers)
        await client.post("/api/v1/fault-reports/", report(number) | {"source_id": f"bench-{tag}-{number}"})


async def bare(boards: list[Board]) -> None:
    """The same snapshots to the same clients: from a start of the server, and in processor seconds."""
    with bare_server({board.home: board.snapshot for board in boards}) as (base, pid):
        started = time.perf_counter()
        async with opened(boards, lambda board: f"{base}/{board.home}", base.replace("ws", "http")):
            live = await all_live(boards)
            print(f"  bare websockets, since it answers   {live - started:6.1f} s   ", end="")
            print(f"processor: server {processor_seconds(pid):.1f} s")


@contextlib.contextmanager
def bare_server(snapshots: dict[str, str], *, period: float = 0.0, size: int = 0) -> Iterator[tuple[str, int]]:
    """Its address and its process; with a ``period`` it sends everybody ``size`` characters so often (seconds)."""
    port = stack.free_port()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "snapshots.json")
        path.write_text(json.dumps(snapshots))
        command = [sys.executable, "-m", "bench.bare_sockets", str(path), *map(str, (port, period, size))]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()  # it says when it listens
            try:
                yield f"ws://127.0.0.1:{port}", process.pid
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
    parser.add_argument("--restarts", type=int, default=2, help="of each kind")
    parser.add_argument("--again", action="store_true", help="keep the database of the run before")
    options = parser.parse_args()
    stack.prepare(afresh=not options.again)
    token, boards = build(options.boards, afresh=not options.again)
    load = ", ".join(f"{each:.0f}" for each in os.getloadavg())
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, load average {load}; clients included")
    with stack.behind():
        if not options.again:
            with stack.web() as (base, _):
                asyncio.run(_fill(base, token, options.orders))
        asyncio.run(ours(boards, token, options))
    sizes = sorted({len(board.snapshot.encode()) for board in boards})
    print(f"  snapshots of {sizes[0]:,} to {sizes[-1]:,} bytes")
    asyncio.run(bare(boards))
    print(f"  load average at the end {os.getloadavg()[0]:.0f}")


async def _fill(base: str, token: str, orders: int) -> None:
    client = http.Client(base, token, connections=1)
    for first in range(0, orders, 100):
        items = [report(number) for number in range(first, min(first + 100, orders))]
        await client.post("/api/v1/fault-reports/bulk/", {"items": items})
    await asyncio.sleep(5)


def build(counts: list[int], *, afresh: bool) -> tuple[str, list[Board]]:
    """Migrate, fill, sign in: a token for the agent and an account and a session for every board."""
    stack.migrate()
    from django.db import connection
    from knox.models import AuthToken

    from bench import province
    from command_center.ground.organisation.models import User

    if afresh:
        province.build(cities=CITIES, crews=CREWS)
        with connection.cursor() as cursor:
            cursor.execute(COMMITS)
    boards = seats(counts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _, token = AuthToken.objects.create(User.objects.get(username="bench-agent"))
    return token, boards


def seats(counts: list[int]) -> list[Board]:
    """A supervisor signed in at so many boards of the province, of cities and of counties, each level's units in turn."""
    from command_center.ground.organisation.models import Level, OrgUnit

    boards = []
    for count, level in zip(counts, (Level.PROVINCE, Level.CITY_CENTRE, Level.COUNTY_CENTRE), strict=True):
        units = list(OrgUnit.objects.filter(level=level).order_by("code"))
        boards += [_board(units[number % len(units)], f"{level}-{number}") for number in range(count)]
    return boards


def _board(home: Any, name: str) -> Board:
    from bench.dispatch import session_of
    from command_center.ground.organisation.models import User
    from command_center.ground.organisation.roles import Role

    user, _ = User.objects.get_or_create(username=name, email=f"{name}@bench.invalid", role=Role.SUPERVISOR, home=home)
    return Board(session_of(user), home.code, home.path)


if __name__ == "__main__":
    main()
