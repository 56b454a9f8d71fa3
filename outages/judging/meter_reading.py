"""Asking a meter (召测): the port through which a head-end answers whether there is voltage. Without one nobody is asked.

A reader answers at once, from its own recent readings or within a second: what takes longer comes in as a meter event.
"""

from collections.abc import Collection, Mapping
from typing import Protocol


class MeterReader(Protocol):
    def ask(self, meter_numbers: Collection[str]) -> Mapping[str, float]:
        """Volts by meter number; a meter that does not answer is absent."""


class NoReader:
    """No head-end is connected."""

    def ask(self, meter_numbers: Collection[str]) -> Mapping[str, float]:
        return {}
