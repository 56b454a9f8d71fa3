"""Steps: an exact set each; below an open fuse it stays dark; nested outages count no minute twice."""

import pytest

from command_center.ground.core.errors import Conflict, IllegalTransition, Invalid
from outages.life.states import Status
from outages.models import Interruption
from outages.verbs.services.nesting import find_nested
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import How, lose_again, restore
from tests.outages.ledger import Span
from tests.outages.lines import below, dark_minutes, make_points, minute, only, spans_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def feeder(province):
    """F1 with 60 customers below T2 and 40 below T3, off since minute 0."""
    province.left, province.right = make_points(province.t2, 60), make_points(province.t3, 40)
    province.outage = open_outage(
        scope=below(province.t2, province.t3),
        node_id=province.f1.pk,
        started_at=minute(0),
        at=minute(1),
        status=Status.CONFIRMED,
    )
    return province


def test_a_step_restores_exactly_its_set(feeder):
    done = restore(outage_id=feeder.outage.pk, at=minute(30), scope=below(feeder.t2))
    assert (done.customers, done.still_dark, done.outage.status) == (60, 40, "PARTIALLY_RESTORED")
    assert spans_of(feeder.left[0]) == (Span(0, 30, feeder.outage.pk),)
    assert spans_of(feeder.right[0]) == (Span(0, None, feeder.outage.pk),)
    done = restore(outage_id=feeder.outage.pk, at=minute(90))
    assert (done.customers, done.still_dark, done.outage.status) == (40, 0, "RESTORED")
    assert done.outage.restored_at == minute(90)
    assert dark_minutes() == 60 * 30 + 40 * 90


def test_feeder_back_with_one_fuse_blown(feeder):
    """Scenario 4: the energised set comes from the trace; the area below the fuse gets its own outage, no minute twice."""
    restore(outage_id=feeder.outage.pk, at=minute(30), scope=below(feeder.t2))
    nested = find_nested(outage_id=feeder.outage.pk, scope=below(feeder.t3), at=minute(35), node_id=feeder.t3.pk)
    feeder.outage.refresh_from_db()
    assert (nested.nested_in, nested.started_at, nested.customers_out) == (feeder.outage, minute(0), 40)
    assert (feeder.outage.status, feeder.outage.customers_total) == ("RESTORED", 60)
    restore(outage_id=nested.pk, at=minute(100))
    assert spans_of(feeder.right[0]) == (Span(0, 100, nested.pk),)
    assert dark_minutes() == 60 * 30 + 40 * 100


def test_a_call_after_the_restore_reopens_the_interruption_from_its_true_start(feeder):
    restore(outage_id=feeder.outage.pk, at=minute(30))
    caller = feeder.right[0]
    nested = find_nested(outage_id=feeder.outage.pk, scope=only(caller), at=minute(45))
    assert spans_of(caller) == (Span(0, None, nested.pk),)
    assert spans_of(feeder.right[1]) == (Span(0, 30, feeder.outage.pk),)
    retracted = Interruption.objects.get(service_point=caller, retracted_at__isnull=False)
    assert (retracted.on_at, retracted.retracted_by.kind) == (minute(30), "STILL_OFF")


def test_power_that_came_and_went_is_a_new_interruption(feeder):
    restore(outage_id=feeder.outage.pk, at=minute(30))
    caller = feeder.right[0]
    nested = find_nested(outage_id=feeder.outage.pk, scope=only(caller), since=minute(40), at=minute(45))
    assert spans_of(caller) == (Span(0, 30, feeder.outage.pk), Span(40, None, nested.pk))


def test_nobody_is_nested_who_was_not_dark_by_it(feeder):
    restore(outage_id=feeder.outage.pk, at=minute(30))
    with pytest.raises(Conflict):
        find_nested(outage_id=feeder.outage.pk, scope=below(feeder.t1), at=minute(45))


def test_a_phase_comes_back_to_those_who_use_no_other(province):
    single, three = make_points(province.t2, 1, phases="A"), make_points(province.t3, 1)
    outage = open_outage(
        scope=below(province.t2, province.t3), started_at=minute(0), at=minute(1), status=Status.CONFIRMED
    )
    restore(outage_id=outage.pk, at=minute(10), how=How(phases="A"))
    assert (spans_of(single[0])[0].on, spans_of(three[0])[0].on) == (10, None)
    restore(outage_id=outage.pk, at=minute(20), how=How(phases="ABC"))
    assert spans_of(three[0])[0].on == 20


def test_power_does_not_return_before_it_went(feeder):
    with pytest.raises(Invalid):
        restore(outage_id=feeder.outage.pk, at=minute(0))


def test_a_restored_outage_is_not_restored_again(feeder):
    restore(outage_id=feeder.outage.pk, at=minute(30))
    with pytest.raises(IllegalTransition):
        restore(outage_id=feeder.outage.pk, at=minute(31))


def test_a_step_for_nobody_changes_no_status(feeder):
    done = restore(outage_id=feeder.outage.pk, at=minute(5), scope=below(feeder.t1))
    assert (done.customers, done.outage.status) == (0, "CONFIRMED")


def test_back_feed_is_flagged_and_can_be_lost_again(feeder):
    restore(outage_id=feeder.outage.pk, at=minute(20), scope=below(feeder.t2), how=How(ended_by="TIE"))
    assert Interruption.objects.filter(back_fed=True).count() == 60
    lose_again(outage_id=feeder.outage.pk, scope=only(feeder.left[0]), since=minute(50), at=minute(51))
    assert spans_of(feeder.left[0]) == (Span(0, 20, feeder.outage.pk), Span(50, None, feeder.outage.pk))
    feeder.outage.refresh_from_db()
    assert (feeder.outage.customers_total, feeder.outage.customers_out) == (100, 41)


def test_the_published_vector(province):
    """The worked case of standards.md §2: 300 off at 0; 200 back at 30, 80 at 120, 20 nested at 180; 50 others off for 3 minutes."""
    points, others = make_points(province.t2, 300), make_points(province.t3, 50)
    outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    brief = open_outage(scope=below(province.t3), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    restore(outage_id=brief.pk, at=minute(3))
    restore(outage_id=outage.pk, at=minute(30), scope=only(*points[:200]))
    restore(outage_id=outage.pk, at=minute(120), scope=only(*points[200:]))
    nested = find_nested(outage_id=outage.pk, scope=only(*points[280:]), at=minute(125))
    restore(outage_id=nested.pk, at=minute(180))
    sustained = [row for row in Interruption.objects.standing() if (row.on_at - row.off_at).total_seconds() > 300]
    assert len(sustained) == 300
    assert sum((row.on_at - row.off_at).total_seconds() / 60 for row in sustained) == 19_200
    assert {row.service_point_id for row in sustained}.isdisjoint({other.pk for other in others})
