"""Opening: a guess is not in the ledger; whoever is dark already stays where he is; the true start counts."""

import pytest

from command_center.ground.core.errors import Conflict, IllegalTransition, Invalid
from command_center.ground.core.models import EventRecord
from outages.life.states import Status
from outages.models import Correction, Interruption, Outage
from outages.verbs.services.confirming import confirm, make_probable
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.outages.ledger import Span
from tests.outages.lines import below, make_device, make_points, minute, only, spans_of

pytestmark = pytest.mark.django_db


def test_a_prediction_is_counted_but_not_written_to_the_ledger(province):
    make_points(province.t2, 5)
    outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(3))
    assert (outage.status, outage.customers_total, outage.customers_out) == ("PREDICTED", 5, 5)
    assert not Interruption.objects.exists()


def test_a_probable_outage_enters_the_ledger_with_its_true_start(province):
    point, *_ = make_points(province.t2, 5)
    outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(3))
    make_probable(outage_id=outage.pk, at=minute(15))
    confirm(outage_id=outage.pk, at=minute(20))
    outage.refresh_from_db()
    assert (outage.status, outage.customers_out, outage.confirmed_at) == ("CONFIRMED", 5, minute(20))
    assert spans_of(point) == (Span(0, None, outage.pk),)
    assert [change.new for change in outage.changes.all()] == ["PREDICTED", "PROBABLE", "CONFIRMED"]


def test_the_row_keeps_what_the_figures_need(province):
    make_points(province.t2, 1)
    outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    row = Interruption.objects.get()
    assert (row.feeder, row.transformer, row.kind, row.basis) == (province.f1, province.t2, "FAULT", "LV")
    assert (row.org_path, row.area_kind, row.phases) == (province.dingzhai.path, "RURAL", "ABC")
    assert (outage.feeder, outage.centre, outage.org_path) == (province.f1, province.xianfeng, province.dingzhai.path)


def test_who_is_dark_already_stays_in_the_interruption_he_is_in(province):
    (dark, *_), (other, *_) = make_points(province.t2, 3), make_points(province.t3, 2)
    first = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    second = open_outage(
        scope=below(province.t2, province.t3), started_at=minute(5), at=minute(6), status=Status.CONFIRMED
    )
    assert spans_of(dark) == (Span(0, None, first.pk),)
    assert spans_of(other) == (Span(5, None, second.pk),)
    assert second.customers_out == 2


def test_an_earlier_claim_lets_the_present_interruption_begin_earlier(province):
    point, *_ = make_points(province.t2, 3)
    first = open_outage(scope=below(province.t2), started_at=minute(10), at=minute(11), status=Status.CONFIRMED)
    open_outage(scope=below(province.t2), started_at=minute(4), at=minute(12), status=Status.CONFIRMED)
    assert spans_of(point) == (Span(4, None, first.pk),)
    assert Correction.objects.get().kind == "EARLIER"


def test_a_claim_is_believed_back_to_the_last_return_of_power(province):
    point, *_ = make_points(province.t2, 1)
    first = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    restore(outage_id=first.pk, at=minute(30))
    second = open_outage(scope=below(province.t2), started_at=minute(20), at=minute(40), status=Status.CONFIRMED)
    assert spans_of(point) == (Span(0, 30, first.pk), Span(30, None, second.pk))


def test_points_are_meant_by_node_transformer_or_themselves(province):
    device = make_device("K1", province.t2)
    (at_node, unmapped), (itself, spared) = (
        make_points(province.t2, 2, nodes=[device.to_node, None]),
        make_points(province.t3, 2),
    )
    scope = only(itself) | type(only())(
        node_ids=frozenset({device.to_node_id}), unmapped_transformer_ids=frozenset({province.t2.pk})
    )
    open_outage(scope=scope, device_id=device.pk, started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    dark = set(Interruption.objects.values_list("service_point_id", flat=True))
    # T2 and not T1: the cast's own customer stays supplied.
    assert dark == {at_node.pk, unmapped.pk, itself.pk}
    assert spared.pk not in dark


def test_a_device_has_one_live_outage(province):
    device = make_device("K1", province.t2)
    make_points(province.t2, 2)
    open_outage(scope=below(province.t2), device_id=device.pk, started_at=minute(0), at=minute(1))
    with pytest.raises(Conflict):
        open_outage(scope=below(province.t2), device_id=device.pk, started_at=minute(0), at=minute(1))


def test_an_outage_does_not_start_in_the_future(province):
    make_points(province.t2, 1)
    with pytest.raises(Invalid):
        open_outage(scope=below(province.t2), started_at=minute(2), at=minute(1))
    assert not Outage.objects.exists()


def test_a_guess_cannot_be_restored(province):
    make_points(province.t2, 1)
    outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1))
    with pytest.raises(IllegalTransition):
        restore(outage_id=outage.pk, at=minute(3))


def test_it_tells(province):
    make_points(province.t2, 1)
    outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1))
    record = EventRecord.objects.get(name="outage.opened")
    assert (record.subject, record.subject_id, record.org_path) == ("outage", outage.pk, province.dingzhai.path)
