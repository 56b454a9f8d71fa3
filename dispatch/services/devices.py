"""Phones and trackers that report for a crew: a token of their own, hashed at rest, bound to the first device."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from command_center.ground.core.errors import NotFound
from dispatch.models import Crew, PositionDevice

LONGEST_ID = 60


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
    """Whether the message comes from the bound device; the first message that names itself binds it.

    One that does not name itself is the device's: the token says which one it is.
    """
    if not device_id:
        return True
    if not device.device_id:
        # Compare-and-set: of two first messages one binds, the other is compared with what it bound.
        PositionDevice.objects.filter(pk=device.pk, device_id="").update(device_id=device_id[:LONGEST_ID])
        device.refresh_from_db(fields=["device_id"])
    return device.device_id == device_id[:LONGEST_ID]


def note_heard(device: PositionDevice, *, at: datetime, mocked: int = 0) -> None:
    """A sign of life, to the minute, and positions that were made up."""
    if mocked or device.heard_at is None or device.heard_at <= at - timedelta(minutes=1):
        PositionDevice.objects.filter(pk=device.pk).update(heard_at=at, mock_count=F("mock_count") + mocked)


def note_other(device: PositionDevice, device_ids: Sequence[str], *, at: datetime) -> None:
    """Another phone sends with this token: shown in the back office, where it can be bound."""
    PositionDevice.objects.filter(pk=device.pk).update(
        other_device_id=device_ids[-1][:LONGEST_ID], other_heard_at=at, other_count=F("other_count") + len(device_ids)
    )


def bind_anew(device_ids: list[int]) -> int:
    """From now on the token belongs to the phone that sends with it; how many. Those nobody else sent with stay."""
    others = PositionDevice.objects.filter(pk__in=device_ids, revoked_at=None).exclude(other_device_id="")
    return others.update(device_id=F("other_device_id"), other_device_id="", other_heard_at=None, other_count=0)
