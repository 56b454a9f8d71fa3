"""Simulated crews read what a desk writes to them, and leave it to a person who has signed in as the crew."""

import asyncio
import random
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from command_center.ground.alarms.models import Alarm
from demo import crew_mail
from demo.crew_mail import READ_SECONDS, CrewMail
from demo.management.commands.simulate import _unread
from demo.presence import Presence
from dispatch.crew_messages.models import CrewMessage
from dispatch.crew_messages.services import alarm_for_unread, send_message
from tests.demo.test_presence import sign_in


class Phone:
    def __init__(self, client=None):
        self.client, self.read = client, []

    async def post(self, path, body=None, **more):
        self.read.append(path)
        return {}


def mail(phone, presence, unread=None):
    async def of(crew_id):
        return phone

    return CrewMail(of, presence, random.Random(1), unread)


@pytest.fixture
def slept(monkeypatch):
    seconds = []

    async def at_once(duration):
        seconds.append(duration)

    monkeypatch.setattr(crew_mail.asyncio, "sleep", at_once)
    return seconds


def test_it_is_read_after_a_while_and_before_it_would_be_an_alarm(slept, settings):
    phone = Phone()
    asyncio.run(mail(phone, Presence()).read(7, 1))
    assert phone.read == ["crew-messages/7/acknowledge/"] and READ_SECONDS[0] <= slept[0] <= READ_SECONDS[1]
    assert READ_SECONDS[1] < settings.CREW_MESSAGE_UNREAD_MINUTES * 60


@pytest.mark.django_db
def test_a_crew_with_a_signed_in_person_is_left_alone_until_they_are_gone(slept, province, cast):
    presence, phone = Presence(), Phone()
    sign_in(cast.omar)
    presence.look(at=now())
    box = mail(phone, presence)
    box.seen.add(7)
    asyncio.run(box.read(7, province.dingzhai_crew.pk))
    assert phone.read == [] and box.seen == set(), "looked at again later"
    presence.look(at=now() + timedelta(hours=13))
    asyncio.run(box.read(7, province.dingzhai_crew.pk))
    assert phone.read == ["crew-messages/7/acknowledge/"]


def test_each_message_is_read_once(monkeypatch):
    begun, looks = [], []

    async def unread():
        looks.append(1)
        return [(7, 1), (8, 2)]

    async def stop_after_two(duration):
        if len(looks) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(crew_mail.asyncio, "sleep", stop_after_two)

    def start(work):
        begun.append(work)
        work.close()

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(mail(Phone(), Presence(), unread).run(start))
    assert len(begun) == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_unread_is_found_and_read_it_is_no_alarm(province, cast, omar):
    message = send_message(crew_id=province.dingzhai_crew.pk, text="带上绝缘梯", at=now(), actor=cast.mei)
    assert asyncio.run(_unread()) == [(message.pk, province.dingzhai_crew.pk)]
    assert omar.post(f"/api/v1/crew-messages/{message.pk}/acknowledge/").status_code == 200
    assert asyncio.run(_unread()) == []
    with time_machine.travel(now() + timedelta(minutes=30), tick=False):
        assert alarm_for_unread(at=now()) == 0
    assert not Alarm.objects.exists() and CrewMessage.objects.get().acknowledged_by == cast.omar
