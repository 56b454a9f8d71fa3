"""Which figures are kept by day, who reads their rows, and from which moments of an order or an outage they are counted."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from command_center.ground.core.values import CHINA
from command_center.ground.figures.declaring import Figure
from command_center.ground.figures.facts import TableFacts, Window
from command_center.ground.organisation.roles import GATES

LOCK = "kept figures"


class Everybody:
    """Who reads everything: the sums are kept for all, and divided by who asks when they are read."""

    scope_paths = ("",)
    gates = tuple(GATES)
    home = None

    def may(self, right: object) -> bool:
        return True


class Moment(NamedTuple):
    """A column that places a fact in a day. ``of`` leads from its row to the subject."""

    subject: str
    model: Any
    of: str
    at: str


Related = Callable[[Collection[int]], Mapping[int, Collection[int]]]
"""Subjects → those whose figures depend on them too."""
Limits = Callable[[datetime, datetime], Collection[int]]
"""Subjects of which a limit passed after the first and until the second moment."""


@dataclass(frozen=True)
class Catalogue:
    """What the roof tells: every figure; by subject, what else depends on it, and whose limits passed."""

    figures: tuple[Figure, ...] = ()
    related: Mapping[str, Related] = field(default_factory=dict)
    limits: Mapping[str, Limits] = field(default_factory=dict)

    @cached_property
    def kept(self) -> list[Figure]:
        return [each for each in self.figures if is_kept(each)]

    @cached_property
    def moments(self) -> set[Moment]:
        return moments(self.kept)


_told: list[Catalogue] = [Catalogue()]


def figures_kept_from(catalogue: Catalogue) -> None:
    """Called once, by ``command_center.wiring``."""
    _told[0] = catalogue


def catalogue() -> Catalogue:
    return _told[0]


def is_kept(figure: Figure) -> bool:
    """A figure whose days add up. One that asks for the last answer within a period, or of a rule's last day, has no such days.

    Nor has one from which another takes something off: a day's points do not add up.
    """
    return figure.additive and not figure.less and figure.standing is None


def everything(first: date, last: date, at: datetime) -> Window:
    return Window(user=Everybody(), first=first, last=last, at=at)


def moments(figures: Iterable[Figure]) -> set[Moment]:
    """Read off the figures themselves, so that a new one cannot be forgotten here."""
    day = date(2000, 1, 1)
    window = everything(day, day, datetime(2000, 1, 1, tzinfo=CHINA))
    found = set()
    for figure in figures:
        facts = figure.facts(window)
        if isinstance(facts, TableFacts):
            subject = facts.number.rpartition("__")[0] or "pk"
            found.add(Moment(figure.rows_are, facts.rows.model, subject, facts.at))
    return found
