"""What customers answered by their link, as the outages hear it: one more dark place, or an answer to the open round of questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, When

from command_center.ground.core.events import emit
from outages.judging.models.evidence import Evidence, EvidenceKind
from outages.judging.services.evidence import Signal, take_evidence
from outages.life.choices import Answer
from outages.life.events import SignalsReceived
from outages.life.models import OutageOrder
from outages.life.states import LIVE
from outages.verbs.services.verifying import record_answers
from workorders.asking.verdicts import Change, Supply
from workorders.models import CustomerAnswer

ABOUT_SUPPLY = (Change.CONFIRMED, Change.REPORTED)
PROVINCE_DEPTH = 1


@transaction.atomic
def hear(*, answer_ids: Sequence[int], at: datetime) -> None:
    """Take these answers as evidence; hearing them again changes nothing. What speaks of no known supply speaks of none here."""
    rows = CustomerAnswer.objects.filter(pk__in=list(answer_ids), order__service_point__isnull=False)
    told = list(rows.select_related("order__service_point").order_by("pk"))
    _neighbours([row for row in told if row.change == Change.EVIDENCE], at=at)
    _supply([row for row in told if row.change in ABOUT_SUPPLY], at=at)


def _neighbours(rows: Sequence[CustomerAnswer], *, at: datetime) -> None:
    """Hearsay of a place: a call at the transformer, of no customer by name. However often it is said, it is one a report."""
    if not rows:
        return
    take_evidence(signals=[_call(row) for row in rows], at=at)
    found = dict(Evidence.objects.filter(source_key__in=[_key(row) for row in rows]).values_list("source_key", "pk"))
    linked = OutageOrder.objects.filter(
        order__in=[row.order_id for row in rows], outage__status__in=[status.value for status in LIVE]
    )
    known = dict(linked.values_list("order_id", "outage_id"))
    _belong({found[_key(row)]: known[row.order_id] for row in rows if row.order_id in known})
    fresh = sorted({found[_key(row)] for row in rows if row.order_id not in known})
    if fresh:
        province = "/".join(rows[0].order.org_path.strip("/").split("/")[:PROVINCE_DEPTH]) + "/"
        emit(SignalsReceived(first_id=fresh[0], evidence_ids=fresh, org_path=province))


def _belong(outages: Mapping[int, int]) -> None:
    """Evidence id → the outage that it speaks of, in one statement; what belongs to one already stays there."""
    which = Case(*[When(pk=pk, then=outage_id) for pk, outage_id in outages.items()])
    if outages:
        Evidence.objects.filter(pk__in=outages, outage=None).update(outage_id=which)


def _key(row: CustomerAnswer) -> str:
    return f"neighbours:{row.order_id}"


def _call(row: CustomerAnswer) -> Signal:
    point = row.order.service_point
    return Signal(
        kind=EvidenceKind.CALL,
        source_key=_key(row),
        at=row.at,
        org_path=row.order.org_path,
        node_id=point.transformer_id if point else None,
        detail={"said_by": row.order.number},
    )


def _supply(rows: Sequence[CustomerAnswer], *, at: datetime) -> None:
    """Whoever is asked whether power is back has answered; others' words are kept with their orders."""
    says = {str(Supply.ON): Answer.ON, str(Supply.OFF): Answer.OFF}
    answers: dict[int, Answer | str] = {
        row.order.service_point_id: says[row.said["said"]] for row in rows if row.order.service_point_id
    }
    if answers:
        record_answers(answers=answers, at=at)
