"""``./run bench fanout``: two thousand sockets watch reports come in; how old a card is when it is on a screen.

Boards of the province, of cities and of counties, with clients that only note what came and when. Prints the age of cards from the
commit of their event, frames a second and socket, what the web process spent and how much memory it holds, before and after all
sockets were closed. The reference, in the same run: as many frames of the same size from a bare websockets server to as many clients.
"""

import argparse
import asyncio
import os
import platform
import statistics
import time
from dataclasses import dataclass, field
from typing import Any

from bench import boards, stack
from bench.spending import processor_seconds


@dataclass
class Ear(boards.Board):
    """A client of the bare server: notes how old each frame is."""

    ages: list[float] = field(default_factory=list)  # type: ignore[assignment]

    def _note(self, text: str) -> None:
        if self.live_at:
            self.ages.append(time.time() - float(text[:17]))
        self.live_at = self.live_at or time.perf_counter()


async def ours(seats: list[boards.Board], token: str, options: argparse.Namespace) -> tuple[float, int]:
    """Frames a second and socket, and characters a frame."""
    base = os.environ["SITE_URL"]

    def socket_url(_: boards.Board) -> str:
        return base.replace("http", "ws") + "/ws/console/"

    with stack.web() as (_, pid):
        async with boards.opened(seats, socket_url, base):
            await boards.all_live(seats)
            print(f"  memory of the web process with {len(seats):,} sockets {boards.memory(pid)}")
            before = processor_seconds(pid)
            await boards.watch(seats, base, token, options)
            spent = processor_seconds(pid) - before
        heard = [text for seat in seats for _, text in seat.heard]
        rate = len(heard) / len(seats) / options.seconds
        print(f"  {len(heard):,} frames, {rate:.1f} a second and socket; web {spent:.1f} processor s, ", end="")
        print(f"{spent / max(len(heard), 1) * 1e6:.0f} µs a frame")
        await asyncio.sleep(3)
        print(f"  memory after all were closed {boards.memory(pid)}")
    return rate, round(statistics.mean(map(len, heard))) if heard else 0


async def bare(count: int, rate: float, size: int, seconds: float) -> None:
    ears: list[Any] = [Ear("", "all", "") for _ in range(count)]
    with boards.bare_server({"all": "hello"}, period=1 / rate, size=size) as (base, pid):
        async with boards.opened(ears, lambda _: f"{base}/all", base.replace("ws", "http")):
            await boards.all_live(ears)
            before = processor_seconds(pid)
            for ear in ears:
                ear.ages.clear()
            await asyncio.sleep(seconds)
            spent = processor_seconds(pid) - before
            ages = sorted(age for ear in ears for age in ear.ages)
    p50, p99 = statistics.median(ages), ages[int(len(ages) * 0.99)]
    print(f"  bare websockets, {len(ages):,} frames of {size:,} characters: p50 {p50:.2f} s, p99 {p99:.2f} s; ", end="")
    print(f"{spent:.1f} processor s, {spent / len(ages) * 1e6:.0f} µs a frame")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench fanout", description=__doc__)
    parser.add_argument("--boards", type=int, nargs=3, default=[500, 500, 1000], metavar=("PROVINCE", "CITY", "COUNTY"))
    parser.add_argument("--rate", type=float, default=2, help="reports a second")
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    stack.prepare()
    token, seats = boards.build(options.boards, afresh=True)
    load = os.getloadavg()[0]
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, load average {load:.0f}; clients included")
    with stack.behind():
        rate, size = asyncio.run(ours(seats, token, options))
    asyncio.run(bare(len(seats), max(rate, 0.1), size, min(options.seconds, 15)))


if __name__ == "__main__":
    main()
