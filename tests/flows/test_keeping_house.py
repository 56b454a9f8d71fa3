"""What has served is removed after its time; what somebody still needs stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from command_center.celery import app
from command_center.ground.core.models import Delivery, IdempotencyKey
from command_center.ground.core.tasks import keep_house
from tests.grid import make_order, make_report
from workorders.models import TrackingLink, WorkOrder
from workorders.services.intake import open_fault_order
from workorders.tasks import drop_links

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(province):
    """The link of an order that was archived long ago."""
    order = make_order()
    WorkOrder.objects.filter(pk=order.pk).update(status="ARCHIVED")
    ended(order, days=31)
    return order.tracking_link


def ended(order, *, days):
    TrackingLink.objects.filter(order=order).update(expires_at=now() - timedelta(days=days))


def test_a_link_is_removed_a_month_after_it_ended(link):
    drop_links()
    assert not TrackingLink.objects.exists()


def test_a_link_of_last_week_stays(link):
    ended(link.order, days=7)
    drop_links()
    assert TrackingLink.objects.exists()


def test_the_link_of_an_order_that_is_not_finished_stays(link):
    WorkOrder.objects.filter(pk=link.order_id).update(status="SUSPENDED")
    drop_links()
    assert TrackingLink.objects.exists()


def test_the_time_is_a_setting(link, settings):
    settings.KEEP_LINKS_DAYS = 365
    drop_links()
    assert TrackingLink.objects.exists()


def test_a_report_that_comes_again_after_that_is_still_known(link):
    drop_links()
    again = open_fault_order(make_report(), at=now())
    assert (again.order, again.known, again.tracking_url) == (link.order, True, "")


def test_the_house_is_kept(province, relayed):
    make_order()
    relayed()
    for n, age in enumerate((1, 3)):
        key = IdempotencyKey.objects.create(scope="test", key=str(n), request_hash="x")
        IdempotencyKey.objects.filter(pk=key.pk).update(created_at=now() - timedelta(days=age))
        Session.objects.create(session_key=str(n), session_data="", expire_date=now() + timedelta(days=2 - age))
    old, new = Delivery.objects.order_by("pk")[:2]
    Delivery.objects.filter(pk=old.pk).update(done_at=now() - timedelta(days=8))
    Delivery.objects.filter(pk=new.pk).update(done_at=None, dead_at=now() - timedelta(days=80))
    keep_house()
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["0"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["0"]
    assert not Delivery.objects.filter(pk=old.pk).exists()
    assert Delivery.objects.filter(pk=new.pk).exists(), "it waits for a person"


def test_every_periodic_job_is_a_task_that_exists():
    app.loader.import_default_modules()
    assert [row["task"] for row in app.conf.beat_schedule.values() if row["task"] not in app.tasks] == []
