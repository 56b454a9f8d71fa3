"""Random nights, read from the phones' side: no two messages that contradict each other without saying why.

The oracle reads the texts as a customer does — a time, "back", a reason — and knows the true dark minutes from the ledger. It
shares no code with the promises.
"""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from command_center.ground.core import doorbell
from command_center.ground.core.values import CHINA
from command_center.trials.houses import build
from command_center.trials.told_night import ToldNight, phones_of
from customers.messages.selectors.audit import pairs, rates
from customers.models import Message, Promise
from outages.models import Interruption

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 7, 18, 8, 0, tzinfo=CHINA)
UNTIL = re.compile(r"最迟(\d+)月(\d+)日(\d\d):(\d\d)")
EXPLAINED = ("原因", "经核实")
BACK = "恢复供电。如您家仍无电"


@pytest.fixture
def night(db, monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)

    def played(seed, reports=400):
        houses = build(120, MORNING)
        told = ToldNight(houses, seed=seed, at=MORNING, group=10, calls=10)
        for _ in told.play(reports):
            pass
        return told, phones_of(houses)

    return played


def time_in(text):
    found = UNTIL.search(text)
    return datetime(2026, *map(int, found.groups()), tzinfo=CHINA) if found else None


def read_on(phones, told):
    """Service point → [(when, text)], as its phone shows it."""
    shown = defaultdict(list)
    for moment, message in told.provider.read:
        shown[phones[message.to]].append((moment, message.text))
    return shown


def contradictions(texts):
    """Neighbouring texts of one phone that cannot both be true and of which the second does not say why."""
    found = []
    for (_, before), (_, after) in pairwise(texts):
        later = time_in(before) and time_in(after) and time_in(after) > time_in(before)
        if BACK in before:  # "out since" a moment after it was back is another outage, and says since when
            later = False
        if later and not any(word in after for word in EXPLAINED):
            found.append((before, after))
    return found


@pytest.mark.seeds(4)
def test_nobody_reads_two_messages_that_contradict_each_other(night, seed):
    told, phones = night(seed)
    for point, texts in read_on(phones, told).items():
        assert contradictions(texts) == [], point
        assert all(before != after for (_, before), (_, after) in pairwise(texts)), "nothing is read twice"
    found = pairs()
    assert found.words > 100 and (found.unexplained, found.unmarked) == (0, 0)


@pytest.mark.seeds(4)
def test_who_reads_that_power_is_back_has_power_or_is_told_otherwise(night, seed):
    """At the moment of the message nobody is dark in the ledger, unless the ledger learned it later and a message said so."""
    told, phones = night(seed)
    rows = defaultdict(list)
    for point, off, on in Interruption.objects.standing().values_list("service_point_id", "off_at", "on_at"):
        rows[point].append((off, on))
    for point, texts in read_on(phones, told).items():
        for place, (moment, text) in enumerate(texts):
            dark = any(off < moment - timedelta(minutes=8) and (on is None or on > moment) for off, on in rows[point])
            if BACK in text and dark:
                later = [after for _, after in texts[place + 1 :]]
                unheard = Message.objects.filter(chains__contains=[f"supply:{point}"], state="FAILED").exists()
                assert unheard or any(time_in(after) or "停电" in after or BACK in after for after in later), (
                    point,
                    texts,
                )


@pytest.mark.seeds(2)
def test_kept_and_broken_equal_a_count_by_hand(night, seed):
    told, _ = night(seed)
    until = told.at
    found = rates(since=MORNING, until=until, at=until)
    words = defaultdict(list)
    for row in Promise.objects.filter(void_at=None).order_by("told_at", "pk"):
        words[row.chain, row.kind].append(row)
    kept = broken = moved = 0
    for (_, kind), rows in words.items():
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            true_at = row.came_true_at
            if kind == "BACK":
                kept, broken = kept + (true_at is None), broken + (true_at is not None)
            elif row.until_at is None:
                continue
            elif following and following.told_at <= row.until_at and not (true_at and true_at <= following.told_at):
                moved += 1
            elif true_at and true_at <= row.until_at:
                kept += 1
            elif true_at or row.until_at < until:
                broken += 1
    assert (sum(r.kept for r in found), sum(r.broken for r in found), sum(r.moved for r in found)) == (
        kept,
        broken,
        moved,
    )
    assert kept and broken and moved
