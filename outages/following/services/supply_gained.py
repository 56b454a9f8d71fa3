"""Who has supply by the record of the switches: their interruptions end when it says so, or never were."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from command_center.ground.network.models import Branch, SwitchOperation
from outages.ledger.models import Correction, CorrectionKind, Interruption, RestorationStep
from outages.ledger.querysets import InterruptionQuerySet
from outages.ledger.services import rewriting, statements
from outages.life.choices import EndedBy
from outages.life.models import Outage
from outages.life.scope import scope_of
from outages.life.states import DARK
from outages.planned.selectors.plans import plan_at_work
from outages.verbs.services.dismissing import dismiss
from outages.verbs.services.restoring import How, restore
from workorders.engine.writing import write

# What a late telegram may end earlier; a crew's, a meter's or a customer's word is about something else.
BY_A_SWITCH = (EndedBy.SWITCHING, EndedBy.TIE, EndedBy.PLAN, EndedBy.RECLOSE)
LATE = "late_telegram"
ROWS = "i.id = ANY(%(rows)s::bigint[])"


@dataclass(frozen=True)
class Gain:
    """``points`` have supply from ``since`` on because this device closed; the opposite was believed over ``wrong``."""

    branch: Branch
    since: datetime
    wrong: Collection[tuple[datetime, datetime | None]]
    points: Collection[int]


def follow_gain(gain: Gain, *, at: datetime) -> set[int]:
    """The ledger after it; repeating it changes nothing. Ids of the outages of which something was corrected."""
    for outage_id, dark in _grouped(_dark(gain), "service_point_id").items():
        restore(outage_id=outage_id, at=gain.since, how=by_device(gain.branch), scope=scope_of(points=dark))
    late = Interruption.objects.standing().filter(
        service_point_id__in=gain.points, off_at__lt=gain.since, on_at__gt=gain.since, ended_by__in=BY_A_SWITCH
    )
    ended = _grouped(late, "pk")
    for outage_id, rows in ended.items():
        _end_earlier(Outage.objects.lock(outage_id), rows, gain, at)
    never_off = _grouped(_never_off(gain), "pk")
    for outage_id, rows in never_off.items():
        _never_was(Outage.objects.lock(outage_id), rows, gain, at)
    return {*ended, *never_off}


def end_empty(branches: Collection[Branch], outage_ids: Collection[int], *, at: datetime) -> None:
    """None of these outages, or of these devices, lives on with nobody dark: over with the last return of power, or never one."""
    concerned = Q(device__in=branches) | Q(pk__in=outage_ids)
    empty = Outage.objects.filter(concerned, status__in=[s.value for s in DARK], customers_out=0)
    for outage in empty.order_by("pk"):
        if not outage.customers_total:
            dismiss(outage_id=outage.pk, reason=LATE, at=at)
            continue
        last = outage.interruptions.standing().aggregate(last=Max("on_at"))["last"]
        restore(outage_id=outage.pk, at=last or at, how=How(ended_by=EndedBy.SWITCHING), scope=scope_of())


def _dark(gain: Gain) -> InterruptionQuerySet:
    """Open interruptions that began before. A household's own only since this device opened: who was dark alone before that
    has another fault."""
    rows = Interruption.objects.open().filter(service_point_id__in=gain.points, off_at__lt=gain.since)
    rows = rows.filter(outage__status__in=[status.value for status in DARK])
    opened = SwitchOperation.objects.filter(branch=gain.branch, opened=True, at__lt=gain.since).order_by("-at")
    opened_at = opened.values_list("at", flat=True).first()
    return rows.filter(Q(outage__device__isnull=False) | Q(off_at__gte=opened_at)) if opened_at else rows


def _never_off(gain: Gain) -> InterruptionQuerySet:
    """Interruptions that began while these were wrongly believed to be without supply, by a device that opened."""
    began = Q(pk__in=[])
    for start, stop in gain.wrong:
        began |= Q(off_at__gte=max(start, gain.since)) & (Q(off_at__lt=stop) if stop else Q())
    rows = Interruption.objects.standing().filter(began, service_point_id__in=gain.points, outage__device__isnull=False)
    return rows.filter(Q(on_at=None) | Q(ended_by__in=BY_A_SWITCH))


def _grouped(rows: InterruptionQuerySet, field: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for outage_id, value in rows.order_by("outage_id", "pk").values_list("outage_id", field):
        found.setdefault(outage_id, []).append(value)
    return found


def _end_earlier(outage: Outage, row_ids: list[int], gain: Gain, at: datetime) -> None:
    """The telegram came late: power was back at this moment already."""
    how = by_device(gain.branch)
    facts = {"on_at": gain.since.isoformat(), "device": gain.branch.pk}
    correction = rewriting.begin(outage, CorrectionKind.END, reason=LATE, at=at, **facts)
    step = RestorationStep.objects.create(
        outage=outage, at=gain.since, ended_by=how.ended_by, by_device=gain.branch, customers=len(row_ids)
    )
    parameters = {"rows": row_ids, "at": gain.since, "ended_by": str(how.ended_by), "step": step.pk}
    ended = {"on_at": "%(at)s", "ended_by": "%(ended_by)s", "step_id": "%(step)s"}
    statements.rewrite(correction, ROWS, parameters, instead=ended)
    _recounted(outage, correction, at)


def _never_was(outage: Outage, row_ids: list[int], gain: Gain, at: datetime) -> None:
    """They had power all the time. What of it is true after all, another part of the record appends again."""
    correction = rewriting.begin(outage, CorrectionKind.NEVER_OFF, reason=LATE, at=at, device=gain.branch.pk)
    statements.retract(correction, ROWS, {"rows": row_ids})
    _recounted(outage, correction, at)


def _recounted(outage: Outage, correction: Correction, at: datetime) -> None:
    rewriting.finish(outage, correction, at=at)
    if outage.restored_at is not None:
        write([outage], restored_at=outage.interruptions.standing().aggregate(last=Max("on_at"))["last"] or at)


def by_device(branch: Branch) -> How:
    """Power came back because this device closed."""
    if branch.normally_open:
        return How(ended_by=EndedBy.TIE, device_id=branch.pk)
    return How(ended_by=EndedBy.PLAN if plan_at_work(branch.pk) else EndedBy.SWITCHING, device_id=branch.pk)
