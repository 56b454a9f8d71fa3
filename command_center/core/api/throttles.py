"""Throttles that let everybody in while Redis is away: counting requests is never in the way of a report."""

from typing import Any

import structlog
from django.core.cache import cache
from rest_framework import throttling
from rest_framework.request import Request

log = structlog.get_logger(__name__)


class ForgivingThrottle(throttling.SimpleRateThrottle):
    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return super().allow_request(request, view)
        except Exception as error:  # whatever the cache's client raises when its server is away
            log.warning("throttle_unreachable", error=repr(error))
            return True


class UserThrottle(ForgivingThrottle, throttling.UserRateThrottle):
    """Per signed-in account."""


class AnonThrottle(ForgivingThrottle, throttling.AnonRateThrottle):
    """Per address, for the customer's link and for whoever is not signed in."""


class LoginThrottle(ForgivingThrottle, throttling.AnonRateThrottle):
    """Per address, however the credentials differ: guessing passwords is slow."""

    scope = "login"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class DeviceThrottle(throttling.SimpleRateThrottle):
    """Per token of a device. Counts in one number a period and not in a list of moments: devices are many and quick."""

    scope = "gps"
    duration: int
    num_requests: int

    def seconds_to_wait(self, token: str, *, at: float) -> int:
        """0: come in; otherwise when to come again. A whole period's share may come at once, after a tunnel."""
        period = int(at // self.duration)
        key = self.cache_format % {"scope": self.scope, "ident": f"{token}:{period}"}
        try:
            cache.add(key, 0, self.duration)
            if cache.incr(key) <= self.num_requests:
                return 0
        except Exception as error:  # as above
            log.warning("throttle_unreachable", error=repr(error))
            return 0
        return max(1, round((period + 1) * self.duration - at))
