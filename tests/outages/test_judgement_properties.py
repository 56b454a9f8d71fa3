"""What holds for any batch: the order of calls leaves no trace, every call is in one place, proof of power clears."""

from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from command_center.ground.network.tracing import Topology, Trace
from outages.judging.judgement import AnsweringMeter, Batch, Evidence, Signal, SignalKind, Verdict, device_tree, judge
from tests.outages.recipe import random_radial

SEEDS = st.integers(0, 5)
REPORTS = st.lists(
    st.tuples(
        st.integers(0, 59),
        st.floats(0, 3600, allow_nan=False),
        st.sampled_from([SignalKind.CALL, SignalKind.CALL, SignalKind.METER_OFF, SignalKind.TERMINAL_OFF]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=25,
)


@cache
def tree_of(seed):
    return device_tree(Trace.build(Topology.build(random_radial(seed, 150))))


def signals_of(reports):
    return tuple(
        Signal(signal_id=f"s{at}", kind=kind, at_s=at_s, load=load, is_hazard=hazard)
        for at, (load, at_s, kind, hazard) in enumerate(reports)
    )


@settings(max_examples=60, deadline=None)
@given(SEEDS, REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_the_batch_changes_nothing(seed, reports, dice):
    signals = signals_of(reports)
    shuffled = list(signals)
    dice.shuffle(shuffled)
    one, other = judge(tree_of(seed), Batch(signals=signals)), judge(tree_of(seed), Batch(signals=tuple(shuffled)))
    assert one.predictions == other.predictions
    assert {said.signal_id: said for said in one.verdicts} == {said.signal_id: said for said in other.verdicts}
    assert judge(tree_of(seed), Batch(signals=signals)) == one


@settings(max_examples=60, deadline=None)
@given(SEEDS, REPORTS)
def test_every_signal_is_in_one_outage_or_in_none(seed, reports):
    signals = signals_of(reports)
    judgement = judge(tree_of(seed), Batch(signals=signals))
    grouped = [signal_id for outage in judgement.predictions for signal_id in outage.signal_ids]
    new = [said.signal_id for said in judgement.verdicts if said.verdict == Verdict.NEW]
    assert sorted(grouped) == sorted(new)
    assert [said.signal_id for said in judgement.verdicts] == [signal.signal_id for signal in signals]
    assert all(outage.signal_ids and 0 <= outage.confidence <= 1 for outage in judgement.predictions)
    assert {s.signal_id for s in signals if s.is_hazard}.isdisjoint(grouped)


@settings(max_examples=60, deadline=None)
@given(SEEDS, REPORTS)
def test_outages_lie_beside_each_other_and_above_their_signals(seed, reports):
    tree, signals = tree_of(seed), signals_of(reports)
    by_id = {signal.signal_id: signal for signal in signals}
    outages = judge(tree, Batch(signals=signals)).predictions
    spans = sorted((int(tree.edge_device[o.device]), int(tree.end[tree.edge_device[o.device]])) for o in outages)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    for outage in outages:
        device = int(tree.edge_device[outage.device])
        assert all(device <= tree.load_device[by_id[key].load] < tree.end[device] for key in outage.signal_ids)


@settings(max_examples=60, deadline=None)
@given(SEEDS, REPORTS, st.data())
def test_an_answering_meter_below_a_predicted_device_never_makes_it_surer(seed, reports, data):
    tree, signals = tree_of(seed), signals_of(reports)
    outages = judge(tree, Batch(signals=signals)).predictions
    if not outages:
        return
    outage = data.draw(st.sampled_from(outages))
    device = int(tree.edge_device[outage.device])
    callers = {signal.load for signal in signals}
    below = [at for at in range(len(tree.load_device)) if device <= tree.load_device[at] < tree.end[device]]
    silent = [load for load in below if load not in callers]
    if not silent:
        return
    meter = AnsweringMeter(load=data.draw(st.sampled_from(silent)), at_s=4000.0, voltage=230.0)
    again = judge(tree, Batch(signals=signals, evidence=Evidence(answering=(meter,))))
    same = [other for other in again.predictions if other.device == outage.device]
    assert all(other.confidence <= outage.confidence + 1e-4 for other in same)
    assert all("meters_disagree" in dict(other.reasons) for other in same)
