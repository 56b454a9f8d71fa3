"""How long such outages took before, learned from the closed ones and remembered for some minutes."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np
from django.utils.timezone import now
from numpy.typing import NDArray

from command_center.ground.core.process_cache import cached
from outages.estimates import estimator as pure
from outages.estimates.services.estimating import Estimate
from outages.life.choices import OutageKind
from outages.life.models import Outage
from outages.life.states import Status
from workorders.kinds.fault.states import AT_WORK
from workorders.kinds.fault.states import Status as OrderStatus

LOOKED_BACK = timedelta(days=730)
LEARNED_FROM = 50_000
AT_LEAST_MINUTES = 5.0


@cached(seconds=600)
def experience() -> pure.Experience:
    """One query over the restored faults of two years."""
    done = [Status.RESTORED.value, Status.VERIFIED.value, Status.CLOSED.value]
    rows = list(
        Outage.objects.filter(
            kind=OutageKind.FAULT, status__in=done, restored_at__isnull=False, started_at__gte=now() - LOOKED_BACK
        )
        .order_by("-started_at")
        .values_list(
            "cause_class",
            "device__device",
            "lead_order__area_kind",
            "started_at",
            "restored_at",
            "lead_order__arrived_at",
        )[:LEARNED_FROM]
    )
    return pure.learn(
        pure.History(
            cause=_words(row[0] for row in rows),
            device=_words(row[1] for row in rows),
            area=_words(row[2] for row in rows),
            weather=_words("" for _ in rows),
            minutes=np.array([_minutes(row[3], row[4]) for row in rows], dtype=np.float64),
            repair_minutes=np.array([_minutes(row[5], row[4]) for row in rows], dtype=np.float64),
        )
    )


def estimator(outage: Outage, at: datetime) -> Estimate | None:
    """P50 and P80 from experience; once the crew is at work, only the repair is left."""
    situation = pure.Situation(
        cause=outage.cause_class,
        device=outage.device.device if outage.device else "",
        area=outage.lead_order.area_kind if outage.lead_order else "",
    )
    elapsed = max(_minutes(outage.started_at, at), 0.0)
    order = outage.lead_order
    if order is not None and order.arrived_at is not None and OrderStatus(order.status) in AT_WORK:
        arrived = max(_minutes(outage.started_at, order.arrived_at), 0.0)
        found = pure.after_arrival(experience(), situation, arrived_minutes=arrived, elapsed_minutes=elapsed)
    else:
        found = pure.estimate(experience(), situation, elapsed_minutes=elapsed)
    p80 = max(found.p80, elapsed + AT_LEAST_MINUTES)
    return Estimate(
        etr_at=outage.started_at + timedelta(minutes=p80),
        p50_at=outage.started_at + timedelta(minutes=min(max(found.p50, elapsed), p80)),
        reason="history" if found.samples else "default",
        params={
            "known_by": list(found.known_by) if not isinstance(found.known_by, str) else found.known_by,
            "samples": found.samples,
        },
    )


def _minutes(start: datetime | None, end: datetime | None) -> float:
    return (end - start).total_seconds() / 60 if start and end else math.nan


def _words(values: Iterable[str | None]) -> NDArray[np.str_]:
    return np.array([value or "" for value in values], dtype=str)
