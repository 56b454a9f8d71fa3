"""Throttles that let everybody in while Redis is away: counting requests is never in the way of a report."""

from typing import Any

import structlog
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
