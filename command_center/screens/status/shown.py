"""The snapshot as the page lays it out: counties by city, the areas that were asked for, planned work by county."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from command_center.ground.organisation.models import Level
from command_center.ground.organisation.unit_names import unit_name
from command_center.screens.status.building import Snapshot
from command_center.screens.status.keeping import built_at
from command_center.screens.status.words import CAUSE, CREW, PLANNED_CAUSE

OLD = timedelta(seconds=90)
OUTAGES_OF_AN_AREA = 20
PLANS_SHOWN = 40
PLANS_OF_AN_AREA = 10


def shown(snapshot: Snapshot, found: list[str], *, at: datetime) -> dict[str, Any]:
    """The template's context. ``found`` are codes of areas."""
    built = built_at(snapshot)
    plans = to_come(snapshot["planned"])
    return {
        "built_at": built,
        "age_minutes": int((at - built).total_seconds() // 60),
        "old": at - built > OLD,
        "customers": snapshot["customers"],
        "any": bool(snapshot["outages"]),
        "cities": cities(snapshot),
        "found": [area(snapshot, code, at=at) for code in found],
        "planned": [plan(snapshot, row) for row in plans[:PLANS_SHOWN]],
        "more_planned": max(0, len(plans) - PLANS_SHOWN),
    }


def name_of(snapshot: Snapshot, code: str | None) -> str:
    """What the area is called in the reader's language; "" for none that is known."""
    area = snapshot["areas"].get(code, {})
    return unit_name(area.get("name") or "", area.get("name_en") or "")


def cities(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Cities with their dark counties, most customers first; a city centre counts as a county where it serves itself."""
    areas, counts = snapshot["areas"], snapshot["counts"]
    found: dict[str, dict[str, Any]] = {}
    for code in counts:
        if areas[code]["level"] != Level.COUNTY_CENTRE:
            continue
        city = areas[code]["parent"] or code
        entry = found.setdefault(city, {"name": name_of(snapshot, city), "counties": []})
        entry["counties"].append({"code": code, "name": name_of(snapshot, code), **counts[code]})
    for code in counts:
        if areas[code]["level"] == Level.CITY_CENTRE and code not in found:
            own = {"code": code, "name": name_of(snapshot, code), **counts[code]}
            found[code] = {"name": name_of(snapshot, code), "counties": [own]}
    for entry in found.values():
        entry["counties"].sort(key=lambda county: -(county["customers"] or 0))
    return sorted(found.values(), key=lambda entry: -sum(county["customers"] or 0 for county in entry["counties"]))


def area(snapshot: Snapshot, code: str, *, at: datetime) -> dict[str, Any]:
    """The state of one area: how many are dark, each outage in plain words, its stations, planned work."""
    within = _within(snapshot, code)
    live = [outage for outage in snapshot["outages"] if outage["unit"] in within]
    parent = snapshot["areas"][code]["parent"]
    return {
        "code": code,
        "name": name_of(snapshot, code),
        "parent": name_of(snapshot, parent),
        "dark": bool(live),
        "customers": snapshot["counts"].get(code, {}).get("customers"),
        "outages": [_told(snapshot, outage, at=at) for outage in live[:OUTAGES_OF_AN_AREA]],
        "more": max(0, len(live) - OUTAGES_OF_AN_AREA),
        "planned": [plan(snapshot, row) for row in to_come(plans_of(snapshot, code))[:PLANS_OF_AN_AREA]],
    }


def plans_of(snapshot: Snapshot, code: str) -> list[dict[str, Any]]:
    """Planned work within an area, and that of the centre it belongs to: work is planned by centres."""
    concerned = _within(snapshot, code) | {snapshot["areas"][code]["parent"]}
    return [row for row in snapshot["planned"] if row["unit"] in concerned]


def to_come(plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the work that has begun: it stands among the outages. A snapshot of an older version does not say it."""
    return [row for row in plans if not row.get("begun")]


def _within(snapshot: Snapshot, code: str) -> set[str]:
    within = {code}
    for _level in range(2):  # city → county → station
        within |= {one for one, area in snapshot["areas"].items() if area["parent"] in within}
    return within


def _told(snapshot: Snapshot, outage: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    back_at = moment(outage["back_at"])
    return {
        "place": name_of(snapshot, outage["unit"]),
        "customers": outage["customers"],
        "since": moment(outage["since"]),
        "back_at": back_at if back_at and back_at > at else None,
        "crew": CREW[outage["crew"]],
        "cause": PLANNED_CAUSE if outage["planned"] else CAUSE.get(outage["cause"], CAUSE["UNKNOWN"]),
    }


def plan(snapshot: Snapshot, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "place": name_of(snapshot, row["unit"]),
        "from": moment(row["from"]),
        "to": moment(row["to"]),
        "reason": row["reason"],
        "customers": row["customers"],
    }


def moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
