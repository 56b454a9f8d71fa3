"""What the judgement says: outages with their reasons, and one verdict for every signal. Reasons are codes with parameters."""

from dataclasses import dataclass
from enum import StrEnum

Reason = tuple[str, dict[str, int | float | str]]


class Verdict(StrEnum):
    USER_SIDE = "USER_SIDE"
    """The fault lies behind the meter: it answers with good voltage."""
    LOW_VOLTAGE = "LOW_VOLTAGE"
    NEW = "NEW"
    """Belongs to the predicted outage ``prediction``."""
    HAZARD = "HAZARD"
    """Keeps an order of its own; ``prediction`` says which outage it stands beside."""
    ISOLATED = "ISOLATED"
    UNLOCATED = "UNLOCATED"
    POWER_IS_ON = "POWER_IS_ON"
    """No report of darkness but proof of power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalVerdict:
    signal_id: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    prediction: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedOutage:
    """``device`` and ``alternatives`` are edges; the alternatives feed the same loads, or are the next best guesses."""

    device: int
    signal_ids: tuple[str, ...]
    confidence: float
    is_confirmed: bool
    loads: int
    customers: int
    since_s: float
    reasons: tuple[Reason, ...]
    alternatives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """``verdicts`` in the order of the signals; ``predictions`` with the earliest first."""

    predictions: tuple[PredictedOutage, ...]
    verdicts: tuple[SignalVerdict, ...]
