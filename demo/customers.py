"""Invented customers: account, contact and service point near their transformer; a few of them vulnerable."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from command_center.ground.organisation.locating import Locator, Place
from demo import names
from demo.network import Node

BATCH = 50_000
FLAG_SHARES = {"IMPORTANT": 0.0008, "LIFE_SUPPORT": 0.0006, "TIME_CRITICAL": 0.003}
STREETS = ["人民路", "建设路", "解放路", "胜利街", "文化路", "和平街", "新华路", "沿河路", "振兴路", "团结路"]
VILLAGES = [
    "旋坨",
    "桐木",
    "石桥",
    "双河",
    "杨柳",
    "大坪",
    "龙潭",
    "青山",
    "白果",
    "枫香",
    "梅子",
    "黄泥",
    "高坡",
    "湾田",
    "井坝",
    "松林",
]

PHASES = "ABC"


@dataclass(frozen=True)
class Supplied:
    """A transformer with its customers, and the nodes of the graph where they hang in turn."""

    node: Node
    customers: int
    places: Sequence[int]


Rows = tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[tuple[object, ...]]]


def supplied(nodes: Sequence[Node], counts: Mapping[int, int], places: Mapping[int, Sequence[int]]) -> list[Supplied]:
    """``counts`` and ``places`` by transformer id."""
    return [Supplied(node, counts[node.id], places[node.id]) for node in nodes if node.id in counts]


def batches(areas: Sequence[Supplied], locator: Locator, rng: np.random.Generator) -> Iterator[Rows]:
    """Rows of (customers, contacts, service points), ids running from 1. Neighbours have neighbouring numbers."""
    hung = [(area.node, area.places[n % len(area.places)]) for area in areas for n in range(area.customers)]
    for first in range(0, len(hung), BATCH):
        chosen = hung[first : first + BATCH]
        spread = rng.normal(0, 0.0015, (len(chosen), 2))
        spots = np.array([(node.lat, node.lon) for node, _ in chosen]) + spread
        places = locator.locate_many(spots)
        people = names.people(rng, len(chosen))
        phones = names.phones(rng, len(chosen), prefix=f"19{(first // BATCH) % 10}")
        yield _rows(first, chosen, spots, places, people, phones, rng)


def _rows(
    first: int,
    hung: Sequence[tuple[Node, int]],
    spots: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    places: Sequence[Place | None],
    people: Sequence[str],
    phones: Sequence[str],
    rng: np.random.Generator,
) -> Rows:
    customers: list[tuple[object, ...]] = []
    contacts: list[tuple[object, ...]] = []
    points: list[tuple[object, ...]] = []
    lots = rng.random((len(hung), 4))
    for n, ((node, node_id), (lat, lon), place, name, phone) in enumerate(
        zip(hung, spots, places, people, phones, strict=True)
    ):
        number = first + n + 1
        flags = [flag for flag, lot in zip(FLAG_SHARES, lots[n], strict=False) if lot < FLAG_SHARES[flag]]
        kind = "MV_BUSINESS" if node.dedicated else "RESIDENT" if lots[n][3] < 0.93 else "LV_BUSINESS"
        customers.append((number, f"42{number:010d}", name, kind, flags, node.unit.path))
        contacts.append((number, number, name, phone))
        phases = PHASES[number % 3] if kind == "RESIDENT" else PHASES
        # Across the border lies nobody's area: such a one lives at the transformer.
        spot = (round(float(lat), 6), round(float(lon), 6)) if place else (round(node.lat, 6), round(node.lon, 6))
        points.append(_point(number, node, *spot, place, node_id, phases))
    return customers, contacts, points


def _point(
    number: int, node: Node, lat: float, lon: float, place: Place | None, node_id: int, phases: str
) -> tuple[object, ...]:
    area = place.area_kind if place else "RURAL"
    town = node.unit.name.removesuffix("供电服务站").removesuffix("供电所")
    if area == "URBAN":
        address = f"{town}{STREETS[number % len(STREETS)]}{number % 300 + 1}号{number % 9 + 1}栋{number % 30 + 1}室"
    else:
        address = f"{town}镇{VILLAGES[number // 7 % len(VILLAGES)]}村{number % 9 + 1}组{number % 120 + 1}号"
    return (number, number, f"SM{number:012d}", address, lat, lon, node.id, node.unit.id, place.grid_id if place else None, area, node.unit.path, node_id, phases)  # fmt: skip
