"""Crews as the planner wants them: duty, skills, people, load and place at one moment, in four queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.timezone import localdate

from dispatch.models import Assignment, Certificate, Crew, Offer, OfferStatus, Shift
from dispatch.proposal import CrewState
from workorders.states import AT_WORK, WITH_CREW


def crew_states(crew_ids: Collection[int], *, at: datetime) -> list[CrewState]:
    """The states of the crews, in id order."""
    ids = sorted(crew_ids)
    if not ids:
        return []
    shifts = {
        shift.crew_id: shift
        for shift in Shift.objects.filter(crew_id__in=ids, starts_at__lte=at, ends_at__gt=at).order_by("ends_at")
    }
    skills = _skills(ids)
    load, grade_1 = _load(ids)
    offered = set(Offer.objects.filter(crew_id__in=ids, status=OfferStatus.OFFERED).values_list("crew_id", flat=True))
    crews = Crew.objects.filter(pk__in=ids).select_related("position").order_by("pk")
    grids = _grids(ids)
    return [
        _state(
            crew,
            shifts.get(crew.pk),
            skills[crew.pk],
            load[crew.pk],
            crew.pk in grade_1,
            crew.pk in offered,
            grids[crew.pk],
            at,
        )
        for crew in crews
    ]


def _state(
    crew: Crew,
    shift: Shift | None,
    skills: dict[str, date | None],
    active_orders: int,
    in_repair_grade_1: bool,
    holds_offer: bool,
    grid_ids: set[int],
    at: datetime,
) -> CrewState:
    position = getattr(crew, "position", None)
    return CrewState(
        crew_id=crew.pk,
        name=crew.name,
        base_lat=crew.base_latitude,
        base_lon=crew.base_longitude,
        lat=position.latitude if position else None,
        lon=position.longitude if position else None,
        fixed_at=position.fixed_at if position else None,
        on_duty=shift is not None and crew.active,
        duty_started_at=shift.starts_at if shift else None,
        shift_ends_at=shift.ends_at if shift else None,
        skills=skills,
        members_present=shift.people if shift else 0,
        has_vehicle=bool(crew.plate)
        and (crew.vehicle_inspected_to is None or crew.vehicle_inspected_to >= localdate(at)),
        active_orders=active_orders,
        workload_limit=crew.workload_limit,
        in_repair_grade_1=in_repair_grade_1,
        holds_offer=holds_offer,
        org_path=crew.org_path,
        centre_id=crew.centre_id,
        unit_id=crew.unit_id,
        grid_ids=frozenset(grid_ids),
    )


def _skills(ids: Iterable[int]) -> dict[int, dict[str, date | None]]:
    skills: dict[int, dict[str, date | None]] = defaultdict(dict)
    for crew_id, skill, expires_on in Certificate.objects.filter(crew_id__in=ids).values_list(
        "crew_id", "skill", "expires_on"
    ):
        skills[crew_id][skill] = expires_on
    return skills


def _load(ids: Iterable[int]) -> tuple[dict[int, int], set[int]]:
    """Orders in hand per crew, and the crews that work on a grade 1 order."""
    held = (
        Assignment.objects.filter(crew_id__in=ids, released_at=None, order__status__in=[s.value for s in WITH_CREW])
        .values("crew_id")
        .annotate(
            held=Count("pk"),
            grave=Count("pk", filter=Q(order__grade=1, order__status__in=[s.value for s in AT_WORK])),
        )
    )
    load: dict[int, int] = defaultdict(int)
    grade_1: set[int] = set()
    for row in held:
        load[row["crew_id"]] = row["held"]
        if row["grave"]:
            grade_1.add(row["crew_id"])
    return load, grade_1


def _grids(ids: Iterable[int]) -> dict[int, set[int]]:
    grids: dict[int, set[int]] = defaultdict(set)
    for crew_id, grid_id in Crew.grids.through.objects.filter(crew_id__in=ids).values_list("crew_id", "servicegrid_id"):
        grids[crew_id].add(grid_id)
    return grids
