"""Kinds of orders, one folder each: its states, its verbs, its clocks and what its verbs do besides moving."""

from workorders.engine.process import Process, Verb
from workorders.kinds.fault.process import FAULT

PROCESSES: dict[str, Process] = {process.kind: process for process in (FAULT,)}


def verb_of(kind: str, name: str) -> Verb:
    """The declaration of a verb. Raises ``KeyError`` for one that this kind does not have."""
    return PROCESSES[kind].by_name[name]


def label_of(kind: str, state: str) -> str:
    """The people's word for a state."""
    return str(PROCESSES[kind].states[state].label)
