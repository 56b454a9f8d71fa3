"""What the judge predicts becomes an outage: a new one, one that was suspected and now is larger, or one nested in another."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from command_center.ground.core.errors import Conflict
from outages.judging.judgement import PredictedOutage
from outages.judging.models.evidence import Evidence, EvidenceKind
from outages.judging.selectors.to_judge import Case
from outages.judging.services import linking
from outages.ledger.selectors.known import restored_lately
from outages.life.models import Outage
from outages.life.scope import Scope, scope_of
from outages.life.selectors.affected import scope_of_device
from outages.life.states import Status
from outages.verbs.services import merging
from outages.verbs.services.confirming import confirm, make_probable
from outages.verbs.services.moving import move_to
from outages.verbs.services.nesting import find_nested, keep_dark
from outages.verbs.services.opening import Finding, open_outage
from workorders.engine.writing import raise_attention, write

# Believed without waiting: this sure, and by so many different places (design, domain reference §4.3 gives only a time).
SURE = 0.8
PLACES = 3
NESTED_WITHIN = timedelta(hours=12)
BY_JUDGEMENT = "judgement"
METERS_DISAGREE = "meters_disagree"


def settle(case: Case, predicted: PredictedOutage, *, at: datetime) -> Outage | None:
    """The outage of this prediction, with all its signals and orders, in the caller's transaction.

    None when only one customer of several has called: a single household is no outage yet.
    """
    rows = [case.rows[signal_id] for signal_id in predicted.signal_ids]
    if predicted.customers > 1 and not predicted.is_confirmed and _one_household(rows):
        return None
    device_id = int(case.state.model.branch_pk[predicted.device])
    scope = scope_of_device(device_id, at=at)
    suspected = sorted({row.outage_id for row in rows if row.outage_id is not None})
    if suspected:
        outage = _gather(suspected, device_id, scope, at=at)
    else:
        outage = _begin(rows, device_id, scope, predicted, at=at)
        if outage.device_id is None:  # nested, and only of those who called
            return linking.join(outage.pk, rows, at=at)
    outage = _believe(outage, _status(predicted, rows), scope, at=at)
    write([outage], **_finding(predicted).fields())
    if any(code == METERS_DISAGREE for code, _ in predicted.reasons):
        raise_attention([Outage.objects.lock(outage.pk)], METERS_DISAGREE)
    return linking.join(outage.pk, [row for row in rows if row.outage_id != outage.pk], at=at)


def still_dark(parent_id: int, row: Evidence, *, at: datetime) -> Outage | None:
    """A single customer of a restored outage calls again: the interruption goes on, in an outage of its own."""
    try:
        nested = find_nested(outage_id=parent_id, scope=scope_of(points=[row.service_point_id or 0]), at=at)
    except Conflict:
        return None
    return linking.join(nested.pk, [row], at=at)


def _one_household(rows: Sequence[Evidence]) -> bool:
    """A transformer's terminal speaks for all of its customers, a call or a meter for one."""
    return len(_places(rows)) < 2 and all(row.kind in (EvidenceKind.CALL, EvidenceKind.METER_OFF) for row in rows)


def _places(rows: Sequence[Evidence]) -> set[int | None]:
    return {row.service_point_id for row in rows}


def _status(predicted: PredictedOutage, rows: Sequence[Evidence]) -> Status:
    if predicted.is_confirmed:
        return Status.CONFIRMED
    sure = predicted.confidence >= SURE and len(_places(rows)) >= PLACES
    return Status.PROBABLE if sure else Status.PREDICTED


def _finding(predicted: PredictedOutage) -> Finding:
    code, params = predicted.reasons[0] if predicted.reasons else ("", {})
    return Finding(reason_code=code, params=dict(params), confidence=predicted.confidence)


def _begin(
    rows: Sequence[Evidence], device_id: int, scope: Scope, predicted: PredictedOutage, *, at: datetime
) -> Outage:
    started_at = min(row.at for row in rows)
    parents = restored_lately([row.service_point_id for row in rows if row.service_point_id], since=at - NESTED_WITHIN)
    if parents:
        [(parent_id, _)] = Counter(parents.values()).most_common(1)
        try:
            return _nested(parent_id, rows, device_id, scope, predicted, at=at)
        except Conflict:
            pass  # they had power in between: a fault of its own
    return open_outage(
        scope=scope, started_at=min(started_at, at), at=at, device_id=device_id, finding=_finding(predicted)
    )


def _nested(
    parent_id: int, rows: Sequence[Evidence], device_id: int, scope: Scope, predicted: PredictedOutage, *, at: datetime
) -> Outage:
    """After a return of power the same certainty is asked for as before it: unless sure, only the callers are dark."""
    if _status(predicted, rows) != Status.PREDICTED:
        return find_nested(outage_id=parent_id, scope=scope, at=at, device_id=device_id)
    callers = scope_of(points=[row.service_point_id for row in rows if row.service_point_id])
    return find_nested(outage_id=parent_id, scope=callers, at=at)


def _gather(suspected: Sequence[int], device_id: int, scope: Scope, *, at: datetime) -> Outage:
    """Several suspicions are one outage: the one at this device, else the surest and oldest, takes in the others."""
    outages = sorted(
        Outage.objects.filter(pk__in=suspected),
        key=lambda each: (each.device_id != device_id, each.status == Status.PREDICTED, each.pk),
    )
    first, *others = outages
    if first.device_id != device_id:
        if first.nested_in is not None:
            keep_dark(first.nested_in, scope, into=first, reason=first.number, at=at)
        first = move_to(outage_id=first.pk, scope=scope, device_id=device_id, reason=BY_JUDGEMENT, at=at)
    if first.status == Status.PREDICTED and any(other.status != Status.PREDICTED for other in others):
        first = make_probable(outage_id=first.pk, at=at, scope=scope)
    for other in others:
        first = merging.merge(outage_id=other.pk, parent_id=first.pk, reason=BY_JUDGEMENT, at=at)
    return first


def _believe(outage: Outage, wanted: Status, scope: Scope, *, at: datetime) -> Outage:
    if wanted == Status.PROBABLE and outage.status == Status.PREDICTED:
        return make_probable(outage_id=outage.pk, at=at, scope=scope)
    if wanted == Status.CONFIRMED and outage.status in (Status.PREDICTED, Status.PROBABLE):
        return confirm(outage_id=outage.pk, at=at, scope=scope)
    return outage
