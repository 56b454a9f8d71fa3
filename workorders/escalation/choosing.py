"""Which rules an order sets off, and whom each calls. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """As in ``EscalationRule``; an empty word fits everything. ``people`` are the ids of those it names."""

    id: int
    clock: str = ""
    percent: int | None = None
    reason: str = ""
    kind: str = ""
    area_kind: str = ""
    grade: int | None = None
    under: str = ""
    level: str
    role: str
    people: tuple[int, ...] = ()
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An order as rules see it, and what has just happened: a share of a limit (``clock``, ``percent``), or only its reasons."""

    order_id: int
    kind: str
    area_kind: str
    grade: int
    org_path: str
    reasons: frozenset[str] = frozenset()
    clock: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    role: str
    home: str
    on_duty: bool


def fires(rule: Rule, case: Case, day: date) -> bool:
    happened = rule.reason in case.reasons if rule.reason else _used_up(rule, case)
    fits = (
        rule.kind in ("", case.kind)
        and rule.area_kind in ("", case.area_kind)
        and (rule.grade is None or case.grade <= rule.grade)
        and case.org_path.startswith(rule.under)
    )
    return happened and fits and rule.holds_on(day)


def _used_up(rule: Rule, case: Case) -> bool:
    return case.percent is not None and rule.percent == case.percent and rule.clock in ("", case.clock)


def called(rule: Rule, units: Sequence[tuple[str, str]], people: Mapping[int, Person]) -> tuple[str, list[int]]:
    """The path of the unit that answers, and whom there to call; nobody: the unit itself at the rule's level.

    ``units`` are (level, path) from the order's own up to the province. At the first unit of the rule's level, or above it, at which
    somebody is found: those whom the rule names and who answer for it, else those on duty with the role, else all with the role.
    """
    above = _from_level(rule.level, units)
    for _level, path in above:
        if found := _at(path, rule, people):
            return path, found
    return above[0][1], []


def _from_level(level: str, units: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """The units from this level up. Every unit of a station's rank stands for the station."""
    for place, (name, _path) in enumerate(units):
        if RANK[name] >= RANK[level]:
            return units[place:]
    return units[-1:]


RANK = {
    "SERVICE_STATION": 0, "REPAIR_CREW_BASE": 0, "TOWNSHIP_STATION": 0, "COUNTY_CENTRE": 1, "CITY_CENTRE": 2, "PROVINCE": 3,
}  # fmt: skip


def _at(path: str, rule: Rule, people: Mapping[int, Person]) -> list[int]:
    named = [pk for pk in rule.people if pk in people and people[pk].home and path.startswith(people[pk].home)]
    if named:
        return named
    of_the_role = [person for person in people.values() if person.role == rule.role and person.home == path]
    on_duty = [person for person in of_the_role if person.on_duty]
    return [person.id for person in on_duty or of_the_role]


def due(rules: Iterable[Rule], cases: Iterable[Case], day: date) -> list[tuple[Rule, Case]]:
    """Every rule that fires, once per order, rule and threshold."""
    found: dict[tuple[int, int, str, int], tuple[Rule, Case]] = {}
    rules = list(rules)
    for case in cases:
        for rule in rules:
            if fires(rule, case, day):
                found.setdefault(key(rule, case), (rule, case))
    return list(found.values())


def key(rule: Rule, case: Case) -> tuple[int, int, str, int]:
    """Order, rule, clock and percent: what fires once."""
    return (case.order_id, rule.id, "", 0) if rule.reason else (case.order_id, rule.id, case.clock, case.percent or 0)
