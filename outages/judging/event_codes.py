"""What a meter's event code means (CIM EndDeviceEventType, standards.md §1), per head-end; a table, never a rule in code.

Pure. A code is ``deviceType.domain.subDomain.eventOrAction``: 3 is an electric meter, 26 is power. Head-ends use the same code
for different things, so a source may have rows of its own; where it has none the defaults hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Meaning(StrEnum):
    DOWN = "DOWN"
    UP = "UP"
    MOMENTARY = "MOMENTARY"
    VOLTAGE = "VOLTAGE"
    """Voltage out of band; power is on."""


DEFAULT_CODES: Mapping[str, Meaning] = MappingProxyType(
    {
        "3.26.0.47": Meaning.DOWN,
        "3.26.136.47": Meaning.DOWN,
        "3.26.136.66": Meaning.DOWN,
        "3.26.0.85": Meaning.DOWN,
        "3.26.0.216": Meaning.UP,
        "3.26.136.216": Meaning.UP,
        "3.26.131.223": Meaning.VOLTAGE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCodes:
    """``by_source`` holds only what a source says differently; None there means: not a power event of this source."""

    default: Mapping[str, Meaning] = field(default_factory=lambda: DEFAULT_CODES)
    by_source: Mapping[str, Mapping[str, Meaning | None]] = field(default_factory=dict)

    def meaning(self, source: str, code: str) -> Meaning | None:
        """None for a code that says nothing about power."""
        own = self.by_source.get(source, {})
        return own[code] if code in own else self.default.get(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterEvent:
    """One event of one meter or terminal; ``at`` is aware. ``usage_point`` is '' where the head-end names only the meter."""

    event_id: str
    meter: str
    at: datetime
    code: str
    meaning: Meaning
    source: str = ""
    usage_point: str = ""
