"""When power will be back. The first estimate comes by itself, a person's word is never replaced by a computed one.

How it is computed is no business of this file: a pure estimator comes in as an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from command_center.ground.core.events import emit
from command_center.ground.core.moments import check_estimate
from outages.estimates.models import RestorationEstimate
from outages.life.choices import BY_HAND, EstimateSource
from outages.life.events import EstimateChanged
from outages.life.models import Outage
from outages.life.states import LIVE, Status
from workorders.engine.advance import allow
from workorders.engine.writing import write

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """``etr_at``: with 80 % it is back by then; ``p50_at`` the median. ``params`` JSON values that explain it."""

    etr_at: datetime
    p50_at: datetime | None = None
    reason: str = ""
    params: dict[str, Any] = field(default_factory=dict)


Estimator = Callable[[Outage, datetime], Estimate | None]
"""(outage, at) → an estimate, or None when nothing can be said."""


@transaction.atomic
def estimate_missing(*, estimator: Estimator, at: datetime) -> int:
    """Give every live outage that has none its first estimate; how many. Run within a minute of every opening."""
    waiting = Outage.objects.live().locked().filter(etr_at=None)[:AT_ONCE]
    return sum(_computed(outage, estimator, at, reason="first") is not None for outage in waiting)


@transaction.atomic
def estimate_again(*, outage_id: int, estimator: Estimator, reason: str, at: datetime) -> Outage:
    """A milestone of the crew, a longer queue, another cause: compute again, unless a person has spoken.

    ``reason`` is a code, e.g. ``crew_on_site``. The same result as before is no new revision.
    """
    outage = Outage.objects.lock(outage_id)
    if Status(outage.status) in LIVE:
        _computed(outage, estimator, at, reason)
    return outage


@transaction.atomic
def estimate_by_hand(
    *,
    outage_id: int,
    etr_at: datetime,
    source: EstimateSource | str,
    at: datetime,
    p50_at: datetime | None = None,
    reason: str = "",
    actor: Any = None,
) -> Outage:
    """The crew's or the desk's word, or the end of a plan. Raises ``Invalid`` for a time that has passed or is too far."""
    outage = Outage.objects.lock(outage_id)
    allow([outage], "estimate")
    if source != EstimateSource.PLAN:
        check_estimate(etr_at, at=at, pointer="/etr_at")
    _write(outage, Estimate(etr_at=etr_at, p50_at=p50_at, reason=reason), source, at, actor)
    return outage


@transaction.atomic
def release_to_computed(*, outage_id: int, estimator: Estimator, at: datetime, actor: Any = None) -> Outage:
    """The person who gave the estimate no longer stands by it: from now on it is computed again."""
    outage = Outage.objects.lock(outage_id)
    found = estimator(outage, at)
    if found is not None and Status(outage.status) in LIVE:
        _write(outage, found, EstimateSource.AUTO, at, actor)
    return outage


def _computed(outage: Outage, estimator: Estimator, at: datetime, reason: str) -> Estimate | None:
    if outage.etr_source in BY_HAND or _plan_still_holds(outage, at):
        return None
    found = estimator(outage, at)
    if found is None or (found.etr_at, found.p50_at) == (outage.etr_at, outage.etr_p50_at):
        return None
    _write(outage, found, EstimateSource.AUTO, at, None, reason)
    return found


def _plan_still_holds(outage: Outage, at: datetime) -> bool:
    return outage.etr_source == EstimateSource.PLAN and outage.etr_at is not None and outage.etr_at > at


def _write(
    outage: Outage, found: Estimate, source: EstimateSource | str, at: datetime, actor: Any, reason: str = ""
) -> None:
    revision = outage.etr_revision + 1
    RestorationEstimate.objects.create(
        outage=outage,
        revision=revision,
        etr_at=found.etr_at,
        p50_at=found.p50_at,
        source=source,
        author=actor,
        reason=found.reason or reason,
        params=found.params,
        at=at,
    )
    write(
        [outage],
        etr_at=found.etr_at,
        etr_p50_at=found.p50_at,
        etr_source=str(source),
        etr_revision=revision,
    )
    emit(EstimateChanged.of(outage, revision=revision))
