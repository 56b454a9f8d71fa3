"""The reply is facts, the review may send it back, the callback closes the order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import IllegalTransition, Invalid
from command_center.screens.owners import offenders
from dispatch.services import fieldwork
from tests.grid import make_held_order, make_order
from workorders.engine.advance import advance
from workorders.models import WorkOrder
from workorders.services.aftercare import Checklist, call_back, rate, review_reply
from workorders.services.judging import explain, send_on

pytestmark = pytest.mark.django_db

GOOD = Checklist(cause="air_switch_burnt", measures="更换空开", restored_at=now(), contacted=True)


def restored_order(province):
    order = make_held_order()
    crew = order.assignments.get().crew_id
    at = now()
    steps = {"order_id": order.pk, "crew_id": crew, "at": at, "actor": None}
    fieldwork.depart(**steps)
    fieldwork.arrive(**steps)
    fieldwork.start_repair(**steps, permit_number="QX-1", etr_at=None)
    fieldwork.restore(**steps)
    order.refresh_from_db()
    return order, crew, replace(GOOD, restored_at=at)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"cause": " "}, "/cause"),
        ({"measures": ""}, "/measures"),
        ({"restored_at": now() + timedelta(hours=1)}, "/restored_at"),
        ({"contacted": True, "not_contacted_reason": "没人接"}, "/not_contacted_reason"),
        ({"contacted": False}, "/not_contacted_reason"),
    ],
)
def test_a_reply_without_facts_is_blocked(province, wrong, pointer):
    order, crew, good = restored_order(province)
    with pytest.raises(Invalid) as refused:
        fieldwork.reply(order_id=order.pk, crew_id=crew, checklist=replace(good, **wrong), at=now(), actor=None)
    assert refused.value.pointer == pointer
    order.refresh_from_db()
    assert order.status == "RESTORED"


def test_a_reply_frees_the_crew(province):
    order, crew, good = restored_order(province)
    fieldwork.reply(order_id=order.pk, crew_id=crew, checklist=good, at=now(), actor=None)
    assert not order.assignments.filter(released_at=None).exists()


def test_rework_lets_the_reply_clock_run_on_and_the_same_crew_replies_again(province, cast):
    order, crew, good = restored_order(province)
    fieldwork.reply(order_id=order.pk, crew_id=crew, checklist=good, at=now(), actor=None)
    started_at = order.clocks.get(code="REPLY").started_at
    with pytest.raises(Invalid):
        review_reply(order_id=order.pk, passed=False, comment="", at=now(), actor=cast.mei)
    review_reply(order_id=order.pk, passed=False, comment="没有现场检查", at=now(), actor=cast.mei)
    running = order.clocks.get(code="REPLY")
    assert (running.started_at, running.stopped_at) == (started_at, None)
    fieldwork.reply(order_id=order.pk, crew_id=crew, checklist=good, at=now(), actor=None)
    assert order.replies.count() == 2


def test_a_customer_who_was_not_reached_is_called_again(province, cast):
    order, crew, good = restored_order(province)
    fieldwork.reply(order_id=order.pk, crew_id=crew, checklist=good, at=now(), actor=None)
    review_reply(order_id=order.pk, passed=True, comment="", at=now(), actor=cast.mei)
    call_back(order_id=order.pk, satisfaction="NOT_REACHED", comment="", at=now(), actor=cast.mei)
    assert order.clocks.get(code="CALLBACK").stopped_at is None
    call_back(order_id=order.pk, satisfaction="SATISFIED", comment="", at=now(), actor=cast.mei)
    order.refresh_from_db()
    assert order.status == "ARCHIVED" and order.closed_at


def test_there_is_no_repair_without_its_sheet(province):
    order = make_held_order()
    steps = {"order_id": order.pk, "crew_id": order.assignments.get().crew_id, "at": now(), "actor": None}
    fieldwork.depart(**steps)
    fieldwork.arrive(**steps)
    with pytest.raises(Invalid):
        fieldwork.start_repair(**steps, permit_number="  ", etr_at=None)


def test_the_customer_rates_once_and_only_when_it_is_done(province):
    order = make_held_order("early")
    with pytest.raises(Invalid):
        rate(order_id=order.pk, score=5, comment="", at=now())
    fieldwork_steps = {"order_id": order.pk, "crew_id": order.assignments.get().crew_id, "at": now(), "actor": None}
    fieldwork.depart(**fieldwork_steps)
    fieldwork.arrive(**fieldwork_steps)
    fieldwork.start_repair(**fieldwork_steps, permit_number="1", etr_at=None)
    fieldwork.restore(**fieldwork_steps)
    assert rate(order_id=order.pk, score=5, comment="", at=now()) == rate(
        order_id=order.pk, score=1, comment="", at=now()
    )


def test_a_callback_comes_after_the_review(province, cast):
    order, _, _ = restored_order(province)
    with pytest.raises(IllegalTransition):
        call_back(order_id=order.pk, satisfaction="SATISFIED", comment="", at=now(), actor=cast.mei)


def test_an_explanation_that_is_not_accepted_goes_back_to_the_desk_and_not_to_a_crew_that_never_was(cast, province):
    """REWORK belongs to a crew: an order that none was asked for would wait there unseen."""
    order = make_order()
    WorkOrder.objects.filter(pk=order.pk).update(attention="customer_side")
    order.refresh_from_db()
    advance([order], "hold", at=now())
    told = {"cause": "customer", "measures": "空开在客户侧", "restored_at": now()}
    explain(order_ids=[order.pk], **told, at=now(), actor=cast.mei)
    review_reply(order_id=order.pk, passed=False, comment="请派人看", at=now(), actor=cast.mei)
    order.refresh_from_db()
    assert (order.status, order.attention) == ("JUDGED", "reply_refused")
    assert order.clocks.running().filter(code="ARRIVE").exists()
    assert [str(each) for each in offenders(at=now()) if each.name == order.number and each.kind == "order"] == []
    send_on(order_id=order.pk, at=now(), actor=cast.mei)
    order.refresh_from_db()
    assert (order.status, order.attention) == ("PENDING_DISPATCH", "")
