"""Idempotency keys in the same transaction as the change: the same key and body get the same answer, for ever safe.

Two requests with one key at the same time: the second waits on the unique index until the first has committed.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.errors import KeyReused
from command_center.ground.core.models import IdempotencyKey

Answer = tuple[int, Any]


def answer_once(request: Request, scope: str, perform: Callable[[], Answer], key: str | None = None) -> Response:
    """Run ``perform`` once per key and return its stored answer afterwards.

    ``key`` defaults to the ``Idempotency-Key`` header; without one the change simply runs. A failing ``perform``
    rolls the key back with everything else.
    """
    key = key or request.headers.get("Idempotency-Key", "")
    if not key:
        with transaction.atomic():
            code, body = perform()
        return Response(body, status=code)
    with transaction.atomic():
        code, body = _once(f"{scope}:{request.user.pk or 'anonymous'}"[:80], key[:200], request_hash(request), perform)
    return Response(body, status=code)


def _once(scope: str, key: str, digest: str, perform: Callable[[], Answer]) -> Answer:
    row, created = IdempotencyKey.objects.get_or_create(scope=scope, key=key, defaults={"request_hash": digest})
    if created:
        code, body = perform()
        IdempotencyKey.objects.filter(pk=row.pk).update(status=code, body=body)
        return code, body
    if row.request_hash != digest:
        raise KeyReused()
    return row.status or 200, row.body


def request_hash(request: Request) -> str:
    """SHA-256 of method, path and the canonical body, whatever it is."""
    body = request.data
    if isinstance(body, dict):
        body = {key: value if isinstance(value, list | dict) else str(value) for key, value in dict(body).items()}
    canonical = json.dumps([request.method, request.path, body], sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
