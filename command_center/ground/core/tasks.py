"""Celery entry points of the event path."""

from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import now
from knox.models import AuthToken

from command_center.ground.core import deliveries, doorbell
from command_center.ground.core.models import Delivery, IdempotencyKey


@shared_task(name=doorbell.DRAIN)
def drain_task(handler_name: str) -> None:
    deliveries.drain_and_go_on(handler_name)


@shared_task(name="core.sweep_deliveries")
def sweep_deliveries() -> None:
    deliveries.sweep(now())


@shared_task(name="core.canary")
def canary() -> None:
    """PostgreSQL answers to whoever runs this: a child of the worker, or the watchdog itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@shared_task(name="core.keep_house")
def keep_house() -> None:
    """Drop what has served, every hour. Events and the audit trail stay."""
    drop_what_has_served(now())


def drop_what_has_served(at: datetime) -> dict[str, int]:
    """Finished deliveries, keys, sessions and tokens that have run out; how many of each."""
    keys_until = at - timedelta(hours=settings.KEEP_KEYS_HOURS)
    served: dict[str, QuerySet[Any]] = {
        "deliveries": Delivery.objects.filter(done_at__lt=at - timedelta(days=settings.KEEP_DELIVERIES_DAYS)),
        "idempotency keys": IdempotencyKey.objects.filter(created_at__lt=keys_until),
        "sessions": Session.objects.filter(expire_date__lt=at),
        "tokens": AuthToken.objects.filter(expiry__lt=at),
    }
    return {what: rows.delete()[1].get(rows.model._meta.label, 0) for what, rows in served.items()}
