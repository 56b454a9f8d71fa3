"""Retention: what has served goes after its time; a dry run says how much and takes nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry, IdempotencyKey

pytestmark = pytest.mark.django_db


def keep_house(**options):
    told = StringIO()
    call_command("keep_house", stdout=told, **options)
    return told.getvalue().splitlines()


@pytest.fixture
def old_and_new(settings):
    settings.KEEP_KEYS_HOURS = 48
    for hours in (47, 49, 50):
        key = IdempotencyKey.objects.create(scope="x", key=str(hours), request_hash="h")
        IdempotencyKey.objects.filter(pk=key.pk).update(created_at=now() - timedelta(hours=hours))
    Session.objects.create(session_key="over", session_data="", expire_date=now() - timedelta(minutes=1))
    Session.objects.create(session_key="live", session_data="", expire_date=now() + timedelta(minutes=1))
    AuditEntry.objects.create(action="x")


def test_a_dry_run_counts_and_removes_nothing(old_and_new):
    told = keep_house(dry_run=True)
    assert "idempotency keys: 2 would be removed" in told and "sessions: 1 would be removed" in told
    assert (IdempotencyKey.objects.count(), Session.objects.count()) == (3, 2)


def test_what_has_served_goes_and_the_rest_stays(old_and_new):
    assert "idempotency keys: 2 removed" in keep_house()
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["47"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]
    assert AuditEntry.objects.count() == 1
