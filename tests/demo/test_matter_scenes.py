"""The simulator's matters through the real API: each kind goes its way from the call to the answer, by those who may."""

import random

import pytest
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from demo import matter_scenes
from demo.matter_scenes import PATHS, SHARES, Household, Matters
from tests.people import make_user
from workorders.models import Answer, WorkOrder

pytestmark = pytest.mark.django_db
ENDS_AT = {
    "CONSULT": "REPLIED", "OPINION": "REPLIED", "SERVICE_REQ": "REPLIED", "PRAISE": "ARCHIVED", "COMPLAINT": "REPLIED",
}  # fmt: skip


class Door:
    """An account at the real doors, without a socket between; keeps what was refused."""

    refused: list = []

    def __init__(self, user):
        self.client = APIClient()
        self.client.force_authenticate(user)

    async def get(self, path, **params):
        return self._answer(path, self.client.get(f"/api/v1/{path}", params))

    async def every(self, path, **params):
        return (await self.get(path, **params))["results"]

    async def post(self, path, body=None):
        return self._answer(path, self.client.post(f"/api/v1/{path}", body or {}, format="json"))

    def _answer(self, path, answered):
        if answered.status_code >= 400:
            Door.refused.append((path, answered.status_code, answered.data))
            return None
        return answered.data


def through(story):
    """Nothing in it waits: it runs to its end without a loop, so within the test's own transaction."""
    with pytest.raises(StopIteration):
        story.send(None)


@pytest.fixture
def matters(cast, province, monkeypatch):
    async def at_once(seconds):
        pass

    monkeypatch.setattr(matter_scenes.asyncio, "sleep", at_once)
    Door.refused = []
    manager = Door(make_user("mana", Role.GRID_MANAGER, province.dingzhai))

    async def hand(unit):
        return manager

    return Matters(
        agent=Door(make_user("hotline", Role.AGENT_95598, province.province)),
        desk=Door(make_user("shift_head", Role.SUPERVISOR, province.province)),
        quality=Door(make_user("qi", Role.QUALITY_OFFICER, province.province)),
        hand=hand,
        households=[Household("4228260001", province.dingzhai.code)],
        chance=random.Random(3),
        speed=60,
        per_hour=6,
    )


@pytest.mark.parametrize("kind", list(PATHS))
def test_a_matter_goes_its_way(matters, monkeypatch, kind):
    monkeypatch.setitem(SHARES, kind, 10**9)
    through(matters.one())
    assert Door.refused == []
    order = WorkOrder.objects.get()
    assert (order.kind, order.status) == (kind, ENDS_AT[kind])
    assert Answer.objects.filter(order=order).exists() == (kind != "PRAISE")


def test_what_a_person_has_signed_in_for_is_left_to_them(matters, monkeypatch):
    monkeypatch.setitem(SHARES, "OPINION", 10**9)
    matters.left_alone = lambda unit: True
    through(matters.one())
    assert WorkOrder.objects.get().status == "DISPATCHED"
