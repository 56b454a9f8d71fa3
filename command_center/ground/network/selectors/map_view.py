"""The network within a window of the map: lines, devices with their positions, substations; from the model in memory.

A network knows the places of its nodes only, so a line runs straight from one to the next. Three levels of detail, each
with all of the one before, so that a window never holds more than can be read.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from command_center.ground.network.drawing import joined
from command_center.ground.network.models import DeviceKind
from command_center.ground.network.selectors.device import Device, device_at
from command_center.ground.network.selectors.lines import DECIMALS, Line
from command_center.ground.network.selectors.model import NetworkModel
from command_center.ground.network.selectors.state import NetworkState, present_state
from command_center.ground.network.tables import Bools, Floats, Ints

LOW_VOLTAGE_BELOW_KV = 1.0


class Detail(StrEnum):
    """``feeders``: medium voltage and the switches of its trunk; what is not in its normal position always."""

    FEEDERS = "feeders"
    TRANSFORMERS = "transformers"
    LOW_VOLTAGE = "low_voltage"


# What is seen at the first level; fuses and transformers come with the second.
TRUNK = [kind.lower() for kind in DeviceKind.values if kind not in (DeviceKind.FUSE, DeviceKind.TRANSFORMER)]


class Window(NamedTuple):
    """Degrees, WGS-84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class DrawnLine:
    """Spans of one feeder that meet; ``dead``: without voltage by what is known of the switches."""

    feeder_id: int
    low_voltage: bool
    dead: bool
    places: Line


@dataclass(frozen=True)
class DrawnDevice:
    """A device whose place is known."""

    device: Device
    feeder_id: int


@dataclass(frozen=True)
class Drawing:
    """``truncated``: there was more; of lines the longest stay, of devices those off normal and the largest kinds.

    ``without_place``: devices of these units, anywhere, that cannot be drawn because nobody said where they stand.
    """

    lines: list[DrawnLine]
    devices: list[DrawnDevice]
    truncated: bool
    without_place: int
    version: int


def drawing_of(
    window: Window, *, detail: Detail, unit_ids: Collection[int], lines_at_most: int, devices_at_most: int
) -> Drawing:
    """What lies in the window and is served by these units. Two small reads of the database."""
    state = present_state()
    model, tables = state.model, state.model.tables
    place = np.stack([tables.lon, tables.lat], axis=1).round(DECIMALS)
    own = np.isin(model.edge_unit, list(unit_ids))
    placed = np.isfinite(tables.lon) & np.isfinite(tables.lat)
    drawable = own & placed[tables.from_node] & placed[tables.to_node]
    low = _low_voltage(model)
    inside = drawable & _touches(window, place[tables.from_node], place[tables.to_node])
    if detail != Detail.LOW_VOLTAGE:
        inside &= ~low
    lines, cut = _lines(state, np.flatnonzero(inside), place, low, lines_at_most)
    device = np.array(tables.device, dtype=str)
    shown = _shown_devices(state, device, own & placed[tables.from_node], place, window, detail, low)
    return Drawing(
        lines=lines,
        devices=[
            DrawnDevice(device_at(state, edge), int(model.edge_feeder[edge]))
            for edge in shown[:devices_at_most].tolist()
        ],
        truncated=cut or len(shown) > devices_at_most,
        without_place=int((own & (device != "") & ~placed[tables.from_node]).sum()),
        version=model.version,
    )


def _low_voltage(model: NetworkModel) -> Bools:
    """Edges below a transformer. A voltage that nobody wrote counts as medium: better drawn than missing."""
    low = model.node_kv < LOW_VOLTAGE_BELOW_KV
    return low[model.tables.from_node] & low[model.tables.to_node]


def _touches(window: Window, one: Floats, other: Floats) -> Bools:
    """Whether the box around each span meets the window; a span that has no place meets none."""
    west, south, east, north = window
    with np.errstate(invalid="ignore"):
        across = (np.maximum(one[:, 0], other[:, 0]) >= west) & (np.minimum(one[:, 0], other[:, 0]) <= east)
        along = (np.maximum(one[:, 1], other[:, 1]) >= south) & (np.minimum(one[:, 1], other[:, 1]) <= north)
    return across & along


def _lines(state: NetworkState, edges: Ints, place: Floats, low: Bools, at_most: int) -> tuple[list[DrawnLine], bool]:
    tables = state.model.tables
    one, other = place[tables.from_node[edges]], place[tables.to_node[edges]]
    # An open switch between two places is no way for the current, and its sign says so.
    long_enough = (one != other).any(axis=1) & ~state.open_edges[edges]
    edges, one, other = edges[long_enough], one[long_enough], other[long_enough]
    longest = np.argsort(-np.hypot(*(one - other).T), kind="stable")[:at_most]
    live = state.trace.energised
    dead = ~live[tables.from_node] & ~live[tables.to_node]
    alike: dict[tuple[int, bool, bool], list[tuple[tuple[float, float], tuple[float, float]]]] = defaultdict(list)
    for n in longest.tolist():
        edge = edges[n]
        key = int(state.model.edge_feeder[edge]), bool(low[edge]), bool(dead[edge])
        alike[key].append((_pair(one[n]), _pair(other[n])))
    lines = [DrawnLine(*key, places) for key, spans in sorted(alike.items()) for places in joined(spans)]
    return lines, len(edges) > at_most


def _shown_devices(
    state: NetworkState, device: "np.ndarray[tuple[int], np.dtype[np.str_]]", own: Bools, place: Floats,
    window: Window, detail: Detail, low: Bools,
) -> Ints:  # fmt: skip
    """Edges with a device, those off normal first, then the trunk's switches, transformers, fuses."""
    tables = state.model.tables
    at = place[tables.from_node]
    trunk = np.isin(device, TRUNK)
    off_normal = state.open_edges != tables.normally_open
    inside = own & (device != "") & _touches(window, at, at)
    if detail == Detail.FEEDERS:
        inside &= trunk | off_normal
    if detail != Detail.LOW_VOLTAGE:
        inside &= ~low | off_normal
    edges = np.flatnonzero(inside)
    rank = np.select([off_normal, trunk, device == DeviceKind.TRANSFORMER.lower()], [0, 1, 2], 3)
    return edges[np.lexsort((edges, rank[edges]))]


def _pair(place: Floats) -> tuple[float, float]:
    return float(place[0]), float(place[1])
