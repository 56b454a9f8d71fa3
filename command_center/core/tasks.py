"""Celery entry points of the event path."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.timezone import now
from knox.models import AuthToken

from command_center.core import deliveries
from command_center.core.models import Delivery, IdempotencyKey


@shared_task(name="core.drain")
def drain_task(handler_name: str) -> None:
    deliveries.drain(handler_name)


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
    """Drop what has served: finished deliveries, keys, sessions, expired tokens. Events and the audit trail stay."""
    at = now()
    Delivery.objects.filter(done_at__lt=at - timedelta(days=settings.KEEP_DELIVERIES_DAYS)).delete()
    IdempotencyKey.objects.filter(created_at__lt=at - timedelta(hours=settings.KEEP_KEYS_HOURS)).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    AuthToken.objects.filter(expiry__lt=at).delete()
