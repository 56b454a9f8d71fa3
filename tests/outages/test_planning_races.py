"""Two people begin the same work at the same instant: one outage."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from command_center.ground.network.models import SwitchOperation
from outages.following.services.supply import follow_switching
from outages.models import Interruption, Outage
from outages.planned.services.execution import start_plan
from tests.at_once import at_once
from tests.grid import make_network, make_province
from tests.outages.plans import make_announced

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan():
    network = make_network(make_province())
    return make_announced(network.cb1, start=now() - timedelta(minutes=10))


def test_started_twice_it_starts_once(plan):
    begin = partial(start_plan, plan_id=plan.pk, started_at=plan.planned_start_at, at=now())
    answers = at_once(begin, begin, begin)
    assert sum(isinstance(answer, DomainError) for answer in answers) == 2
    assert Outage.objects.count() == Interruption.objects.standing().count() == 1


def test_the_switch_and_the_desk_at_once_are_one_outage(plan):
    branch = plan.devices.get().branch
    type(branch).objects.filter(pk=branch.pk).update(is_open=True)
    begin = partial(start_plan, plan_id=plan.pk, started_at=plan.planned_start_at, at=now())
    seen = SwitchOperation.objects.create(branch=branch, opened=True, at=plan.planned_start_at, source="SCADA")
    at_once(begin, partial(follow_switching, operation_ids=[seen.pk], at=now()))
    outage = Outage.objects.get()
    plan.refresh_from_db()
    assert (plan.outage, outage.kind, outage.customers_out) == (outage, "PLANNED", 1)
