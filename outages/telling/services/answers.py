"""What customers answered to our messages, as evidence: it answers the open round of questions of their outage."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from customers.messages.models import Reading, Reply
from customers.models import ServicePoint
from outages.life.choices import Answer
from outages.verbs.models import RestoreCheck
from outages.verbs.services.verifying import record_answers

SAYS = {Reading.IS_BACK.value: Answer.ON, Reading.STILL_OUT.value: Answer.OFF}


@transaction.atomic
def hear_answers(*, reply_ids: Sequence[int], at: datetime) -> int:
    """Count answers of customers who are asked whether power is back; how many of those asked have answered."""
    said = Reply.objects.filter(pk__in=list(reply_ids), reading__in=SAYS, message__subject_kind="outage")
    readings = dict(said.order_by("pk").values_list("customer_id", "reading"))
    outages = set(said.values_list("message__subject_id", flat=True))
    places = ServicePoint.objects.filter(customer_id__in=readings).values_list("pk", "customer_id")
    answers: dict[int, Answer] = {pk: SAYS[readings[customer_id]] for pk, customer_id in places}
    checks = RestoreCheck.objects.filter(outage_id__in=outages, finished_at=None).order_by("pk")
    return sum(record_answers(check_id=pk, answers=answers, at=at) for pk in checks.values_list("pk", flat=True))
