"""Crews as the planner wants them: duty, skills, people, load and place at one moment, in a handful of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from dispatch.models import Assignment, Certificate, Crew, Offer, Shift
from dispatch.proposal import CrewState
from workorders.kinds.fault.states import AT_WORK

# (starts_at, ends_at, people present)
ShiftRow = list[Any]


def crew_states(crew_ids: Collection[int], *, at: datetime) -> list[CrewState]:
    """The states of the crews, in id order."""
    ids = sorted(crew_ids)
    if not ids:
        return []
    shifts: dict[int, ShiftRow] = {
        crew_id: row
        for crew_id, *row in Shift.objects.running(at)
        .filter(crew_id__in=ids)
        .order_by("ends_at")
        .values_list("crew_id", "starts_at", "ends_at", "people")
    }
    skills = _skills(ids)
    load, grade_1 = Assignment.objects.load(ids), _in_repair_grade_1(ids)
    offered = set(Offer.objects.open().filter(crew_id__in=ids).values_list("crew_id", flat=True))
    grids = _grids(ids)
    return [
        _state(
            row,
            shift=shifts.get(row["pk"]),
            skills=skills.get(row["pk"], {}),
            active_orders=load[row["pk"]],
            in_repair_grade_1=row["pk"] in grade_1,
            holds_offer=row["pk"] in offered,
            grid_ids=frozenset(grids.get(row["pk"], ())),
            at=at,
        )
        for row in Crew.objects.filter(pk__in=ids).order_by("pk").values(*COLUMNS)
    ]


# Plain values: a storm looks at thousands of crews, and building model instances was half of the planner's time.
COLUMNS = (
    "pk",
    "name",
    "active",
    "base_latitude",
    "base_longitude",
    "position__latitude",
    "position__longitude",
    "position__fixed_at",
    "plate",
    "vehicle_inspected_to",
    "workload_limit",
    "org_path",
    "centre_id",
    "unit_id",
)


def _state(row: dict[str, Any], *, shift: ShiftRow | None, at: datetime, **facts: Any) -> CrewState:
    inspected_to = row["vehicle_inspected_to"]
    return CrewState(
        crew_id=row["pk"],
        name=row["name"],
        base_lat=row["base_latitude"],
        base_lon=row["base_longitude"],
        lat=row["position__latitude"],
        lon=row["position__longitude"],
        fixed_at=row["position__fixed_at"],
        on_duty=shift is not None and row["active"],
        duty_started_at=shift[0] if shift else None,
        shift_ends_at=shift[1] if shift else None,
        members_present=shift[2] if shift else 0,
        has_vehicle=bool(row["plate"]) and (inspected_to is None or inspected_to >= localdate(at)),
        workload_limit=row["workload_limit"],
        org_path=row["org_path"],
        centre_id=row["centre_id"],
        unit_id=row["unit_id"],
        **facts,
    )


def _skills(ids: Iterable[int]) -> dict[int, dict[str, date | None]]:
    skills: dict[int, dict[str, date | None]] = defaultdict(dict)
    for crew_id, skill, expires_on in Certificate.objects.filter(crew_id__in=ids).values_list(
        "crew_id", "skill", "expires_on"
    ):
        skills[crew_id][skill] = expires_on
    return skills


def _in_repair_grade_1(ids: Iterable[int]) -> set[int]:
    """Crews that work on a grade 1 order."""
    grave = Assignment.objects.in_hand().filter(crew_id__in=ids, order__grade=1)
    return set(grave.filter(order__status__in=[s.value for s in AT_WORK]).values_list("crew_id", flat=True))


def _grids(ids: Iterable[int]) -> dict[int, set[int]]:
    grids: dict[int, set[int]] = defaultdict(set)
    for crew_id, grid_id in Crew.grids.through.objects.filter(crew_id__in=ids).values_list("crew_id", "servicegrid_id"):
        grids[crew_id].add(grid_id)
    return grids
