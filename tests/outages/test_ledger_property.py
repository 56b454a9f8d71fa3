"""The pure ledger against the row of minutes: whatever happens in whatever order, both say the same."""

import random
from collections import Counter

import pytest

from tests.outages import ledger
from tests.outages.ledger import Span
from tests.outages.minutes import HORIZON, Minutes, Refused

CASES, ACTS = 12_000, 12
OUTAGES = (1, 2, 3)


def random_act(chance, spans):
    """Name and arguments of something that may happen to a customer with these interruptions."""
    outage, since = chance.choice(OUTAGES), chance.randrange(HORIZON - 1)
    until = chance.randrange(since + 1, HORIZON)
    known = chance.choice(spans) if spans else Span(since, until, outage)
    other = chance.choice([each for each in OUTAGES if each != known.outage])
    return chance.choice(
        [
            ("claim", outage, since),
            ("claim", outage, since),
            ("power_back", known.outage, until),
            ("power_back", known.outage, until),
            ("move_start", known.outage, known.off, since),
            ("move_end", known.outage, until if known.on is None else known.on, until),
            ("was_off", outage, since, until),
            ("never_off", outage),
            ("still_off", known.outage, other),
            ("hand_over", known.outage, other),
        ]
    )


def happen(spans, minutes, act):
    """Both after the act; a refusal of one must be a refusal of the other."""
    name, *words = act
    try:
        new = {
            "claim": lambda: ledger.claim(spans, outage=words[0], since=words[1]),
            "power_back": lambda: ledger.power_back(spans, outage=words[0], at=words[1]),
            "move_start": lambda: ledger.move_start(spans, outage=words[0], old=words[1], new=words[2]),
            "move_end": lambda: ledger.move_end(spans, outage=words[0], old=words[1], new=words[2]),
            "was_off": lambda: ledger.was_off(spans, outage=words[0], off=words[1], on=words[2]),
            "never_off": lambda: ledger.never_off(spans, outage=words[0]),
            "still_off": lambda: ledger.still_off(spans, outage=words[0], nested=words[1]),
            "hand_over": lambda: ledger.hand_over(spans, outage=words[0], to=words[1]),
        }[name]()
    except ValueError:
        with pytest.raises(Refused):
            simulate(minutes, name, words)
        return spans, "refused"
    simulate(minutes, name, words)
    return new, name


def simulate(minutes, name, words):
    if name == "move_end":
        ended = [
            begin
            for begin in minutes.begins
            if minutes.by[begin] == words[0]
            and minutes.end_of(begin) == words[1]
            and not (minutes.lasts and begin == minutes.last_begin())
        ]
        for begin in ended:
            minutes.move_end(begin, words[2])
    else:
        getattr(minutes, name)(*words)


def test_whatever_happens_the_ledger_is_the_row_of_minutes():
    seen = Counter()
    for case in range(CASES):
        chance = random.Random(case)
        spans, minutes = (), Minutes()
        for _ in range(ACTS):
            act = random_act(chance, spans)
            old = spans
            spans, what = happen(spans, minutes, act)
            seen[what] += 1
            assert spans == minutes.spans(), (case, act, old)
            assert not ledger.overlapping(spans), (case, act, old)
        assert ledger.dark_time(spans, 0, HORIZON) == minutes.dark_minutes()
    assert min(seen.values()) > 500, seen


def test_a_correction_retracts_and_appends_exactly_the_difference():
    old = (Span(0, 10, 1), Span(20, None, 2))
    new = ledger.move_end(old, outage=1, old=10, new=15)
    assert ledger.changes(old, new) == ([Span(0, 10, 1)], [Span(0, 15, 1)])


def test_the_limit_belongs_to_the_figure():
    spans = (Span(0, 4, 1), Span(10, 20, 1), Span(30, None, 1))
    assert ledger.sustained(spans, 5) == [Span(10, 20, 1)]
    assert ledger.sustained(spans, 3) == [Span(0, 4, 1), Span(10, 20, 1)]
