"""What the kinds declare, kept in the database after every ``migrate``: their states and sub-types, and limits of their own clocks.

The constraints of orders ask functions of the database which states there are; so a new state is a line of its process and no
migration, and PostgreSQL refuses what no process declares all the same.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection

from command_center.ground.core.declared import keep_function, text_of, texts
from workorders.clocks.limits import WARN_PERCENTS
from workorders.kinds import KINDS, REPAIR_KINDS
from workorders.kinds.fault.states import WITH_CREW, Status

HELD_FROM = date(2022, 1, 1)
ASSUMED = "design of this product, to be confirmed by the utility"
WITH_CREW_NOW = ", ".join(f"'{status.value}'" for status in sorted(WITH_CREW))
HAS_CREW = f"""SELECT $1 IN ({", ".join(f"'{kind}'" for kind in REPAIR_KINDS)})
AND ($2 IN ({WITH_CREW_NOW}) OR $2 = '{Status.SUSPENDED.value}' AND $3 IN ({WITH_CREW_NOW}))"""


def keep_declared(**_: Any) -> None:
    """Called after ``migrate``; asking again changes nothing, and neither does a database of before these functions."""
    if not text_of("workorders_has_crew"):
        return
    states = {process.kind: sorted(map(str, process.states)) for process in KINDS}
    sub_kinds = {process.kind: ["", *process.sub_kinds] for process in KINDS}
    every = sorted({code for codes in states.values() for code in codes})
    keep_function("workorders_is_state_of_kind(text, text)", _of_kind(states))
    keep_function("workorders_is_sub_kind_of_kind(text, text)", _of_kind(sub_kinds))
    keep_function("workorders_is_state(text)", f"SELECT $1 IN ({texts(every)})")
    if keep_function("workorders_has_crew(text, text, text)", HAS_CREW):
        _build_anew("one_live_crew_per_supply")
    _add_limits()


def _of_kind(codes_of: Mapping[str, Collection[str]]) -> str:
    kinds = " ".join(f"WHEN '{kind}' THEN $2 IN ({texts(codes)})" for kind, codes in codes_of.items())
    return f"SELECT CASE $1 {kinds} ELSE false END"


def _build_anew(constraint: str) -> None:
    """A partial index holds the rows for which a function was true; REINDEX would still ask the old one that the session knows."""
    from workorders.models import WorkOrder

    (rule,) = (each for each in WorkOrder._meta.constraints if each.name == constraint)
    with connection.schema_editor() as editor:
        editor.remove_constraint(WorkOrder, rule)
        editor.add_constraint(WorkOrder, rule)


def _add_limits() -> None:
    """A limit for each clock that a kind calls its own, unless somebody has entered one."""
    from workorders.models import TimeLimit

    own = {code: rule for process in KINDS for code, rule in process.clocks.items() if rule.word}
    known = set(TimeLimit.objects.filter(code__in=own).values_list("code", flat=True))
    TimeLimit.objects.bulk_create(
        TimeLimit(
            code=code,
            limit_minutes=rule.minutes,
            limit_working_days=rule.working_days,
            warn_percents=list(WARN_PERCENTS),
            valid_from=HELD_FROM,
            source=rule.source or ASSUMED,
            assumed=not rule.source,
        )
        for code, rule in own.items()
        if code not in known
    )
