"""What the customer of a matter reads: a few steps in plain words, what was answered, by when."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from workorders.clocks.codes import AMONG_OURSELVES
from workorders.kinds import PROCESSES
from workorders.models import Answer, Clock, StatusChange, WorkOrder

# State → the step it belongs to, for every kind a unit handles; what is not named here is none of the customer's business.
HANDED, SPOKEN, ANSWERED, CLOSED = "handed", "spoken", "answered", "closed"


class PublicStep(NamedTuple):
    """``at`` is None for a step that is still to come."""

    label: str
    at: datetime | None


def public_steps(order: WorkOrder) -> list[PublicStep]:
    """Told, with the unit, spoken with, answered, closed: each with its moment. Two queries."""
    rows = list(StatusChange.objects.filter(order=order).order_by("pk").values_list("new", "reason", "at"))
    answered = Answer.objects.filter(order=order).order_by("-pk").values_list("at", flat=True).first()
    first = {state: at for state, _reason, at in reversed(rows)}
    spoken = next((at for _state, reason, at in rows if reason == "contacted"), first.get("CONTACTED"))
    return [
        PublicStep(_("We took it down"), order.reported_at),
        PublicStep(_("A unit has it in hand"), first.get("DISPATCHED") or first.get("SURVEY_BOOKED")),
        PublicStep(_("Somebody spoke with you"), spoken),
        PublicStep(_("Answered"), answered),
        PublicStep(_("Settled"), order.closed_at),
    ]


def noticed_next(order_id: int) -> Clock | None:
    """The running clock at whose end the customer notices something first; None where nothing is owed to them. One query."""
    running = Clock.objects.running().filter(order=order_id, paused_at=None)
    return running.exclude(code__in=AMONG_OURSELVES).order_by("due_at", "pk").first()


def answered_words(order: WorkOrder) -> str:
    """What was last answered to the customer, once they were told; "" before."""
    row = Answer.objects.filter(order=order).exclude(told_at=None).order_by("-pk").first()
    return row.measures if row else ""


def headline(order: WorkOrder) -> str:
    """Where it stands, in one plain sentence."""
    if order.status == "WITHDRAWN":
        return _("You withdrew this complaint")
    if order.status == "DOWNGRADED":
        return _("We follow this up as an opinion")
    if PROCESSES[order.kind].states[order.status].end:
        return _("This matter is closed")
    return _("We are dealing with it")
