"""What customers answered by their link, as the outages hear it: one more dark place, or an answer to the open round of questions."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from command_center.ground.core.events import emit
from outages.judging.models.evidence import Evidence, EvidenceKind
from outages.judging.services.evidence import Signal, take_evidence
from outages.life.choices import Answer
from outages.life.events import SignalsReceived
from outages.life.models import OutageOrder
from outages.life.states import LIVE
from outages.verbs.models import RestoreCheck
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
    found = {row.source_key: row for row in Evidence.objects.filter(source_key__in=[_key(row) for row in rows])}
    linked = OutageOrder.objects.filter(
        order__in=[row.order_id for row in rows], outage__status__in=[status.value for status in LIVE]
    )
    known = dict(linked.values_list("order_id", "outage_id"))
    for row in rows:
        if row.order_id in known:
            Evidence.objects.filter(pk=found[_key(row)].pk, outage=None).update(outage_id=known[row.order_id])
    fresh = sorted(found[_key(row)].pk for row in rows if row.order_id not in known)
    if fresh:
        province = "/".join(rows[0].order.org_path.strip("/").split("/")[:PROVINCE_DEPTH]) + "/"
        emit(SignalsReceived(first_id=fresh[0], evidence_ids=fresh, org_path=province))


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
    asked = RestoreCheck.objects.filter(finished_at=None, answers__service_point_id__in=answers).distinct()
    for check_id in asked.order_by("pk").values_list("pk", flat=True) if answers else ():
        record_answers(check_id=check_id, answers=answers, at=at)
