"""Frequent outages (domain.md §4.7): every rule set, sliding windows, and what counts once."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import numpy as np
import pytest

from outages.reliability.frequency import OutageDays, find
from outages.reliability.frequency_rules import (
    DEFAULT_RULES,
    SET_A,
    SET_B,
    SET_D,
    SET_E,
    Entity,
    Level,
    Span,
    area_rule,
    months_before,
)

TODAY = date(2026, 7, 31)
RULES = {(rule.code, rule.entity): rule for rule in DEFAULT_RULES}


def rule(code, entity=Entity.FEEDER):
    return RULES[code, entity]


def make_days(*rows, minutes=60.0):
    """(entity, "2026-07-01", kind, outage): kind and outage when they matter."""
    rows = [(*row, *("FAULT", 1000 + n)[len(row) - 2 :]) for n, row in enumerate(rows)]
    entity, day, kind, outage = zip(*rows, strict=True) if rows else [()] * 4
    return OutageDays(
        entity=np.array(entity, dtype=np.int64),
        day=np.array(day, dtype="datetime64[D]"),
        kind=np.array(kind, dtype=np.str_),
        outage=np.array(outage, dtype=np.int64),
        minutes=np.full(len(rows), minutes),
        external=np.zeros(len(rows), dtype=bool),
        major_day=np.zeros(len(rows), dtype=bool),
    )


def find_all(rules, rows, *, until):
    """Entity → what it meets, frequent before warning."""
    found = [finding for rule in rules for finding in find(rule, rows, until=until)]
    found.sort(key=lambda finding: (finding.entity, finding.level is not Level.FREQUENT))
    return {entity: list(group) for entity, group in groupby(found, key=lambda finding: finding.entity)}


def test_rules_a_and_b_give_different_lists():
    """Scenario 12: three in two months is frequent for A and only a warning for B; four long ago only for B."""
    of = make_days(
        *((1, day) for day in ["2026-06-10", "2026-07-01", "2026-07-20"]),
        *((2, day) for day in ["2026-01-05", "2026-01-20", "2026-02-10", "2026-03-01"]),
    )
    a = [finding.entity for finding in find(rule("A"), of, until=TODAY)]
    b = [
        entity
        for entity, findings in find_all(SET_B[6:], of, until=TODAY).items()
        if findings[0].level is Level.FREQUENT
    ]
    assert (a, b) == ([1], [2])


def test_more_than_three_is_four_and_three_or_more_is_three():
    of = make_days(*((1, f"2026-07-0{day}") for day in (1, 2, 3)))
    assert find(rule("B-60-days"), of, until=TODAY) == []
    assert [finding.count for finding in find(rule("A"), of, until=TODAY)] == [3]


def test_the_last_two_months_begin_after_the_same_day_two_months_ago():
    assert Span(last_months=2).first_day(TODAY) == date(2026, 6, 1)
    assert months_before(date(2024, 4, 30), 2) == date(2024, 2, 29)
    of = make_days((1, "2026-05-31"), (1, "2026-06-01"), (1, "2026-07-31"), (1, "2026-08-01"))
    assert find(replace(rule("A"), n=2), of, until=TODAY)[0].count == 2


def test_any_sixty_days_are_sixty_and_not_sixty_one():
    within = make_days(*((1, day) for day in ["2026-01-01", "2026-01-02", "2026-01-03", "2026-03-01"]))
    (found,) = find(rule("B-60-days"), within, until=TODAY)
    assert (found.count, found.first, found.last) == (4, date(2026, 1, 1), date(2026, 3, 1))
    beyond = make_days(*((1, day) for day in ["2026-01-01", "2026-01-02", "2026-01-03", "2026-03-02"]))
    assert find(rule("B-60-days"), beyond, until=TODAY) == []


def test_a_year_is_the_calendar_year_and_b_counts_what_was_arranged_apart():
    of = make_days((1, "2025-12-31"), *((1, f"2026-0{month}-15", "PLANNED") for month in range(1, 7)))
    assert find(rule("B-year"), of, until=TODAY)[0].count == 6
    assert find(rule("B-pre-arranged"), of, until=TODAY)[0].count == 6
    assert find(rule("B-year"), of, until=date(2025, 12, 31)) == []


def test_warnings_come_before_frequent():
    of = make_days((1, "2026-07-10"), (1, "2026-07-20"))
    findings = find_all(SET_B[:6], of, until=TODAY)[1]
    assert [(f.rule, f.level) for f in findings] == [("B-warn-30-days", Level.WARNING)]


def test_what_is_no_nuisance_is_not_counted():
    of = make_days(
        *((1, f"2026-07-0{n}", kind) for n, kind in enumerate(["MOMENTARY", "CUSTOMER_REQ", "DISCONNECT"], 1))
    )
    assert find_all(DEFAULT_RULES, of, until=TODAY) == {}


def test_the_same_outage_twice_counts_once():
    of = make_days(*((1, f"2026-07-0{n}", "FAULT", 7) for n in (1, 2, 3)))
    assert find(rule("A"), of, until=TODAY) == []


def test_the_sublists_of_a():
    of = make_days(
        (1, "2026-06-20", "PLANNED"),
        (1, "2026-07-02", "FAULT"),
        (2, "2026-06-20", "FAULT"),
        (2, "2026-07-02", "PLANNED"),
        (3, "2026-05-01", "PLANNED"),
        (3, "2026-07-02", "FAULT"),
    )
    assert [f.entity for f in find(rule("A-fault-after-work"), of, until=TODAY)] == [1]
    assert find_all(SET_A[2:4], of, until=TODAY) == {}


def test_long_outages_and_the_week():
    """TODAY is a Friday."""
    long = make_days((1, "2026-07-27"), (2, "2026-07-26"), minutes=8 * 60 + 1.0)
    assert list(find_all(SET_E, long, until=TODAY)) == [1]
    assert find_all(SET_E, make_days((1, "2026-07-27"), minutes=480.0), until=TODAY) == {}
    assert list(find_all(SET_D, make_days((1, "2026-02-01"), minutes=1441.0), until=TODAY)) == [1]


def test_an_area_rule_is_the_readers_choice():
    of = make_days((1, "2026-07-30"), (1, "2026-07-31"))
    assert find(area_rule(2, 2), of, until=TODAY)[0].rule == "C-2-in-2"
    assert find(area_rule(2, 1), of, until=TODAY) == []


def test_exclusions_are_views_of_their_own():
    of = make_days(*((1, f"2026-07-0{n}") for n in (1, 2, 3)))
    damaged = replace(of, external=np.array([True, False, False]))
    stormy = replace(of, major_day=np.array([True, False, False]))
    assert len(find(rule("A"), damaged, until=TODAY)) == len(find(rule("A"), stormy, until=TODAY)) == 1
    assert find(replace(rule("A"), without_external=True), damaged, until=TODAY) == []
    assert find(replace(rule("A"), without_major_days=True), stormy, until=TODAY) == []


def test_a_span_is_one_window():
    with pytest.raises(ValueError, match="one window"):
        Span(last_days=3, this_year=True)
    with pytest.raises(ValueError, match="one window"):
        Span()


def test_many_entities_agree_with_counting_one_by_one():
    dice = np.random.default_rng(7)
    days = [date(2026, 1, 1) + timedelta(days=int(n)) for n in dice.integers(0, 212, 3000)]
    of = make_days(*zip(dice.integers(0, 300, 3000).tolist(), [str(day) for day in days], strict=True))
    found = {f.entity: f.count for f in find(rule("B-60-days"), of, until=TODAY)}
    by_entity = {}
    for entity, day in zip(of.entity.tolist(), days, strict=True):
        by_entity.setdefault(entity, []).append(day)
    most = {e: max(sum(0 <= (d - first).days < 60 for d in all_) for first in all_) for e, all_ in by_entity.items()}
    assert found == {entity: count for entity, count in most.items() if count > 3}
    assert len(found) > 50
