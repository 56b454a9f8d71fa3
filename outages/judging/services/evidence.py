"""Signals are kept as they come, each once, and then belong to an outage."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from outages.judging.models.evidence import Evidence, EvidenceKind


@dataclass(frozen=True, kw_only=True)
class Signal:
    """``source_key`` names the signal at its source, e.g. ``HES-ES:8f0c``; ``detail`` JSON values."""

    kind: EvidenceKind | str
    source_key: str
    at: datetime
    org_path: str
    service_point_id: int | None = None
    branch_id: int | None = None
    node_id: int | None = None
    order_id: int | None = None
    outage_id: int | None = None
    author_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def take_evidence(*, signals: Sequence[Signal], at: datetime) -> int:
    """Keep signals; how many were new. Delivered again, a signal is quiet."""
    if not signals:
        return 0
    keys = [signal.source_key for signal in signals]
    before = Evidence.objects.filter(source_key__in=keys).count()
    # In the order of the keys: two batches that share signals wait for each other in line.
    rows = [
        Evidence(**signal.__dict__, received_at=at) for signal in sorted(signals, key=lambda signal: signal.source_key)
    ]
    Evidence.objects.bulk_create(rows, ignore_conflicts=True)
    return Evidence.objects.filter(source_key__in=keys).count() - before
