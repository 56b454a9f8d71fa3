"""Liveness without the database (a storm must not restart healthy processes), readiness with everything."""

import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

from command_center.core import doorbell

RELAY_SILENT_SECONDS = 15


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when PostgreSQL, Redis and the relay answer, else 503 and which one does not."""
    parts = {"postgresql": _postgresql(), "redis": _redis(), "relay": _relay()}
    good = all(value == "ok" for value in parts.values())
    return JsonResponse(
        {"status": "ok" if good else "degraded", "site": settings.SITE_URL, **parts}, status=200 if good else 503
    )


def _postgresql() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        return type(error).__name__
    return "ok"


def _redis() -> str:
    try:
        doorbell.client().ping()
    except Exception as error:
        return type(error).__name__
    return "ok"


def _relay() -> str:
    try:
        last = doorbell.client().get("relay:alive")
    except Exception as error:
        return type(error).__name__
    return "ok" if last and time.time() - int(last) < RELAY_SILENT_SECONDS else "silent"
