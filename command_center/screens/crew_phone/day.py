"""What left a crew's hands today: the orders it finished, and those the desk took from it, by whom and why."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localtime

from command_center.ground.core.values import iso
from customers.phones import mask_phones_in
from dispatch.models import Assignment, Crew
from dispatch.services.late_words import TAKEN_BACK
from workorders.kinds import label_of
from workorders.models import StatusChange, WorkOrder

# As long as a phone may have been without network and still tell what happened (dispatch/api/fieldwork.py).
LOOKS_BACK = timedelta(hours=12)
FINISHED = ("done", "nothing_found")
TITLE_LENGTH = 60


def left_today(crew: Crew, *, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """``{"finished": […], "withdrawn": […]}``, the latest first. An order that the crew holds again is not withdrawn. Three queries at most."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    since = min(midnight, at - LOOKS_BACK)
    rows = list(
        Assignment.objects.filter(crew=crew, released_at__gte=since).select_related("order").order_by("-released_at")
    )
    finished = [row for row in rows if row.release_reason in FINISHED and _released(row) >= midnight]
    taken = [row for row in rows if row.release_reason not in FINISHED and _released(row) >= at - LOOKS_BACK]
    return {"finished": [_finished(row) for row in finished], "withdrawn": _withdrawn(crew, taken)}


def _released(row: Assignment) -> datetime:
    assert row.released_at is not None
    return row.released_at


def _shown(order: WorkOrder) -> dict[str, Any]:
    title = mask_phones_in(order.description)[:TITLE_LENGTH]
    return {"number": order.number, "title": title, "place": order.address}


def _finished(row: Assignment) -> dict[str, Any]:
    order = row.order
    status = str(label_of(order.kind, order.status))
    return {**_shown(order), "grade": order.grade, "status": status, "at": iso(_released(row))}


def _withdrawn(crew: Crew, taken: list[Assignment]) -> list[dict[str, Any]]:
    ids = {row.order_id for row in taken}
    holders = _holders(ids)
    steps = _steps(ids)
    told = []
    for row in taken:
        holder, step = holders.get(row.order_id), steps.get(row.order_id)
        if holder is not None and holder.crew_id == crew.pk:
            continue
        told.append(
            {
                "id": row.pk,
                **_shown(row.order),
                "at": iso(_released(row)),
                "by": str(step.actor) if step and step.actor else "",
                "why": step.detail if step else "",
                "now_with": holder.crew.name if holder else "",
                "status": str(label_of(row.order.kind, row.order.status)),
            }
        )
    return told


def _holders(ids: set[int]) -> dict[int, Assignment]:
    live = Assignment.objects.filter(order__in=ids, released_at=None).select_related("crew") if ids else []
    return {row.order_id: row for row in live}


def _steps(ids: set[int]) -> dict[int, StatusChange]:
    """The last step of each order that takes it from a crew."""
    moves = StatusChange.objects.filter(order__in=ids, reason__in=TAKEN_BACK).select_related("actor").order_by("pk")
    return {move.order_id: move for move in moves} if ids else {}
