"""What the simulator's world knows of its own grid: who hangs below what. Read once a scene; nothing is changed here.

The simulator acts through the public doors only. But weather and customers do know whose line is broken, so that much is
read from the database, by the codes that ``demo.electrical`` gives.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

FEEDERS = """
SELECT f.code, f.name, split_part(f.code, '-', 1), count(*) FROM network_supplynode f
JOIN network_branch cb ON cb.code = f.code || '-CB' AND cb.retired_at IS NULL AND NOT cb.is_open
JOIN network_supplynode l ON l.parent_id = f.id JOIN network_supplynode t ON t.parent_id = l.id
JOIN customers_servicepoint sp ON sp.transformer_id = t.id
WHERE f.kind = 'FEEDER' GROUP BY 1, 2 ORDER BY 1
"""
CUSTOMERS = """
SELECT c.number, sp.meter_number, l.code, t.code, coalesce(fuse.code, '') FROM network_supplynode f
JOIN network_supplynode l ON l.parent_id = f.id JOIN network_supplynode t ON t.parent_id = l.id
JOIN customers_servicepoint sp ON sp.transformer_id = t.id JOIN customers_customer c ON c.id = sp.customer_id
LEFT JOIN network_branch fuse ON fuse.to_node_id = sp.node_id AND fuse.device = 'FUSE' AND fuse.retired_at IS NULL
WHERE f.code = %s ORDER BY sp.id
"""
DEVICES = """
SELECT b.code, b.name, b.telemetered FROM network_branch b JOIN network_supplynode f ON f.id = b.feeder_id
WHERE f.code = %s AND b.device <> '' AND b.retired_at IS NULL ORDER BY b.id
"""


@dataclass(frozen=True)
class FeederInBrief:
    code: str
    name: str
    county: str
    customers: int


@dataclass(frozen=True)
class Caller:
    """A customer with what is above him, by code; ``fuse`` is empty on a transformer's own bus."""

    number: str
    meter: str
    lateral: str
    transformer: str
    fuse: str


@dataclass(frozen=True)
class Device:
    code: str
    name: str
    telemetered: bool


@dataclass(frozen=True)
class Trouble:
    """A device that is out, and who is dark by it."""

    device: Device
    feeder: FeederInBrief
    dark: tuple[Caller, ...]


@dataclass(frozen=True)
class FeederGrid:
    feeder: FeederInBrief
    callers: tuple[Caller, ...]
    devices: dict[str, Device] = field(default_factory=dict)

    def breaker(self) -> Trouble:
        return self._trouble(f"{self.feeder.code}-CB", self.callers)

    def laterals(self) -> list[Trouble]:
        return self._by("lateral", "-D")

    def transformers(self) -> list[Trouble]:
        return self._by("transformer", "-TR")

    def lv_branches(self) -> list[Trouble]:
        return [trouble for trouble in self._by("fuse", "") if trouble.device.code]

    def _by(self, level: str, suffix: str) -> list[Trouble]:
        codes = sorted({getattr(caller, level) for caller in self.callers})
        below = {code: tuple(c for c in self.callers if getattr(c, level) == code) for code in codes}
        return [self._trouble(f"{code}{suffix}", below[code]) for code in codes]

    def _trouble(self, code: str, dark: Iterable[Caller]) -> Trouble:
        return Trouble(self.devices.get(code, Device(code, code, False)), self.feeder, tuple(dark))


def feeders() -> list[FeederInBrief]:
    """All whose breaker is closed, by code."""
    return [FeederInBrief(*row) for row in _rows(FEEDERS)]


def grid_of(feeder: FeederInBrief) -> FeederGrid:
    callers = tuple(Caller(*row) for row in _rows(CUSTOMERS, feeder.code))
    devices = {row[0]: Device(*row) for row in _rows(DEVICES, feeder.code)}
    return FeederGrid(feeder, callers, devices)


def _rows(statement: str, *parameters: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
