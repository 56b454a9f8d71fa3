"""What an agent reads out to a caller is a word too: the time of the known outage goes into the book of promises."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from customers.messages.catalogue import PromiseKind
from customers.messages.models import MessageChannel
from customers.messages.promises import Pledge
from customers.messages.services import book
from workorders.models import WorkOrder

# The agent reads the present estimate; where it is another one than the customer's last message, that has moved since.
REASON = "estimate_renewed"


class ReadOut(NamedTuple):
    """An order and the known outage of its customer, as ``known_outages`` tells it."""

    order: WorkOrder
    outage: Mapping[str, Any]


def note_read_out(read_out: Sequence[ReadOut], *, at: datetime, teller: Any = None) -> int:
    """Write down what callers were told of the return of power; how many words are new. Three statements."""
    entries = [_entry(each, teller) for each in read_out if each.outage.get("etr_at") and each.order.service_point_id]
    by_chain = {entry.chain: entry for entry in entries}  # who called twice in a batch was told the same
    return len(book.note_told(list(by_chain.values()), at=at)) if by_chain else 0


def _entry(each: ReadOut, teller: Any) -> book.Entry:
    order, outage = each
    return book.Entry(
        chain=f"supply:{order.service_point_id}",
        pledge=Pledge(
            kind=PromiseKind.BACK_BY,
            until_at=datetime.fromisoformat(outage["etr_at"]),
            since_at=datetime.fromisoformat(outage["started_at"]),
        ),
        channel=MessageChannel.PHONE,
        subject_kind="order",
        subject_id=order.pk,
        subject_ref=order.number,
        org_path=order.org_path,
        customer_id=order.customer_id,
        teller_id=teller.pk if teller else None,
        reason=REASON,
    )
