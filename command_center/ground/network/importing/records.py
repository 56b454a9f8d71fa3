"""A network as a file tells it: records by code, and every mistake by file and line. Pure.

The readers (``csv_form``, ``cim_form``) make a ``Network``; ``planning`` compares it with the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from command_center.ground.network.columns import Notes, TableError

CODE_LENGTH = 80
NAME_LENGTH = 120

KINDS = frozenset({"LINE", "SWITCH", "TRANSFORMER", "REGULATOR", "SERVICE"})


class NodeRecord(NamedTuple):
    """``container`` is the equipment as the file calls it, '' for none. Degrees WGS-84, kV."""

    code: str
    latitude: float | None
    longitude: float | None
    is_source: bool
    kv: float | None
    container: str = ""


class BranchRecord(NamedTuple):
    """``from_node`` and ``to_node`` are codes of node records; ``feeder`` and ``transformer`` as the file calls them."""

    code: str
    name: str
    kind: str
    from_node: str
    to_node: str
    phases: str
    length_m: float
    rating_kva: float | None
    device: str
    normally_open: bool
    telemetered: bool = False
    feeder: str = ""
    transformer: str = ""


@dataclass
class Network:
    """What was read. With ``errors`` the rest may be incomplete and is not used.

    ``lines`` is where a code was written (file, line). ``aliases`` are further names of equipment, ``skipped`` kinds of equipment
    that nothing was made of, each with how many. ``loads`` and
    ``customers`` are counted for the report only: accounts belong to the marketing system. ``strict``: equipment
    that the supply tree does not know is a mistake, not a remark.
    """

    nodes: dict[str, NodeRecord] = field(default_factory=dict)
    branches: dict[str, BranchRecord] = field(default_factory=dict)
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    loads: int = 0
    customers: int = 0
    strict: bool = False
    notes: Notes = field(default_factory=Notes)

    @property
    def errors(self) -> list[TableError]:
        return self.notes.errors

    def note(self, code: str, column: str, what: str) -> None:
        """A mistake at the line where ``code`` was written."""
        file, line = self.lines.get(code, ("", 0))
        self.notes.add(file, line, column, what)

    def make_sources(self, names: Iterable[str], node_names: Mapping[str, str]) -> None:
        """Let supply enter at these nodes too, by code or by name (``node_names``: name → code); an unknown one is a mistake."""
        for name in names:
            code = name if name in self.nodes else node_names.get(name, "")
            if code in self.nodes:
                self.nodes[code] = self.nodes[code]._replace(is_source=True)
            else:
                self.notes.add("", 0, "--source", "source_unknown", name)

    def add_node(self, record: NodeRecord, file: str, line: int) -> None:
        if self._good_code(record.code, self.nodes, file, line):
            self.nodes[record.code] = record

    def add_branch(self, record: BranchRecord, file: str, line: int) -> None:
        if not self._good_code(record.code, self.branches, file, line):
            return
        if record.from_node == record.to_node:
            self.notes.add(file, line, "to_node", "self_loop")
        self.branches[record.code] = low_side_last(record, self.nodes)

    def _good_code(
        self, code: str, known: dict[str, NodeRecord] | dict[str, BranchRecord], file: str, line: int
    ) -> bool:
        """Notes what the database could not hold."""
        if code in known:
            self.notes.add(file, line, "", "id_twice")
        elif len(code) > CODE_LENGTH:
            self.notes.add(file, line, "", "code_too_long")
        elif not code.isprintable():
            self.notes.add(file, line, "", "text_unusable")
        else:
            self.lines[code] = (file, line)
            return True
        return False


def low_side_last(branch: BranchRecord, nodes: dict[str, NodeRecord]) -> BranchRecord:
    """A transformer's second node is its low-voltage side wherever the voltages are known: customers hang there."""
    high, low = nodes.get(branch.from_node), nodes.get(branch.to_node)
    if branch.kind == "TRANSFORMER" and high and low and (high.kv or 0) < (low.kv or 0) and high.kv:
        return branch._replace(from_node=branch.to_node, to_node=branch.from_node)
    return branch


def clean(text: str, longest: int = NAME_LENGTH) -> str:
    """A name as the database can hold it: printable, cut to its length. Names are for people, codes identify."""
    return "".join(c for c in text if c.isprintable())[:longest].strip()


def on_earth(latitude: float, longitude: float) -> tuple[float | None, float | None]:
    """The place, or none at all for drawing units and what is not a number."""
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return latitude, longitude
    return None, None
