"""The rows of the demo's electrical graph while it is built, and what it remembers of each feeder for the invented past."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from demo.network import Node
from demo.routes import Spot, metres

NODE_COLUMNS = ["id", "code", "latitude", "longitude", "is_source", "kv", "container_id", "org_path"]
BRANCH_COLUMNS = [
    "id", "code", "name", "kind", "from_node_id", "to_node_id", "phases", "length_m", "rating_kva", "device",
    "normally_open", "is_open", "telemetered", "feeder_id", "transformer_id", "operating_org_id", "serving_org_id",
    "org_path",
]  # fmt: skip

Row = tuple[object, ...]


@dataclass
class LowVoltage:
    """A node where customers hang, and the LV fuse (branch id) before it, if there is one."""

    node_id: int
    fuse_id: int | None
    customers: int = 0


@dataclass
class Supply:
    """A transformer in the graph: its named node, its branch, its customers' nodes."""

    node: Node
    branch_id: int
    low: list[LowVoltage]


@dataclass
class Lateral:
    node: Node
    device_id: int
    supplies: list[Supply] = field(default_factory=list)


@dataclass
class Section:
    """A part of the trunk and the switch before it; the first one's is the feeder's breaker."""

    device_id: int
    laterals: list[Lateral] = field(default_factory=list)


@dataclass
class Feeder:
    node: Node
    substation: Node
    end_id: int
    end: Spot
    sections: list[Section]
    tied: bool = False
    looped: bool = False

    def supplies(self) -> Iterator[Supply]:
        return (supply for section in self.sections for lateral in section.laterals for supply in lateral.supplies)


@dataclass
class Graph:
    """Rows in the order of their ids, from 1."""

    nodes: list[Row] = field(default_factory=list)
    branches: list[Row] = field(default_factory=list)
    feeders: list[Feeder] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def add_node(self, code: str, spot: Spot, owner: Node, *, kv: float = 10.0, source: bool = False) -> int:
        identity = len(self.nodes) + 1
        place = round(float(spot[0]), 6), round(float(spot[1]), 6)
        self.nodes.append((identity, code, *place, source, kv, owner.id, owner.unit.path))
        self.spots.append(place)
        return identity

    def add_branch(
        self,
        code: str,
        kind: str,
        ends: tuple[int, int],
        owner: Node,
        feeder: Node,
        *,
        name: str = "",
        device: str = "",
        is_open: bool = False,
        telemetered: bool = False,
        rating_kva: int | None = None,
        transformer: Node | None = None,
    ) -> int:
        """``owner`` says whose it is; a branch between two places has their distance as its length."""
        identity = len(self.branches) + 1
        one, other = self.spots[ends[0] - 1], self.spots[ends[1] - 1]
        length = 0.0 if one == other else round(metres(one, other), 1)
        self.branches.append((
            identity, code, name, kind, *ends, "ABC", length, rating_kva, device, is_open, is_open, telemetered,
            feeder.id, transformer.id if transformer else None, owner.unit.id, owner.unit.id, owner.unit.path,
        ))  # fmt: skip
        return identity
