"""The worker, the relay and Redis are killed in the middle of 121 reports; each still ends in one order looked after.

The crews restore power and put off their paper, as people do in a storm: the next customer is asked for all the same.
"""

import pytest

from tests.faults.callers import restore_without_reply
from tests.faults.ledger import is_published, offences
from tests.waiting import until
from workorders.models import WorkOrder

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

VICTIMS = ("worker", "relay", "redis")
ROUND = 40


def test_kills_lose_nothing_and_double_nothing(stack, callers):
    def all_are_served():
        # The supervisor's part: what gave up is started again. Celery is known to end now and then with its Redis.
        stack.keep_up()
        return callers.are_served()

    def all_have_power():
        restore_without_reply()
        return all_are_served() and not WorkOrder.objects.exclude(status__in=["RESTORED", "MERGED"]).exists()

    callers.report(0, 1)
    until(all_are_served, "the worker is at work before it is killed", told=offences)
    for number, victim in enumerate(VICTIMS):
        first, last = 1 + number * ROUND, 1 + (number + 1) * ROUND
        callers.report(first, first + ROUND // 2)
        getattr(stack, victim).kill()
        callers.report(first + ROUND // 2, last)
        # Nothing is reported after this and, with Redis away, every bell has rung in vain: no later event helps.
        if victim != "relay":
            until(is_published, "all is published")
        getattr(stack, victim).start()
        until(all_are_served, f"every order is looked after although the {victim} was killed", told=offences)
    assert len(callers.accepted) == 1 + len(VICTIMS) * ROUND
    until(all_have_power, "every order has its turn, though no crew replies", told=offences)
    assert offences() == {}
