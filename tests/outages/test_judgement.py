"""From calls to outages, on a street small enough to draw (tests/outages/drawn.py)."""

from dataclasses import replace

import pytest

from outages.judging.judgement import AnsweringMeter, Batch, Evidence, Signal, SignalKind, Verdict, judge
from tests.outages.drawn import Drawn, street

DARK_S2 = ("b1", "b2", "b4", "c1", "c3")


@pytest.fixture(scope="module")
def net() -> Drawn:
    return street()


def verdicts(judgement):
    return {said.signal_id: said.verdict for said in judgement.verdicts}


def trip(net, device, at_s=0.0):
    return Signal(signal_id=f"trip {device}", kind=SignalKind.BREAKER_TRIP, at_s=at_s, device=net.edges[device])


class TestTheLowestDevice:
    def test_it_is_the_one_above_all_callers(self, net):
        assert net.devices(judge(net.tree, Batch(signals=net.calls("c1", "c2", "c3")))) == ["F"]

    def test_callers_beside_a_fuse_point_to_the_switch_above(self, net):
        (outage,) = judge(net.tree, Batch(signals=net.calls(*DARK_S2))).predictions
        assert net.tables.edge_ids[outage.device] == "S2"
        assert (outage.loads, outage.customers) == (7, 70)
        assert outage.signal_ids == tuple(f"call {house}" for house in DARK_S2)
        assert ("reports_below", {"reports": 5, "places": 7}) in outage.reasons
        assert 0.5 < outage.confidence <= 1

    def test_a_whole_street_points_to_the_breaker(self, net):
        assert net.devices(judge(net.tree, Batch(signals=net.calls("a1", "a2", "a4", *DARK_S2)))) == ["B"]

    def test_devices_in_series_are_alternatives(self):
        lines = [("B", "src", "x", "breaker"), ("S", "x", "y", "switch"), ("l1", "y", "h1", ""), ("l2", "y", "h2", "")]
        net = Drawn(lines, {"h1": 1, "h2": 1})
        (outage,) = judge(net.tree, Batch(signals=net.calls("h1", "h2"))).predictions
        assert (net.tables.edge_ids[outage.device], outage.alternatives) == ("S", (net.edges["B"],))

    def test_one_caller_of_many_is_no_outage(self, net):
        judgement = judge(net.tree, Batch(signals=net.calls("a2")))
        assert judgement.predictions == ()
        assert judgement.verdicts[0].verdict == Verdict.ISOLATED
        assert judgement.verdicts[0].reasons == (("no_neighbour_reports", {"edge": net.edges["S1"]}),)

    def test_ten_calls_from_one_house_are_one_report(self, net):
        calls = tuple(net.call("a2", at_s=at, signal_id=f"again {at}") for at in range(10))
        assert judge(net.tree, Batch(signals=calls)).predictions == ()

    def test_houses_that_call_in_turns_are_counted_once_each(self, net):
        calls = tuple(net.call(f"c{at % 2 + 1}", at_s=at, signal_id=f"{at}") for at in range(6))
        (outage,) = judge(net.tree, Batch(signals=calls)).predictions
        assert ("reports_below", {"reports": 2, "places": 3}) in outage.reasons

    def test_a_silence_longer_than_the_window_parts_two_nights(self, net):
        calls = (net.call("a2"), net.call("a3", at_s=9 * 3600))
        assert judge(net.tree, Batch(signals=calls)).predictions == ()


def two_feeders() -> Drawn:
    """Forty houses on two feeders of twenty, five behind each of eight switches."""
    lines = [(f"B{f}", "src", f"m{f}", "breaker") for f in range(2)]
    lines += [(f"S{f}{s}", f"m{f}", f"s{f}{s}", "switch") for f in range(2) for s in range(4)]
    houses = {f"h{f}{s}{n}": f"s{f}{s}" for f in range(2) for s in range(4) for n in range(5)}
    lines += [(f"line {house}", post, house, "") for house, post in houses.items()]
    return Drawn(lines, dict.fromkeys(houses, 1))


class TestSeveralAtOnce:
    def test_two_full_branches_beside_silent_ones_are_two_outages(self):
        net = two_feeders()
        calls = net.calls(*(f"h0{s}{n}" for n in range(5) for s in (0, 2)))
        assert sorted(net.devices(judge(net.tree, Batch(signals=calls)))) == ["S00", "S02"]

    def test_a_stranger_on_the_other_feeder_stays_alone(self):
        net = two_feeders()
        calls = net.calls("h000", "h001", "h003", "h004", "h121")
        judgement = judge(net.tree, Batch(signals=calls))
        assert net.devices(judgement) == ["S00"]
        assert verdicts(judgement)["call h121"] == Verdict.ISOLATED

    def test_few_and_scattered_callers_of_one_feeder_are_one_outage(self):
        net = two_feeders()
        assert net.devices(judge(net.tree, Batch(signals=net.calls("h000", "h010", "h020", "h031")))) == ["B0"]


class TestNegativeEvidence:
    def test_one_answering_meter_does_not_outweigh_many_calls(self, net):
        meters = (AnsweringMeter(load=net.loads["b3"], at_s=600.0, voltage=221.0),)
        judgement = judge(net.tree, Batch(signals=net.calls(*DARK_S2), evidence=Evidence(answering=meters)))
        assert net.devices(judgement) == ["S2"]
        assert ("meters_disagree", {"places": 1}) in judgement.predictions[0].reasons

    def test_places_that_answer_make_few_calls_unsure(self, net):
        calls = net.calls("b1", "c1")
        (before,) = judge(net.tree, Batch(signals=calls)).predictions
        meters = tuple(AnsweringMeter(load=net.loads[house], at_s=600.0, voltage=221.0) for house in ("b2", "b3", "c3"))
        after = judge(net.tree, Batch(signals=calls, evidence=Evidence(answering=meters))).predictions
        assert all(outage.confidence < min(before.confidence, 0.8) for outage in after)

    def test_a_place_that_answers_twice_is_one_answer(self, net):
        meters = tuple(AnsweringMeter(load=net.loads["b3"], at_s=600.0 + n, voltage=221.0) for n in range(9))
        judgement = judge(net.tree, Batch(signals=net.calls(*DARK_S2), evidence=Evidence(answering=meters)))
        assert ("meters_disagree", {"places": 1}) in judgement.predictions[0].reasons

    def test_an_answer_from_before_the_calls_proves_nothing(self, net):
        meters = (AnsweringMeter(load=net.loads["b3"], at_s=-60.0, voltage=221.0),)
        judgement = judge(net.tree, Batch(signals=net.calls(*DARK_S2), evidence=Evidence(answering=meters)))
        assert all(code != "meters_disagree" for code, _ in judgement.predictions[0].reasons)

    def test_an_answer_after_the_last_return_of_power_counts_although_the_calls_came_later(self, net):
        meters = (AnsweringMeter(load=net.loads["b3"], at_s=-60.0, voltage=221.0, since_return=True),)
        judgement = judge(net.tree, Batch(signals=net.calls(*DARK_S2), evidence=Evidence(answering=meters)))
        assert ("meters_disagree", {"places": 1}) in judgement.predictions[0].reasons

    def test_a_caller_whose_own_meter_answers_belongs_to_an_outage_that_others_prove(self, net):
        meters = (AnsweringMeter(load=net.loads["b1"], at_s=600.0, voltage=221.0),)
        judgement = judge(net.tree, Batch(signals=net.calls(*DARK_S2), evidence=Evidence(answering=meters)))
        assert verdicts(judgement)["call b1"] == Verdict.NEW

    def test_a_switch_that_telemetry_shows_closed_hands_on_to_the_one_above(self):
        lines = [("B", "src", "x", "breaker"), ("S", "x", "y", "switch"), ("l1", "y", "h1", ""), ("l2", "y", "h2", "")]
        net = Drawn(lines, {"h1": 1, "h2": 1})
        closed = Evidence(closed_devices=(net.edges["S"],))
        (outage,) = judge(net.tree, Batch(signals=net.calls("h1", "h2"), evidence=closed)).predictions
        assert net.tables.edge_ids[outage.device] == "B"
        assert ("lower_device_cleared", {"edge": net.edges["S"]}) in outage.reasons

    def test_a_meter_that_came_back_is_such_an_answer(self, net):
        back = Signal(signal_id="on", kind=SignalKind.METER_ON, at_s=900.0, load=net.loads["b3"])
        judgement = judge(net.tree, Batch(signals=(*net.calls(*DARK_S2), back)))
        assert ("meters_disagree", {"places": 1}) in judgement.predictions[0].reasons
        assert verdicts(judgement)["on"] == Verdict.POWER_IS_ON

    def test_neighbours_of_one_box_weigh_more_than_one_caller(self, net):
        alone = judge(net.tree, Batch(signals=net.calls("b1", "c1"))).predictions[0]
        neighbours = tuple(net.call("b1", at_s=5.0 + n, signal_id=f"n{n}", customer_id=f"{n}") for n in range(4))
        assert (
            judge(net.tree, Batch(signals=(*net.calls("b1", "c1"), *neighbours))).predictions[0].confidence
            > alone.confidence
        )


class TestTheCallersOwnSide:
    def test_the_callers_meter_answers_with_good_voltage(self, net):
        meters = (AnsweringMeter(load=net.loads["a1"], at_s=60.0, voltage=223.0),)
        (said,) = judge(net.tree, Batch(signals=net.calls("a1"), evidence=Evidence(answering=meters))).verdicts
        assert (said.verdict, said.reasons) == (Verdict.USER_SIDE, (("meter_answers", {"voltage": 223.0}),))

    def test_it_answers_with_bad_voltage(self, net):
        meters = (AnsweringMeter(load=net.loads["a1"], at_s=60.0, voltage=161.0),)
        (said,) = judge(net.tree, Batch(signals=net.calls("a1"), evidence=Evidence(answering=meters))).verdicts
        assert said.verdict == Verdict.LOW_VOLTAGE

    def test_another_customers_meter_says_nothing_of_mine(self, net):
        meters = (AnsweringMeter(load=net.loads["a1"], at_s=60.0, voltage=223.0, customer_id="other"),)
        calls = net.calls("a1", customer_id="me")
        (said,) = judge(net.tree, Batch(signals=calls, evidence=Evidence(answering=meters))).verdicts
        assert said.verdict == Verdict.ISOLATED


class TestDevicesThatSpeak:
    def test_a_trip_takes_all_calls_below_it(self, net):
        judgement = judge(net.tree, Batch(signals=(trip(net, "S2"), *net.calls("b1", "c3"))))
        (outage,) = judgement.predictions
        assert (net.devices(judgement), outage.is_confirmed, outage.reasons) == (["S2"], True, (("breaker_trip", {}),))
        assert outage.signal_ids == ("call b1", "call c3", "trip S2")

    def test_the_upper_of_two_trips_holds_the_lower(self, net):
        assert net.devices(judge(net.tree, Batch(signals=(trip(net, "F"), trip(net, "B"))))) == ["B"]

    def test_a_device_that_closed_again_is_no_outage(self, net):
        batch = Batch(signals=(trip(net, "S2"),), evidence=Evidence(closed_devices=(net.edges["S2"],)))
        judgement = judge(net.tree, batch)
        assert judgement.predictions == ()
        assert judgement.verdicts[0].reasons == (("closed_again", {"edge": net.edges["S2"]}),)

    def test_a_terminal_is_believed_alone(self, net):
        dark = Signal(signal_id="terminal", kind=SignalKind.TERMINAL_OFF, at_s=0.0, node=net.nodes["s1"])
        judgement = judge(net.tree, Batch(signals=(dark,)))
        assert net.devices(judgement) == ["S1"]
        assert judgement.predictions[0].confidence > 0.9


class TestHazards:
    def test_it_stands_beside_a_predicted_one_and_still_counts_as_evidence(self, net):
        hazard = net.call("c1", is_hazard=True)
        judgement = judge(net.tree, Batch(signals=(hazard, *net.calls("c2", "c3"))))
        (outage,) = judgement.predictions
        assert outage.signal_ids == ("call c2", "call c3")
        assert (judgement.verdicts[0].verdict, judgement.verdicts[0].prediction) == (Verdict.HAZARD, 0)

    def test_hazards_alone_predict_nothing(self, net):
        judgement = judge(net.tree, Batch(signals=net.calls("c1", "c2", "c3", is_hazard=True)))
        assert judgement.predictions == ()
        assert {said.verdict for said in judgement.verdicts} == {Verdict.HAZARD}


class TestOddInput:
    def test_nothing_in_nothing_out(self, net):
        judgement = judge(net.tree, Batch(signals=()))
        assert (judgement.predictions, judgement.verdicts) == ((), ())

    def test_a_call_without_a_place_is_unlocated(self, net):
        (said,) = judge(net.tree, Batch(signals=(Signal(signal_id="x", kind=SignalKind.CALL, at_s=0.0),))).verdicts
        assert said.verdict == Verdict.UNLOCATED

    def test_a_place_without_a_device_above_is_isolated(self):
        net = Drawn([("line", "src", "h1", "")], {"h1": 1})
        (said,) = judge(net.tree, Batch(signals=net.calls("h1"))).verdicts
        assert (said.verdict, said.reasons) == (Verdict.ISOLATED, (("no_device_above", {}),))

    def test_a_load_that_the_network_does_not_know_is_isolated(self, net):
        (said,) = judge(net.tree, Batch(signals=(replace(net.call("a1"), load=10_000),))).verdicts
        assert said.verdict == Verdict.ISOLATED
