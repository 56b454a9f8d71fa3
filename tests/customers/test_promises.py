"""What contradicts what, and what was kept: pure cases."""

from datetime import UTC, datetime, timedelta

import pytest

from customers.messages.catalogue import PromiseKind
from customers.messages.promises import News, Pledge, Told, Verdict, is_worth_telling, news, verdict

NINE = datetime(2026, 7, 18, 21, 0, tzinfo=UTC)
BACK_BY, BACK, SLOT = PromiseKind.BACK_BY, PromiseKind.BACK, PromiseKind.SLOT


def at(minutes):
    return NINE + timedelta(minutes=minutes)


def back_by(minutes, since=-60):
    return Pledge(kind=BACK_BY, until_at=None if minutes is None else at(minutes), since_at=at(since))


def told(pledge, minutes=-30):
    return Told(**vars(pledge), told_at=at(minutes))


@pytest.mark.parametrize(
    ("last", "new", "how"),
    [
        (None, back_by(0), News.FIRST),
        (None, Pledge(kind=SLOT), News.SAME),  # nobody comes, and nobody was told that somebody would
        (None, Pledge(kind=BACK), News.FIRST),
        (told(back_by(0)), back_by(0), News.SAME),
        (told(back_by(0)), back_by(0.5), News.SAME),  # the customer reads minutes
        (told(back_by(0)), back_by(-20), News.NARROWS),  # by half past eight implies by nine
        (told(back_by(0)), back_by(20), News.CONTRADICTS),
        (told(back_by(None)), back_by(20), News.NARROWS),
        (told(back_by(0)), back_by(None), News.CONTRADICTS),
        (told(back_by(0)), Pledge(kind=BACK, since_at=at(-10)), News.ENDS),
        (told(Pledge(kind=BACK), 10), back_by(60, since=-60), News.CONTRADICTS),  # it was never back
        (told(Pledge(kind=BACK), 10), back_by(60, since=30), News.ENDS),  # out again, later
        (told(Pledge(kind=BACK), 10), Pledge(kind=BACK, since_at=at(5)), News.SAME),
        (told(Pledge(kind=SLOT, from_at=at(0), until_at=at(60))), Pledge(kind=SLOT, from_at=at(0), until_at=at(50)), News.CONTRADICTS),
    ],
)  # fmt: skip
def test_a_word_and_the_last_one(last, new, how):
    assert news(last, new) is how


@pytest.mark.parametrize(("minutes", "worth"), [(14, False), (-14, False), (15, True), (-15, True), (None, False)])
def test_a_quarter_of_an_hour_is_worth_a_message(minutes, worth):
    assert is_worth_telling(told(back_by(0)), back_by(minutes)) is worth


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"at": at(-1)}, Verdict.OPEN),
        ({"at": at(1)}, Verdict.BROKEN),
        ({"at": at(9), "came_true_at": at(0)}, Verdict.KEPT),
        ({"at": at(9), "came_true_at": at(1)}, Verdict.BROKEN),
        ({"at": at(9), "replaced_at": at(-5)}, Verdict.MOVED),
        ({"at": at(9), "replaced_at": at(5)}, Verdict.BROKEN),  # another word after its time does not mend it
        ({"at": at(9), "replaced_at": at(-5), "came_true_at": at(-9)}, Verdict.KEPT),
        ({"at": at(9), "is_void": True}, Verdict.NEVER_TOLD),
    ],
)
def test_kept_or_broken(known, said):
    assert verdict(back_by(0), **known) is said


def test_power_that_was_not_back_is_a_broken_word():
    word = Pledge(kind=BACK, since_at=at(0))
    assert verdict(word, at=at(9)) is Verdict.KEPT
    assert verdict(word, at=at(9), came_true_at=at(5)) is Verdict.BROKEN
