"""Whoever tells of a danger reads how to stay safe: once, at any hour, whatever they opted out of."""

from datetime import datetime

import pytest
from django.utils.timezone import now

from command_center.ground.core.values import CHINA
from customers.models import ContactPreference, Customer, Message
from tests.grid import make_order
from workorders.services.telling import tell_of_danger
from workorders.services.urging import urge

pytestmark = pytest.mark.django_db
AT_NIGHT = datetime(2026, 11, 29, 2, 30, tzinfo=CHINA)


def test_words_of_safety_go_at_once_and_once(province, relayed):
    ContactPreference.objects.create(customer=Customer.objects.get(), opted_out=True)
    order = make_order(description="电线掉在地上冒火花")
    relayed()
    message = Message.objects.get(kind="DANGER")
    assert message.state == "WAITING" and "8米以外" in message.text and "旋坨村" in message.text
    urge(order_id=order.pk, text="还在冒火花", at=now(), actor=None)
    relayed()
    assert Message.objects.filter(kind="DANGER").count() == 1


def test_the_night_does_not_hold_them_back(province):
    order = make_order(description="电线断了落在地上")
    tell_of_danger([order.pk], at=AT_NIGHT)
    assert Message.objects.get(kind="DANGER").due_at == AT_NIGHT


def test_nobody_reads_them_where_nothing_is_dangerous(province, relayed):
    make_order(description="家里停电")
    relayed()
    assert not Message.objects.filter(kind="DANGER").exists()


def test_english_is_said_in_english(province, relayed):
    ContactPreference.objects.create(customer=Customer.objects.get(), language="en")
    make_order(description="电线掉在地上冒火花")
    relayed()
    text = Message.objects.get(kind="DANGER").text
    assert text.startswith("Danger near") and any(word in text for word in ("fire or sparks", "line or pole down"))
