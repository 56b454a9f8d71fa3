"""An invented supply tree: substations, 3,000 feeders, laterals and transformers around the stations that serve them.

A lateral's place is where it leaves the trunk, a transformer's where it stands: the electrical graph is drawn from these.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from shapely import Point
from shapely.geometry.base import BaseGeometry
from shapely.prepared import PreparedGeometry, prep

from command_center.ground.network.models import NodeKind
from command_center.ground.organisation.models import Level
from demo.organisation import Organisation, Unit
from demo.routes import Route, Spot, between, fanned, metres, nearest_first

FEEDERS = 3000
SUBSTATIONS_PER_COUNTY = 4
FEWEST_LATERALS, MOST_LATERALS, TRANSFORMERS_PER_LATERAL = 2, 6, 4
CUSTOMERS_PER_TRANSFORMER = 16.7  # 60,000 transformers for 1 M customers
FEWEST_TRANSFORMERS = 9000
DEDICATED_SHARE = 0.04
# Every third feeder of a station comes from the second substation, if that is not much further.
FURTHER_M = 8000.0
MOST_PULLS = 6


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
    dedicated: bool = False

    @property
    def spot(self) -> Spot:
        return self.lat, self.lon

    def row(self) -> tuple[object, ...]:
        return (
            self.id, self.code, self.name, self.kind, self.parent_id, self.unit.id, self.unit.id, self.unit.path,
            round(self.lat, 6), round(self.lon, 6), self.dedicated,
        )  # fmt: skip


def build(organisation: Organisation, rng: np.random.Generator, customers: int) -> list[Node]:
    """Every node, parents first."""
    centres = [unit for unit in organisation.units if unit.level == Level.COUNTY_CENTRE]
    tree = _Tree(rng)
    transformers = max(FEWEST_TRANSFORMERS, round(customers / CUSTOMERS_PER_TRANSFORMER))
    laterals = round(transformers / FEEDERS / TRANSFORMERS_PER_LATERAL)
    tree.laterals_per_feeder = min(max(laterals, FEWEST_LATERALS), MOST_LATERALS)
    stations = {c.id: organisation.in_centre(c, Level.SERVICE_STATION, Level.TOWNSHIP_STATION) for c in centres}
    everywhere = sum(len(found) for found in stations.values())
    for index, centre in enumerate(centres):
        feeders = FEEDERS * (index + 1) // len(centres) - FEEDERS * index // len(centres)
        share = round(transformers * len(stations[centre.id]) / everywhere)
        tree.grow(centre, stations[centre.id], feeders, max(share, feeders))
    return tree.nodes


class _Tree:
    laterals_per_feeder = FEWEST_LATERALS
    area: "PreparedGeometry[BaseGeometry] | None" = None

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.nodes = rng, []  # type: tuple[np.random.Generator, list[Node]]
        self.routes: dict[int, Route] = {}  # feeder or lateral id → where it goes

    def grow(self, centre: Unit, stations: list[Unit], feeders: int, transformers: int) -> None:
        self.area = prep(centre.area) if centre.area is not None else None
        substations = self._substations(centre, stations)
        laterals: list[Node] = []
        for n in range(feeders):
            station = stations[n % len(stations)]
            of_station = len(range(n % len(stations), feeders, len(stations)))
            feeder = self._feeder(centre, n, station, n // len(stations), of_station, substations)
            laterals += [self._lateral(feeder, m) for m in range(self.laterals_per_feeder)]
        # Every feeder's first lateral before any second one: no feeder without a transformer.
        laterals.sort(key=lambda lateral: lateral.code[-1])
        for n in range(transformers):
            self._transformer(f"{centre.code}-T{n + 1:05d}", laterals[n % len(laterals)], n // len(laterals))

    def _substations(self, centre: Unit, stations: list[Unit]) -> list[Node]:
        return [
            self._add(
                f"{centre.code}-B{n + 1}",
                f"{centre.name}{110 if n else 220}kV{'东南西北'[n]}变电站",
                NodeKind.SUBSTATION,
                None,
                station,
                self._scattered(station),
            )
            for n, station in enumerate(_spread(stations, SUBSTATIONS_PER_COUNTY))
        ]

    def _feeder(self, centre: Unit, n: int, station: Unit, nth: int, of: int, substations: list[Node]) -> Node:
        spot = (station.lat, station.lon)
        near, second = nearest_first(spot, substations)[:2]
        crossed = nth % 3 == 2 and metres(spot, second.spot) < metres(spot, near.spot) + FURTHER_M
        source = second if crossed else near
        route = fanned(source.spot, spot, nth, of, urban=_urban(station), rng=self.rng)
        feeder = self._add(
            f"{centre.code}-F{n + 1:03d}",
            f"10kV{_short(station)}{nth + 1}线",
            NodeKind.FEEDER,
            source,
            station,
            route.at(0.5),
        )
        self.routes[feeder.id] = route
        return feeder

    def _lateral(self, feeder: Node, m: int) -> Node:
        route = self.routes[feeder.id]
        share = (m + 0.7) / self.laterals_per_feeder
        name = f"{feeder.name}{m + 1}支线"
        lateral = self._add(f"{feeder.code}-L{m + 1}", name, NodeKind.LATERAL, feeder, feeder.unit, route.at(share))
        side = 1 if m % 2 else -1
        self.routes[lateral.id] = route.branching(lateral.spot, side * float(self.rng.uniform(0.9, 1.7)))
        return lateral

    def _transformer(self, code: str, lateral: Node, nth: int) -> None:
        spot = self.routes[lateral.id].step(nth + 1, self.rng)
        dedicated = nth > 0 and bool(self.rng.random() < DEDICATED_SHARE)
        kind = "专变" if dedicated else "台区"
        name = f"{_short(lateral.unit)}{nth + 1:02d}#{lateral.code[-1]}{kind}"
        self._add(code, name, NodeKind.TRANSFORMER, lateral, lateral.unit, spot).dedicated = dedicated

    def _scattered(self, station: Unit) -> Spot:
        dx, dy = self.rng.normal(0, 0.008 if _urban(station) else 0.012, 2)
        return station.lat + dy, station.lon + dx

    def _inside(self, spot: Spot, station: Unit) -> Spot:
        """Drawn towards the station until it lies in the county: who lives outside every area is found by nobody."""
        for _ in range(MOST_PULLS):
            if self.area is None or self.area.covers(Point(spot[1], spot[0])):
                return spot
            spot = between(spot, (station.lat, station.lon), 0.4)
        return station.lat, station.lon

    def _add(self, code: str, name: str, kind: str, parent: Node | None, station: Unit, spot: Spot) -> Node:
        spot = self._inside(spot, station)
        node = Node(len(self.nodes) + 1, code, name, kind, parent.id if parent else None, station, *spot)
        self.nodes.append(node)
        return node


def customers_of(nodes: Sequence[Node], rng: np.random.Generator, count: int) -> dict[int, int]:
    """Customers of each transformer (by node id), together ``count``: one of a dedicated one, uneven among the others."""
    transformers = [node for node in nodes if node.kind == NodeKind.TRANSFORMER][:count]
    weight = np.array([0.0 if node.dedicated else 1.6 if _urban(node.unit) else 1.0 for node in transformers])
    weight *= rng.lognormal(0, 0.5, len(weight))
    spare = count - len(transformers)  # everybody has one
    edges = np.rint(np.cumsum(weight) / weight.sum() * spare).astype(int)
    shares = np.diff(edges, prepend=0) + 1
    return {node.id: int(share) for node, share in zip(transformers, shares, strict=True)}


def _urban(station: Unit) -> bool:
    return station.level == Level.SERVICE_STATION


def _spread(stations: list[Unit], count: int) -> list[Unit]:
    """Stations far from each other, the first one first; a small county has several substations at one."""
    chosen = [stations[0]]
    while len(chosen) < count:
        chosen.append(max(stations, key=lambda s: min(metres((s.lat, s.lon), (c.lat, c.lon)) for c in chosen)))
    return chosen


def _short(station: Unit) -> str:
    return station.name.removesuffix("供电服务站").removesuffix("供电所")
