"""An invented supply tree: substations, 3,000 feeders, laterals and transformers around the stations that serve them."""

from dataclasses import dataclass

import numpy as np

from command_center.network.models import NodeKind
from command_center.organisation.models import Level
from demo.organisation import Organisation, Unit

FEEDERS = 3000
SUBSTATIONS_PER_COUNTY = 4
LATERALS_PER_FEEDER = 2
CUSTOMERS_PER_TRANSFORMER = 16.7  # 60,000 transformers for 1 M customers
FEWEST_TRANSFORMERS = 6000


@dataclass
class Node:
    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    unit: Unit
    lat: float
    lon: float

    def row(self) -> tuple[object, ...]:
        return (
            self.id, self.code, self.name, self.kind, self.parent_id, self.unit.id, self.unit.id, self.unit.path,
            round(self.lat, 6), round(self.lon, 6), False,
        )  # fmt: skip


def build(organisation: Organisation, rng: np.random.Generator, customers: int) -> list[Node]:
    """Every node, parents first."""
    centres = [unit for unit in organisation.units if unit.level == Level.COUNTY_CENTRE]
    tree = _Tree(rng)
    transformers = max(FEWEST_TRANSFORMERS, round(customers / CUSTOMERS_PER_TRANSFORMER))
    stations = {c.id: organisation.in_centre(c, Level.SERVICE_STATION, Level.TOWNSHIP_STATION) for c in centres}
    everywhere = sum(len(found) for found in stations.values())
    for index, centre in enumerate(centres):
        feeders = FEEDERS * (index + 1) // len(centres) - FEEDERS * index // len(centres)
        share = round(transformers * len(stations[centre.id]) / everywhere)
        tree.grow(centre, stations[centre.id], feeders, max(share, feeders))
    return tree.nodes


class _Tree:
    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.nodes = rng, []  # type: tuple[np.random.Generator, list[Node]]

    def grow(self, centre: Unit, stations: list[Unit], feeders: int, transformers: int) -> None:
        substations = [
            self._add(
                f"{centre.code}-B{n + 1}",
                f"{centre.name}{110 if n else 220}kV{'东南西北'[n]}变电站",
                NodeKind.SUBSTATION,
                None,
                station,
            )
            for n, station in enumerate(_spread(stations, SUBSTATIONS_PER_COUNTY))
        ]
        laterals = []
        for n in range(feeders):
            station, substation = stations[n % len(stations)], substations[n % len(substations)]
            feeder = self._add(
                f"{centre.code}-F{n + 1:03d}",
                f"10kV{_short(station)}{n // len(stations) + 1}线",
                NodeKind.FEEDER,
                substation,
                station,
            )
            laterals += [
                self._add(f"{feeder.code}-L{m + 1}", f"{feeder.name}{m + 1}支线", NodeKind.LATERAL, feeder, station)
                for m in range(LATERALS_PER_FEEDER)
            ]
        # Every feeder's first lateral before any second one: no feeder without a transformer.
        laterals.sort(key=lambda lateral: lateral.code[-1])
        for n in range(transformers):
            lateral = laterals[n % len(laterals)]
            self._add(
                f"{centre.code}-T{n + 1:05d}",
                f"{_short(lateral.unit)}{n // len(laterals) + 1:02d}#{lateral.code[-1]}台区",
                NodeKind.TRANSFORMER,
                lateral,
                lateral.unit,
            )

    def _add(self, code: str, name: str, kind: str, parent: Node | None, station: Unit) -> Node:
        spread = 0.012 if station.level == Level.SERVICE_STATION else 0.03
        dx, dy = self.rng.normal(0, spread, 2)
        node = Node(
            len(self.nodes) + 1,
            code,
            name,
            kind,
            parent.id if parent else None,
            station,
            station.lat + dy,
            station.lon + dx,
        )
        self.nodes.append(node)
        return node


def _spread(stations: list[Unit], count: int) -> list[Unit]:
    return [stations[len(stations) * n // count] for n in range(count)]


def _short(station: Unit) -> str:
    return station.name.removesuffix("供电服务站").removesuffix("供电所")
