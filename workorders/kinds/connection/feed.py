"""The feed of a case as it is read: what was written, and the steps in between, oldest first."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from workorders.kinds import label_of
from workorders.kinds.connection.models import Appointment, FeedPost
from workorders.kinds.connection.models.visits import AppointmentStatus, Side
from workorders.kinds.connection.slots import slot_words
from workorders.models.orders import WorkOrder


class Entry(NamedTuple):
    """``side``: APPLICANT, MANAGER, CENTRE, or "" for a step of the case itself."""

    at: datetime
    side: str
    author: str
    text: str
    photo_of: int | None


def entries(order: WorkOrder) -> list[Entry]:
    """Three queries."""
    posts = FeedPost.objects.filter(order=order).select_related("author")
    steps = order.status_changes.exclude(old="").values_list("new", "at")
    moved = Appointment.objects.filter(order=order)
    found = [Entry(row.at, row.side, str(row.author or ""), row.text, row.pk if row.photo else None) for row in posts]
    found += [Entry(at, "", "", label_of(order.kind, new), None) for new, at in steps]
    found += [entry for row in moved for entry in _of_appointment(row)]
    return sorted(found, key=lambda entry: entry.at)


def _of_appointment(row: Appointment) -> list[Entry]:
    when: dict[str, Any] = {"slot": slot_words(row.starts_at, row.ends_at)}
    told = [Entry(row.made_at, "", "", _("Appointment: %(slot)s") % when, None)]
    if row.status in (AppointmentStatus.MOVED, AppointmentStatus.CANCELLED) and row.ended_at:
        by = _("by the customer") if row.ended_by == Side.CUSTOMER else _("by us")
        words = (
            _("Moved %(by)s: %(slot)s") if row.status == AppointmentStatus.MOVED else _("Cancelled %(by)s: %(slot)s")
        )
        told.append(Entry(row.ended_at, "", "", words % {**when, "by": by}, None))
    if row.departed_at:
        told.append(Entry(row.departed_at, "", "", _("On the way to the customer"), None))
    if row.arrived_at:
        told.append(Entry(row.arrived_at, "", "", _("Arrived"), None))
    return told
