"""Trouble-call cases in their file form (calls.json of the published networks), judged case by case. Pure.

A case may have ``meters`` beside its calls: ``[{"load_id", "t_s", "voltage"}]``, meters that answered.
"""

from collections.abc import Mapping
from typing import Any

from command_center.ground.network.tables import NetworkTables
from command_center.ground.network.tracing import Topology, Trace
from outages.judging.judgement import AnsweringMeter, Batch, Evidence, Rules, Signal, SignalKind, device_tree, judge

Groups = list[dict[str, Any]]


class BadCases(ValueError):
    """The file is not a list of cases; the message is one sentence."""


def judge_cases(tables: NetworkTables, content: Any, rules: Rules | None = None) -> dict[str, Groups]:
    """Case id → ``[{"device": edge id, "call_ids": […]}]``; calls that are in none of them are noise. Raises BadCases."""
    tree = device_tree(Trace.build(Topology.build(tables)))
    load_index = {load_id: at for at, load_id in enumerate(tables.load_ids)}
    answers: dict[str, Groups] = {}
    for case_id, batch in _read(content, load_index).items():
        judgement = judge(tree, batch, rules)
        answers[case_id] = [
            {"device": tables.edge_ids[outage.device], "call_ids": list(outage.signal_ids)}
            for outage in judgement.predictions
        ]
    return answers


def _read(content: Any, load_index: Mapping[str, int]) -> dict[str, Batch]:
    cases = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(cases, list):
        raise BadCases('The file has no list "cases".')
    read: dict[str, Batch] = {}
    for number, case in enumerate(cases, start=1):
        case_id, calls = (case.get("case_id"), case.get("calls")) if isinstance(case, dict) else (None, None)
        if not isinstance(case_id, str) or not isinstance(calls, list):
            raise BadCases(f'Case {number} needs a text "case_id" and a list "calls".')
        if case_id in read:
            raise BadCases(f"Case {case_id} appears twice.")
        meters = case.get("meters", [])
        if not isinstance(meters, list):
            raise BadCases(f'"meters" of case {case_id} is no list.')
        signals = tuple(_call(case_id, at, call, load_index) for at, call in enumerate(calls, start=1))
        answering = tuple(_meter(case_id, at, meter, load_index) for at, meter in enumerate(meters, start=1))
        read[case_id] = Batch(signals=signals, evidence=Evidence(answering=answering))
        if len({signal.signal_id for signal in signals}) < len(calls):
            raise BadCases(f"Case {case_id} has a call id twice.")
    return read


def _call(case_id: str, number: int, call: Any, load_index: Mapping[str, int]) -> Signal:
    where = f"Call {number} of case {case_id}"
    load, at_s = _load_and_time(where, call, load_index)
    call_id = call.get("call_id")
    if not isinstance(call_id, str) or not call_id:
        raise BadCases(f'{where} needs a text "call_id".')
    customer = f"{load}/{call.get('customer_no', '')}"
    return Signal(signal_id=call_id, kind=SignalKind.CALL, at_s=at_s, load=load, customer_id=customer)


def _meter(case_id: str, number: int, meter: Any, load_index: Mapping[str, int]) -> AnsweringMeter:
    """Whose meter of the load it is nobody says, so it speaks for none of its callers but for the place."""
    where = f"Meter {number} of case {case_id}"
    load, at_s = _load_and_time(where, meter, load_index)
    voltage = meter.get("voltage")
    if voltage is not None and not _is_number(voltage):
        raise BadCases(f'{where} has a "voltage" that is no number.')
    return AnsweringMeter(load=load, at_s=at_s, voltage=voltage, customer_id="?")


def _load_and_time(where: str, told: Any, load_index: Mapping[str, int]) -> tuple[int, float]:
    if not isinstance(told, dict):
        raise BadCases(f"{where} is no object.")
    load_id: Any = told.get("load_id")
    t_s: Any = told.get("t_s")
    if not isinstance(load_id, str) or load_id not in load_index:
        raise BadCases(f"{where} names a load that the network does not have: {load_id!r}.")
    if not _is_number(t_s):
        raise BadCases(f'{where} needs a number "t_s" of seconds.')
    return load_index[load_id], float(t_s)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12
