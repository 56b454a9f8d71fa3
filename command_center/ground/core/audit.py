"""The audit trail's one door."""

from typing import Any

import structlog

from command_center.ground.core.models import AuditEntry


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
