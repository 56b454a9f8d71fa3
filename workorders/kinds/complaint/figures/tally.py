"""Counting matters under any version of the category tree; pure.

Domain reference §5.3: −91.72 % and 2.11 per million depend on what is counted. So complaints, opinions, withdrawn and
downgraded are told side by side, and whoever moves a matter from one to another leaves their sum as it is. That a matter
that was withdrawn or downgraded keeps its own column, whatever category it is moved to, is our interpretation.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

COMPLAINT, OPINION = "COMPLAINT", "OPINION"
Fate = Literal["", "WITHDRAWN", "DOWNGRADED"]
Step = tuple[str, str]
"""What happened to a matter: ("classified", code), ("withdrawn", ""), ("downgraded", ""), ("liability", code), ("reopened", "")."""

CHANNELS = ("HOTLINE_95598", "HOTLINE_12345", "HOTLINE_12398")
OTHER = "OTHER"


@dataclass(frozen=True, kw_only=True, slots=True)
class MatterRow:
    """One matter as it stands: the order it was opened as, what it is taken for now, and what became of it."""

    kind: str
    channel: str = ""
    category: str = ""
    fate: Fate = ""
    liability: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many; ``complaints`` + ``opinions`` + ``withdrawn`` + ``downgraded`` = ``told``, as do the four channels."""

    complaints: int = 0
    opinions: int = 0
    withdrawn: int = 0
    downgraded: int = 0
    liable: int = 0
    partly: int = 0
    not_liable: int = 0
    undecided: int = 0
    by_hotline_95598: int = 0
    by_hotline_12345: int = 0
    by_hotline_12398: int = 0
    by_other_channel: int = 0

    @property
    def told(self) -> int:
        """Every matter of the period."""
        return self.complaints + self.opinions + self.withdrawn + self.downgraded

    @property
    def alleged(self) -> int:
        """Complaints with those that were withdrawn or downgraded: what customers alleged."""
        return self.complaints + self.withdrawn + self.downgraded


def standing(opened: MatterRow, steps: Iterable[Step]) -> MatterRow:
    """A matter after everything that happened to it. A reopened one is the same matter, and no longer withdrawn or downgraded."""
    row = opened
    for what, code in steps:
        if what == "classified":
            row = replace(row, category=code)
        elif what == "withdrawn":
            row = replace(row, fate="WITHDRAWN")
        elif what == "downgraded":
            row = replace(row, fate="DOWNGRADED")
        elif what == "reopened":
            row = replace(row, fate="", liability="")
        elif what == "liability":
            row = replace(row, liability=code)
    return row


def nature(row: MatterRow, counts_as: Mapping[str, str]) -> str:
    """What a matter counts as by a tree (category → nature); of a category that the tree lacks, as what it was opened."""
    return counts_as.get(row.category, COMPLAINT if row.kind == COMPLAINT else OPINION)


def tally(rows: Iterable[MatterRow], counts_as: Mapping[str, str]) -> Tally:
    """Each matter in one column of each of three families: what it counts as, its channel, and, of a complaint, its liability."""
    found: Counter[str] = Counter()
    for row in rows:
        column = _column(row, counts_as)
        found[column] += 1
        found[f"by_{row.channel.lower()}" if row.channel in CHANNELS else "by_other_channel"] += 1
        if column == "complaints":
            found[LIABILITIES.get(row.liability, "undecided")] += 1
    return Tally(**found)


LIABILITIES = {"LIABLE": "liable", "PARTLY": "partly", "NOT_LIABLE": "not_liable"}


def _column(row: MatterRow, counts_as: Mapping[str, str]) -> str:
    if row.fate:
        return row.fate.lower()
    return "complaints" if nature(row, counts_as) == COMPLAINT else "opinions"


def per_million(count: int, customers: int) -> Decimal | None:
    """百万客户投诉量: count ÷ customers × 1,000,000, two decimals, half up; None without customers."""
    return _rounded(Decimal(count) * 1_000_000 / customers) if customers else None


def change_percent(now: int, before: int) -> Decimal | None:
    """同比 of a count (domain reference §5.4): (now − before) ÷ before × 100 %; None where there was nothing before."""
    return _rounded(Decimal(now - before) * 100 / before) if before else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
