"""Asking before closing, estimates, the sensitive register, generators, evidence."""

from datetime import date, timedelta

import pytest

from command_center.ground.core.errors import Conflict, IllegalTransition, Invalid
from command_center.ground.core.models import EventRecord
from customers.models import Customer
from outages.estimates.services import estimating
from outages.estimates.services.estimating import Estimate
from outages.generators import services as generators
from outages.judging.services.evidence import Signal, take_evidence
from outages.leading.services import leaders as orders
from outages.life.states import Status
from outages.models import Evidence, GeneratorVehicle, Interruption, Outage, SensitiveEntry
from outages.sensitive.selectors.entries import sensitive_of
from outages.verbs.sampling import Outcome, Verdict, sample
from outages.verbs.services import closing, verifying
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.grid import make_network, make_waiting_order
from tests.outages.ledger import Span
from tests.outages.lines import below, make_points, minute, only, spans_of

pytestmark = pytest.mark.django_db


def make_outage(province, **fields):
    return open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED, **fields)


def make_entry(point, sensitive_class, **fields):
    return SensitiveEntry.objects.create(
        service_point=point,
        sensitive_class=sensitive_class,
        last_verified_on=date(2026, 7, 1),
        org_path=point.org_path,
        **fields,
    )


class TestSample:
    def test_all_are_asked_when_they_are_few(self):
        assert sample(range(30), [], seed=1) == list(range(30))

    def test_thirty_and_all_the_important_are_asked_of_many(self):
        asked = sample(range(500), [7, 400, 999], seed=1)
        assert {7, 400} <= set(asked)
        assert 30 <= len(asked) <= 32
        assert asked == sample(range(500), [7, 400], seed=1)
        assert asked != sample(range(500), [7, 400], seed=2)

    def test_nineteen_of_twenty_are_enough(self):
        assert Verdict(20, 19, 1).outcome is Outcome.PASSED
        assert Verdict(20, 18, 2).outcome is Outcome.FAILED

    def test_silence_proves_neither_power_nor_darkness(self):
        assert Verdict(26, 0, 0).outcome is Outcome.UNVERIFIED
        assert Verdict(20, 18, 1).outcome is Outcome.UNVERIFIED


class TestChecking:
    @pytest.fixture
    def restored(self, province):
        province.points = make_points(province.t2, 40)
        Customer.objects.filter(pk=province.points[39].customer_id).update(flags=["IMPORTANT"])
        province.outage = make_outage(province)
        restore(outage_id=province.outage.pk, at=minute(30))
        province.check = verifying.start_check(outage_id=province.outage.pk, at=minute(31))
        province.asked = list(province.check.answers.values_list("service_point_id", flat=True))
        return province

    def answer(self, restored, dark=(), silent=()):
        answers = {pk: "OFF" if pk in dark else "ON" for pk in restored.asked if pk not in silent}
        verifying.record_answers(check_id=restored.check.pk, answers=answers, at=minute(35))
        return verifying.finish_check(check_id=restored.check.pk, at=minute(36))

    def test_enough_answers_verify_and_the_outage_can_close(self, restored):
        assert restored.points[39].pk in restored.asked
        assert self.answer(restored).status == "VERIFIED"
        assert closing.close(outage_id=restored.outage.pk, at=minute(50)).status == "CLOSED"

    def test_who_is_dark_still_gets_a_nested_outage(self, restored):
        dark = restored.asked[0]
        assert self.answer(restored, dark={dark}).status == "VERIFIED"
        nested = restored.outage.nested_outages.get()
        row = Interruption.objects.open().get()
        assert (row.service_point_id, row.outage, row.off_at) == (dark, nested, minute(0))

    def test_too_few_answers_leave_it_restored_and_unverified(self, restored):
        outage = self.answer(restored, silent=set(restored.asked[:5]))
        assert outage.status == "RESTORED"
        assert "restore_unanswered" in outage.reasons
        assert "restore_unverified" not in outage.reasons, "nobody said they are dark"
        assert outage.checks.get().passed is None
        with pytest.raises(IllegalTransition):
            closing.close(outage_id=outage.pk, at=minute(50))
        assert verifying.start_check(outage_id=outage.pk, at=minute(51)).asked, "they can be asked again"

    def test_many_dark_ones_go_on_in_the_same_outage(self, restored):
        dark = restored.asked[:5]
        outage = self.answer(restored, dark=set(dark))
        outage.refresh_from_db()
        assert (outage.status, outage.customers_out) == ("PARTIALLY_RESTORED", 5)
        assert set(Interruption.objects.open().values_list("off_at", flat=True)) == {minute(0)}

    def test_the_device_may_have_gone_out_anew_meanwhile(self, restored):
        """The newer outage speaks for the switch; who stayed dark all along goes on in the older one."""
        fuse = make_network(restored).fu2
        Outage.objects.update(device=fuse)
        newer = open_outage(
            scope=below(restored.t3), started_at=minute(33), at=minute(33), status=Status.CONFIRMED, device_id=fuse.pk
        )
        outage = self.answer(restored, dark=set(restored.asked[:5]))
        outage.refresh_from_db()
        assert (outage.status, outage.customers_out, outage.device) == ("PARTIALLY_RESTORED", 5, None)
        moved = outage.changes.get(kind="MOVED")
        assert (moved.device_before, moved.other, moved.reason) == (fuse, newer, "check_failed")

    def test_finishing_twice_changes_nothing(self, restored):
        self.answer(restored)
        assert verifying.finish_check(check_id=restored.check.pk, at=minute(40)).verified_at == minute(36)

    def test_one_round_at_a_time(self, restored):
        with pytest.raises(Conflict):
            verifying.start_check(outage_id=restored.outage.pk, at=minute(32))


class TestEstimating:
    @pytest.fixture
    def outage(self, province):
        make_points(province.t2, 3)
        return make_outage(province)

    def hours(self, n):
        return lambda outage, at: Estimate(etr_at=outage.started_at + timedelta(hours=n), params={"hours": n})

    def test_the_first_estimate_comes_by_itself_and_once(self, outage):
        assert estimating.estimate_missing(estimator=self.hours(2), at=minute(2)) == 1
        assert estimating.estimate_missing(estimator=self.hours(3), at=minute(3)) == 0
        outage.refresh_from_db()
        assert (outage.etr_at, outage.etr_source, outage.etr_revision) == (minute(120), "AUTO", 1)

    def test_a_milestone_computes_again_and_the_same_is_no_revision(self, outage):
        estimating.estimate_missing(estimator=self.hours(2), at=minute(2))
        for _ in range(2):
            done = estimating.estimate_again(
                outage_id=outage.pk, estimator=self.hours(1), reason="crew_on_site", at=minute(20)
            )
        assert (done.etr_at, done.etr_revision, outage.estimates.count()) == (minute(60), 2, 2)

    @pytest.mark.parametrize("source", ["CREW", "DESK"])
    def test_a_persons_word_is_never_replaced_by_a_computed_one(self, outage, cast, source):
        estimating.estimate_by_hand(outage_id=outage.pk, etr_at=minute(90), source=source, at=minute(5), actor=cast.mei)
        estimating.estimate_again(outage_id=outage.pk, estimator=self.hours(4), reason="queue", at=minute(6))
        assert estimating.estimate_missing(estimator=self.hours(4), at=minute(6)) == 0
        outage.refresh_from_db()
        assert (outage.etr_at, outage.etr_source) == (minute(90), source)
        assert outage.estimates.get().author == cast.mei
        done = estimating.release_to_computed(outage_id=outage.pk, estimator=self.hours(4), at=minute(7))
        assert (done.etr_source, done.etr_revision) == ("AUTO", 2)

    def test_a_plan_holds_until_it_has_passed(self, outage):
        estimating.estimate_by_hand(outage_id=outage.pk, etr_at=minute(60), source="PLAN", at=minute(5))
        estimating.estimate_again(outage_id=outage.pk, estimator=self.hours(3), reason="queue", at=minute(6))
        outage.refresh_from_db()
        assert outage.etr_source == "PLAN"
        done = estimating.estimate_again(outage_id=outage.pk, estimator=self.hours(3), reason="late", at=minute(61))
        assert done.etr_source == "AUTO"

    def test_the_past_is_no_estimate(self, outage):
        with pytest.raises(Invalid):
            estimating.estimate_by_hand(outage_id=outage.pk, etr_at=minute(1), source="DESK", at=minute(5))


class TestRegister:
    def test_life_support_makes_the_leading_order_grade_1(self, province):
        point, *_ = make_points(province.t2, 3)
        make_entry(point, "LIFE_SUPPORT", use="HOME_OXYGEN", consent=True, hours_to_damage=2)
        order = make_waiting_order(description="家里没电了")
        assert order.grade == 3
        outage = make_outage(province)
        orders.lead(outage_id=outage.pk, order_id=order.pk, at=minute(2))
        order.refresh_from_db()
        outage.refresh_from_db()
        assert (order.grade, order.urgency, order.attention) == (1, "URGENT", "life_support")
        assert (outage.life_support_out, outage.attention) == (1, "life_support")
        assert EventRecord.objects.get(name="outage.sensitive_touched").payload["grade"] == 1

    def test_a_curing_barn_counts_in_its_season_only(self, province):
        point, *_ = make_points(province.t2, 3)
        entry = make_entry(point, "TIME_CRITICAL", use="TOBACCO_CURING", season_from=801, season_to=930)
        assert make_outage(province).time_critical_out == 0
        SensitiveEntry.objects.filter(pk=entry.pk).update(season_from=1101, season_to=731)
        outage = open_outage(
            scope=below(province.t1, province.t2), started_at=minute(0), at=minute(2), status=Status.PREDICTED
        )
        assert (outage.time_critical_out, outage.attention) == (1, "time_critical")

    def test_an_expired_entry_counts_on_as_unverified_and_only_a_temporary_one_ends(self, province):
        life, temporary, *_ = make_points(province.t2, 3)
        make_entry(life, "LIFE_SUPPORT", consent=True, expires_on=date(2026, 7, 17))
        make_entry(temporary, "TEMPORARY", expires_on=date(2026, 7, 17))
        outage = make_outage(province)
        assert (outage.life_support_out, outage.important_out) == (1, 0)
        assert [each.service_point for each in sensitive_of(outage_id=outage.pk, at=minute(1))] == [life]

    def test_whose_loss_comes_first_stands_first(self, province):
        points = make_points(province.t2, 3)
        make_entry(points[0], "TIME_CRITICAL", hours_to_damage=8)
        make_entry(points[1], "LIFE_SUPPORT", consent=True, hours_to_damage=1)
        outage = make_outage(province)
        assert [entry.service_point for entry in sensitive_of(outage_id=outage.pk, at=minute(2))] == [
            points[1],
            points[0],
        ]


class TestGenerators:
    @pytest.fixture
    def vehicle(self, province):
        return GeneratorVehicle.objects.create(
            code="G1", kva=400, fuel_hours=8, centre=province.xianfeng, org_path="42/", latitude=29.6, longitude=109.1
        )

    def test_supplied_time_is_not_interrupted_and_flagged(self, province, vehicle):
        point, other = make_points(province.t2, 2)
        outage = make_outage(province)
        at_point = {"vehicle_id": vehicle.pk, "outage_id": outage.pk}
        generators.place_generator(**at_point, scope=only(point), at=minute(40))
        row = Interruption.objects.get(service_point=point)
        assert (row.on_at, row.ended_by, row.back_fed) == (minute(40), "GENERATOR", True)
        generators.take_generator_away(**at_point, at=minute(90), normal_supply=False)
        assert spans_of(point) == (Span(0, 40, outage.pk), Span(90, None, outage.pk))
        assert spans_of(other) == (Span(0, None, outage.pk),)
        vehicle.refresh_from_db()
        assert vehicle.status == "STANDBY"

    def test_a_vehicle_stands_at_one_place_at_a_time(self, province, vehicle):
        one, other = make_points(province.t2, 2)
        outage = make_outage(province)
        at_one = {"vehicle_id": vehicle.pk, "outage_id": outage.pk, "scope": only(one)}
        generators.place_generator(**at_one, at=minute(10))
        with pytest.raises(Conflict):
            generators.place_generator(**at_one | {"scope": only(other)}, at=minute(11))

    def test_nobody_closes_what_a_vehicle_still_supplies(self, province, vehicle):
        """Everybody has power by the vehicle, and the file of the repair is closed: the outage is not over."""
        [point] = make_points(province.t2, 1)
        outage = make_outage(province)
        generators.place_generator(vehicle_id=vehicle.pk, outage_id=outage.pk, scope=only(point), at=minute(10))
        assert closing.close_with_file(outage_id=outage.pk, reason="x", at=minute(20)).status == "RESTORED"
        Outage.objects.update(status="VERIFIED")
        with pytest.raises(Conflict):
            closing.close(outage_id=outage.pk, at=minute(21))
        away = {"vehicle_id": vehicle.pk, "outage_id": outage.pk, "at": minute(30)}
        generators.take_generator_away(**away, normal_supply=False)
        outage.refresh_from_db()
        assert (outage.status, outage.customers_out) == ("PARTIALLY_RESTORED", 1)


def test_a_signal_delivered_again_is_quiet(province):
    point, *_ = make_points(province.t2, 1)
    signal = Signal(
        kind="METER_OFF", source_key="HES:1", at=minute(0), org_path=point.org_path, service_point_id=point.pk
    )
    assert take_evidence(signals=[signal], at=minute(1)) == 1
    assert take_evidence(signals=[signal], at=minute(2)) == 0
    assert Evidence.objects.get().kind == "METER_OFF"
