"""``./run bench path``: where the time of a report goes, from the door to the cards, stage by stage in one process.

For batches of several sizes: processor milliseconds of ours and of PostgreSQL, and statements, a report. Nothing waits for a bell
or a socket here, so that a change of one stage shows itself on a busy machine too. What one stage costs when the processes run side
by side is told by ``./run bench dispatch``.
"""

import argparse
import cProfile
import gc
import platform
import pstats
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bench import stack
from bench.dispatch import report
from bench.spending import spending

SIZES = (1, 10, 50, 300)


@dataclass
class Stage:
    ours: float = 0.0
    database: float = 0.0
    seen: list[tuple[float, str]] = field(default_factory=list)


@dataclass
class Path:
    """Files reports and does all that follows; what each stage spent, by its name."""

    api: Any
    profile: cProfile.Profile | None = None
    stages: dict[str, Stage] = field(default_factory=lambda: defaultdict(Stage))
    next_number: int = 0

    def walk(self, size: int, reports: int) -> None:
        """``reports`` of them, ``size`` at a time."""
        for _ in range(0, reports, size):
            numbers = range(self.next_number, self.next_number + size)
            self.next_number += size
            self._stage("door", partial(self._file, [report(number) for number in numbers]))
            self._follow()

    def _file(self, items: list[dict[str, Any]]) -> None:
        path, body = ("", items[0]) if len(items) == 1 else ("bulk/", {"items": items})
        answer = self.api.post(f"/api/v1/fault-reports/{path}", body, format="json")
        assert answer.status_code < 300, answer.content

    def _follow(self) -> None:
        from command_center.ground.core import realtime
        from command_center.ground.core.deliveries import drain
        from command_center.ground.core.relay import publish_round

        shown = []
        while (published := self._stage("relay", publish_round)).events:
            shown += published.events
            for name in published.wake:
                self._stage(name, partial(drain, name))
        self._stage("cards", lambda: realtime.items_for(shown))

    def _stage(self, name: str, work: Callable[[], Any]) -> Any:
        from django.db import connection

        stage, counted = self.stages[name], _Counted()
        with connection.execute_wrapper(counted):
            if self.profile:
                self.profile.enable()
            spent, result = spending(work)
            if self.profile:
                self.profile.disable()
        stage.ours += spent.ours
        stage.database += spent.database
        stage.seen += counted.seen
        return result


class _Counted:
    """Counts statements, and keeps what they are and their milliseconds."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, str]] = []

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, *rest)
        finally:
            self.seen.append(((time.perf_counter() - started) * 1000, sql))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench path", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--reports", type=int, default=300, help="reports of each size")
    parser.add_argument("--show", type=int, default=0, help="so many statements of each stage")
    parser.add_argument("--profile", help="write a profile of the whole, for pstats")
    options = parser.parse_args()
    stack.prepare()
    api = _signed_in()
    print(f"machine: {platform.machine()}, Python {platform.python_version()}; milliseconds and statements a report")
    Path(api).walk(10, 20)  # warm
    gc.freeze()  # as web, relay and worker do
    profile = cProfile.Profile() if options.profile else None
    first = 1000
    for size in options.sizes:
        path = Path(api, profile, next_number=first)
        path.walk(size, options.reports)
        _print(size, path, options.reports, options.show)
        first += options.reports
    if profile:
        pstats.Stats(profile).dump_stats(options.profile)


def _print(size: int, path: Path, reports: int, shown: int) -> None:
    print(f"\n  {size} at a time{'':22}  Python  PostgreSQL  statements")
    total = Stage()
    for name, stage in path.stages.items():
        print(_line(name, stage, reports))
        for milliseconds, sql in stage.seen[:shown]:
            print(f"      {milliseconds:6.1f}  {' '.join(sql.split())[:150]}")
        total.ours, total.database = total.ours + stage.ours, total.database + stage.database
        total.seen += stage.seen
    print(_line("together", total, reports))


def _line(name: str, stage: Stage, reports: int) -> str:
    ours, database = stage.ours * 1000 / reports, stage.database * 1000 / reports
    return f"    {name:32}{ours:8.2f}{database:12.2f}{len(stage.seen) / reports:12.2f}"


def _signed_in() -> Any:
    stack.migrate()
    from django.conf import settings
    from django.db import connection
    from knox.models import AuthToken
    from rest_framework.test import APIClient

    from bench import province
    from command_center.ground.organisation.models import User

    settings.ALLOWED_HOSTS = ["*"]
    province.build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _, token = AuthToken.objects.create(User.objects.get(username="bench-agent"))
    return APIClient(headers={"Authorization": f"Token {token}"}, raise_request_exception=True)


if __name__ == "__main__":
    main()
