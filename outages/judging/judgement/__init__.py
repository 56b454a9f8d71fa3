"""From many signals to few outages. ``device_tree`` once a network state, ``judge`` once a batch; both pure."""

from outages.judging.judgement.device_tree import DeviceTree, device_tree
from outages.judging.judgement.judge import judge
from outages.judging.judgement.results import Judgement, PredictedOutage, Reason, SignalVerdict, Verdict
from outages.judging.judgement.rules import Rules
from outages.judging.judgement.signals import AnsweringMeter, Batch, Evidence, Signal, SignalKind

__all__ = [
    "AnsweringMeter",
    "Batch",
    "DeviceTree",
    "Evidence",
    "Judgement",
    "PredictedOutage",
    "Reason",
    "Rules",
    "Signal",
    "SignalKind",
    "SignalVerdict",
    "Verdict",
    "device_tree",
    "judge",
]
