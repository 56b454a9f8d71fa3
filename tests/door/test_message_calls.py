"""Gateways call back: signed or not at all, twice is once; what customers answer becomes evidence or a person's task."""

import json
import time

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.alarms.models import Alarm
from customers.messages.signing import signature
from customers.models import ContactPreference, Message, Reply
from tests.customers.messages import at, make_message
from tests.outages.told import Provider
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db
SECRET = "0123456789abcdef"
CALLS = "/api/v1/message-calls/"


@pytest.fixture(autouse=True)
def secret(settings):
    settings.MESSAGES_SECRET = SECRET


@pytest.fixture
def message(province):
    """Sent to 冉小明 a minute ago."""
    row = make_message(province.customer)
    Message.objects.update(state="SENT", provider_id="P1", created_at=now())
    return row


def call(path, body, *, secret=SECRET, late=0, tampered=""):
    text, stamp = json.dumps(body), str(int(time.time()) - late)
    headers = {
        "webhook-id": "c1",
        "webhook-timestamp": stamp,
        "webhook-signature": signature(secret, "c1", stamp, text.encode()),
    }
    return APIClient().post(f"{CALLS}{path}/", text + tampered, content_type="application/json", headers=headers)


def answer(text, reference="r1", sender="13800135612"):
    return call("replies", {"replies": [{"id": reference, "channel": "SMS", "sender": sender, "text": text}]})


def test_a_receipt(message):
    told = call("receipts", {"receipts": [{"id": "P1", "status": "delivered"}, {"key": "x", "status": "failed"}]})
    assert (told.status_code, told.data) == (200, {"known": 1})
    assert Message.objects.get().state == "DELIVERED"


@pytest.mark.parametrize("wrong", [{"secret": "another"}, {"late": 400}, {"late": -400}, {"tampered": " "}])
def test_what_is_not_signed_now_by_us_is_refused(message, wrong):
    assert call("receipts", {"receipts": [{"id": "P1", "status": "delivered"}]}, **wrong).status_code == 403
    assert Message.objects.get().state == "SENT"


def test_without_a_secret_nothing_is_taken_in(message, settings):
    settings.MESSAGES_SECRET = ""
    assert call("receipts", {"receipts": [{"id": "P1", "status": "delivered"}]}, secret="").status_code == 403


@pytest.mark.parametrize(
    "text", ["1", "还没来电!", "我家仍然没有电", "停电了", "still no power", "No electricity yet."]
)
def test_still_out_is_a_report_like_any_call(message, relayed, text):
    assert answer(text).data == {"new": 1} and answer(text).data == {"new": 0}
    relayed()
    order = WorkOrder.objects.get()
    assert (order.customer.number, order.source) == ("4228260001", "PHONE")
    assert Reply.objects.get().reading == "STILL_OUT"


@pytest.mark.parametrize(
    "text", ["还没来电,而且邻居家冒烟了", "什么时候来电?", "谢谢", "", "有电吗", "没电也有电", "1月份的电费"]
)
def test_what_cannot_be_read_changes_nothing_and_a_person_is_told(message, relayed, text):
    answer(text)
    relayed()
    assert WorkOrder.objects.count() == 0 and Reply.objects.get().reading == "UNREAD"
    assert Alarm.objects.open().get().code == "replies_unread"


def test_a_stranger_is_read_by_a_person(message):
    answer("1", sender="13911112222")
    assert Reply.objects.get().reading == "UNREAD"


def test_has_power_again_and_stop(message, relayed):
    answer("来电了,谢谢", "r1")
    answer("退订", "r2")
    relayed()
    assert [row.reading for row in Reply.objects.order_by("pk")] == ["IS_BACK", "STOP"]
    assert WorkOrder.objects.count() == 0 and ContactPreference.objects.get().opted_out


def test_the_log_the_book_and_the_answers(mei, eva, message):
    answer("您好,几点来电?")
    Message.objects.update(state="UNCERTAIN")
    [row] = mei.get("/api/v1/messages/?for_a_person=true&number=O17").data["results"]
    assert (row["recipient"], row["customer"], row["for_a_person"]) == ("138****5612", "4228260001 冉**", True)
    assert eva.get("/api/v1/messages/").data["results"] == []
    settled = mei.post(f"/api/v1/messages/{row['id']}/settle/", {"how": "已电话告知"}).data
    assert (settled["for_a_person"], settled["settled_by"]) == (False, "Mei")
    assert mei.post(f"/api/v1/messages/{row['id']}/settle/", {"how": "…"}).status_code == 409
    [said] = mei.get("/api/v1/message-replies/?open=true").data["results"]
    assert said["sender"] == "138****5612"
    assert mei.post(f"/api/v1/message-replies/{said['id']}/settle/", {"how": "已回电"}).data["settled_at"]
    assert Alarm.objects.open().count() == 0
    assert eva.post(f"/api/v1/messages/{row['id']}/settle/", {"how": "x"}).status_code == 404


def test_the_book_says_what_was_kept(mei, province):
    make_message(province.customer)
    provider = Provider().at(at(2))
    make_message(province.customer, 20, event="2", until=200)
    provider.at(at(23))
    words = mei.get("/api/v1/promises/").data["results"]
    assert [(word["verdict"], word["contradicts"], word["reason"]) for word in words] == [
        ("BROKEN", True, "crew_on_site"),
        ("MOVED", False, "crew_on_site"),
    ]
    assert len(mei.get("/api/v1/promises/?contradicts=true").data["results"]) == 1
