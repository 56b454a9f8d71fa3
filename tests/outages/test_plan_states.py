"""The verbs of a planned outage are walked whole: what is in the table works and leaves its line, what is not is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from command_center.ground.core.errors import IllegalTransition
from outages.models import PlanChange, PlannedOutage
from outages.planned.choices import PlanChangeKind
from outages.planned.process import PLAN
from outages.planned.states import PlanStatus
from tests.grid import make_network
from tests.outages.plans import make_announced
from workorders.engine.advance import advance, allow

pytestmark = pytest.mark.django_db
AT_WORK = PlanStatus.IN_PROGRESS


@pytest.fixture
def plan(province):
    return make_announced(make_network(province).fu1, start=now() + timedelta(days=20))


def stands_in(plan: PlannedOutage, state: PlanStatus) -> PlannedOutage:
    PlannedOutage.objects.filter(pk=plan.pk).update(status=state)
    plan.refresh_from_db()
    return plan


# Work in progress has its outage and its start, which the flows give it.
@pytest.mark.parametrize(
    "verb", [verb for verb in PLAN.verbs if verb.to and verb.to != AT_WORK], ids=lambda verb: verb.name
)
def test_a_step_from_every_state_is_taken_and_told_or_refused(plan, verb):
    for old in set(PlanStatus) - {AT_WORK}:
        plan = stands_in(plan, old)
        lines = PlanChange.objects.count()
        if old not in verb.frm:
            with pytest.raises(IllegalTransition) as refused:
                advance([plan], verb.name, at=now())
            assert refused.value.data == {"status_now": old}
            assert PlanChange.objects.count() == lines
            continue
        advance([plan], verb.name, at=now())
        plan.refresh_from_db()
        assert plan.status == verb.to
        told = list(PlanChange.objects.order_by("pk")[lines:])
        if old != verb.to or verb.records:
            [line] = told
            assert (line.old, line.new, line.kind) == (old, verb.to, verb.records or PlanChangeKind.STATUS)
        else:
            assert told == []


@pytest.mark.parametrize("verb", [verb for verb in PLAN.verbs if not verb.to], ids=lambda verb: verb.name)
def test_a_verb_that_leaves_the_state_is_allowed_where_it_is_declared(plan, verb):
    for state in set(PlanStatus) - {AT_WORK}:
        stood = stands_in(plan, state)
        if state in verb.frm:
            allow([stood], verb.name)
        else:
            with pytest.raises(IllegalTransition):
                allow([stood], verb.name)


def test_nobody_waits_unseen_by_the_declaration():
    PLAN.check()


def test_the_database_knows_no_other_status(plan):
    with pytest.raises(IntegrityError, match="plan_status_is_known"), transaction.atomic():
        PlannedOutage.objects.filter(pk=plan.pk).update(status="LOST")
