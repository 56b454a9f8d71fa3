"""What an answer by link should come to, told from the tables alone: shares no code with ``workorders/asking``.

The mini province is two squares (``tests/grid.py``); distances are reckoned on a flat map.
"""

from math import cos, hypot, radians
from typing import Any

from django.db import connection

ENDED = {"ARCHIVED", "CANCELLED", "RETURNED_UPSTREAM", "FALSE_ALARM"}
AFTER = {"RESTORED", "REPLIED", "REVIEWED", "CALLED_BACK", "REWORK"}
AT_WORK = {"ON_SITE", "REPAIRING", "SUSPENDED"}
STATE = """
SELECT o.status, p.status, o.latitude, o.longitude, s.latitude, s.longitude, c.code, o.service_point_id,
    EXISTS (SELECT FROM outages_interruption i JOIN outages_outage u ON u.id = i.outage_id WHERE i.on_at IS NULL
        AND i.retracted_at IS NULL AND i.service_point_id = o.service_point_id) AS dark
FROM workorders_workorder o LEFT JOIN workorders_workorder p ON p.id = o.parent_id
LEFT JOIN customers_servicepoint s ON s.id = o.service_point_id JOIN organisation_orgunit c ON c.id = o.centre_id
WHERE o.id = %s
"""
UNWATCHED = """
SELECT a.id, coalesce(p.number, o.number), coalesce(p.status, o.status) FROM workorders_customeranswer a
JOIN workorders_workorder o ON o.id = a.order_id LEFT JOIN workorders_workorder p ON p.id = o.parent_id
WHERE a.verdict = 'DOUBTFUL' AND a.settled_at IS NULL
    AND NOT (coalesce(p.attention, o.attention) LIKE 'customer_answer%%'
        OR EXISTS (SELECT FROM unnest(coalesce(p.attention_also, o.attention_also)) r WHERE r LIKE 'customer_answer%%'))
"""
FINGERPRINT = """
SELECT (SELECT string_agg(concat_ws('|', id, status, latitude, attention, attention_also, urge_count, parent_id), ',' ORDER BY id)
        FROM workorders_workorder), (SELECT count(*) FROM workorders_faultreport), (SELECT count(*) FROM workorders_note),
    (SELECT count(*) FROM outages_evidence), (SELECT count(*) FROM outages_interruption WHERE on_at IS NULL)
"""
HEARSAY = """
SELECT detail ->> 'said_by', count(*) FROM outages_evidence WHERE detail ->> 'said_by' <> '' GROUP BY 1
"""
SAID_OFF = """
SELECT count(*) FROM workorders_customeranswer a JOIN workorders_workorder o ON o.id = a.order_id
WHERE o.id = %s AND a.said ->> 'said' = 'OFF' AND NOT EXISTS (SELECT FROM workorders_statuschange c
    WHERE c.order_id IN (o.id, coalesce(o.parent_id, o.id)) AND c.at > a.at)
"""


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall()


def expected(order_id: int, said: dict[str, Any]) -> tuple[str, tuple[float, float] | None]:
    """The verdict and where the order stands afterwards, as the tables are now."""
    own, leader, lat, lon, s_lat, s_lon, county, _, dark = rows(STATE, order_id)[0]
    status, place = leader or own, (lat, lon) if lat is not None else None
    over, back, work = status in ENDED, status in AFTER, status in AT_WORK
    if said["question"] == "PLACE":
        return _place(said, place, (s_lat, s_lon) if s_lat else None, county, over or back, bool(leader), work)
    if said["question"] == "PHOTO":
        return ("ACCEPTED" if said.get("picture") else "UNREADABLE"), place
    if said["question"] == "EXTENT":
        if said["said"] not in ("ONLY_US", "NEIGHBOURS", "UNKNOWN"):
            return "UNREADABLE", place
        doubt = said["said"] == "ONLY_US" and dark and not (over or back) and _many(order_id)
        return ("DOUBTFUL" if doubt else "ACCEPTED"), place
    if said["said"] not in ("ON", "OFF"):
        return "UNREADABLE", place
    if said["said"] == "OFF" or over or work:
        return "ACCEPTED", place
    return ("DOUBTFUL" if dark or not back else "ACCEPTED"), place


def is_dark_place(order_id: int, said: dict[str, Any]) -> bool:
    """Whether the judge hears of one more dark place: the neighbours of a known supply, before power is back."""
    own, leader, *_, point, _dark = rows(STATE, order_id)[0]
    return said.get("said") == "NEIGHBOURS" and point is not None and (leader or own) not in ENDED | AFTER


def new_reports(order_id: int, said: dict[str, Any]) -> int:
    """Still out is a report like any call; said again while nothing has happened it is the same report."""
    [[before]] = rows(SAID_OFF, order_id)
    return int(said.get("said") == "OFF" and not before)


def _place(said: dict[str, Any], place: Any, supply: Any, county: str, late: bool, follows: bool, work: bool) -> Any:
    if "lat" not in said:
        return ("DOUBTFUL" if not (late or follows) else "ACCEPTED") if said.get("words") else "UNREADABLE", place
    pin = float(said["lat"]), float(said["lon"])
    if abs(pin[0]) > 90:
        return "UNREADABLE", place
    if late or follows:
        return "ACCEPTED", place
    inside = "422826" if 109.0 <= pin[1] < 109.3 else "422827" if 109.3 <= pin[1] <= 109.6 else ""
    if not inside or not 29.5 <= pin[0] <= 29.8:
        return "DOUBTFUL", place
    if float(said["accuracy"]) > 500:
        return ("ACCEPTED" if place else "DOUBTFUL"), place
    if place and _metres(pin, place) <= 30:
        return "ACCEPTED", place
    known = supply or place
    if work or (known and _metres(pin, known) > 2000) or (not known and not inside.startswith(county)):
        return "DOUBTFUL", place
    return "ACCEPTED", pin


def _metres(one: Any, other: Any) -> float:
    return hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))) * 111_195


def _many(order_id: int) -> bool:
    """More than one customer is out in the outage of this supply, as the outage itself counts."""
    [[count]] = rows(
        "SELECT u.customers_out FROM outages_interruption i JOIN outages_outage u ON u.id = i.outage_id"
        " JOIN workorders_workorder o ON o.service_point_id = i.service_point_id"
        " WHERE o.id = %s AND i.on_at IS NULL AND i.retracted_at IS NULL LIMIT 1",
        order_id,
    )
    return int(count) > 1
