"""One key, one answer: kept with the change, forgotten with it, and decided by the database when two come at once."""

from types import SimpleNamespace

import pytest
from django.db import transaction

from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.audit import record
from command_center.ground.core.errors import DomainError, KeyReused
from command_center.ground.core.models import AuditEntry, IdempotencyKey
from tests.at_once import at_once

CALLERS = 8


def request(key="k", user_id=1, **data):
    return SimpleNamespace(
        method="POST", path="/api/v1/x/", data=data, headers={"Idempotency-Key": key}, user=SimpleNamespace(pk=user_id)
    )


def perform():
    return 201, {"entry": record(actor=None, action="tried").pk}


@pytest.mark.django_db
class TestOneKey:
    def test_the_same_request_gets_the_same_answer_and_acts_once(self):
        answers = [answer_once(request(a=1), "x", perform) for _ in range(2)]
        assert answers[0].data == answers[1].data and answers[1].status_code == 201
        assert AuditEntry.objects.count() == 1

    def test_another_body_under_the_same_key_is_refused(self):
        answer_once(request(a=1), "x", perform)
        with pytest.raises(KeyReused):
            answer_once(request(a=2), "x", perform)

    def test_another_person_or_another_key_is_another_request(self):
        for asked in (request(), request(key="l"), request(user_id=2)):
            answer_once(asked, "x", perform)
        assert AuditEntry.objects.count() == 3

    def test_without_a_key_every_request_acts(self):
        for _ in range(2):
            answer_once(request(key=""), "x", perform)
        assert AuditEntry.objects.count() == 2

    def test_a_request_that_failed_may_be_tried_again_under_its_key(self):
        def refuse():
            raise DomainError("not now")

        with pytest.raises(DomainError), transaction.atomic():
            answer_once(request(), "x", refuse)
        assert not IdempotencyKey.objects.exists()
        assert answer_once(request(), "x", perform).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_callers_with_one_key_at_the_same_instant_act_once():
    answers = at_once(*[lambda: answer_once(request(a=1), "x", perform).data] * CALLERS)
    assert len({answer["entry"] for answer in answers}) == 1
    assert AuditEntry.objects.count() == 1
