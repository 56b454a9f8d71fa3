"""Crews as the planner wants them: duty, skills, people, load and place at one moment, in one query."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from dispatch.models import OfferStatus
from dispatch.proposal import CrewState
from workorders.kinds.fault.states import AT_WORK, WITH_CREW

# Plain SQL: a storm looks at thousands of crews several times a second, and seven questions of the ORM took longer to write than to
# answer. What is in hand, open and running is what ``querysets.py`` says; a test compares them.
STATES = """
SELECT crew.id AS crew_id, crew.name, crew.org_path, crew.centre_id, crew.unit_id, crew.workload_limit,
       crew.base_latitude AS base_lat, crew.base_longitude AS base_lon, fix.latitude AS lat, fix.longitude AS lon, fix.fixed_at,
       crew.active AND shift.crew_id IS NOT NULL AS on_duty, shift.starts_at AS duty_started_at, shift.ends_at AS shift_ends_at,
       coalesce(shift.people, 0) AS members_present,
       crew.plate <> '' AND coalesce(crew.vehicle_inspected_to >= %(today)s, true) AS has_vehicle,
       coalesce(held.orders, 0) AS active_orders, coalesce(held.grave, false) AS in_repair_grade_1,
       EXISTS (SELECT FROM dispatch_offer offer WHERE offer.crew_id = crew.id AND offer.status = %(open)s) AS holds_offer,
       coalesce(certified.skills, '{}') AS skills, certified.last_days, coalesce(own.grid_ids, '{}') AS grid_ids
FROM dispatch_crew crew
LEFT JOIN dispatch_crewposition fix ON fix.crew_id = crew.id
LEFT JOIN (
    SELECT DISTINCT ON (crew_id) crew_id, starts_at, ends_at, people FROM dispatch_shift
    WHERE crew_id = ANY(%(ids)s) AND starts_at <= %(at)s AND ends_at > %(at)s ORDER BY crew_id, ends_at DESC
) shift ON shift.crew_id = crew.id
LEFT JOIN (
    SELECT assignment.crew_id, count(*) AS orders, bool_or(job.grade = 1 AND job.status = ANY(%(at_work)s)) AS grave
    FROM dispatch_assignment assignment JOIN workorders_workorder job ON job.id = assignment.order_id
    WHERE assignment.crew_id = ANY(%(ids)s) AND assignment.released_at IS NULL AND job.status = ANY(%(with_crew)s)
    GROUP BY assignment.crew_id
) held ON held.crew_id = crew.id
LEFT JOIN (
    SELECT crew_id, array_agg(skill) AS skills, array_agg(expires_on) AS last_days FROM dispatch_certificate
    WHERE crew_id = ANY(%(ids)s) GROUP BY crew_id
) certified ON certified.crew_id = crew.id
LEFT JOIN (
    SELECT crew_id, array_agg(servicegrid_id) AS grid_ids FROM dispatch_crew_grids
    WHERE crew_id = ANY(%(ids)s) GROUP BY crew_id
) own ON own.crew_id = crew.id
WHERE crew.id = ANY(%(ids)s) ORDER BY crew.id
"""


def crew_states(crew_ids: Collection[int], *, at: datetime) -> list[CrewState]:
    """The states of the crews, in id order."""
    asked: dict[str, Any] = {
        "ids": list(crew_ids),
        "at": at,
        "today": localdate(at),
        "open": OfferStatus.OFFERED.value,
        "at_work": [status.value for status in AT_WORK],
        "with_crew": [status.value for status in WITH_CREW],
    }
    with connection.cursor() as cursor:
        cursor.execute(STATES, asked)
        names = [column.name for column in cursor.description]
        return [_state(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _state(row: dict[str, Any]) -> CrewState:
    """``row``: the fields of ``CrewState``, with the certificates' last days beside their skills."""
    row["skills"] = dict(zip(row["skills"], row.pop("last_days") or (), strict=True))
    row["grid_ids"] = frozenset(row["grid_ids"])
    return CrewState(**row)
