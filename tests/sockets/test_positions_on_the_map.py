"""Positions on the map: each goes out once, also one whose transaction ended after the look that should have seen it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.screens.board.live_positions import LivePositions
from dispatch.models import CrewPosition
from tests.grid import make_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew():
    crew = make_province().dingzhai_crew
    CrewPosition.objects.update(seen_at=now() - timedelta(minutes=1))
    return crew


def received(crew, *, seconds_ago):
    at = now() - timedelta(seconds=seconds_ago)
    CrewPosition.objects.filter(crew=crew).update(seen_at=at, fixed_at=at, latitude=29.7, longitude=109.2)


def shown(looking):
    return {(group, item[0]) for group, message in looking.messages() for item in message["items"]}


def test_one_that_comes_late_is_shown_with_the_next_look_and_then_no_more(crew):
    looking = LivePositions()
    assert shown(looking) == set()
    received(crew, seconds_ago=0.5)
    boards = {("board.42", crew.pk), ("board.42.4228", crew.pk), ("board.42.4228.422826", crew.pk)}
    assert shown(looking) == boards
    assert shown(looking) == set()
    received(crew, seconds_ago=0.2)
    assert shown(looking) == boards


def test_a_minute_later_nothing_is_remembered_of_it(crew):
    looking = LivePositions()
    received(crew, seconds_ago=1)
    assert shown(looking)
    looking.looked_at += timedelta(minutes=1)
    assert shown(looking) == set()
    assert looking.shown == {}
