"""Crews and jobs for planner tests: around one point, at one moment, sensible where nothing is said."""

from datetime import UTC, datetime, timedelta

from dispatch.planner import CrewState, Job, plan
from dispatch.travel import StraightLineTravel

NOW = datetime(2026, 7, 18, 16, 15, tzinfo=UTC)
LAT, LON = 29.67, 109.14
KM = 1 / 111.195  # degrees of latitude
GRID, UNIT, CENTRE = 7, 11, 3
UNIT_PATH = "42/4228/422826/T07/"


def in_minutes(minutes):
    return NOW + timedelta(minutes=minutes)


def make_job(order_id=1, *, km_north=0.0, **fields):
    defaults = {"skills_needed": frozenset({"LV"}), "grid_id": GRID, "unit_id": UNIT, "centre_id": CENTRE}
    place = {"lat": LAT + km_north * KM, "lon": LON, "scope_path": UNIT_PATH}
    return Job(**{"order_id": order_id, **place, **defaults, **fields})


def make_crew(crew_id=1, *, km_north=0.0, **fields):
    """A crew with a fresh fix so many km north of the first job, on shift for eight more hours."""
    lat = LAT + km_north * KM
    place = {"lat": lat, "lon": LON, "fixed_at": in_minutes(-1), "base_lat": lat, "base_lon": LON}
    duty = {"duty_started_at": in_minutes(-60), "shift_ends_at": in_minutes(480), "skills": {"LV": None}}
    home = {"org_path": UNIT_PATH, "centre_id": CENTRE, "unit_id": UNIT, "grid_ids": frozenset({GRID})}
    return CrewState(**{"crew_id": crew_id, "name": f"crew {crew_id}", **place, **duty, **home, **fields})


def decide(jobs, crews, **options):
    return plan(jobs, crews, StraightLineTravel(), NOW, **options)


def decide_one(job, crews, **options):
    (decision,) = decide([job], crews, **options)
    return decision
