"""The simulator leaves to a person what they have signed in for."""

import asyncio
import random
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now

from demo import simulator
from demo.crew_jobs import CrewJob, TakenOver
from demo.presence import Presence
from demo.simulator import Simulation


def sign_in(user, *, for_hours=12):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.set_expiry(timedelta(hours=for_hours))
    session.save()


@pytest.mark.django_db
def test_a_crew_is_in_somebodys_hands_while_one_of_its_people_is_signed_in(province, cast):
    presence = Presence()
    presence.look(at=now())
    assert not presence.holds(province.dingzhai_crew.pk)
    sign_in(cast.omar)
    presence.look(at=now())
    assert presence.holds(province.dingzhai_crew.pk) and not presence.holds(province.town_crew.pk)
    presence.look(at=now() + timedelta(hours=13))
    assert not presence.holds(province.dingzhai_crew.pk)


@pytest.mark.django_db
def test_reviews_are_left_to_a_reviewer_who_is_there(province, cast):
    presence = Presence()
    sign_in(cast.mei)
    presence.look(at=now())
    assert not presence.reviewer, "a dispatcher looks at other things"
    sign_in(cast.lin)
    presence.look(at=now())
    assert presence.reviewer


class Line:
    """An account that is always answered, and remembers what it sent."""

    def __init__(self):
        self.sent = []

    async def post(self, path, body=None, **more):
        self.sent.append(path)
        return {}

    async def get(self, path, **filters):
        return {"kind": "FAULT", "status": "ACCEPTED", "located": True, "results": []}


def make_simulation(line, presence):
    async def phone(crew_id):
        return line

    chance = random.Random(1)
    return Simulation(line, line, phone, speed=60, calls_per_hour=1, customers=1, chance=chance, presence=presence)


OFFER = {"id": 9, "crew_id": 4, "crew_name": "丁寨 01 班", "order_number": "F1"}


def answered(monkeypatch, *, held):
    monkeypatch.setattr(simulator, "ANSWER_SECONDS", (0, 0))
    line, presence = Line(), Presence()
    presence.crews = frozenset({4} if held else ())
    night = make_simulation(line, presence)

    async def nothing(crew_id, number):
        pass

    night._job = nothing
    asyncio.run(night._answer(OFFER))
    return line.sent


def test_an_offer_to_a_person_is_theirs_to_answer(monkeypatch):
    assert answered(monkeypatch, held=False) == ["offers/9/accept/"]
    assert answered(monkeypatch, held=True) == []


def test_nobody_waits_less_than_twenty_seconds_for_an_answer():
    assert simulator.ANSWER_SECONDS == (20, 90)


def test_a_job_stops_where_a_person_takes_it_over():
    line = Line()
    job = CrewJob(line, line, 4, "F1", 60, random.Random(1), moved=lambda place: None, taken=lambda: True)
    with pytest.raises(TakenOver):
        asyncio.run(job.run())
    assert line.sent == []


def test_a_reviewer_at_the_desk_keeps_the_reviews(monkeypatch):
    async def is_time(held):
        presence = Presence()
        presence.reviewer = held
        night = make_simulation(Line(), presence)
        monkeypatch.setattr(simulator, "REVIEW_SECONDS", (0, 0))
        return night._is_time_for("REPLIED F1")

    assert asyncio.run(is_time(False)) is True
    assert asyncio.run(is_time(True)) is False
