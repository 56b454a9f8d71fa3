"""The simulator's connections through the real API: from the application to the archive, each step by who may take it."""

import random
from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from demo.connection_scenes import Connections
from demo.matter_scenes import Household
from tests.connections.cases import staff_of
from tests.demo.test_matter_scenes import Door, through
from tests.people import make_user
from workorders.models import Appointment, SupplyPlan, WorkOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def connections(cast, province):
    Door.refused = []
    staff_of(province)
    manager = Door(User.objects.get(username="mana"))

    async def hand(unit):
        return manager

    async def unit_of(number):
        return province.dingzhai.code

    return Connections(
        agent=Door(make_user("hotline", Role.AGENT_95598, province.province)),
        controller=Door(make_user("cc", Role.CONNECTION_CONTROLLER, province.province)),
        hand=hand, unit_of=unit_of, households=[Household("4228260001", province.dingzhai.code)], chance=random.Random(3),
        speed=60, per_hour=2,
    )  # fmt: skip


def look(connections, at):
    connections.clock = lambda: at
    through(connections.look())
    return WorkOrder.objects.get().status


def test_an_application_lives_on_until_it_is_archived(connections):
    through(connections.apply())
    begin = now() + timedelta(days=8)  # the demo's own clock runs ahead, so nobody waits for the half day
    seen = [look(connections, begin + timedelta(hours=hour)) for hour in range(1, 40)]
    assert Door.refused == []
    stages = [
        "ACCEPTED",
        "SURVEY_BOOKED",
        "SURVEYED",
        "PLAN_REPLIED",
        "INSTALL_BOOKED",
        "ENERGISED",
        "FOLLOWED_UP",
        "ARCHIVED",
    ]
    assert sorted(set(seen), key=seen.index) == stages
    assert {*Appointment.objects.values_list("purpose", "status")} == {("SURVEY", "KEPT"), ("INSTALL", "KEPT")}
    assert SupplyPlan.objects.get().signed_by.username == "cc"


def test_nobody_goes_before_the_half_day_has_begun_nor_for_a_unit_that_somebody_has_signed_in_for(connections):
    through(connections.apply())
    soon = now() + timedelta(minutes=90)
    assert [look(connections, soon), look(connections, soon + timedelta(minutes=2))] == ["ACCEPTED", "SURVEY_BOOKED"]
    look(connections, soon + timedelta(minutes=4)), look(connections, soon + timedelta(minutes=8))
    assert Appointment.objects.get().departed_at is None
    connections.left_alone = lambda unit: True
    assert look(connections, now() + timedelta(days=9)) == "SURVEY_BOOKED"
