"""Planned work of an area for the calendar on a customer's phone: the same masked rows as the page."""

from typing import Any

from django.utils.translation import gettext as _

from command_center.screens.status.building import Snapshot
from command_center.screens.status.shown import moment, name_of, plans_of
from command_center.screens.templatetags.moments import customers_words
from outages.planned import icalendar


def calendar(snapshot: Snapshot, code: str) -> str:
    """iCalendar (RFC 5545) of the area with this code, of the whole province for an empty one."""
    rows = plans_of(snapshot, code) if code else snapshot["planned"]
    name = " · ".join(part for part in (_("Planned outages"), name_of(snapshot, code)) if part)
    return icalendar.calendar_of(name, [_entry(snapshot, row) for row in rows if "id" in row])


def _entry(snapshot: Snapshot, row: dict[str, Any]) -> icalendar.Entry:
    start, end, changed = moment(row["from"]), moment(row["to"]), moment(row["updated_at"])
    assert start and end and changed
    place = name_of(snapshot, row["unit"])
    return icalendar.Entry(
        uid=f"{row['id']}@planned-outages",
        sequence=row["rev"],
        stamped_at=changed,
        starts_at=start,
        ends_at=end,
        summary=_("Planned outage: %(place)s") % {"place": place},
        description="\n".join((row["reason"], customers_words(row["customers"]), "95598")),
        location=place,
    )
