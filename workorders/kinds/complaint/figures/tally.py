"""Counting matters under any version of the category tree; pure.

Domain reference §5.3: −91.72 % and 2.11 per million depend on what is counted. So complaints, opinions, withdrawn and
downgraded are told side by side, and whoever moves a matter from one to another leaves their sum as it is. That a matter
that was withdrawn or downgraded keeps its own column, whatever category it is moved to, is our interpretation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Literal

from command_center.ground.core.comparing import change, rounded

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
    reopened: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many; ``complaints`` + ``opinions`` + ``withdrawn`` + ``downgraded`` = ``told``, as do the four channels.

    ``reopened`` of what was alleged: those that came up again after they had been archived, whatever became of them then.
    """

    complaints: int = 0
    opinions: int = 0
    withdrawn: int = 0
    downgraded: int = 0
    liable: int = 0
    partly: int = 0
    not_liable: int = 0
    undecided: int = 0
    reopened: int = 0
    by_hotline_95598: int = 0
    by_hotline_12345: int = 0
    by_hotline_12398: int = 0
    by_other_channel: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

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
            row = replace(row, fate="", liability="", reopened=True)
        elif what == "liability":
            row = replace(row, liability=code)
    return row


def nature(row: MatterRow, counts_as: Mapping[str, str]) -> str:
    """What a matter counts as by a tree (category → nature); of a category that the tree lacks, as what it was opened."""
    return counts_as.get(row.category, COMPLAINT if row.kind == COMPLAINT else OPINION)


def columns(row: MatterRow, counts_as: Mapping[str, str]) -> Iterator[str]:
    """The fields of ``Tally`` in which a matter is counted: what it counts as, its channel and, of a complaint, its liability.

    A list of what stands behind a number asks here too, so that it is as long as the number says.
    """
    column = _column(row, counts_as)
    yield column
    yield f"by_{row.channel.lower()}" if row.channel in CHANNELS else "by_other_channel"
    if column == "complaints":
        yield LIABILITIES.get(row.liability, "undecided")
    if row.reopened and column != "opinions":
        yield "reopened"


def figures_of(row: MatterRow, counts_as: Mapping[str, str]) -> set[str]:
    """``columns`` with the sums that it is part of."""
    found = {"told", *columns(row, counts_as)}
    return found if "opinions" in found else found | {"alleged"}


def tally(rows: Iterable[MatterRow], counts_as: Mapping[str, str]) -> Tally:
    """Each matter in one column of each family."""
    return Tally(**Counter(name for row in rows for name in columns(row, counts_as)))


LIABILITIES = {"LIABLE": "liable", "PARTLY": "partly", "NOT_LIABLE": "not_liable"}


def _column(row: MatterRow, counts_as: Mapping[str, str]) -> str:
    if row.fate:
        return row.fate.lower()
    return "complaints" if nature(row, counts_as) == COMPLAINT else "opinions"


def per_million(count: int, customers: int) -> Decimal | None:
    """百万客户投诉量: count ÷ customers × 1,000,000, two decimals, half up; None without customers."""
    return rounded(Decimal(count) * 1_000_000 / customers) if customers else None


def change_percent(now: int, before: int) -> Decimal | None:
    """同比 of a count; None where there was nothing before."""
    return change(now, before).percent


def percent(count: int, of: int) -> Decimal | None:
    """A share in percent, two decimals, half up; None of nothing."""
    return rounded(Decimal(count) * 100 / of) if of else None
