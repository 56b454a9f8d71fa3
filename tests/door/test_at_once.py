"""The same report twice in the same moment, on real connections: one order, one answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from rest_framework.test import APIClient

from tests.door.test_fault_reports import URL, body
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def post_at_once(user, bodies, headers=()):
    def post(one):
        client = APIClient()
        client.force_authenticate(user)
        try:
            answer = client.post(URL, one, headers=dict(headers))
            return answer.status_code, answer.data.get("number")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bodies)) as threads:
        return list(threads.map(post, bodies))


def test_one_identity_is_one_order(transactional_db, cast, province):
    answers = post_at_once(cast.agent, [body("twice")] * AT_ONCE)
    assert len(set(answers)) == 1 and answers[0][0] == 201
    assert WorkOrder.objects.count() == 1


def test_one_key_is_one_order(transactional_db, cast, province):
    answers = post_at_once(cast.agent, [body("twice")] * AT_ONCE, {"Idempotency-Key": "k"}.items())
    assert len(set(answers)) == 1 and answers[0][0] == 201


def test_different_reports_do_not_wait_for_each_other(transactional_db, cast, province):
    answers = post_at_once(cast.agent, [body(f"R{n}") for n in range(AT_ONCE)])
    assert {code for code, _ in answers} == {201} and len({number for _, number in answers}) == AT_ONCE


def test_one_identity_with_two_stories_is_one_order_and_one_refusal(transactional_db, cast, province):
    answers = post_at_once(cast.agent, [body("twice"), body("twice", description="变压器冒烟")] * 3)
    codes = sorted(code for code, _ in answers)
    assert codes == [201] * 3 + [422] * 3
    assert WorkOrder.objects.count() == 1
