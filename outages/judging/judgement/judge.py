"""From many signals to few outages (domain.md §4.5), one batch at a time; pure, the same input gives the same output.

Order: customers whose own supply is the matter; outages that devices report themselves, top down; then the set of lowest
devices that explains the remaining reports best. A hazard keeps its own order whatever explains it.
"""

from collections.abc import Iterator

import numpy as np

from command_center.ground.network.tables import Ints
from outages.judging.judgement.device_tree import DeviceTree
from outages.judging.judgement.explaining import confirmed_outage, why_isolated
from outages.judging.judgement.located import Located, locate
from outages.judging.judgement.predicting import Found, predict
from outages.judging.judgement.results import Judgement, Reason, SignalVerdict, Verdict
from outages.judging.judgement.rules import Rules
from outages.judging.judgement.signals import Batch, Signal
from outages.judging.judgement.triage import answers_by_load, user_side


def judge(tree: DeviceTree, batch: Batch, rules: Rules | None = None) -> Judgement:
    """Raises IndexError when evidence names an edge or load beyond the network."""
    rules = rules or Rules()
    located = locate(tree, batch.signals)
    verdicts, open_ones = _triage(tree, located, batch, rules)
    found, open_ones = _said_by_devices(tree, located, batch, open_ones)
    doubted = np.array([at for at, said in verdicts.items() if said.verdict == Verdict.USER_SIDE], dtype=np.int64)
    for night in _nights(located, open_ones, rules):
        found += predict(tree, located, batch, night, rules, _meanwhile(located, night, doubted, rules))
    found.sort(key=lambda pair: (pair[0].since_s, pair[0].device))
    for number, (outage, members) in enumerate(found):
        for at in members.tolist():
            verdicts[at] = SignalVerdict(
                signal_id=batch.signals[at].signal_id,
                verdict=Verdict.NEW,
                reasons=outage.reasons[:1],
                prediction=number,
            )
    for at in open_ones.tolist():
        if at not in verdicts:
            verdicts[at] = why_isolated(tree, batch.signals[at], int(located.device[at]), bool(located.opens[at]))
    return Judgement(
        predictions=tuple(outage for outage, _ in found),
        verdicts=tuple(_own_order(signal, verdicts[at]) for at, signal in enumerate(batch.signals)),
    )


def _triage(tree: DeviceTree, located: Located, batch: Batch, rules: Rules) -> tuple[dict[int, SignalVerdict], Ints]:
    """Verdicts by index of the signal, and the signals that remain to be judged."""
    answers = answers_by_load(batch.evidence.answering)
    verdicts: dict[int, SignalVerdict] = {}
    rest: list[int] = []
    for at, (signal, is_on, is_named) in enumerate(zip(batch.signals, located.is_on, located.is_named, strict=True)):
        said: tuple[Verdict, Reason] | None
        if is_on:
            said = Verdict.POWER_IS_ON, ("meter_on", {})
        elif not is_named:
            said = Verdict.UNLOCATED, ("no_place", {})
        else:
            said = user_side(signal, answers, rules)
        if said is None:
            rest.append(at)
        else:
            verdicts[at] = SignalVerdict(signal_id=signal.signal_id, verdict=said[0], reasons=(said[1],))
    return verdicts, np.array(rest, dtype=np.int64)


def _said_by_devices(tree: DeviceTree, located: Located, batch: Batch, rest: Ints) -> tuple[list[Found], Ints]:
    """A trip or a crew names the device: an outage without further evidence, unless telemetry shows the device closed again."""
    closed = set(batch.evidence.closed_devices)
    tops: list[int] = []
    for device in np.unique(located.device[rest[located.opens[rest]]]).tolist():
        if int(tree.edge[device]) not in closed and not (tops and device < tree.end[tops[-1]]):
            tops.append(device)
    found: list[Found] = []
    for device in tops:
        inside = (located.device[rest] >= device) & (located.device[rest] < tree.end[device])
        members = rest[inside]
        found.append((confirmed_outage(tree, device, [batch.signals[at] for at in members.tolist()]), members))
        rest = rest[~inside]
    return found, rest


def _nights(located: Located, rest: Ints, rules: Rules) -> Iterator[Ints]:
    """The signals below some device, cut where the silence is longer than the window."""
    usable = rest[(located.device[rest] >= 0) & ~located.opens[rest]]
    usable = usable[np.argsort(located.at_s[usable], kind="stable")]
    gaps = np.flatnonzero(np.diff(located.at_s[usable]) > rules.window_minutes * 60) + 1
    for part in np.split(usable, gaps):
        if len(part):
            yield part


def _meanwhile(located: Located, night: Ints, doubted: Ints, rules: Rules) -> Ints:
    """Those of the doubted reports that came about when the others of this night did."""
    slack_s = rules.night_minutes * 60
    first, last = located.at_s[night].min() - slack_s, located.at_s[night].max() + slack_s
    return doubted[(located.at_s[doubted] >= first) & (located.at_s[doubted] <= last)]


def _own_order(signal: Signal, verdict: SignalVerdict) -> SignalVerdict:
    """A hazard is never absorbed: it says beside which outage it stands and keeps an order of its own."""
    if not signal.is_hazard:
        return verdict
    return SignalVerdict(
        signal_id=signal.signal_id,
        verdict=Verdict.HAZARD,
        reasons=(("hazard", {}), *verdict.reasons),
        prediction=verdict.prediction,
    )
