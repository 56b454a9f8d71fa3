"""The desk's hand: merging never loses a danger or a customer, cancelling frees the crew."""

from datetime import UTC, datetime

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import Conflict, Invalid
from tests.grid import make_held_order, make_order, make_waiting_order
from workorders.services import control, urging
from workorders.services.kept_words import in_words

pytestmark = pytest.mark.django_db


def test_a_merged_order_follows_its_parent_and_can_stand_alone_again(province, cast, relayed):
    parent, child = make_waiting_order("P"), make_waiting_order("C")
    control.merge(order_id=child.pk, parent_id=parent.pk, at=now(), actor=cast.mei)
    child.refresh_from_db()
    assert (child.status, child.parent) == ("MERGED", parent)
    control.split(order_id=child.pk, at=now(), actor=cast.mei)
    relayed()
    child.refresh_from_db()
    assert child.parent is None
    assert child.clocks.get(code="ARRIVE", stopped_at=None).started_at == child.reported_at


def test_a_danger_is_never_merged_away(province, cast):
    parent, wire_down = make_waiting_order("P"), make_waiting_order("H", description="电线断了垂在地上")
    assert wire_down.hazard
    with pytest.raises(Conflict):
        control.merge(order_id=wire_down.pk, parent_id=parent.pk, at=now(), actor=cast.mei)


def test_cancelling_frees_the_crew(province, cast, relayed):
    order = make_held_order()
    control.cancel(order_id=order.pk, reason="客户自行恢复", at=now(), actor=cast.mei)
    relayed()
    assert not order.assignments.filter(released_at=None).exists()
    assert not order.clocks.filter(stopped_at=None).exists()


def test_cancelling_needs_a_reason(province, cast):
    with pytest.raises(Invalid):
        control.cancel(order_id=make_order().pk, reason=" ", at=now(), actor=cast.mei)


def test_urging_is_a_note_and_never_an_order(province, cast):
    order = make_waiting_order()
    urging.urge(order_id=order.pk, text="客户再次来电", at=now(), actor=cast.mei)
    order.refresh_from_db()
    assert order.urge_count == 1
    assert order.notes.get().urge


def test_a_moment_in_the_history_is_that_of_the_clock_on_the_wall():
    assert (
        in_words(datetime(2026, 7, 1, 16, 30, 12, tzinfo=UTC)) == "2026-07-02 00:30" and in_words("变压器") == "变压器"
    )
