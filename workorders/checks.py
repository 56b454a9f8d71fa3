"""What only the database can say of a declaration: whether somebody has entered how long each declared clock may run.

``clocks.start`` starts nothing for a code without a limit; that is meant for a limit of some sub-types or channels only, and
would hide one that was forgotten. Asked whenever Django checks a database: by every ``migrate``, so at every start.
"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.utils.timezone import now

from command_center.ground.core.values import china_day
from workorders.kinds import KINDS
from workorders.models import TimeLimit


@register(Tags.database)
def every_clock_has_a_limit(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each clock of a kind for which no row of the table of limits says how long it may run.

    Silent while migrations wait: one of them may bring the row.
    """
    return [message for alias in databases or () if not _migrations_wait(alias) for message in _missing(alias)]


def _migrations_wait(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    leaves = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "workorders"]
    return bool(executor.migration_plan(leaves))


def _missing(alias: str) -> list[CheckMessage]:
    in_force = TimeLimit.objects.using(alias).filter(Q(valid_to=None) | Q(valid_to__gt=china_day(now())))
    limits = set(in_force.values_list("code", "kind"))
    return [
        Error(
            f"{process.kind} declares the clock {code}, and no limit says how long it may run.",
            hint="Enter one in the back office (time limits), or declare it with its own: ClockRule(word=…, minutes=…).",
            id="workorders.E001",
        )
        for process in KINDS
        for code, rule in process.clocks.items()
        # A limit of the kind's own is written after every migrate.
        if not rule.word and not limits & {(code, process.kind), (code, "")}
    ]
