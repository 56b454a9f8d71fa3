"""Phones and trackers that report for a crew: a token of their own, hashed at rest, bound to the first device."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from command_center.core.errors import NotFound
from dispatch.models import Crew, PositionDevice


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_device(*, crew: Crew, device_id: str = "") -> tuple[PositionDevice, str]:
    """A new device and its token, which nobody can read again."""
    token = secrets.token_urlsafe(24)
    return PositionDevice.objects.create(crew=crew, device_id=device_id, token_hash=token_hash(token)), token


def revoke_devices(device_ids: list[int], *, at: datetime) -> int:
    return PositionDevice.objects.filter(pk__in=device_ids, revoked_at=None).update(revoked_at=at)


def device_behind(token: str) -> PositionDevice:
    """Raises ``NotFound`` for an unknown or revoked token: such a device must stop sending."""
    device = PositionDevice.objects.filter(token_hash=token_hash(token), revoked_at=None).first()
    if device is None:
        raise NotFound()
    return device


def belongs(device: PositionDevice, device_id: str) -> bool:
    """Whether the message comes from the bound device; the first message binds it."""
    if not device.device_id:
        # Compare-and-set: of two first messages one binds, the other is compared with what it bound.
        PositionDevice.objects.filter(pk=device.pk, device_id="").update(device_id=device_id[:60])
        device.refresh_from_db(fields=["device_id"])
    return device.device_id == device_id[:60]
