"""What an answer by link is worth: one readable case for every rule, and none without its source."""

import pytest

from command_center.screens.tracking.asks import SENTENCES
from workorders.asking.reading import read
from workorders.asking.verdicts import RULES, Change, Facts, Pin, Question, Said, Stage, Verdict, rule_for
from workorders.asking.words import CHANGED, WHY

HERE = Pin(latitude=29.672, longitude=109.141, accuracy_m=12)
COARSE = Pin(latitude=29.672, longitude=109.141, accuracy_m=1500)
NOWHERE = Pin(latitude=99.0, longitude=109.141)


def place(pin=HERE, words=""):
    return Said(question=Question.PLACE, pin=pin, words=words)


def photo(is_picture=True):
    return Said(question=Question.PHOTO, is_picture=is_picture)


def extent(choice):
    return Said(question=Question.EXTENT, choice=choice)


def supply(choice):
    return Said(question=Question.SUPPLY, choice=choice)


def when(stage=Stage.BEFORE, **more):
    return Facts(stage=stage, **more)


CASES = {
    "pin_unreadable": (place(NOWHERE), when()),
    "pin_in_words": (place(None, "村口小卖部后面"), when()),
    "pin_too_late": (place(), when(Stage.BACK)),
    "pin_follows": (place(), when(follows=True)),
    "pin_coarse": (place(COARSE), when()),
    "pin_coarse_kept": (place(COARSE), when(is_located=True, metres_to_place=900)),
    "pin_outside": (place(), when(is_inside=False)),
    "pin_far": (place(), when(is_located=True, metres_to_supply=2001, metres_to_place=2001)),
    "pin_other_county": (place(), when(is_own_county=False)),
    "pin_same": (place(), when(is_located=True, metres_to_place=30)),
    "pin_crew_there": (place(), when(Stage.AT_SITE, is_located=True, metres_to_place=200)),
    "pin_sets": (place(), when()),
    "pin_moves": (place(), when(is_located=True, metres_to_supply=1999, metres_to_place=1999)),
    "photo_unreadable": (photo(is_picture=False), when()),
    "photo_too_late": (photo(), when(Stage.OVER)),
    "photo_shown": (photo(), when(Stage.AT_SITE)),
    "extent_unreadable": (extent("PERHAPS"), when()),
    "extent_unknown": (extent("UNKNOWN"), when()),
    "extent_too_late": (extent("NEIGHBOURS"), when(Stage.BACK)),
    "neighbours_dark": (extent("NEIGHBOURS"), when()),
    "only_us": (extent("ONLY_US"), when(dark_customers=1)),
    "neighbours_lit": (extent("ONLY_US"), when(dark_customers=40)),
    "supply_unreadable": (supply(""), when()),
    "off_reported": (supply("OFF"), when(Stage.BACK)),
    "off_again": (supply("OFF"), when(said_off=True)),
    "on_confirmed": (supply("ON"), when(Stage.BACK)),
    "on_at_site": (supply("ON"), when(Stage.AT_SITE, dark_customers=9)),
    "on_before_repair": (supply("ON"), when()),
    "on_but_dark": (supply("ON"), when(Stage.BACK, dark_customers=9)),
    "on_later_outage": (supply("ON"), when(Stage.OVER, dark_customers=9)),
}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_decides_its_case(rule):
    assert rule_for(*CASES[rule]) == rule


def test_every_rule_has_its_words_and_its_source():
    assert set(CASES) == set(RULES) == set(SENTENCES) == set(WHY)
    assert all(rule.source for rule in RULES.values())
    assert {rule.change for rule in RULES.values()} == set(CHANGED)


def test_what_cannot_be_read_changes_nothing_and_only_that():
    assert {rule.change for rule in RULES.values() if rule.verdict == Verdict.UNREADABLE} == {Change.NONE}
    assert [name for name, rule in RULES.items() if rule.change == Change.NONE and "unreadable" not in name] == []


def test_nobody_is_asked_about_a_matter_that_is_over():
    """The order has ended: no step would ever end that question."""
    doubtful = {name for name, (_, facts) in CASES.items() if RULES[name].verdict == Verdict.DOUBTFUL}
    assert {CASES[name][1].stage for name in doubtful} <= {Stage.BEFORE, Stage.AT_SITE, Stage.BACK}
    over = [rule_for(said, when(Stage.OVER, dark_customers=dark)) for said, _ in CASES.values() for dark in (0, 9)]
    assert {RULES[rule].verdict for rule in over} <= {Verdict.ACCEPTED, Verdict.UNREADABLE}


@pytest.mark.parametrize(
    ("given", "pin", "words"),
    [
        ({"lat": "29.672", "lon": "109.141", "accuracy": "12"}, HERE, ""),
        ({"lat": "29.672", "lon": "109.141"}, Pin(latitude=29.672, longitude=109.141), ""),
        ({"lat": "nan", "lon": "109.141"}, None, ""),
        ({"lat": "<script>", "lon": "1e999"}, None, ""),
        ({"words": "29.672, 109.141"}, Pin(latitude=29.672, longitude=109.141, accuracy_m=700), "29.672, 109.141"),
        ({"words": "109.141, 29.672"}, Pin(latitude=29.672, longitude=109.141, accuracy_m=700), "109.141, 29.672"),
        ({"words": "  旋坨村三组  "}, None, "旋坨村三组"),
        ({}, None, ""),
    ],
)
def test_a_place_is_read_from_numbers_or_words(given, pin, words):
    said = read(Question.PLACE, given)
    assert (said.pin, said.words) == (pin, words)
