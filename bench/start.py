"""``./run bench start``: how long the web process takes to start, and what a web process holds after ten thousand requests.

Seconds and processor seconds until the web process answers ready, beside a bare Python that imports Django, in the same run. Then the
memory of the web process: fresh, after mixed requests of a signed-in desk, and after sockets were opened and closed, twice.
"""

import argparse
import asyncio
import os
import platform
import subprocess
import sys
import time
from typing import Any

import httpx

from bench import boards, stack
from bench.spending import processor_seconds

ASKED = (
    "/api/v1/work-orders/?page_size=50",
    "/api/v1/work-orders/?open=true&ordering=next_due_at",
    "/api/v1/outages/",
    "/api/v1/me/",
    "/",
    "/orders/",
)
TIMES = 5


def bare_start() -> tuple[float, float]:
    """(wall, processor) seconds of a Python that imports Django and ends: the least of several."""
    runs = []
    for _ in range(TIMES):
        started, spent = time.perf_counter(), os.times()
        subprocess.run([sys.executable, "-c", "import django; django.VERSION"], check=True)
        after = os.times()
        cpu = after.children_user + after.children_system - spent.children_user - spent.children_system
        runs.append((time.perf_counter() - started, cpu))
    return min(runs)


def web_start() -> tuple[float, float]:
    """(wall, processor) seconds until the web process answers ready: the least of several."""
    runs = []
    for _ in range(TIMES):
        started = time.perf_counter()
        with stack.web() as (_, pid):
            runs.append((time.perf_counter() - started, processor_seconds(pid)))
    return min(runs)


async def requests(base: str, cookie: str, count: int) -> float:
    """``count`` mixed reads of one desk over a few connections; requests a second."""
    started, left = time.perf_counter(), iter(range(count))
    cookies = {"sessionid": cookie}

    async def ask() -> None:
        async with httpx.AsyncClient(base_url=base, cookies=cookies, timeout=60) as client:
            for number in left:
                answer = await client.get(ASKED[number % len(ASKED)])
                assert answer.status_code in (200, 429), f"{answer.url}: {answer.status_code}"

    await asyncio.gather(*(ask() for _ in range(4)))
    return count / (time.perf_counter() - started)


async def sockets(seats: list[boards.Board], base: str) -> None:
    def socket_url(_: Any) -> str:
        return base.replace("http", "ws") + "/ws/console/"

    async with boards.opened(seats, socket_url, base):
        await boards.all_live(seats)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench start", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--sockets", type=int, default=2_000)
    options = parser.parse_args()
    stack.prepare()
    _, seats = boards.build([options.sockets // 20, options.sockets // 5, options.sockets * 3 // 4], afresh=True)
    load = os.getloadavg()[0]
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, load average {load:.0f}; clients included")
    for words, (wall, cpu) in (("bare Python with Django", bare_start()), ("web, until ready", web_start())):
        print(f"  {words:<28}{wall:6.2f} s, {cpu:.2f} processor s   (the least of {TIMES})")
    with stack.web() as (base, pid):
        print(f"  memory: fresh {boards.memory(pid)}")
        rate = asyncio.run(requests(base, seats[0].cookie, options.requests))
        print(f"  after {options.requests:,} mixed requests ({rate:.0f}/s) {boards.memory(pid)}")
        for turn in (1, 2):
            asyncio.run(sockets(seats, base))
            print(f"  after {turn * len(seats):,} sockets were opened and closed {boards.memory(pid)}")


if __name__ == "__main__":
    main()
