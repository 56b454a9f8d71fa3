"""The services on PostgreSQL against the row of minutes: random nested outages, steps, callbacks and corrections."""

import random
from collections import Counter

import pytest
from django.db import transaction

from command_center.ground.core.errors import DomainError
from outages.ledger.services import correcting
from outages.life.states import Status
from outages.models import Outage
from outages.verbs.services import dismissing, merging, nesting, opening, restoring, splitting
from tests.outages.lines import all_spans, make_points, minute, only
from tests.outages.minutes import HORIZON, Minutes

pytestmark = pytest.mark.django_db
NIGHTS, ACTS_A_NIGHT = 40, 14
ACTS = [
    "open",
    "open",
    "restore",
    "restore",
    "nest",
    "split",
    "merge",
    "start",
    "end",
    "never",
    "was",
    "lose",
    "dismiss_and_back",
]
NOW = minute(HORIZON)


class Night:
    """One random night: the same acts to the services and to the minutes of each customer."""

    def __init__(self, points, seed):
        self.chance = random.Random(seed)
        self.points = points
        self.minutes = {point.pk: Minutes() for point in points}
        self.seen = Counter()

    def some(self):
        return self.chance.sample(self.points, self.chance.randint(1, len(self.points)))

    def outage(self, *statuses):
        rows = Outage.objects.exclude(status__in=["DISMISSED", "MERGED"])
        return self.chance.choice(list(rows.filter(status__in=statuses) if statuses else rows) or [None])

    def act(self):
        name = self.chance.choice(ACTS)
        before = {pk: minutes.spans() for pk, minutes in self.minutes.items()}
        try:
            with transaction.atomic():
                done = getattr(self, name)()
        except DomainError:
            done = None
            assert before == {pk: minutes.spans() for pk, minutes in self.minutes.items()}, name
        self.seen[name if done else f"{name} refused"] += 1
        return name

    def each(self, points):
        return [self.minutes[point.pk] for point in points]

    def open(self):
        points, since = self.some(), self.chance.randrange(HORIZON // 2)
        outage = opening.open_outage(scope=only(*points), started_at=minute(since), at=NOW, status=Status.CONFIRMED)
        for minutes in self.each(points):
            minutes.claim(outage.pk, since)
        return True

    def restore(self):
        outage, points, at = (
            self.outage("CONFIRMED", "PARTIALLY_RESTORED"),
            self.some(),
            self.chance.randrange(HORIZON // 3, HORIZON),
        )
        if outage is None:
            return False
        done = restoring.restore(outage_id=outage.pk, at=minute(at), scope=only(*points))
        assert done.customers == sum(minutes.power_back(outage.pk, at, done.step.pk) for minutes in self.each(points))
        return True

    def nest(self):
        outage, points = self.outage(), self.some()
        if outage is None:
            return False
        nested = nesting.find_nested(outage_id=outage.pk, scope=only(*points), at=NOW, status=Status.CONFIRMED)
        assert sum(minutes.still_off(outage.pk, nested.pk) for minutes in self.each(points))
        return True

    def split(self):
        outage, points = self.outage("CONFIRMED", "PARTIALLY_RESTORED", "RESTORED"), self.some()
        if outage is None:
            return False
        part = splitting.split(outage_id=outage.pk, scope=only(*points), reason="two faults", at=NOW)
        for minutes in self.each(points):
            minutes.hand_over(outage.pk, part.pk)
        return True

    def merge(self):
        live = list(Outage.objects.live())
        if len(live) < 2:
            return False
        outage, parent = self.chance.sample(live, 2)
        merging.merge(outage_id=outage.pk, parent_id=parent.pk, reason="one fault", at=NOW)
        if self.chance.random() < 0.5:
            merging.unmerge(outage_id=outage.pk, reason="two after all", at=NOW)
        else:
            for minutes in self.minutes.values():
                minutes.hand_over(outage.pk, parent.pk)
        return True

    def start(self):
        outage, off = self.outage(), self.chance.randrange(HORIZON - 1)
        if outage is None:
            return False
        old = round((outage.started_at - minute(0)).total_seconds() / 60)
        correcting.correct_start(outage_id=outage.pk, off_at=minute(off), reason="SOE", at=NOW)
        for minutes in self.minutes.values():
            minutes.move_start(outage.pk, old, off)
        return True

    def end(self):
        steps = sorted({step for minutes in self.minutes.values() for step in minutes.steps.values()})
        if not steps:
            return False
        step, on = self.chance.choice(steps), self.chance.randrange(HORIZON // 3, HORIZON)
        correcting.correct_end(step_id=step, on_at=minute(on), reason="SOE", at=NOW)
        for minutes in self.minutes.values():
            for begin in [begin for begin, ended in minutes.steps.items() if ended == step]:
                minutes.move_end(begin, on)
        return True

    def never(self):
        outage, points = self.outage(), self.some()[:2]
        if outage is None:
            return False
        correcting.correct_never_off(outage_id=outage.pk, scope=only(*points), reason="meter", at=NOW)
        for minutes in self.each(points):
            minutes.never_off(outage.pk)
        return True

    def was(self):
        outage, points, off = self.outage(), self.some()[:3], self.chance.randrange(HORIZON - 1)
        on = self.chance.randrange(off + 1, HORIZON)
        if outage is None:
            return False
        correcting.correct_was_off(
            outage_id=outage.pk, scope=only(*points), off_at=minute(off), on_at=minute(on), reason="call", at=NOW
        )
        for minutes in self.each(points):
            minutes.was_off(outage.pk, off, on)
        return True

    def lose(self):
        outage, points, since = (
            self.outage("PARTIALLY_RESTORED", "RESTORED"),
            self.some()[:3],
            self.chance.randrange(HORIZON),
        )
        if outage is None:
            return False
        restoring.lose_again(outage_id=outage.pk, scope=only(*points), since=minute(since), at=NOW)
        for minutes in self.each(points):
            minutes.claim(outage.pk, since)
        return True

    def dismiss_and_back(self):
        outage = self.outage("CONFIRMED", "PARTIALLY_RESTORED")
        if outage is None:
            return False
        dismissing.dismiss(outage_id=outage.pk, reason="nobody", at=NOW)
        dismissing.reinstate(outage_id=outage.pk, reason="somebody", at=NOW)
        return True


def agree(night):
    spans = all_spans()
    assert spans == {pk: minutes.spans() for pk, minutes in night.minutes.items() if minutes.spans()}
    for outage in Outage.objects.all():
        dark = sum(span.on is None for rows in spans.values() for span in rows if span.outage == outage.pk)
        assert outage.customers_out == dark, outage.status
        assert not dark or outage.status in ("CONFIRMED", "PARTIALLY_RESTORED"), outage.status


def test_random_nights(province):
    points, seen = make_points(province.t2, 5), Counter()
    for seed in range(NIGHTS):
        with transaction.atomic():
            night = Night(points, seed)
            acts = []
            for _ in range(ACTS_A_NIGHT):
                acts.append(night.act())
                try:
                    agree(night)
                except AssertionError as difference:
                    raise AssertionError(f"night {seed} after {acts}: {difference}") from difference
            seen += night.seen
            transaction.set_rollback(True)
    assert min(seen[name] for name in ACTS) > 5, seen
