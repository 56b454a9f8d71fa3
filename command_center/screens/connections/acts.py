"""What the applicant does by their link: agree, move or cancel, answer the follow-up, write, add papers, report a designation."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from command_center.ground.core.api.moments import SPACE_FOR_PLUS, in_utc
from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.values import storable_text
from workorders.kinds.connection.forms import DESIGNATED
from workorders.kinds.connection.models import ConnectionDocument, Side
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.services import appointments, feed
from workorders.kinds.connection.services.applying import add_papers
from workorders.kinds.connection.states import Status
from workorders.models.orders import WorkOrder

CUSTOMER = Side.CUSTOMER.value
# What they may answer themselves; nobody reaches themselves in vain.
ANSWERS = ("SATISFIED", "FAIR", "UNSATISFIED")


def perform(order: WorkOrder, request: HttpRequest, *, at: datetime) -> str:
    """Do what the form asks for, and say what was done, in words. Raises a ``DomainError``."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Invalid(_("This form is not known here."))
    return act(order, request, at)


def said(request: HttpRequest, name: str, most: int = 1000) -> str:
    """What was written in a field, as a database can hold it. Raises ``Invalid`` for more than is kept: nothing is cut off unsaid.

    A browser counts the end of a line as one character and sends two.
    """
    text = storable_text(request.POST.get(name, "")).replace("\r\n", "\n").strip()
    if len(text) > most:
        words = _("These are %(count)s characters; %(most)s have room. Please shorten it, or send it in two parts.")
        raise Invalid(words % {"count": len(text), "most": most}, pointer=f"/{name}")
    return text


def moment_said(request: HttpRequest, name: str) -> datetime | None:
    """A moment as a form sends it; None for what is none, or without an offset."""
    try:
        moment = parse_datetime(SPACE_FOR_PLUS.sub("+", request.POST.get(name, "")))
        return in_utc(moment) if moment is not None and moment.tzinfo is not None else None
    except ValueError:
        return None


def _agree(order: WorkOrder, request: HttpRequest, at: datetime) -> str:
    appointments.agree(order_id=order.pk, at=at)
    return _("Agreed. We remind you two hours before.")


def choose(order: WorkOrder, *, slot: datetime, reason: str, at: datetime) -> None:
    """The first time of a visit, or another one. Raises ``Conflict`` for one that is not offered any more."""
    if order.status in CONNECTION.by_name["move-appointment"].frm:
        appointments.move(order_id=order.pk, slot=slot, reason=reason, by=CUSTOMER, at=at, actor=None)
    else:
        appointments.book(order_id=order.pk, slot=slot, by=CUSTOMER, at=at, actor=None)


def rate(order: WorkOrder, *, satisfaction: str, comment: str, at: datetime) -> None:
    """The applicant's own answer to the follow-up, once. Raises ``Conflict`` before power is on and after it was given."""
    if order.status != Status.ENERGISED:
        raise Conflict(_("This has been answered already, or power is not on yet."))
    feed.follow_up(order_id=order.pk, satisfaction=satisfaction, comment=comment, at=at)


def _choose(order: WorkOrder, request: HttpRequest, at: datetime) -> str:
    slot = moment_said(request, "slot")
    if slot is None:
        raise Invalid(_("Choose a time."), pointer="/slot")
    choose(order, slot=slot, reason=said(request, "reason", 200), at=at)
    return _("The time is yours. We remind you two hours before.")


def _cancel(order: WorkOrder, request: HttpRequest, at: datetime) -> str:
    appointments.cancel(order_id=order.pk, reason=said(request, "reason", 200), by=CUSTOMER, at=at, actor=None)
    return _("Cancelled. Choose another time whenever it suits you.")


def _answer(order: WorkOrder, request: HttpRequest, at: datetime) -> str:
    satisfaction = request.POST.get("satisfaction", "")
    if satisfaction not in ANSWERS:
        raise Invalid(_("Choose an answer."), pointer="/satisfaction")
    rate(order, satisfaction=satisfaction, comment=said(request, "comment"), at=at)
    return _("Thank you.")


def _post(order: WorkOrder, request: HttpRequest, at: datetime) -> str:
    feed.post(order_id=order.pk, text=said(request, "text"), photo=request.FILES.get("photo"), at=at)
    return _("Sent: everybody who works on your case can read it.")


def _papers(order: WorkOrder, request: HttpRequest, at: datetime) -> str:
    what = request.POST.get("what", "")
    if what not in ConnectionDocument.What.values:
        what = ConnectionDocument.What.OTHER.value
    refused = add_papers(order_id=order.pk, papers={what: request.FILES.getlist("paper")}, at=at)
    if refused:
        raise Invalid(refused[0], pointer="/paper")
    return _("The papers are added.")


def _designation(order: WorkOrder, request: HttpRequest, at: datetime) -> str:
    what, text = request.POST.get("what", ""), said(request, "text", 800)
    if what not in dict(DESIGNATED) or not text:
        raise Invalid(_("Say who was named, by whom, and what was said."), pointer="/text")
    feed.report_designation(order_id=order.pk, what=what, text=text, at=at)
    return _("It is followed up by another unit.")


ACTS: Mapping[str, Callable[[WorkOrder, HttpRequest, datetime], str]] = {
    "agree": _agree, "choose": _choose, "cancel": _cancel, "answer": _answer, "post": _post, "papers": _papers,
    "designation": _designation,
}  # fmt: skip
