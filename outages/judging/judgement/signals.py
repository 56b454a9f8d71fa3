"""What the judgement is told: signals of darkness and proof of power. Indices are those of NetworkTables.

Who is dark by an outage that is known already is not asked about again (``outages.ledger.selectors.known``).
"""

from dataclasses import dataclass, field
from enum import StrEnum


class SignalKind(StrEnum):
    CALL = "CALL"
    METER_OFF = "METER_OFF"
    METER_ON = "METER_ON"
    TERMINAL_OFF = "TERMINAL_OFF"
    BREAKER_TRIP = "BREAKER_TRIP"
    CREW = "CREW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One report. ``at_s`` are seconds on any clock shared by the whole batch.

    A call or meter names its ``load``, a terminal its ``node``, a breaker or crew the ``device`` (an edge); a signal that
    names none of them cannot be located. ``is_hazard`` marks a wire down, a fire, a shock.
    """

    signal_id: str
    kind: SignalKind
    at_s: float
    load: int | None = None
    node: int | None = None
    device: int | None = None
    customer_id: str = ""
    is_hazard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringMeter:
    """A meter that answered a call (召测) at a load; ``voltage`` in V, None when it only said that it lives.

    It speaks for every caller of that load unless it names its own ``customer_id``. ``since_return``: it answered after the
    last return of power there, so that it counts although the calls began later. ``by_crew``: a crew measured it on site, which
    no calls outweigh.
    """

    load: int
    at_s: float
    voltage: float | None = None
    customer_id: str = ""
    since_return: bool = False
    by_crew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks against an outage: meters that answered, and edges whose telemetry says closed, which no call outweighs."""

    answering: tuple[AnsweringMeter, ...] = ()
    closed_devices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    signals: tuple[Signal, ...]
    evidence: Evidence = field(default_factory=Evidence)
