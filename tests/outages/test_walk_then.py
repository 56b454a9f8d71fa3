"""A random walk of outages and of what is said about them afterwards, and the outage map of every minute of it.

Outages open, come back in part, lose again, are merged and divided; their times and their customers are corrected later. The
oracle is a row of minutes for each customer (``minutes.py``); the rows of the ledger are asked in SQL besides. ``--long`` walks
a thousand seeds.
"""

import random
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from command_center.ground.core.values import iso
from outages.ledger.services import correcting
from outages.life.states import Status
from outages.models import Outage, RestorationStep
from outages.verbs.services.merging import merge
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import lose_again, restore
from outages.verbs.services.splitting import split
from tests.outages.lines import make_points, minute, only
from tests.outages.minutes import HORIZON, Minutes

pytestmark = pytest.mark.django_db

STEPS = 26
CUSTOMERS = 5
AFTERWARDS = minute(24 * 60)
IN_SQL = """SELECT o.number, count(*) FROM outages_interruption i JOIN outages_outage o ON o.id = i.outage_id
    WHERE i.retracted_at IS NULL AND i.off_at <= %(at)s AND (i.on_at IS NULL OR i.on_at > %(at)s) GROUP BY 1"""


class Night:
    def __init__(self, province, cast, dice):
        self.dice, self.mei, self.told, self.at = dice, cast.mei, [], 1
        self.points = make_points(province.t1, CUSTOMERS) + make_points(province.t2, CUSTOMERS)
        self.node_id = province.f1.pk
        self.of = {point.pk: Minutes() for point in self.points}

    def step(self):
        self.at = min(self.at + self.dice.choice([1, 1, 2, 4]), HORIZON - 1)
        act = self.dice.choices(list(self.ACTS), weights=list(self.ACTS.values()))[0]
        try:
            with transaction.atomic():
                what = act(self)
        except DomainError as refusal:
            what = f"refused: {refusal}"
        self.told.append(f"{self.at} {act.__name__}: {what}")

    # What the dice choose

    def some(self):
        return self.dice.sample(self.points, k=self.dice.randint(1, len(self.points)))

    def earlier(self):
        return self.dice.randrange(self.at)

    def outage(self):
        outages = list(Outage.objects.order_by("pk"))
        if not outages:
            raise DomainError("there is none")
        return self.dice.choice(outages)

    def said(self):
        return {"reason": "核实", "at": minute(self.at), "actor": self.mei}

    def each(self, points, name, *words):
        for point in points:
            getattr(self.of[point.pk], name)(*words)

    # What happens: the product first, and if it does not refuse, the rows of minutes

    def open(self):
        points, since = self.some(), self.dice.choice([self.at, self.earlier()])
        outage = open_outage(
            scope=only(*points), node_id=self.node_id, started_at=minute(since), at=minute(self.at), status=Status.CONFIRMED
        )  # fmt: skip
        self.each(points, "claim", outage.pk, since)
        return f"{outage.pk} since {since} over {self.names(points)}"

    def come_back(self):
        outage, points = self.outage(), self.dice.choice([self.points, self.some(), self.some()])
        scope = None if points is self.points else only(*points)
        done = restore(outage_id=outage.pk, at=minute(self.at), scope=scope, actor=self.mei)
        self.each(points, "power_back", outage.pk, self.at, done.step.pk)
        return f"{outage.pk} {self.names(points)}"

    def go_again(self):
        outage, points, since = self.outage(), self.some(), self.dice.choice([self.at, self.earlier()])
        lose_again(outage_id=outage.pk, scope=only(*points), since=minute(since), at=minute(self.at), actor=self.mei)
        self.each(points, "claim", outage.pk, since)
        return f"{outage.pk} since {since} {self.names(points)}"

    def merge(self):
        one, other = self.outage(), self.outage()
        if one == other:
            return "itself"
        merge(outage_id=one.pk, parent_id=other.pk, **self.said())
        self.each(self.points, "hand_over", one.pk, other.pk)
        return f"{one.pk} into {other.pk}"

    def divide(self):
        outage, points = self.outage(), self.some()
        part = split(outage_id=outage.pk, scope=only(*points), node_id=self.node_id, **self.said())
        self.each(points, "hand_over", outage.pk, part.pk)
        return f"{outage.pk} leaves {part.pk} with {self.names(points)}"

    def correct_start(self):
        outage, off = self.outage(), self.earlier()
        old = round((outage.started_at - minute(0)) / timedelta(minutes=1))
        correcting.correct_start(outage_id=outage.pk, off_at=minute(off), **self.said())
        self.each(self.points, "move_start", outage.pk, old, off)
        return f"{outage.pk} from {old} to {off}"

    def correct_end(self):
        steps = list(RestorationStep.objects.order_by("pk"))
        if not steps:
            return "nothing"
        step, on = self.dice.choice(steps), self.dice.randint(1, self.at)
        correcting.correct_end(step_id=step.pk, on_at=minute(on), **self.said())
        for minutes in self.of.values():
            for begin in [begin for begin, by in minutes.steps.items() if by == step.pk]:
                minutes.move_end(begin, on)
        return f"step {step.pk} to {on}"

    def never_off(self):
        outage, points = self.outage(), self.some()
        correcting.correct_never_off(outage_id=outage.pk, scope=only(*points), **self.said())
        self.each(points, "never_off", outage.pk)
        return f"{outage.pk} {self.names(points)}"

    def was_off(self):
        outage, points, off = self.outage(), self.some(), self.earlier()
        on = self.dice.choice([None, self.dice.randint(off + 1, self.at)])
        span = {"off_at": minute(off), "on_at": None if on is None else minute(on)}
        correcting.correct_was_off(outage_id=outage.pk, scope=only(*points), **span, **self.said())
        self.each(points, "claim" if on is None else "was_off", outage.pk, off, *([] if on is None else [on]))
        return f"{outage.pk} {off}–{on} {self.names(points)}"

    ACTS = {
        open: 5, come_back: 8, go_again: 2, merge: 3, divide: 3, correct_start: 3, correct_end: 3, never_off: 1, was_off: 4
    }  # fmt: skip

    def names(self, points):
        return [self.points.index(point) for point in points]

    def dark(self, m):
        """Outage → how many it keeps dark in this minute."""
        return dict(Counter(minutes.by[m] for minutes in self.of.values() if minutes.by[m]))


def in_sql(m):
    with connection.cursor() as cursor:
        cursor.execute(IN_SQL, {"at": minute(m)})
        return dict(cursor.fetchall())


@pytest.mark.seeds(6)
def test_the_map_of_another_moment_is_what_was_dark_then(seed, province, cast, signed_in):
    night = Night(province, cast, random.Random(seed))
    with time_machine.travel(AFTERWARDS, tick=False):
        for _ in range(STEPS):
            night.step()
        mei, eva = signed_in("mei"), signed_in("eva")
        numbers = dict(Outage.objects.values_list("pk", "number"))
        for m in range(HORIZON):
            story = f"minute {m}\n" + "\n".join(night.told)
            expected = {numbers[pk]: count for pk, count in night.dark(m).items()}
            assert in_sql(m) == expected, story
            answer = mei.get("/api/v1/outages-then/", {"at": iso(minute(m))})
            assert {card["number"]: card["customers_out"] for card in answer.data["outages"]} == expected, story
        assert eva.get("/api/v1/outages-then/", {"at": iso(now())}).data["outages"] == []
