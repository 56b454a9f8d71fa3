"""Kinds of orders, one folder each: its states, its verbs, its clocks and what its verbs do besides moving."""

from workorders.clocks import codes
from workorders.engine.process import Process, Verb
from workorders.kinds.complaint.process import COMPLAINT
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.consult.process import CONSULT
from workorders.kinds.fault.process import FAULT
from workorders.kinds.opinion.process import OPINION
from workorders.kinds.praise.process import PRAISE
from workorders.kinds.proactive.process import PROACTIVE
from workorders.kinds.report.process import REPORT
from workorders.kinds.service_request.process import SERVICE_REQ
from workorders.kinds.supervision.process import SUPERVISION

KINDS = (
    FAULT, PROACTIVE, COMPLAINT, OPINION, REPORT, CONSULT, SERVICE_REQ, PRAISE, CONNECTION, SUPERVISION,
)  # fmt: skip
PROCESSES: dict[str, Process] = {process.kind: process for process in KINDS}
codes.WORDS.update({code: rule.word for process in KINDS for code, rule in process.clocks.items() if rule.word})
# Judged for darkness, offered to crews, on the dispatchers' board.
REPAIR_KINDS = tuple(process.kind for process in KINDS if process.repair)
# What ends one kind ends every kind that has it: asked of orders of all kinds at once.
ENDS = frozenset(str(code) for process in KINDS for code in process.ends)
MERGED = "MERGED"
# Clocks that say nothing of the time an order has left.
BESIDE = frozenset(code for process in KINDS for code, rule in process.clocks.items() if rule.beside)


def verb_of(kind: str, name: str) -> Verb:
    """The declaration of a verb. Raises ``KeyError`` for one that this kind does not have."""
    return PROCESSES[kind].by_name[name]


def label_of(kind: str, state: str) -> str:
    """The people's word for a state. History outlives declarations: one that the kind no longer has stands for itself."""
    found = PROCESSES[kind].states.get(state)
    return str(found.label) if found else state
