"""SOS: a call for help from a tracker or phone becomes a fact in the same transaction as the message, on duty or not."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from command_center.ground.core.events import emit
from command_center.ground.core.models import EventRecord
from dispatch.events import CrewSos
from dispatch.models import CrewPosition, PositionDevice
from dispatch.positions import Fix

SOS = "sos"
NO_PLACE = ("out_of_range", "null_island")


@transaction.atomic
def raise_sos(*, device: PositionDevice, fix: Fix | None, at: datetime, unbelieved: str = "") -> bool:
    """Emit ``crew.sos``; False when this very call is stored already, for a phone repeats what it heard no answer to."""
    # The device's row orders two repetitions that come in at once.
    PositionDevice.objects.select_for_update(no_key=True).get(pk=device.pk)
    moment, name = at.astimezone(UTC).isoformat(), device.device_id or str(device.pk)
    calls = EventRecord.objects.filter(subject=CrewSos.subject, subject_id=device.crew_id, name=CrewSos.name)
    if calls.filter(payload__at=moment, payload__device=name).exists():
        return False
    place = _place(fix, unbelieved) if fix and unbelieved not in NO_PLACE else _last_place(device.crew_id)
    path = device.crew.org_path
    emit(CrewSos(crew_id=device.crew_id, org_path=path, position=place, at=moment, device=name))
    return True


def _place(fix: Fix, unbelieved: str) -> dict[str, Any]:
    place = {"lat": fix.lat, "lon": fix.lon, "fixed_at": fix.fixed_at.astimezone(UTC).isoformat()}
    return {**place, "accuracy_m": fix.accuracy_m, "unbelieved": unbelieved}


def _last_place(crew_id: int) -> dict[str, Any] | None:
    last = CrewPosition.objects.filter(crew_id=crew_id, fixed_at__isnull=False).first()
    if last is None or last.latitude is None or last.longitude is None or last.fixed_at is None:
        return None
    return _place(Fix(lat=last.latitude, lon=last.longitude, fixed_at=last.fixed_at, accuracy_m=last.accuracy_m), "")
