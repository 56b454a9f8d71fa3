"""The progress feed of a case, which applicant, grid manager and centre share; and what the applicant tells by their link."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.events import emit
from command_center.ground.organisation.roles import Right
from workorders.engine.advance import advance
from workorders.engine.writing import write
from workorders.kinds.connection.events import DesignationReported, FeedPosted
from workorders.kinds.connection.models import FeedPost
from workorders.models.aftercare import Callback, Satisfaction
from workorders.models.orders import WorkOrder
from workorders.services.photos import taken
from workorders.services.supervising import supervise

# Source: assumed. A case of years has some hundreds of words; more is somebody's machine.
MOST_POSTS = 1000
TRIES = 3
DESIGNATION = "CITY"


@transaction.atomic
def post(*, order_id: int, text: str, photo: Any = None, at: datetime, actor: Any = None) -> FeedPost:
    """A word or a photo for everybody who follows the case; without an ``actor`` it is the applicant's.

    Raises ``Invalid`` for nothing at all, or with the word for a photo that cannot be read when nothing else is said.
    """
    order = WorkOrder.objects.lock(order_id)
    picture, refused = taken(photo)
    if not text.strip() and not picture:
        raise Invalid(refused or _("Write something, or add a photo."), pointer="/text")
    if FeedPost.objects.filter(order=order).count() >= MOST_POSTS:
        raise Conflict(_("There is no room for more words on this case; please call."))
    row = FeedPost.objects.create(
        order=order, side=_side(actor), author=actor, text=text.strip()[:1000], photo=picture, at=at
    )
    write([order], at=at)
    emit(FeedPosted(work_order_id=order.pk, org_path=order.org_path, side=row.side))
    return row


def _side(actor: Any) -> str:
    if actor is None:
        return FeedPost.From.APPLICANT.value
    return (
        FeedPost.From.CENTRE if actor.may(Right.CONNECTIONS) or not actor.may(Right.HANDLE) else FeedPost.From.MANAGER
    ).value


@transaction.atomic
def follow_up(*, order_id: int, satisfaction: str, comment: str, at: datetime, actor: Any = None) -> WorkOrder:
    """回访: the applicant is asked how it went, by phone or by their own link (no ``actor``).

    Who is not reached is tried three times before the case goes on without an answer.
    """
    order = WorkOrder.objects.lock(order_id)
    tries = Callback.objects.filter(order=order).count() + 1
    Callback.objects.create(order=order, satisfaction=satisfaction, comment=comment.strip(), caller=actor, at=at)
    if satisfaction == Satisfaction.NOT_REACHED and tries < TRIES:
        write([order], at=at)
        return order
    advance([order], "follow-up", at=at, actor=actor, detail=comment.strip())
    return order


@transaction.atomic
def report_designation(*, order_id: int, what: str, text: str, at: datetime, actor: Any = None) -> dict[str, Any]:
    """三指定: somebody named the applicant's designer, builder or supplier. An order of supervision follows it up.

    Told again while that is open, the words are kept with the case and nothing is opened twice.
    """
    order = WorkOrder.objects.lock(order_id)
    advance([order], "report-designation", at=at, actor=actor)
    words = _("Designation of %(what)s: %(text)s") % {"what": what, "text": text.strip()}
    about = (
        order.orders_about.filter(kind="SUPERVISION", sub_kind=DESIGNATION)
        .exclude(status__in=("CLEARED", "CANCELLED"))
        .first()
    )
    if about is None:
        about = supervise(order_id=order.pk, level=DESIGNATION, reason=words[:1000], at=at, actor=actor)
    else:
        about.notes.create(text=words, author=actor, at=at)
    emit(DesignationReported(work_order_id=order.pk, org_path=order.org_path, supervision=about.number))
    return {"supervision": about.number}
