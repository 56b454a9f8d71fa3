"""The relay: stamps a dense, gap-free ``seq`` on committed events, fans them out to handlers and screens.

One relay is active (session advisory lock), others wait. ``seq`` is stamped here and not on insert: a slow
transaction with a lower id may commit after a faster one, and boards resume by the highest seq they saw.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog
from django.db import connection, transaction
from django.utils.timezone import now

from command_center.ground.core.bulk_update import update_rows
from command_center.ground.core.events import reactions_to
from command_center.ground.core.models import AuditEntry, Delivery, EventRecord, Stream

log = structlog.get_logger(__name__)

RELAY_LOCK = 0x5E9
BATCH = 500


@contextmanager
def the_only_relay() -> Iterator[None]:
    """Wait for the session advisory lock. It dies with the connection, so a killed relay frees it at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [RELAY_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RELAY_LOCK])


@dataclass
class Round:
    """What one round published: events in ``seq`` order and the handlers that have work."""

    events: list[EventRecord] = field(default_factory=list)
    wake: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def publish_round() -> Round:
    """Stamp and fan out every committed, unpublished event (at most ``BATCH``)."""
    events = list(EventRecord.objects.filter(seq=None).order_by("pk")[:BATCH])
    result = Round(events)
    if not events:
        return result
    stream = Stream.objects.select_for_update(no_key=True).get(pk=1)
    for seq, event in enumerate(events, start=stream.seq + 1):
        event.seq = seq
    update_rows(events, ["seq"])
    Stream.objects.filter(pk=1).update(seq=events[-1].seq)
    result.wake = _deliver(events)
    return result


def _deliver(events: list[EventRecord]) -> dict[str, str]:
    due_at = now()
    rows, wake = [], {}
    for event in events:
        for reaction in reactions_to(event.name):
            rows.append(Delivery(event=event, handler=reaction.name, due_at=due_at))
            wake[reaction.name] = reaction.queue
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return wake


def head() -> tuple[str, int]:
    """The stream's epoch and its highest published ``seq``."""
    epoch, seq = Stream.objects.values_list("epoch", "seq").get(pk=1)
    return str(epoch), seq


@transaction.atomic
def seal_audit() -> int:
    """Chain new audit entries: each seal hashes the one before it, so a removed or altered row shows."""
    entries = list(AuditEntry.objects.filter(seal_number=None).order_by("pk")[:BATCH])
    if not entries:
        return 0
    last = AuditEntry.objects.exclude(seal_number=None).order_by("-seal_number").first()
    number, seal = (last.seal_number or 0, last.seal) if last else (0, "")
    for entry in entries:
        number, seal = number + 1, seal_of(seal, entry)
        entry.seal_number, entry.seal = number, seal
    update_rows(entries, ["seal_number", "seal"])
    return len(entries)


def seal_of(previous: str, entry: AuditEntry) -> str:
    """SHA-256 over the previous seal and the entry's canonical JSON."""
    row = [
        entry.pk,
        entry.at.isoformat(),
        entry.actor_id,
        entry.action,
        entry.object_kind,
        entry.object_ref,
        entry.allowed,
        entry.detail,
        entry.request_id,
    ]
    canonical = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def broken_seals() -> list[int]:
    """Seal numbers where the chain does not hold: empty when nobody tampered."""
    broken, previous, expected = [], "", 1
    for entry in AuditEntry.objects.exclude(seal_number=None).order_by("seal_number").iterator():
        if entry.seal_number != expected or entry.seal != seal_of(previous, entry):
            broken.append(entry.seal_number or 0)
        previous, expected = entry.seal, (entry.seal_number or 0) + 1
    return broken
