"""A customer says by answer or link that they are still without power: a report like any call, judged like any call.

Before the repair it urges the order that is there; after it the call is judged anew: held for the minutes in which late calls
are no news, then an outage nested in theirs, or their own (``outages/judging/services/late_calls.py``).
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from customers.messages.models import MessageChannel, Reading, Reply
from workorders.models import Source, WorkOrder
from workorders.report import Report
from workorders.services.intake import Opened, open_fault_orders

SOURCES = {MessageChannel.WECHAT.value: Source.WECHAT, MessageChannel.SMS.value: Source.PHONE}


@transaction.atomic
def hear_replies(*, reply_ids: Sequence[int], at: datetime) -> list[Opened]:
    """Answers that say so become reports; hearing them again changes nothing."""
    said = Reply.objects.filter(pk__in=list(reply_ids), reading=Reading.STILL_OUT, customer__isnull=False)
    reports = [
        Report(
            source=SOURCES.get(row.channel, Source.APP),
            source_id=f"reply-{row.channel}-{row.reference}"[:100],
            description=_("Still without power, the customer answers: %(text)s") % {"text": row.text[:200]},
            customer_number=row.customer.number if row.customer else "",
            reporter_phone=row.sender if row.sender.startswith("+") else "",
        )
        for row in said.select_related("customer").order_by("pk")
    ]
    return open_fault_orders(reports, at=at) if reports else []


def say_still_out(order: WorkOrder, *, at: datetime) -> Opened:
    """The customer of this order pressed "still without power" on their link; within the caller's transaction."""
    report = Report(
        source=Source.APP,
        source_id=f"link-{order.pk}-{uuid.uuid4()}",
        description=_("Still without power, the customer says by the link of %(number)s") % {"number": order.number},
        customer_number=order.customer.number if order.customer else "",
        meter_number=order.service_point.meter_number if order.service_point else "",
        reporter_name=order.reporter_name,
        reporter_phone=order.reporter_phone,
        address=order.address,
        latitude=order.latitude,
        longitude=order.longitude,
    )
    [opened] = open_fault_orders([report], at=at)
    return opened
