"""The worker, the relay and Redis are killed in the middle of 211 reports; each still ends in one order looked after."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.faults.ledger import is_published, offences, reports_kept
from tests.faults.waiting import until
from tests.grid import XUANTUO

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

VICTIMS = ("worker", "relay", "redis")
ROUND = 70
CALLERS = 4


class Callers:
    """A few people who report faults at the same time, over HTTP; ``accepted`` are the ids answered with 201."""

    def __init__(self, stack, token):
        self.stack, self.accepted = stack, set()
        self.client = httpx.Client(base_url=stack.url, headers={"Authorization": f"Token {token}"}, timeout=30)

    def report(self, first, last):
        with ThreadPoolExecutor(CALLERS) as pool:
            for source_id, status in pool.map(self._report_one, range(first, last)):
                assert status == 201, (source_id, status)
                self.accepted.add(source_id)

    def are_served(self):
        self.stack.keep_up()
        return self.accepted <= reports_kept() and not offences()

    def _report_one(self, number):
        body = {
            "source": "HOTLINE_95598",
            "source_id": f"call-{number}",
            "description": "家里没电",
            "lat": XUANTUO[0] + number / 10_000,
            "lon": XUANTUO[1],
            "reporter": {"phone": f"1390000{number:04d}"},
            "address": f"旋坨村{number}号",
        }
        answer = self.client.post("/api/v1/fault-reports/", json=body, headers={"Idempotency-Key": body["source_id"]})
        return body["source_id"], answer.status_code


def test_kills_lose_nothing_and_double_nothing(stack, agent_token):
    callers = Callers(stack, agent_token)
    callers.report(0, 1)
    until(callers.are_served, "the worker is at work before it is killed")
    for number, victim in enumerate(VICTIMS):
        first, last = 1 + number * ROUND, 1 + (number + 1) * ROUND
        callers.report(first, first + ROUND // 2)
        getattr(stack, victim).kill()
        callers.report(first + ROUND // 2, last)
        # Nothing is reported after this and, with Redis away, every bell has rung in vain: no later event helps.
        if victim != "relay":
            until(is_published, "all is published")
        getattr(stack, victim).start()
        until(callers.are_served, f"every order is looked after although the {victim} was killed")
    assert len(callers.accepted) == 1 + len(VICTIMS) * ROUND
    assert offences() == {}
