"""The customer's link goes to their phone while they are on the line."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from customers.messages.models import Message, MessageState
from customers.messages.services import Recipient, Subject, Word, tell
from customers.phones import mask_phone
from workorders.kinds import PROCESSES
from workorders.models import WorkOrder
from workorders.services.tracking_links import live_link

LOST = (MessageState.FAILED, MessageState.WITHHELD)


class Sent(NamedTuple):
    """Where the link went, masked, and where its message stands."""

    recipient: str
    state: str


@transaction.atomic
def send_link(*, order_id: int, at: datetime) -> Sent:
    """One message with the order's live link; asked for again it is the same one, unless that was lost.

    Raises ``Conflict`` where the link has ended, or nobody knows a mobile phone.
    """
    order = WorkOrder.objects.lock(order_id)
    link = live_link(order, at=at)
    # A repair asks where it is dark; of a complaint or a connection there is nothing to show, only to follow.
    kind = "LINK" if PROCESSES[order.kind].repair else "MATTER_LINK"
    sent = Message.objects.filter(subject_kind="order", subject_id=order.pk, kind=kind, variables__url=link.url)
    lost = sent.filter(state__in=LOST).count()
    word = Word(
        kind=kind,
        subject=Subject(kind="order", id=order.pk, ref=order.number, org_path=order.org_path),
        event=f"link-{order.tracking_link.token_hash[:12]}-{lost}",
        to=[Recipient(customer_id=order.customer_id, phone=order.reporter_phone)],
        variables={"url": link.url},
    )
    tell([word], at=at)
    message = sent.order_by("-pk").first()
    if message is None or message.state == MessageState.WITHHELD:
        raise Conflict(
            _("Nobody knows a mobile phone of this caller: read the address of the page out, or note the number.")
        )
    return Sent(mask_phone(message.recipient), message.state)
