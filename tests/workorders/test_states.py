"""The table of moves is walked whole: what is in it works, what is not is refused, by code and by the database."""

import itertools

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from command_center.core.errors import IllegalTransition
from tests.grid import make_order
from workorders import labels
from workorders.models import StatusChange, WorkOrder
from workorders.services.moves import move
from workorders.states import DONE, NEXT, OPEN, Status, may_move

ALL = list(itertools.product(Status, Status))


def test_every_status_has_its_moves_and_its_word():
    assert set(NEXT) == set(Status) == set(labels.STATUS)


def test_whatever_is_open_can_still_end():
    for status in OPEN:
        reached, todo = set(), {status}
        while todo:
            one = todo.pop()
            reached.add(one)
            todo |= NEXT[one] - reached
        assert reached & DONE, f"{status} is a dead end"


@pytest.mark.django_db
def test_legal_moves_leave_a_row_and_others_are_refused(province):
    order = make_order()
    for old, new in ALL:
        if Status.MERGED in (old, new):
            continue  # needs a parent: tested with merging
        WorkOrder.objects.filter(pk=order.pk).update(status=old.value)
        order.status = old.value
        before = StatusChange.objects.count()
        if may_move(old, new):
            move([order], new, at=now())
            assert StatusChange.objects.count() == before + 1
        else:
            with pytest.raises(IllegalTransition):
                move([order], new, at=now())
            assert StatusChange.objects.count() == before


@pytest.mark.django_db
def test_the_database_knows_no_other_status(province):
    order = make_order()
    with pytest.raises(IntegrityError, match="order_status_is_known"), transaction.atomic():
        WorkOrder.objects.filter(pk=order.pk).update(status="LOST")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql", ["UPDATE workorders_statuschange SET reason = 'x'", "DELETE FROM workorders_statuschange"]
)
def test_history_is_append_only(province, sql):
    make_order()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
