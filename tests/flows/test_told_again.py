"""What happened is told again, and what held before holds again: nobody misses a word, and nobody reads one twice."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core import deliveries
from command_center.ground.core.models import Delivery
from customers.models import Message
from tests.door.test_complaints import file, staff, walk  # noqa: F401
from tests.flows.test_complaint_rules import NOT_LIABLE, TO_THE_ANSWER
from tests.outages.told import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_quiet_hours(monkeypatch):
    """The tests run at any hour."""
    monkeypatch.setattr("customers.messages.services.telling.may_go_at", lambda moment, *args, **more: moment)


def delivered_again(verb):
    """The worker was lost before it could say that it was done."""
    done = Delivery.objects.filter(handler="workorders.tell_of_steps", event__payload__verb=verb)
    assert done.update(done_at=None, claimed_at=None, due_at=now() - timedelta(minutes=1)) == 1
    assert deliveries.drain("workorders.tell_of_steps") == 1


def kinds_read(provider):
    return [each.kind for each in provider.given if each.key in provider.taken]


@pytest.fixture
def answered(agent, staff, relayed):  # noqa: F811
    """A complaint that was taken up and answered; both words wait."""
    number = file(agent).data["number"]
    for step in TO_THE_ANSWER:
        walk(staff, number, step)
        relayed()
    assert TO_THE_ANSWER[-2] == NOT_LIABLE
    return number


def test_a_step_that_is_delivered_again_does_not_take_the_next_one_away(answered):
    before = list(Message.objects.order_by("pk").values_list("kind", "state"))
    assert before == [("COMPLAINT_CONTACTED", "REPLACED"), ("COMPLAINT_ANSWERED", "WAITING")]
    delivered_again("contact")
    assert list(Message.objects.order_by("pk").values_list("kind", "state")) == before
    assert kinds_read(Provider().at(now())) == ["COMPLAINT_ANSWERED"]


def test_the_last_step_that_is_delivered_again_is_read_once(answered):
    provider = Provider().at(now())
    delivered_again("answer")
    delivered_again("contact")
    assert kinds_read(provider.at(now())) == ["COMPLAINT_ANSWERED"]
