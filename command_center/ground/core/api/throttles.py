"""Throttles: one atomic count a window in Redis, and open doors while Redis is away, because a report comes before a count.

DRF keeps the moment of every request in a list that is read and written whole with each of them: not atomic, and at a
storm's rate hundreds of kilobytes a request.
"""

import contextlib
import time
from typing import Any, cast

import structlog
from django.core.cache import cache, caches
from rest_framework import throttling
from rest_framework.request import Request

log = structlog.get_logger(__name__)


class ForgivingThrottle(throttling.SimpleRateThrottle):
    """At most ``rate`` requests a fixed window, counted per ``get_cache_key``."""

    num_requests: int
    duration: int
    counted = 0  # requests of this window, this one included; 0: not counted

    def allow_request(self, request: Request, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        if self.rate is None or key is None:
            return True
        window, since = divmod(self.timer(), self.duration)
        self.left_seconds = self.duration - since
        try:
            self.counted = _count(f"{key}:{window:.0f}", self.duration)
        except Exception as error:  # whatever the cache's client raises when its server is away
            log.warning("throttle_unreachable", error=repr(error))
            return True
        return self.counted <= self.num_requests

    def give_back(self, request: Request) -> None:
        """This one is not to count after all."""
        key = self.get_cache_key(request, cast(Any, None))
        if self.rate is None or key is None:
            return
        with contextlib.suppress(Exception):  # nothing is counted, or the cache is away
            caches["default"].decr(f"{key}:{self.timer() // self.duration:.0f}")

    def wait(self) -> float:
        return self.left_seconds

    @staticmethod
    def timer() -> float:
        return time.time()


def _count(key: str, seconds: int) -> int:
    """One more under ``key``; how many there are now. The key outlives its window by one."""
    cache = caches["default"]
    try:
        return int(cache.incr(key))
    except ValueError:  # the first of this window
        cache.add(key, 0, 2 * seconds)
        return int(cache.incr(key))


class UserThrottle(ForgivingThrottle, throttling.UserRateThrottle):
    """Per signed-in account."""


class AnonThrottle(ForgivingThrottle, throttling.AnonRateThrottle):
    """Per address, for the customer's link and for whoever is not signed in."""


class LoginThrottle(ForgivingThrottle, throttling.AnonRateThrottle):
    """Per address, however the credentials differ: guessing passwords is slow. Who signs in is not counted:
    thirty dispatchers behind one address come at the same minute.
    """

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
