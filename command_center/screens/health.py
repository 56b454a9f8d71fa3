"""Liveness without the database (a storm must not restart healthy processes), readiness with everything."""

import time

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse

from command_center.ground.core import doorbell

RELAY_SILENT_SECONDS = 15
WROTE_LATELY_SECONDS = 5.0
LOCAL = {"127.0.0.1", "::1"}

_wrote_at = float("-inf")


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when PostgreSQL writes, Redis and the relay answer, else 503. Which one does not is told on this machine only."""
    parts = {"postgresql": _postgresql(), "redis": _redis(), "relay": _relay()}
    good = all(value == "ok" for value in parts.values())
    told = parts if _asked_from_here(request) else {}
    return JsonResponse(
        {"status": "ok" if good else "degraded", "site": settings.SITE_URL, **told}, status=200 if good else 503
    )


def _asked_from_here(request: HttpRequest) -> bool:
    return request.META.get("REMOTE_ADDR") in LOCAL and "X-Forwarded-For" not in request.headers


def _postgresql() -> str:
    """A server whose disk is full still answers questions: it has to take a page of data too, every few seconds."""
    global _wrote_at
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if time.monotonic() - _wrote_at > WROTE_LATELY_SECONDS:
            _write()
            _wrote_at = time.monotonic()
    except Exception as error:
        return type(error).__name__
    return "ok"


def _write() -> None:
    """A new file of 64 kB, gone with the transaction: rows of a table would find room that is there already."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE room_left (filler text) ON COMMIT DROP")
        cursor.execute("INSERT INTO room_left SELECT repeat(md5(n::text), 60) FROM generate_series(1, 32) n")
        cursor.execute("DROP TABLE room_left")


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
