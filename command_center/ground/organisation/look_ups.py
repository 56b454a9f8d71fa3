"""Who looks people up, how often: one after the other would spell out what is masked. Counted per account, and noticed."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from command_center.ground.core.api.throttles import ForgivingThrottle
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation import sweeps

# Look-ups of one account within an hour that are worth a look by the auditor; a busy seat asks some three hundred times,
# because it asks while it types.
SWEEP_AT = 1000
SHORTEST_REASON = 4  # letters; a Chinese character says as much as two


class LookUpThrottle(ForgivingThrottle):
    scope = "look_up"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}


class RevealThrottle(LookUpThrottle):
    scope = "reveal"


class DailyRevealThrottle(LookUpThrottle):
    scope = "reveal_a_day"


class ExportThrottle(LookUpThrottle):
    scope = "export"


class RevealedExportThrottle(LookUpThrottle):
    scope = "export_revealed"


def count_look_up(request: Request) -> None:
    """Somebody searches for people. Raises ``Throttled`` beyond the ceiling; a sweep is told of, once an hour."""
    throttle = _count(LookUpThrottle(), request)
    if throttle.counted == SWEEP_AT:
        _tell(request, "look_up_sweep", look_ups=SWEEP_AT)
    _refuse(throttle)


def count_reveal(request: Request) -> None:
    """Somebody wants to see a number in full. Raises ``Throttled`` beyond an hour's and a day's ceiling, and tells of it."""
    for throttle in (_count(RevealThrottle(), request), _count(DailyRevealThrottle(), request)):
        if throttle.counted == throttle.num_requests + 1:
            _tell(request, "reveal_ceiling", ceiling=throttle.num_requests, seconds=throttle.duration)
        _refuse(throttle)


def count_export(request: Request, *, revealed: bool) -> None:
    """Somebody takes a list along. Raises ``Throttled``; of lists with full names there are a few a day, and more is told."""
    throttle = _count(RevealedExportThrottle() if revealed else ExportThrottle(), request)
    if revealed and throttle.counted == throttle.num_requests + 1:
        _tell(request, "reveal_ceiling", ceiling=throttle.num_requests, seconds=throttle.duration)
    _refuse(throttle)


def _tell(request: Request, what: str, **detail: Any) -> None:
    person: Any = request.user
    sweeps.report(person, kind=what, at=now(), **detail)


def real_reason(reason: str) -> str:
    """A letter is no reason. Raises ``Invalid``."""
    words = reason.strip()
    letters = sum(2 if letter > "\u2e80" else 1 for letter in words)
    if letters < SHORTEST_REASON or len(set(words)) == 1:
        raise Invalid(_("Say why the number is needed, in words that can be checked later."), pointer="/reason")
    return words


def _count(throttle: Any, request: Request) -> Any:
    throttle.allowed = throttle.allow_request(request, None)
    return throttle


def _refuse(throttle: Any) -> None:
    if not throttle.allowed:
        raise Throttled(wait=throttle.wait())
