"""升级风险: what makes a complaint likely to go further, to the regulator or the press. Pure.

The reasons are those of the screen's design; that three calls are often is assumed, no published rule was found.
"""

from dataclasses import dataclass
from enum import StrEnum

CALLS_ARE_OFTEN = 3


class Risk(StrEnum):
    CALLED_OFTEN = "CALLED_OFTEN"
    FREQUENT_OUTAGES = "FREQUENT_OUTAGES"
    LATE = "LATE"
    REOPENED = "REOPENED"
    REGULATOR = "REGULATOR"


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What is known of one open complaint. ``calls`` counts the first one."""

    calls: int = 1
    alleges_frequent_outages: bool = False
    late: bool = False
    reopened: bool = False
    from_regulator: bool = False


def risks(signs: Signs) -> list[Risk]:
    """Every reason there is, the gravest first; none for most complaints."""
    found = {
        Risk.REGULATOR: signs.from_regulator,
        Risk.REOPENED: signs.reopened,
        Risk.LATE: signs.late,
        Risk.CALLED_OFTEN: signs.calls >= CALLS_ARE_OFTEN,
        Risk.FREQUENT_OUTAGES: signs.alleges_frequent_outages,
    }
    return [risk for risk, there in found.items() if there]
