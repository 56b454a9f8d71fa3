"""Corrections restate every figure and lose nothing: what was known before can be read again."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, OperationalError

from command_center.ground.core.errors import Invalid, NotFound
from outages.ledger.services import correcting
from outages.life.states import Status
from outages.models import Correction, Interruption
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.outages.ledger import Span
from tests.outages.lines import below, dark_minutes, make_points, minute, only, spans_of

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError, OperationalError)


@pytest.fixture
def closed(province):
    """Five customers off from 0 to 30."""
    province.points = make_points(province.t2, 5)
    province.outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    province.step = restore(outage_id=province.outage.pk, at=minute(30)).step
    return province


def database_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def test_one_edited_time_restates_all(closed, cast):
    assert dark_minutes() == 150
    correcting.correct_end(step_id=closed.step.pk, on_at=minute(40), reason="SOE", at=minute(60), actor=cast.mei)
    assert dark_minutes() == 200
    correcting.correct_start(outage_id=closed.outage.pk, off_at=minute(-10), reason="SOE", at=minute(61))
    assert dark_minutes() == 250
    closed.outage.refresh_from_db()
    assert (closed.outage.started_at, closed.outage.restored_at) == (minute(-10), minute(40))
    correction = Correction.objects.order_by("pk")[0]
    assert (correction.reason, correction.author, correction.appended.count()) == ("SOE", cast.mei, 5)


def test_what_was_published_can_be_computed_again(closed):
    published_at = database_time()
    correcting.correct_end(step_id=closed.step.pk, on_at=minute(40), reason="SOE", at=minute(60))
    then = Interruption.objects.as_of(published_at)
    assert {row.known_on_at for row in then} == {minute(30)}
    assert {row.known_on_at for row in Interruption.objects.as_of(database_time())} == {minute(40)}


def test_an_end_that_was_not_known_yet_is_not_read_back(province):
    make_points(province.t2, 2)
    outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    before = database_time()
    restore(outage_id=outage.pk, at=minute(30))
    assert [row.known_on_at for row in Interruption.objects.as_of(before)] == [None, None]


def test_a_customer_too_many_and_one_too_few(closed):
    spared, *_ = closed.points
    other, *_ = make_points(closed.t3, 1)
    correcting.correct_never_off(outage_id=closed.outage.pk, scope=only(spared), reason="meter", at=minute(60))
    correcting.correct_was_off(
        outage_id=closed.outage.pk, scope=only(other), off_at=minute(5), on_at=minute(25), reason="call", at=minute(60)
    )
    assert spans_of(spared) == ()
    assert spans_of(other) == (Span(5, 25, closed.outage.pk),)
    closed.outage.refresh_from_db()
    assert closed.outage.customers_total == 5


def test_only_what_is_free_is_appended(closed):
    point, *_ = closed.points
    correcting.correct_was_off(
        outage_id=closed.outage.pk, scope=only(point), off_at=minute(-5), on_at=minute(35), reason="x", at=minute(60)
    )
    assert [(span.off, span.on) for span in spans_of(point)] == [(-5, 0), (0, 30), (30, 35)]


def test_a_time_never_runs_over_the_neighbour(closed):
    again = open_outage(scope=below(closed.t2), started_at=minute(50), at=minute(51), status=Status.CONFIRMED)
    correcting.correct_end(step_id=closed.step.pk, on_at=minute(55), reason="late", at=minute(60))
    assert spans_of(closed.points[0]) == (Span(0, 50, closed.outage.pk), Span(50, None, again.pk))


def test_impossible_times_are_refused(closed):
    with pytest.raises(Invalid):
        correcting.correct_end(step_id=closed.step.pk, on_at=minute(0), reason="x", at=minute(60))
    with pytest.raises(Invalid):
        correcting.correct_start(outage_id=closed.outage.pk, off_at=minute(30), reason="x", at=minute(60))
    with pytest.raises(Invalid):
        correcting.correct_start(outage_id=closed.outage.pk, off_at=minute(5), reason=" ", at=minute(60))
    with pytest.raises(NotFound):
        correcting.correct_end(step_id=0, on_at=minute(40), reason="x", at=minute(60))


def test_another_kind_follows_into_the_rows(closed):
    correcting.correct_kind(outage_id=closed.outage.pk, kind="TEMPORARY", reason="work", at=minute(60))
    assert set(Interruption.objects.standing().values_list("kind", flat=True)) == {"TEMPORARY"}


def test_a_reopened_end_reopens_the_outage(closed):
    """A customer who was dark all the time brings the restored outage back."""
    other, *_ = make_points(closed.t3, 1)
    correcting.correct_was_off(
        outage_id=closed.outage.pk, scope=only(other), off_at=minute(0), on_at=None, reason="call", at=minute(60)
    )
    closed.outage.refresh_from_db()
    assert (closed.outage.status, closed.outage.customers_out) == ("PARTIALLY_RESTORED", 1)


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE outages_interruption SET off_at = off_at - interval '1 hour'",
        "UPDATE outages_interruption SET on_at = on_at + interval '1 hour'",
        "UPDATE outages_interruption SET outage_id = outage_id + 1",
        "DELETE FROM outages_interruption",
        "DELETE FROM outages_outagechange",
        "UPDATE outages_outagechange SET reason = 'x'",
    ],
)
def test_the_database_lets_nobody_edit(closed, edit):
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(edit)


def test_the_database_lets_nobody_be_dark_twice(closed):
    row = Interruption.objects.standing()[0]
    row.pk, row.off_at, row.on_at, row.ended_by, row.ended_recorded_at = None, minute(20), None, "", None
    with pytest.raises(IntegrityError, match="one_interruption_per_service_point_at_a_time"), transaction.atomic():
        row.save(force_insert=True)
