"""Who lost supply when a device opened: claimed by the live outage that explains them, or by a new one.

Whoever is dark already stays where they are; when nobody new is dark, nothing is opened.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Q

from command_center.ground.network.models import Branch
from command_center.ground.network.selectors.supplied import Fed
from outages.following.services.supply_gained import BY_A_SWITCH, ROWS, by_device
from outages.ledger.models import CorrectionKind, Interruption
from outages.ledger.services import rewriting, statements
from outages.ledger.services.correcting import correct_was_off
from outages.ledger.services.counting import recount
from outages.life.choices import OutageKind
from outages.life.models import Outage, OutageScope
from outages.life.querysets import OutageQuerySet
from outages.life.scope import Scope, scope_of
from outages.life.selectors.affected import scope_of_fed
from outages.life.states import DARK, Status
from outages.planned.services.execution import opened_by_plan
from outages.verbs.services import merging
from outages.verbs.services.confirming import confirm
from outages.verbs.services.nesting import STILL_DARK
from outages.verbs.services.opening import Finding, open_outage, scope_claimed
from outages.verbs.services.restoring import lose_again, restore
from workorders.engine.writing import write

TRIP = "device_opened"
UNSURE = (Status.PREDICTED, Status.PROBABLE)
# An outage of these can have somebody dark again; what is verified or closed stays so.
GOES_ON = tuple(status.value for status in (*DARK, Status.RESTORED))


@dataclass(frozen=True)
class End:
    at: datetime
    closed: Branch


@dataclass(frozen=True)
class Loss:
    """``points`` are without supply from ``since`` to ``end`` because this device opened.

    ``lost``: the trace's own words for everybody who lost supply at that moment; None for what began before.
    """

    branch: Branch
    since: datetime
    points: Collection[int]
    end: End | None
    lost: Fed | None


@dataclass
class Sorted:
    """By what the ledger says from the loss on. ``fresh``, ``between``: points; ``earlier``, ``longer``: ids of rows.

    ``fresh``: nothing is known yet. ``between``: known to be dark again only after the end. ``earlier``: a row that begins
    within it and should have begun now. ``longer``: a row that a switch ended although power did not return.
    """

    fresh: list[int] = field(default_factory=list)
    between: list[int] = field(default_factory=list)
    earlier: list[int] = field(default_factory=list)
    longer: list[int] = field(default_factory=list)


def follow_loss(loss: Loss, *, at: datetime) -> None:
    """The ledger after it; repeating it changes nothing."""
    found = _sorted(loss)
    if found.earlier:
        _begin_earlier(loss, found.earlier, at)
        found = _sorted(loss)  # what was corrected stands in new rows
    _go_on(loss, found.longer, at)
    suspected = _suspected(loss)
    if not (found.fresh or found.between or suspected):
        return
    outage = _explain(loss, _scope(loss, found), at)
    outage = merge_suspicions(outage, suspected, at=at)
    if loss.end and found.fresh:
        how = by_device(loss.end.closed)
        restore(outage_id=outage.pk, at=loss.end.at, how=how, scope=scope_of(points=found.fresh))
    if loss.end and found.between:
        scope, reason = scope_of(points=found.between), loss.branch.code
        correct_was_off(outage_id=outage.pk, scope=scope, off_at=loss.since, on_at=loss.end.at, reason=reason, at=at)


def _scope(loss: Loss, found: Sorted) -> Scope:
    """Named by nodes where that is exact: the scope then speaks of everybody who moves in there too."""
    if loss.lost is not None and loss.end is None:
        scope = scope_of_fed(loss.lost)
        if set(statements.points_of(scope)) == set(loss.points):
            return scope
    return scope_of(points=found.fresh)


def merge_suspicions(
    outage: Outage, suspected: Iterable[Outage], *, at: datetime, reason: str = TRIP, actor: Any = None
) -> Outage:
    """The outage with every one of these merged into it."""
    for each in suspected:
        if each.pk != outage.pk:
            outage = merging.merge(outage_id=each.pk, parent_id=outage.pk, reason=reason, at=at, actor=actor)
    return outage


def suspected_within(node_ids: Collection[int]) -> OutageQuerySet:
    """Suspicions whose device lies wholly among these nodes."""
    unsure = Outage.objects.filter(kind=OutageKind.FAULT, status__in=[status.value for status in UNSURE])
    return unsure.filter(device__from_node__in=node_ids, device__to_node__in=node_ids).order_by("pk")


def _suspected(loss: Loss) -> list[Outage]:
    """Suspicions that this opening explains: of customers who all lost supply by it."""
    if not loss.lost:
        return []
    nodes = loss.lost.touched_node_ids
    at_device = Q(device=loss.branch, status__in=[status.value for status in UNSURE])
    within = Q(pk__in=suspected_within(nodes).values("pk"))
    lost = set(loss.points)
    rows = Outage.objects.filter(at_device | within).order_by("pk")
    return [each for each in rows if lost.issuperset(statements.points_of(scope_claimed(each)))]


def _explain(loss: Loss, scope: Scope, at: datetime) -> Outage:
    """The outage that has them now: of the plan that wanted it open, of this device, of whom its tie had helped, or new."""
    live = Outage.objects.live().filter(device=loss.branch).first()
    if live is None or live.status in UNSURE:
        planned = opened_by_plan(loss.branch, scope, since=loss.since, at=at)
        if planned is not None:
            return planned
    if live is not None and live.status in UNSURE:
        return _certain(live, scope, loss, at)
    known = live or _helped_by(loss)
    if known is not None:
        return lose_more(known, scope, since=loss.since, at=at)
    return open_outage(
        scope=scope,
        started_at=loss.since,
        at=at,
        status=Status.CONFIRMED,
        device_id=loss.branch.pk,
        finding=Finding(reason_code=TRIP, params=_params(loss), confidence=1.0),
    )


def _params(loss: Loss) -> dict[str, str]:
    """What the outage's words say: which device, and on which phases alone."""
    params = {"device": loss.branch.code}
    return params | {"phases": loss.lost.phases} if loss.lost and loss.lost.phases else params


def _certain(suspected: Outage, scope: Scope, loss: Loss, at: datetime) -> Outage:
    """What was suspected at this device is so, and since no later than it opened."""
    if suspected.started_at > loss.since:
        write([Outage.objects.lock(suspected.pk)], started_at=loss.since)
    outage = confirm(outage_id=suspected.pk, at=at, scope=scope, reason=TRIP)
    return lose_more(outage, scope, since=loss.since, at=at)


def lose_more(outage: Outage, scope: Scope, *, since: datetime, at: datetime) -> Outage:
    """Of a live outage: these are dark too, or again."""
    before = scope_claimed(outage)
    OutageScope.objects.filter(outage=outage).update(**(before | scope).lists())
    return lose_again(outage_id=outage.pk, scope=scope, since=since, at=at)


def _helped_by(loss: Loss) -> Outage | None:
    """The outage whose customers had power through this tie, which opens again: they are dark by what they were dark by."""
    if not loss.branch.normally_open:
        return None
    statuses = [status.value for status in DARK | {Status.RESTORED}]
    rows = Interruption.objects.standing().filter(
        service_point_id__in=loss.points, step__by_device=loss.branch, outage__status__in=statuses
    )
    last = rows.order_by("-on_at").values_list("outage_id", flat=True).first()
    if last is None:
        return None
    outage = Outage.objects.get(pk=last)
    others = Outage.objects.live().filter(device=outage.device_id).exclude(pk=last) if outage.device_id else None
    # What opened after it is open still: else its own customers have power whatever the tie does.
    device = outage.device
    stands = device is None or device.is_open or device.pk == loss.branch.pk
    return outage if stands and not (others and others.exists()) else None


Row = tuple[int, datetime, datetime | None, str, str]


def _sorted(loss: Loss) -> Sorted:
    rows = Interruption.objects.standing().filter(service_point_id__in=loss.points)
    rows = rows.filter(Q(on_at=None) | Q(on_at__gte=loss.since)).order_by("service_point_id", "off_at")
    fields = ("service_point_id", "pk", "off_at", "on_at", "ended_by", "outage__status")
    known: dict[int, list[Row]] = {}
    for point, *row in rows.values_list(*fields):
        known.setdefault(point, []).append((row[0], row[1], row[2], row[3], row[4]))
    found = Sorted()
    for point in sorted(loss.points):
        _sort(found, point, known.get(point, []), loss.since, loss.end.at if loss.end else None)
    return found


def _sort(found: Sorted, point: int, rows: list[Row], since: datetime, until: datetime | None) -> None:
    before = [row for row in rows if row[1] <= since]
    later = [row for row in rows if row[1] > since]
    if any(on_at is None or (until is not None and on_at >= until) for _, _, on_at, _, _ in before):
        return
    if later and until is not None and later[0][1] > until:
        found.between.append(point)
    elif later:
        found.earlier += [later[0][0], *_not_returned(later, until)]
        if _ended_by_a_switch(later[-1], until) and later[-1][4] in GOES_ON:
            found.longer.append(later[-1][0])
    elif before and before[-1][3] in BY_A_SWITCH and before[-1][4] in GOES_ON:
        found.longer.append(before[-1][0])
    else:
        found.fresh.append(point)


def _not_returned(rows: list[Row], until: datetime | None) -> list[int]:
    """Rows before which a switch is said to have brought power back within the loss: it did not, they begin there."""
    within = [row for row in rows if until is None or row[1] <= until]
    return [row[0] for before, row in pairwise(within) if _ended_by_a_switch(before, row[1])]


def _ended_by_a_switch(row: Row, before: datetime | None) -> bool:
    _, _, on_at, ended_by, _ = row
    return on_at is not None and ended_by in BY_A_SWITCH and (before is None or on_at < before)


def _go_on(loss: Loss, row_ids: list[int], at: datetime) -> None:
    """The switch that ended these gave no power, because this one was open: the same interruptions go on."""
    for outage_id, ids in _by_outage(row_ids).items():
        outage, into = Outage.objects.lock(outage_id), _still_live(outage_id)
        facts = {"device": loss.branch.pk, "into": into.number}
        correction = rewriting.begin(outage, CorrectionKind.STILL_OFF, reason=loss.branch.code, at=at, **facts)
        instead = STILL_DARK | {"outage_id": "%(into)s"}
        statements.rewrite(correction, ROWS, {"rows": ids, "into": into.pk}, instead=instead)
        rewriting.finish(outage, correction, at=at)
        if into.pk != outage.pk:
            recount(into, at=at)
        if loss.end:
            points = Interruption.objects.filter(pk__in=ids).values_list("service_point_id", flat=True)
            how = by_device(loss.end.closed)
            restore(outage_id=into.pk, at=loss.end.at, how=how, scope=scope_of(points=points))


def _still_live(outage_id: int) -> Outage:
    """The outage itself, or the live one that its device has got since."""
    outage = Outage.objects.get(pk=outage_id)
    others = Outage.objects.live().filter(device_id=outage.device_id) if outage.device_id else Outage.objects.none()
    return Outage.objects.lock((others.first() or outage).pk)


# The last return of power before row ``g`` began and after the loss: it is not believed beyond that.
RETURNED = f"""(SELECT max(e.on_at) FROM {statements.TABLE} e WHERE e.service_point_id = g.service_point_id
    AND e.retracted_at IS NULL AND e.on_at > %(since)s AND e.on_at <= g.off_at AND e.id <> g.id)"""


def _begin_earlier(loss: Loss, row_ids: list[int], at: datetime) -> None:
    """Rows that begin later: the customer was dark since the device opened. Corrected, each in its own outage."""
    for outage_id, ids in _by_outage(row_ids).items():
        outage = Outage.objects.lock(outage_id)
        facts = {"since": loss.since.isoformat(), "rows": len(ids), "device": loss.branch.pk}
        correction = rewriting.begin(outage, CorrectionKind.EARLIER, reason=loss.branch.code, at=at, **facts)
        start = {"off_at": f"greatest(%(since)s, {RETURNED})"}
        parameters = {"rows": ids, "since": loss.since}
        statements.rewrite(correction, ROWS, parameters, instead=start)
        if outage.device_id == loss.branch.pk and outage.started_at > loss.since:
            write([outage], started_at=loss.since)
        rewriting.finish(outage, correction, at=at)


def _by_outage(row_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = Interruption.objects.filter(pk__in=row_ids).order_by("outage_id", "pk")
    for outage_id, row_id in rows.values_list("outage_id", "pk"):
        found.setdefault(outage_id, []).append(row_id)
    return found
