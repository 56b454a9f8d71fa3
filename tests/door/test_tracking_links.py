"""The customer's link at the desk: who may hand it on, what is written down, and what a stranger with it can do."""

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from tests.door.test_track import url_of
from tests.grid import make_held_order, make_order
from tests.people import make_user
from workorders.models import FaultReport, StatusChange, TrackingLink
from workorders.services.tracking_links import revoke

ORDERS = "/api/v1/work-orders/"
REPORTS = "/api/v1/fault-reports/"
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0"}


@pytest.fixture
def manager(cast, province):
    client = APIClient()
    client.force_login(make_user("he", "MANAGER", province.province))
    return client


def link(client, order, verb=""):
    return client.post(f"{ORDERS}{order.number}/tracking-link/{verb}")


def path_of(answer):
    return "/api/v1/track/" + answer.data["tracking_url"].rstrip("/").rsplit("/", 1)[-1] + "/"


def audited(action):
    return [
        (entry.actor and entry.actor.username, entry.object_ref) for entry in AuditEntry.objects.filter(action=action)
    ]


def test_nobody_who_only_reads_gets_the_link(manager, mei, province):
    order = make_held_order()
    for client in (manager, mei):
        assert "/track/" not in client.get(f"{ORDERS}{order.number}/").content.decode()
    assert link(manager, order).status_code == 403
    assert manager.post(f"{ORDERS}{order.number}/note/", {"text": "x"}).status_code == 403


def test_the_desk_hands_it_on_and_that_is_written_down(mei, province):
    order = make_held_order()
    answer = link(mei, order)
    assert answer.data["expires_at"] is None and path_of(answer) == url_of(order)
    assert audited("tracking_link_copied") == [("mei", order.number)]


def test_a_revoked_link_opens_nothing_and_a_renewed_one_is_another(mei, province):
    order = make_held_order()
    old = url_of(order)
    assert link(mei, order, "revoke/").data == {"tracking_url": "", "expires_at": None}
    assert mei.get(f"{ORDERS}{order.number}/").data["tracking_link"] == "revoked"
    assert (APIClient().get(old).status_code, link(mei, order).status_code) == (404, 409)
    new = path_of(link(mei, order, "renew/"))
    assert new != old and (APIClient().get(new).status_code, APIClient().get(old).status_code) == (200, 404)
    assert audited("tracking_link_revoked") == audited("tracking_link_renewed") == [("mei", order.number)]


def test_a_repeated_report_does_not_bring_a_revoked_link_back(agent, province):
    report = {"source": "APP", "source_id": "1", "description": "没电"}
    first = agent.post(REPORTS, report)
    revoke(FaultReport.objects.get(source_id="1").order_id, at=now())
    assert first.data["tracking_url"] and agent.post(REPORTS, report).data["tracking_url"] == ""


def test_what_is_done_by_link_says_from_where(province):
    order = make_order()
    answer = APIClient().post(url_of(order, "cancel/"), headers=PHONE, REMOTE_ADDR="198.51.100.7")
    assert answer.data["status"] == "CANCELLED"
    entry = AuditEntry.objects.get(action="cancelled_by_link")
    assert (entry.actor, entry.object_ref, entry.detail["device"]) == (None, order.number, "WeChat")
    assert len(entry.detail["address_mark"]) == 12 and "198.51" not in str(entry.detail)
    assert "WeChat" in StatusChange.objects.get(order=order, new="CANCELLED").detail

    rated = make_order("R2")
    type(rated).objects.filter(pk=rated.pk).update(status="REPLIED")
    APIClient().post(url_of(rated, "rating/"), {"score": 5}, REMOTE_ADDR="198.51.100.7")
    again = AuditEntry.objects.get(action="rated_by_link")
    assert again.detail["address_mark"] == entry.detail["address_mark"]


def test_a_customer_number_does_not_tell_where_its_customer_lives(cast, province):
    controller = APIClient()
    controller.force_login(make_user("ding", "CONTROLLER", province.province))
    report = {"source": "APP", "source_id": "1", "description": "x", "customer_number": province.customer.number}
    answer = controller.post(REPORTS, report)
    order = FaultReport.objects.get(source_id="1").order
    assert order.address, "the order knows"
    shown = APIClient().get(path_of(answer)).data["address"]
    assert shown.endswith("***") and order.address not in shown


def test_the_address_that_the_reporter_told_is_shown(agent, province):
    report = {"source": "APP", "source_id": "1", "description": "x", "address": "丁寨镇枫香村4组85号"}
    assert APIClient().get(path_of(agent.post(REPORTS, report))).data["address"] == "丁寨镇枫香村4组85号"


def test_an_old_order_whose_link_was_dropped_gets_a_new_one(mei, province):
    order = make_order()
    TrackingLink.objects.filter(order=order).delete()
    assert mei.get(f"{ORDERS}{order.number}/").data["tracking_link"] == "none"
    assert APIClient().get(path_of(link(mei, order, "renew/"))).status_code == 200
