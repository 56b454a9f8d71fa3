"""The desk's hand: confirm, move, split, merge, dismiss, each with its way back and its line in the history."""

import pytest

from command_center.ground.core.errors import Conflict, IllegalTransition, Invalid
from outages.leading.services import leaders as orders
from outages.life.process import OUTAGE
from outages.life.states import Status
from outages.models import Interruption, Outage
from outages.verbs.services import confirming, dismissing, merging, moving, splitting
from outages.verbs.services.confirming import confirm
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.grid import make_waiting_order
from tests.outages.ledger import Span
from tests.outages.lines import below, make_device, make_points, minute, spans_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(province):
    """An outage of T2 with five customers and one of T3 with three."""
    province.left, province.right = make_points(province.t2, 5), make_points(province.t3, 3)
    province.first, province.second = (
        open_outage(scope=below(node), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
        for node in (province.t2, province.t3)
    )
    return province


def fresh(*outages):
    for outage in outages:
        outage.refresh_from_db()
    return outages[0] if len(outages) == 1 else outages


def test_a_confirmation_can_be_taken_back(two, cast):
    confirming.unconfirm(outage_id=two.first.pk, reason="wrong feeder", at=minute(5), actor=cast.mei)
    assert fresh(two.first).status == "PROBABLE"
    confirm(outage_id=two.first.pk, at=minute(6), actor=cast.mei)
    assert [change.new for change in two.first.changes.all()] == ["CONFIRMED", "PROBABLE", "CONFIRMED"]


def test_moved_up_more_are_dark_moved_down_fewer(two):
    upper = make_device("K9", two.t1)
    dismissing.dismiss(outage_id=two.second.pk, reason="part of the other", at=minute(2))
    moving.move_to(
        outage_id=two.first.pk, scope=below(two.t2, two.t3), device_id=upper.pk, reason="recloser", at=minute(3)
    )
    assert fresh(two.first).customers_out == 8
    assert spans_of(two.right[0]) == (Span(0, None, two.first.pk),)
    moving.move_to(outage_id=two.first.pk, scope=below(two.t3), reason="only the lateral", at=minute(4))
    assert fresh(two.first).customers_out == 3
    assert spans_of(two.left[0]) == ()
    moves = two.first.changes.filter(kind="MOVED")
    assert [(move.device_before_id, move.device_after_id) for move in moves] == [(None, upper.pk), (upper.pk, None)]


def test_a_merge_and_its_way_back(two):
    merging.merge(outage_id=two.second.pk, parent_id=two.first.pk, reason="one trip", at=minute(5))
    first, second = fresh(two.first, two.second)
    assert (first.customers_out, second.status, second.parent) == (8, "MERGED", first)
    assert spans_of(two.right[0]) == (Span(0, None, first.pk),)
    restore(outage_id=first.pk, at=minute(20), scope=below(two.t3))
    merging.unmerge(outage_id=second.pk, reason="two faults", at=minute(30))
    first, second = fresh(first, second)
    assert (first.status, first.customers_out, second.status, second.parent) == ("CONFIRMED", 5, "RESTORED", None)
    assert spans_of(two.right[0]) == (Span(0, 20, second.pk),)


def test_one_crew_goes_after_a_merge(two, cast):
    mine, theirs, follower = (make_waiting_order(name) for name in ("A", "B", "C"))
    orders.lead(outage_id=two.first.pk, order_id=mine.pk, at=minute(2))
    orders.follow(outage_id=two.second.pk, order_ids=[theirs.pk, follower.pk], at=minute(2))
    follower.refresh_from_db()
    assert follower.parent == theirs
    merging.merge(outage_id=two.second.pk, parent_id=two.first.pk, reason="one trip", at=minute(5), actor=cast.mei)
    for order in (theirs, follower):
        order.refresh_from_db()
        assert (order.status, order.parent) == ("MERGED", mine)
    assert list(two.first.orders.filter(role="LEAD").values_list("order_id", flat=True)) == [mine.pk]
    merging.unmerge(outage_id=two.second.pk, reason="two faults", at=minute(6), actor=cast.mei)
    second = fresh(two.second)
    theirs.refresh_from_db()
    assert (second.lead_order, theirs.parent) == (theirs, None)


def test_a_report_of_danger_keeps_its_own_order(two):
    lead, danger = make_waiting_order("A"), make_waiting_order("H", description="电线断了垂在地上")
    orders.follow(outage_id=two.first.pk, order_ids=[lead.pk], at=minute(2))
    orders.follow(outage_id=two.first.pk, order_ids=[danger.pk], at=minute(3))
    danger.refresh_from_db()
    assert danger.parent is None
    assert two.first.orders.count() == 2


def test_a_split_leaves_each_side_its_own(two):
    merging.merge(outage_id=two.second.pk, parent_id=two.first.pk, reason="one trip", at=minute(5))
    part = splitting.split(outage_id=two.first.pk, scope=below(two.t3), reason="two faults", at=minute(6))
    assert (fresh(two.first).customers_out, fresh(part).customers_out) == (5, 3)
    assert spans_of(two.right[0]) == (Span(0, None, part.pk),)
    with pytest.raises(Conflict):
        splitting.split(outage_id=part.pk, scope=below(two.t3), reason="all of it", at=minute(7))


def test_what_was_dismissed_enters_no_figure_and_can_come_back(two):
    dismissing.dismiss(outage_id=two.first.pk, reason="表计有电", at=minute(5))
    assert (fresh(two.first).status, spans_of(two.left[0])) == ("DISMISSED", ())
    dismissing.reinstate(outage_id=two.first.pk, reason="确认停电", at=minute(9))
    first = fresh(two.first)
    assert (first.status, first.customers_out, first.before) == ("CONFIRMED", 5, "")
    assert spans_of(two.left[0]) == (Span(0, None, first.pk),)


def test_a_reason_is_always_asked_for(two):
    for act in (confirming.unconfirm, dismissing.dismiss):
        with pytest.raises(Invalid):
            act(outage_id=two.first.pk, reason=" ", at=minute(5))


def test_no_step_is_possible_that_the_table_does_not_know(two):
    restore(outage_id=two.first.pk, at=minute(9))
    with pytest.raises(IllegalTransition):
        dismissing.dismiss(outage_id=two.first.pk, reason="late", at=minute(10))


def test_every_status_can_be_left_but_closed():
    assert [status for status in Status if not OUTAGE.moves[status]] == [Status.CLOSED]


def test_a_predicted_outage_is_split_by_its_scope(province):
    make_points(province.t2, 5), make_points(province.t3, 3)
    outage = open_outage(scope=below(province.t2, province.t3), started_at=minute(0), at=minute(1))
    part = splitting.split(outage_id=outage.pk, scope=below(province.t3), reason="two", at=minute(2))
    assert (fresh(outage).customers_out, part.customers_out) == (5, 3)
    assert not Interruption.objects.exists()
    assert Outage.objects.live().count() == 2
