"""From many signals to few outages. ``device_tree`` once a network state, ``judge`` once a batch; both pure."""

from outages.judgement.device_tree import DeviceTree, device_tree
from outages.judgement.judge import judge
from outages.judgement.results import Judgement, PredictedOutage, Reason, SignalVerdict, Verdict
from outages.judgement.rules import Rules
from outages.judgement.signals import (
    AnsweringMeter,
    Batch,
    Evidence,
    Signal,
    SignalKind,
)

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
