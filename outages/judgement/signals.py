"""What the judgement is told: signals of darkness, proof of power, outages known already. Indices are those of NetworkTables."""

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

    It speaks for every caller of that load unless it names its own ``customer_id``.
    """

    load: int
    at_s: float
    voltage: float | None = None
    customer_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks against an outage, and what explains darkness without one."""

    answering: tuple[AnsweringMeter, ...] = ()
    energised_nodes: tuple[int, ...] = ()
    closed_devices: tuple[int, ...] = ()
    """Edges whose telemetry says closed: none of them is what opened."""
    arrears: frozenset[str] = frozenset()
    """Customers disconnected for arrears or breach."""


class OutageKind(StrEnum):
    PLANNED = "PLANNED"
    CONFIRMED = "CONFIRMED"
    PROBABLE = "PROBABLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOutage:
    """Everything below ``device`` (an edge) is dark from ``since_s`` on; ``until_s`` is the published end of a planned one
    or the restoration of another, None while it is open."""

    outage_id: str
    device: int
    kind: OutageKind
    since_s: float
    until_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    signals: tuple[Signal, ...]
    evidence: Evidence = field(default_factory=Evidence)
    known: tuple[KnownOutage, ...] = ()
