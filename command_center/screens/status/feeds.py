"""The public outages for machines: points as GeoJSON, and the profile of the Outage Data Initiative as JSON. Masked."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from command_center.screens.status.building import Snapshot
from command_center.screens.status.keeping import FRESH, built_at
from command_center.screens.status.words import CAUSE, CREW, ODIN_CREW

UTILITY = "HB"
DISCLAIMER = "Customers are rounded; fewer than five are not counted or placed. Times are estimates."


def geojson(snapshot: Snapshot) -> dict[str, Any]:
    """RFC 7946; outages of fewer than five customers have no point."""
    features = [_feature(outage) for outage in snapshot["outages"] if outage["lat"] is not None]
    metadata = {
        "timestamp": localtime(built_at(snapshot)).isoformat(),
        "updateFrequencyDataExpiration": int(FRESH.total_seconds()),
        "utility": UTILITY,
        "utilityDisclaimer": DISCLAIMER,
    }
    return {"type": "FeatureCollection", "metadata": metadata, "features": features}


def _feature(outage: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": outage["id"],
        "geometry": {"type": "Point", "coordinates": [outage["lon"], outage["lat"]]},
        "properties": {
            "startTime": outage["since"],
            "metersAffected": outage["customers"],
            "originalMetersAffected": outage["customers_at_first"],
            "ert": outage["back_at"],
            "crewStatus": ODIN_CREW.get(outage["crew"], ""),
            "crewWords": str(CREW[outage["crew"]]),
            "cause": "PLANNED" if outage["planned"] else "UNPLANNED",
            "causeWords": str(CAUSE.get(outage["cause"], CAUSE["UNKNOWN"])) if not outage["planned"] else "",
            "status": "VERIFIED" if outage["confirmed"] else "ESTIMATED",
            "typeOfService": "ELECTRIC",
        },
    }


def odin(snapshot: Snapshot, *, since: datetime | None = None) -> dict[str, Any]:
    """``{"timestamp", "Outages", "OutageAreas"}``; ``since`` leaves out what has not changed since."""
    areas, counts = snapshot["areas"], snapshot["counts"]
    return {
        "timestamp": localtime(built_at(snapshot)).isoformat(),
        "utilityDisclaimer": DISCLAIMER,
        "Outages": [_odin(outage, areas) for outage in snapshot["outages"] if _changed_since(outage, since)],
        "OutageAreas": [
            {"mRID": code, "communityDescriptor": areas[code]["name"], "metersAffected": counts[code]["customers"]}
            for code in sorted(counts)
        ],
    }


def _odin(outage: dict[str, Any], areas: dict[str, Any]) -> dict[str, Any]:
    area = areas.get(outage["unit"], {})
    return {
        "mRID": outage["id"],
        "causeKind": outage["cause"],
        "communityDescriptor": area.get("name", ""),
        "metersAffected": outage["customers"],
        "originalMetersAffected": outage["customers_at_first"],
        "outageKind": "PLANNED" if outage["planned"] else "UNPLANNED",
        "reportedStartTime": outage["since"],
        "statusKind": "VERIFIED" if outage["confirmed"] else "ESTIMATED",
        "EstimatedRestorationTime": {"ert": outage["back_at"]},
    }


def _changed_since(outage: dict[str, Any], since: datetime | None) -> bool:
    # A snapshot of an older version does not say it: then everything may have.
    changed = parse_datetime(outage.get("changed", ""))
    return since is None or changed is None or changed >= since
