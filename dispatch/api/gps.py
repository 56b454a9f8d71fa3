"""/gps/t/<token>: phone apps that speak OsmAnd, Traccar Client or OwnTracks, and Traccar servers that forward.

An app repeats the head of its queue until it hears 200, so its bad data is put aside and answered with 200; only a
device that must stop hears 404, and one that is too quick 429: it waits with its queue and loses nothing. A server that
forwards what is not this token's, or a form nobody reads, hears 422 with a sentence: its owner set it up wrongly.
No session, no CSRF, no redirect: the token is the right.
"""

import time
from datetime import datetime

import structlog
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from command_center.ground.core.api.throttles import DeviceThrottle
from command_center.ground.core.errors import NotFound
from dispatch.gps_messages import Message, UnknownForm, UnreadableMessage, read_messages
from dispatch.models import PositionDevice
from dispatch.positions import MOCK, Verdict
from dispatch.services.devices import belongs, device_behind, note_heard, note_other, token_hash
from dispatch.services.positions import Sighting, record_positions, summary
from dispatch.services.sos import SOS, raise_sos

log = structlog.get_logger(__name__)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, token: str) -> HttpResponse:
    if wait := DeviceThrottle().seconds_to_wait(token_hash(token), at=time.time()):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    try:
        device = device_behind(token)
    except NotFound:
        return HttpResponse(status=404)
    received_at = now()
    try:
        messages = _read(request, received_at)
    except UnknownForm as error:
        return _refused(_("This is no form of position that is read here: %(fields)s") % {"fields": error})
    except UnreadableMessage as error:
        log.warning("gps_unreadable", device=device.pk, error=str(error))
        messages = []
    ours = [message for message in messages if belongs(device, "" if message.is_label else message.device_id)]
    others = [message for message in messages if message not in ours]
    if ours:
        log.debug("gps_positions", **summary(_record(device, ours, received_at)))
    if others:
        log.warning("gps_other_device", device=device.pk, count=len(others))
        note_other(device, [message.device_id for message in others], at=received_at)
    if any(message.is_forwarded for message in others):
        return _refused(_("This address belongs to another device than %(device)s") % {"device": others[-1].device_id})
    # OwnTracks reads the answer as a list of commands; the others ignore it.
    return HttpResponse("[]", content_type="application/json")


def _read(request: HttpRequest, received_at: datetime) -> list[Message]:
    return read_messages(
        query=request.META.get("QUERY_STRING", ""),
        body=request.body,
        content_type=request.content_type or "",
        limit_user=request.headers.get("X-Limit-U", ""),
        limit_device=request.headers.get("X-Limit-D", ""),
        received_at=received_at,
    )


def _refused(words: str) -> HttpResponse:
    problem = {"type": "about:blank", "title": words, "status": 422, "code": "gps_refused", "detail": words}
    return JsonResponse({**problem, "errors": []}, status=422, content_type="application/problem+json")


@transaction.atomic
def _record(device: PositionDevice, messages: list[Message], received_at: datetime) -> list[Verdict]:
    """Positions and calls for help of one request: stored together, or the phone hears no 200 and sends them again."""
    verdicts = record_positions([_sighting(device, message) for message in messages], received_at=received_at)
    for message, verdict in zip(messages, verdicts, strict=True):
        if message.alarm.lower() == SOS:
            raise_sos(device=device, fix=message.fix, at=message.sent_at, unbelieved=verdict.reason)
        elif message.alarm:
            log.warning("gps_alarm", crew=device.crew_id, alarm=message.alarm[:60])
    note_heard(device, at=received_at, mocked=sum(verdict.reason == MOCK for verdict in verdicts))
    return verdicts


def _sighting(device: PositionDevice, message: Message) -> Sighting:
    return Sighting(crew_id=device.crew_id, fix=message.fix, battery=message.battery)
