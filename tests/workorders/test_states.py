"""The verbs of a fault order are walked whole: what is in it works, what is not is refused, by code and by the database."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from command_center.ground.core.errors import IllegalTransition
from tests.grid import make_order
from workorders.engine.advance import advance
from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import DONE, OPEN, Status
from workorders.models import StatusChange, WorkOrder

EVERY_STEP = [(verb, state) for verb in FAULT.verbs if verb.to for state in Status]


def test_whatever_is_open_can_still_end():
    for status in OPEN:
        reached, todo = set(), {status}
        while todo:
            one = todo.pop()
            reached.add(one)
            todo |= FAULT.moves[one] - reached
        assert reached & DONE, f"{status} is a dead end"


@pytest.mark.django_db
def test_legal_steps_leave_their_rows_and_others_are_refused(province):
    order, in_front = (
        make_order(),
        make_order("R2", customer_number="", reporter_phone="", latitude=29.6, longitude=109.4),
    )
    for verb, old in EVERY_STEP:
        WorkOrder.objects.filter(pk=order.pk).update(status=old, parent=in_front, suspended_from="ON_SITE")
        order.refresh_from_db()
        before = StatusChange.objects.count()
        if old in verb.frm:
            advance([order], verb.name, at=now())
            steps = StatusChange.objects.order_by("pk")[before:]
            assert [step.new for step in steps][-1] == ("ON_SITE" if verb.to == "BACK" else verb.to)
            assert len(steps) == 1 + len(verb.via.get(old, ()))
        else:
            with pytest.raises(IllegalTransition):
                advance([order], verb.name, at=now())
            assert StatusChange.objects.count() == before


@pytest.mark.django_db
def test_a_step_that_one_of_several_may_not_take_is_taken_by_none(province):
    orders = [make_order(), make_order("R2", customer_number="", reporter_phone="", latitude=29.6, longitude=109.4)]
    WorkOrder.objects.filter(pk=orders[1].pk).update(status="ARCHIVED")
    orders[1].refresh_from_db()
    with pytest.raises(IllegalTransition):
        advance(orders, "pass_on", at=now())
    assert not StatusChange.objects.exclude(old="").exists()


@pytest.mark.django_db
def test_the_database_knows_no_other_status(province):
    order = make_order()
    with pytest.raises(IntegrityError, match="an_order_has_a_state_of_its_kind"), transaction.atomic():
        WorkOrder.objects.filter(pk=order.pk).update(status="LOST")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql", ["UPDATE workorders_statuschange SET reason = 'x'", "DELETE FROM workorders_statuschange"]
)
def test_history_is_append_only(province, sql):
    make_order()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
