"""A crew tells something about an order that the desk took from it or stopped: its word is kept, and it hears why."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dispatch.models import Assignment, Crew
from dispatch.services.fieldwork import NotHeld
from workorders import labels
from workorders.kinds import label_of
from workorders.kinds.fault.states import AFTERCARE, CREW_NEEDED, Status
from workorders.models import StatusChange, WorkOrder
from workorders.services.late_words import Said, keep_late_word


def check_held(order_id: int, crew_id: int) -> None:
    """Raises ``NotHeld`` unless the crew holds the order, or brought it to its end and may still be asked about it."""
    last = Assignment.objects.filter(order_id=order_id).order_by("-pk").values("crew_id", "released_at").first()
    if last is None or last["crew_id"] != crew_id:
        raise NotHeld()
    if last["released_at"] is not None and not _ended_by_it(order_id):
        raise NotHeld()


def desk_stopped(order_id: int, crew_id: int) -> bool:
    """Whether the crew holds the order and can do nothing: it is suspended, or was ended by the desk a moment ago."""
    held = Assignment.objects.filter(order_id=order_id, crew_id=crew_id, released_at=None).select_related("order")
    return any(Status(each.order.status) not in CREW_NEEDED for each in held)


@transaction.atomic
def take_late_word(*, order_id: int, crew: Crew, said: Said, at: datetime, actor: Any) -> str:
    """Keep the word; the sentence that the crew reads. ``in_time`` when the crew still held the order as it tapped."""
    held = Assignment.objects.filter(order_id=order_id, crew=crew).order_by("-pk").first()
    in_time = held is not None and held.started_at <= said.at <= (held.released_at or at)
    keep_late_word(order_id=order_id, crew=crew.name, said=said, in_time=in_time, at=at, actor=actor)
    return where_it_is(order_id)


def where_it_is(order_id: int) -> str:
    """Who has the order now and why it was taken back, for the crew that had it."""
    order = WorkOrder.objects.get(pk=order_id)
    holder = Assignment.objects.filter(order=order, released_at=None).select_related("crew").first()
    taken = (
        StatusChange.objects.filter(order=order)
        .exclude(detail="")
        .filter(reason__in=TAKEN_BACK)
        .select_related("actor")
        .order_by("-pk")
        .first()
    )
    if order.status == Status.SUSPENDED:
        return _suspended(order)
    words = {"number": order.number, "status": label_of(order.kind, order.status)}
    now_is = _("%(number)s was taken back; it is “%(status)s” now.") % words
    if holder is not None:
        since = f"{localtime(holder.started_at):%H:%M}"
        now_is = _("%(number)s was taken back; %(crew)s has it since %(time)s.") % {
            **words,
            "crew": holder.crew.name,
            "time": since,
        }
    why = _why(taken) if taken else ""
    return _sentences(now_is, why)


def _why(step: StatusChange) -> str:
    """Whose step it was: the crew can ask them."""
    words = {
        "reason": step.detail,
        "name": str(step.actor) if step.actor else "",
        "time": f"{localtime(step.at):%H:%M}",
    }
    if step.actor is None:
        return _("The reason: %(reason)s.") % words
    return _("%(name)s did it at %(time)s: %(reason)s.") % words


def _suspended(order: WorkOrder) -> str:
    pause = order.pauses.select_related("approved_by").order_by("-pk").first()
    if pause is None:
        return _sentences(_("%(number)s is suspended.") % {"number": order.number})
    why = " · ".join(str(word) for word in (labels.PAUSE.get(pause.reason, pause.reason), pause.detail) if word)
    words = {"number": order.number, "time": f"{localtime(pause.started_at):%H:%M}", "reason": why}
    stands = _("%(number)s has been suspended by the desk since %(time)s: %(reason)s.") % words
    return _sentences(stands, _("It stays with your crew; go on when the desk resumes it."))


def _sentences(*parts: str) -> str:
    return " ".join(part for part in (*parts, _("What you reported is kept, and the desk sees it.")) if part)


# Reasons of the moves that end a crew's hold on an order.
TAKEN_BACK = ("reassigned", "cancelled", "merged", "crew_left")


def _ended_by_it(order_id: int) -> bool:
    return WorkOrder.objects.filter(pk=order_id, status__in=[*AFTERCARE, Status.ARCHIVED]).exists()
