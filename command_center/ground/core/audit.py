"""The audit trail: its one door, and the chain of seals that shows whether a row was removed or altered."""

import hashlib
import json
from typing import Any

import structlog
from django.db import transaction

from command_center.ground.core.models import AuditEntry
from command_center.ground.core.postgres import update_rows

SEALED_AT_ONCE = 500


def record(
    *, actor: Any, action: str, object_kind: str = "", object_ref: str = "", allowed: bool = True, **detail: Any
) -> AuditEntry:
    """Write one entry; ``actor`` is a user or None for the system. Commits with the caller's transaction."""
    return AuditEntry.objects.create(
        actor=actor if getattr(actor, "pk", None) else None,
        action=action,
        object_kind=object_kind,
        object_ref=object_ref,
        allowed=allowed,
        detail=detail,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
    )


@transaction.atomic
def seal_audit() -> int:
    """Chain new audit entries: each seal hashes the one before it, so a removed or altered row shows."""
    entries = list(AuditEntry.objects.filter(seal_number=None).order_by("pk")[:SEALED_AT_ONCE])
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
