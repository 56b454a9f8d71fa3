"""``./run bench storm``: six hundred calls a minute about two hundred faults, judged, merged and dispatched before two hundred boards.

The demo province with its network; every fault is a transformer of its own somewhere in it, and its customers call in the first
minute. Prints how long a fault waits from its first accepted call to the commit of its first offer, how old cards are on the boards,
how many crews a fault has at the end, and the processor time by process. The reference is what one commit waits for the disk.
"""

import argparse
import asyncio
import contextlib
import os
import platform
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg2

from bench import boards, http, stack
from bench.dispatch import Measured, Meter

SENDERS = 16
SETTLES_WITHIN_SECONDS = 60
# The orders that a fault's calls belong to, and those that lead their outages: by whom they are looked after, and when that began.
CREWS = """
WITH told AS (
    SELECT split_part(source_id, '-', 2)::int AS fault, order_id FROM workorders_faultreport WHERE source_id LIKE 'storm-%'
), matter AS (
    SELECT fault, order_id FROM told
    UNION
    SELECT told.fault, lead.order_id FROM told JOIN outages_outageorder mine ON mine.order_id = told.order_id
    JOIN outages_outageorder lead ON lead.outage_id = mine.outage_id AND lead.role = 'LEAD'
)
SELECT matter.fault, count(DISTINCT offer.crew_id) FILTER (WHERE offer.status IN ('OFFERED', 'ACCEPTED')),
    count(DISTINCT offer.crew_id), extract(epoch FROM min(done.at))
FROM matter
LEFT JOIN dispatch_offer offer ON offer.order_id = matter.order_id
LEFT JOIN core_eventrecord event ON event.name = 'offer.made' AND event.subject_id = matter.order_id
LEFT JOIN bench_commit done ON done.event_id = event.id
GROUP BY matter.fault
"""
PLACES = """
SELECT array_agg(customer.number ORDER BY customer.number) FROM customers_servicepoint point
JOIN customers_customer customer ON customer.id = point.customer_id
WHERE point.transformer_id IS NOT NULL GROUP BY point.transformer_id ORDER BY count(*) DESC, point.transformer_id LIMIT %s
"""


@dataclass(frozen=True)
class Call:
    """One customer of one fault, ``after`` so many seconds of the storm."""

    after: float
    fault: int
    number: int
    customer: str

    def body(self) -> dict[str, Any]:
        return {
            "source": "HOTLINE_95598",
            "source_id": f"storm-{self.fault}-{self.number}",
            "customer_number": self.customer,
            "description": "家里没电了",
        }


def calls_of(places: Sequence[Sequence[str]], *, calls: int, seconds: float, seed: int) -> list[Call]:
    """At most ``calls`` of the customers of the faults at ``places``, each fault's first within the storm, the others after it."""
    chance = random.Random(seed)
    starts = [chance.uniform(0, seconds * 0.8) for _ in places]
    found = []
    for number in range(calls):
        fault, turn = number % len(places), number // len(places)
        if turn < len(places[fault]):
            after = starts[fault] + (turn and chance.uniform(0, seconds - starts[fault]))
            found.append(Call(after, fault, number, str(places[fault][turn])))
    return sorted(found, key=lambda call: call.after)


class Storm:
    def __init__(self, calls: Sequence[Call], base: str, token: str) -> None:
        self.calls, self.client = calls, http.Client(base, token, connections=SENDERS)
        self.first_accepted_at: dict[int, float] = {}

    async def pass_over(self) -> float:
        """Calls at their moments, whether or not the earlier ones were answered; calls a second until all were accepted."""
        started, tasks = time.perf_counter(), []
        for call in self.calls:
            await asyncio.sleep(max(0.0, started + call.after - time.perf_counter()))
            tasks.append(asyncio.create_task(self._call(call)))
        await asyncio.gather(*tasks)
        rate = len(self.calls) / (time.perf_counter() - started)
        await self._settled()
        return rate

    async def _call(self, call: Call) -> None:
        await self.client.post("/api/v1/fault-reports/", call.body())
        self.first_accepted_at.setdefault(call.fault, time.time())

    async def _settled(self) -> None:
        """Until every fault has a crew and nothing waits for a reaction any more, or a minute has passed."""
        deadline = time.perf_counter() + SETTLES_WITHIN_SECONDS
        while time.perf_counter() < deadline and (any(not now for _, now, _, _ in crews()) or waiting()):
            await asyncio.sleep(0.5)

    def waits(self) -> list[float]:
        """Milliseconds from a fault's first accepted call to the commit of its first offer, in order."""
        return sorted(
            (float(at) - self.first_accepted_at[fault]) * 1000 for fault, _, _, at in crews() if at is not None
        )


def crews() -> list[tuple[int, int, int, float | None]]:
    """(fault, crews that go or are asked now, crews ever asked, when the first offer was committed)."""
    return asked(CREWS)


def waiting() -> int:
    return int(asked("SELECT count(*) FROM core_delivery WHERE done_at IS NULL")[0][0])


def asked(sql: str, values: Sequence[Any] | None = None) -> list[Any]:
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def commit_milliseconds(times: int = 100) -> float:
    """The median of a bare insert with its commit, in milliseconds: what the disk takes, whoever asks."""
    spent = []
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_bare (n int)")
        connection.commit()
        for number in range(times):
            started = time.perf_counter()
            cursor.execute("INSERT INTO bench_bare VALUES (%s)", [number])
            connection.commit()
            spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


async def measure(seats: list[boards.Board], storm: Storm, base: str, meter: Meter) -> Measured:
    def socket_url(_: boards.Board) -> str:
        return base.replace("http", "ws") + "/ws/console/"

    async with boards.opened(seats, socket_url, base):
        await boards.all_live(seats)
        async with boards.shown(seats):
            return await meter.per_report(storm.pass_over(), len(storm.calls))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench storm", description=__doc__)
    parser.add_argument("--calls", type=int, default=600)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--boards", type=int, nargs=3, default=[10, 60, 130], metavar=("PROVINCE", "CITY", "COUNTY"))
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    stack.prepare()
    token, seats = _build(options)
    places = [row[0] for row in asked(PLACES, [options.faults])]
    calls = calls_of(places, calls=options.calls, seconds=options.seconds, seed=options.seed)
    load = os.getloadavg()[0]
    print(
        f"machine: {platform.machine()}, {os.cpu_count()} cores, load average {load:.0f}; clients and boards included"
    )
    before = commit_milliseconds()
    with stack.processes() as (base, processes):
        storm = Storm(calls, base, token)
        spent = asyncio.run(measure(seats, storm, base, Meter(processes | stack.servers())))
    _print(storm, spent, options.faults)
    print(f"  a bare commit             {before:.1f} ms before, {commit_milliseconds():.1f} ms after (median of 100)")


def _print(storm: Storm, spent: Measured, faults: int) -> None:
    waits, found = storm.waits(), crews()
    p50, p99 = statistics.median(waits), waits[int(len(waits) * 0.99)]
    print(
        f"  first call accepted → offer committed   p50 {p50:.0f} ms, p99 {p99:.0f} ms, at most {waits[-1]:.0f} ms",
        end="",
    )
    print(f"; {len(waits)} of {faults} faults")
    one, more = sum(now == 1 for _, now, _, _ in found), [fault for fault, now, _, _ in found if now > 1]
    print(
        f"  faults with one crew {one}, with none {sum(not now for _, now, _, _ in found)}, with more {len(more)}",
        end="",
    )
    print(f"; a second one was asked and called back for {sum(ever > 1 for _, _, ever, _ in found)}")
    parts = ", ".join(f"{name} {ms:.1f}" for name, ms in spent.milliseconds.items())
    print(
        f"  {len(storm.calls)} calls, {spent.rate:.0f}/s; {sum(spent.milliseconds.values()):.1f} ms processor a call: {parts}"
    )


def _build(options: argparse.Namespace) -> tuple[str, list[boards.Board]]:
    """The demo province with every crew at its base, a token for the agent, and signed-in boards."""
    stack.migrate()
    from django.core.management import call_command
    from django.db import connection
    from django.utils.timezone import now
    from knox.models import AuthToken

    from command_center.ground.organisation.models import User
    from dispatch.models import Crew, CrewPosition

    call_command("seed_province", customers=options.customers)
    seen = {"fixed_at": now() + timedelta(hours=1), "seen_at": now()}
    places = Crew.objects.values_list("pk", "base_latitude", "base_longitude")
    CrewPosition.objects.all().delete()
    CrewPosition.objects.bulk_create(
        CrewPosition(crew_id=pk, latitude=latitude, longitude=longitude, **seen) for pk, latitude, longitude in places
    )
    with connection.cursor() as cursor:
        cursor.execute(boards.COMMITS)
        cursor.execute("ANALYZE")
    _, token = AuthToken.objects.create(User.objects.get(username="agent95598"))
    return token, boards.seats(options.boards)


if __name__ == "__main__":
    main()
