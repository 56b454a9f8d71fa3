"""``./run bench dispatch``: from an accepted report to the offer on a dispatcher's screen, and how much a night can take.

Prints latencies at several rates, the sustained rate by single reports and by the bulk endpoint, and each rate as a
ratio of a bare psycopg2 loop (``bench/bare.py``) measured in the same run on the same machine.
"""

import argparse
import asyncio
import itertools
import json
import platform
import statistics
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

import websockets

from bench import http, stack
from bench.spending import family_seconds

SENDERS = 8


@dataclass
class Screen:
    """A dispatcher's socket: when each order's first offer became visible."""

    seen_at: dict[str, float] = field(default_factory=dict)
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self, base: str, cookie: str) -> None:
        url = base.replace("http", "ws") + "/ws/console/"
        headers = {"Cookie": f"sessionid={cookie}", "Origin": base}
        async with websockets.connect(url, additional_headers=headers, max_size=None) as socket:
            async for text in socket:
                self._note(json.loads(text), time.perf_counter())

    def _note(self, frame: dict[str, Any], at: float) -> None:
        if frame["type"] == "snapshot":
            self.ready.set()
        for item in frame.get("items", []) if frame["type"] == "cards" else []:
            card = item["card"]
            if card["kind"] == "order" and card.get("offers"):
                self.seen_at.setdefault(card["number"], at)

    async def wait_for(self, numbers: set[str], seconds: float) -> None:
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline and not numbers <= self.seen_at.keys():
            await asyncio.sleep(0.02)


def report(number: int) -> dict[str, Any]:
    from bench.province import spot

    lat, lon = spot(number)
    return {
        "source": "APP",
        "source_id": f"bench-{number}",
        "reporter": {"name": "Bench", "phone": f"138{number % 10**8:08d}"},
        "description": "家里没电",
        "lat": round(lat, 6),
        "lon": round(lon, 6),
    }


class Bench:
    def __init__(self, bases: list[str], token: str, cookie: str) -> None:
        self.screen, self.base, self.cookie = Screen(), bases[0], cookie
        clients = [http.Client(base, token, connections=max(SENDERS // len(bases), 1)) for base in bases]
        self.clients = itertools.cycle(clients)
        self.next_number = 0

    def numbers(self, count: int) -> range:
        start, self.next_number = self.next_number, self.next_number + count
        return range(start, start + count)

    async def file(self, number: int) -> tuple[str, float]:
        answer = await next(self.clients).post("/api/v1/fault-reports/", report(number))
        return answer["number"], time.perf_counter()

    async def at_rate(self, per_second: float, seconds: float) -> dict[str, float]:
        """Open-loop arrivals; latency from the 201 to the offer on the socket, in milliseconds."""
        started, tasks = time.perf_counter(), []
        for index, number in enumerate(self.numbers(int(per_second * seconds))):
            await asyncio.sleep(max(0.0, started + index / per_second - time.perf_counter()))
            tasks.append(asyncio.create_task(self.file(number)))
        accepted = dict(await asyncio.gather(*tasks))
        await self.screen.wait_for(set(accepted), 30)
        waits = sorted((self.screen.seen_at[n] - at) * 1000 for n, at in accepted.items() if n in self.screen.seen_at)
        missing = len(accepted) - len(waits)
        return {
            "n": len(waits),
            "missing": missing,
            "p50": statistics.median(waits),
            "p99": waits[int(len(waits) * 0.99)],
        }

    async def sustained(self, count: int) -> float:
        """Reports per second until the last of ``count`` single reports is offered."""
        queue, accepted = list(self.numbers(count)), []
        started = time.perf_counter()

        async def send() -> None:
            while queue:
                accepted.append((await self.file(queue.pop()))[0])

        await asyncio.gather(*(send() for _ in range(SENDERS)))
        return await self._until_offered(set(accepted), started)

    async def bulk(self, count: int, size: int) -> float:
        started, accepted = time.perf_counter(), set()
        for first in range(0, count, size):
            items = [report(number) for number in self.numbers(min(size, count - first))]
            answer = await next(self.clients).post("/api/v1/fault-reports/bulk/", {"items": items})
            accepted |= {result["number"] for result in answer["results"]}
        return await self._until_offered(accepted, started)

    async def _until_offered(self, numbers: set[str], started: float) -> float:
        await self.screen.wait_for(numbers, 60)
        last = max(self.screen.seen_at[number] for number in numbers if number in self.screen.seen_at)
        missing = len(numbers - self.screen.seen_at.keys())
        if missing:
            print(f"  {missing} of {len(numbers)} were not offered within a minute")
        return (len(numbers) - missing) / (last - started)


@dataclass(frozen=True)
class Measured:
    """Reports a second, and the processor milliseconds a report by process."""

    rate: float
    milliseconds: dict[str, float]

    def line(self, words: str, bare: float) -> str:
        total, parts = (
            sum(self.milliseconds.values()),
            ", ".join(f"{n} {ms:.1f}" for n, ms in self.milliseconds.items()),
        )
        return f"  {words:26}{self.rate:6.0f} reports/s   ratio {self.rate / bare:.2f}   {total:.1f} ms processor a report: {parts}"


@dataclass(frozen=True)
class Meter:
    """What our processes spend, the load generator not among them: name → process id."""

    processes: dict[str, int]

    async def per_report(self, reports: Awaitable[float], count: int) -> Measured:
        """``reports`` files ``count`` of them and returns their rate."""
        before = self._seconds()
        rate = await reports
        return Measured(rate, {name: (now - before[name]) * 1000 / count for name, now in self._seconds().items()})

    def _seconds(self) -> dict[str, float]:
        return {name: family_seconds(pid) for name, pid in self.processes.items()}


async def measure(bench: Bench, meter: Meter, options: argparse.Namespace) -> tuple[Measured, Measured]:
    watcher = asyncio.create_task(bench.screen.watch(bench.base, bench.cookie))
    await asyncio.wait_for(bench.screen.ready.wait(), 30)
    await bench.at_rate(5, 3)  # warm
    for rate in options.rates:
        figures = await bench.at_rate(rate, options.seconds)
        words = "report accepted → offer on the socket"
        print(
            f"  {rate:>5g}/s  p50 {figures['p50']:6.0f} ms  p99 {figures['p99']:6.0f} ms  n={figures['n']:.0f} missing={figures['missing']:.0f}  {words}"
        )
    single = await meter.per_report(bench.sustained(options.single), options.single)
    bulk = await meter.per_report(bench.bulk(options.bulk, options.bulk_size), options.bulk)
    watcher.cancel()
    return single, bulk


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench dispatch", description=__doc__)
    parser.add_argument("--rates", type=float, nargs="+", default=[1, 10, 50, 100])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--single", type=int, default=1000)
    parser.add_argument("--bulk", type=int, default=1500)
    parser.add_argument("--bulk-size", type=int, default=300)
    parser.add_argument("--bare", type=int, default=800)
    parser.add_argument("--webs", type=int, default=1, help="web processes; reports are handed to them in turn")
    parser.add_argument("--workers", type=int, default=2, help="processes of the worker")
    options = parser.parse_args()
    dsn = stack.prepare()
    token, cookie = _build()
    print(
        f"machine: {platform.machine()}, Python {platform.python_version()}, {_cores()} cores; load generator included"
    )
    bare = _bare(dsn, options.bare)
    with stack.processes(workers=options.workers, webs=options.webs) as (_, processes):
        meter = Meter(processes | stack.servers())
        single, bulk = asyncio.run(measure(Bench(stack.bases(options.webs), token, cookie), meter, options))
    bare = (bare + _bare(dsn, options.bare)) / 2
    print(f"  bare psycopg2 loop        {bare:6.0f} reports/s   (mean of one run before and one after)")
    print(single.line("ours, single HTTP reports", bare))
    print(bulk.line(f"ours, bulk of {options.bulk_size}", bare))


def _build() -> tuple[str, str]:
    """Migrate, fill, sign in: a token for the agent and a session for the desk."""
    stack.migrate()
    from django.db import connection
    from knox.models import AuthToken

    from bench import province
    from command_center.ground.organisation.models import User

    province.build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does in a database that has lived for a few minutes
    _, token = AuthToken.objects.create(User.objects.get(username="bench-agent"))
    desk = User.objects.get(username="bench-desk")
    return token, session_of(desk)


def session_of(user: Any) -> str:
    """The key of a session in which this person is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


_bare_offset = 10_000_000


def _bare(dsn: str, count: int) -> float:
    from bench.bare import BareLoop

    global _bare_offset
    _bare_offset += count
    return BareLoop(dsn).run(count, _bare_offset)


def _cores() -> int:
    import os

    return os.cpu_count() or 1


if __name__ == "__main__":
    main()
