"""Trouble-call cases in their file form (calls.json of the published networks), judged case by case. Pure."""

from collections.abc import Mapping
from typing import Any

from command_center.network.tables import NetworkTables
from command_center.network.tracing import Topology, Trace
from outages.judgement import Batch, Rules, Signal, SignalKind, device_tree, judge

Groups = list[dict[str, Any]]


class BadCases(ValueError):
    """The file is not a list of cases; the message is one sentence."""


def judge_cases(tables: NetworkTables, content: Any, rules: Rules | None = None) -> dict[str, Groups]:
    """Case id → ``[{"device": edge id, "call_ids": […]}]``; calls that are in none of them are noise. Raises BadCases."""
    tree = device_tree(Trace.build(Topology.build(tables)))
    load_index = {load_id: at for at, load_id in enumerate(tables.load_ids)}
    answers: dict[str, Groups] = {}
    for case_id, signals in _read(content, load_index).items():
        judgement = judge(tree, Batch(signals=signals), rules)
        answers[case_id] = [
            {"device": tables.edge_ids[outage.device], "call_ids": list(outage.signal_ids)}
            for outage in judgement.predictions
        ]
    return answers


def _read(content: Any, load_index: Mapping[str, int]) -> dict[str, tuple[Signal, ...]]:
    cases = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(cases, list):
        raise BadCases('The file has no list "cases".')
    read: dict[str, tuple[Signal, ...]] = {}
    for number, case in enumerate(cases, start=1):
        case_id, calls = (case.get("case_id"), case.get("calls")) if isinstance(case, dict) else (None, None)
        if not isinstance(case_id, str) or not isinstance(calls, list):
            raise BadCases(f'Case {number} needs a text "case_id" and a list "calls".')
        if case_id in read:
            raise BadCases(f"Case {case_id} appears twice.")
        read[case_id] = tuple(_call(case_id, at, call, load_index) for at, call in enumerate(calls, start=1))
        if len({signal.signal_id for signal in read[case_id]}) < len(calls):
            raise BadCases(f"Case {case_id} has a call id twice.")
    return read


def _call(case_id: str, number: int, call: Any, load_index: Mapping[str, int]) -> Signal:
    where = f"Call {number} of case {case_id}"
    if not isinstance(call, dict):
        raise BadCases(f"{where} is no object.")
    call_id, load_id, t_s = call.get("call_id"), call.get("load_id"), call.get("t_s")
    if not isinstance(call_id, str) or not call_id:
        raise BadCases(f'{where} needs a text "call_id".')
    if not isinstance(load_id, str) or load_id not in load_index:
        raise BadCases(f"{where} names a load that the network does not have: {load_id!r}.")
    if isinstance(t_s, bool) or not isinstance(t_s, int | float) or not abs(t_s) < 1e12:
        raise BadCases(f'{where} needs a number "t_s" of seconds.')
    return Signal(signal_id=call_id, kind=SignalKind.CALL, at_s=float(t_s), load=load_index[load_id])
