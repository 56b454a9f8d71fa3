"""The numbers of the judgement: domain.md §4.5 and what recorded nights say. Defaults here, rows in the database later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# How often a device of this kind is the one that opened, against the others of its size.
KIND_PRIOR = MappingProxyType(
    {"breaker": 1.0, "recloser": 1.0, "sectionaliser": 1.0, "fuse": 1.0, "switch": 1.0, "tie": 0.1, "transformer": 1.0}
)
# domain.md §4.5: below this share of silent places a prediction stays a suspicion.
SHARE_THRESHOLD = MappingProxyType({"transformer": 0.3, "fuse": 0.3, "switch": 0.5, "recloser": 0.5, "breaker": 0.5})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Probabilities are shares of 1, times are minutes or seconds as their names say."""

    window_minutes: float = 180.0
    """A silence longer than this ends the evidence: what comes after it is judged apart."""
    night_minutes: float = 30.0
    """Unrelated reports are spread over at least this time."""
    calls_needed: int = 2
    """Places that must report before more than one place is declared dark; one is enough where only one hangs."""
    noisy_night: float = 0.15
    """Batches that hold calls which have nothing to do with any outage, as a share of all."""
    more_noise: float = 0.7
    """After one unrelated call, the probability of one more."""
    nothing_wrong: float = 0.01
    """Batches without any outage."""
    outages: float = 0.7
    """Outages in one batch, expected beforehand."""
    ordinary_nights: float = 10.0
    """How many nights this expectation stands for: against it, a storm is recognised by its own outages."""
    report_shares: tuple[float, ...] = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)
    """The share of dark places that report: these are taken as equally likely."""
    own_share: float = 0.2
    """Outages whose share is their own and not that of the night."""
    report_delays_s: tuple[float, ...] = (200.0, 400.0, 800.0, 1600.0)
    """Mean delay from the loss of power to the report: equally likely."""
    kind_prior: Mapping[str, float] = field(default_factory=lambda: KIND_PRIOR)
    share_threshold: Mapping[str, float] = field(default_factory=lambda: SHARE_THRESHOLD)
    neighbour_calls: float = 0.5
    """Where one customer of a box has called, the probability that one more of them does. Our assumption."""
    meter_error: float = 0.03
    """Places without power whose meter answers all the same: a wrong link, a generator, a late message. Our assumption,
    between the one and three in a hundred that utilities tell of."""
    one_phase_lost: float = 0.1
    """Outages that take one phase only, so that most places below still have power. Our assumption."""
    lit_beside_one_phase: float = 2 / 3
    """Places that still have power behind a device that lost one of its three phases."""
    good_voltage: tuple[float, float] = (198.0, 235.4)
    """GB/T 12325: 220 V +7 % −10 %."""
