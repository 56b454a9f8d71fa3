"""Where two matters meet: what is supervised and merged, who follows whom, and what each is still owed. Found by the walk, told alone."""

import pytest
from django.utils.timezone import now

from tests.grid import make_order
from tests.workorders.test_kinds import opened
from workorders.api.orders import review_supervision
from workorders.api.verbs import plain
from workorders.kinds import PROCESSES
from workorders.services import aftercare, control, handling, judging, supervising

pytestmark = pytest.mark.django_db

OPINION = PROCESSES["OPINION"]


def two_opinions():
    told = {"customer_number": "", "reporter_phone": ""}
    first, second = (opened(OPINION, name, **told) for name in ("M1", "M2"))
    control.merge(order_id=second.pk, parent_id=first.pk, at=now())
    return first, second


def answer(order):
    for verb in ("give", "accept"):
        plain(OPINION.by_name[verb])(order_id=order.pk, at=now(), actor=None)
    said = {"cause": "短信网关", "measures": "已补发并道歉", "told_at": now(), "not_told_reason": ""}
    handling.answer(order_id=order.pk, at=now(), actor=None, **said)
    aftercare.review_reply(order_id=order.pk, passed=True, comment="", at=now(), actor=None)


def supervised(order, level="CITY"):
    issued = supervising.supervise(order_id=order.pk, level=level, reason="三次来电未到", at=now(), actor=None)
    order.refresh_from_db()
    return issued


def test_a_supervised_order_says_so_while_it_follows_another_and_when_it_stands_alone_again(province):
    first, second = (
        make_order("R1"),
        make_order("R2", latitude=29.6, longitude=109.4, customer_number="", reporter_phone=""),
    )
    supervision = supervised(second)
    for step in (
        lambda: control.merge(order_id=second.pk, parent_id=first.pk, at=now()),
        lambda: control.split(order_id=second.pk, at=now()),
    ):
        step()
        second.refresh_from_db()
        assert second.reasons == ["supervised"], second.status
    handling.answer(
        order_id=supervision.pk, cause="缺人", measures="已增派", told_at=None, not_told_reason="", at=now(), actor=None
    )
    review_supervision(order_id=supervision.pk, passed=True, comment="", at=now(), actor=None)
    second.refresh_from_db()
    assert second.reasons == []


def test_what_is_explained_on_the_phone_is_supervised_still(province):
    order = make_order("R1")
    supervised(order)
    judging.explain(order_ids=[order.pk], cause="欠费", measures="已告知", restored_at=now(), at=now())
    order.refresh_from_db()
    assert (order.status, order.reasons) == ("REPLIED", ["supervised"])


def test_who_was_answered_with_another_and_stands_alone_again_is_owed_an_answer(province):
    first, second = two_opinions()
    answer(first)
    control.split(order_id=second.pk, at=now(), reason="不是一件事")
    second.refresh_from_db()
    assert second.clocks.filter(code="OPINION", stopped_at=None).exists()
    assert (second.status, second.clocks.filter(code="CALLBACK", stopped_at=None).exists()) == ("RECEIVED", False)


def test_who_followed_a_matter_with_a_final_answer_is_called_back(province):
    first, second = two_opinions()
    answer(first)
    said = {"case": "court", "answer": "已在诉讼", "legal_reference": "法务-1"}
    plain(OPINION.by_name["final-answer"])(order_id=first.pk, at=now(), actor=None, **said)
    aftercare.call_back(order_id=second.pk, satisfaction="SATISFIED", comment="", at=now(), actor=None)
    second.refresh_from_db()
    assert (second.status, second.clocks.filter(stopped_at=None).count()) == ("ARCHIVED", 0)
