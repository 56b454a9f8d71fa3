"""The worker, the relay and Redis are killed in the middle of 200 reports; each still ends in one order looked after."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import pytest

from tests.faults.ledger import offences, reports_kept
from tests.faults.waiting import until
from tests.grid import XUANTUO

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

REPORTS = 200
VICTIMS = ("worker", "relay", "redis")
CALLERS = 4


class Callers:
    """A few people who report faults at the same time, over HTTP; ``accepted`` are the ids answered with 201."""

    def __init__(self, stack, token):
        self.accepted = set()
        self.client = httpx.Client(base_url=stack.url, headers={"Authorization": f"Token {token}"}, timeout=30)

    def report(self, first, last):
        with ThreadPoolExecutor(CALLERS) as pool:
            for source_id, status in pool.map(self._report_one, range(first, last)):
                assert status == 201, (source_id, status)
                self.accepted.add(source_id)

    def _report_one(self, number):
        body = {
            "source": "HOTLINE_95598",
            "source_id": f"call-{number}",
            "description": "家里没电",
            "lat": XUANTUO[0] + number / 10_000,
            "lon": XUANTUO[1],
        }
        answer = self.client.post("/api/v1/fault-reports/", json=body, headers={"Idempotency-Key": body["source_id"]})
        return body["source_id"], answer.status_code


def test_kills_lose_nothing_and_double_nothing(stack, agent_token):
    callers = Callers(stack, agent_token)
    for number, victim in enumerate(VICTIMS):
        first, last = number * REPORTS // 3, (number + 1) * REPORTS // 3
        callers.report(first, first + 30)
        getattr(stack, victim).kill()
        callers.report(first + 30, last)
        # Nothing is reported after this: no later event may be needed to find what was lost.
        getattr(stack, victim).start()
        until(partial(_has_settled, callers), f"every order is looked after although the {victim} was killed")
    assert len(callers.accepted) == REPORTS
    assert offences() == {}


def _has_settled(callers):
    return callers.accepted <= reports_kept() and not offences()
