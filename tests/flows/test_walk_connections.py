"""Random lives of connections, read from the applicants' phones: every time that leaves the house is the one that holds.

The oracle keeps by itself which half day is agreed with whom, from what the walk does, and reads the texts as an applicant does;
it shares no code with appointments, messages or promises. ``--long`` walks a thousand seeds.
"""

import random
import re
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import override

from command_center.ground.core.errors import DomainError
from command_center.ground.core.values import CHINA
from customers.messages.gateways import Result
from customers.models import Message, Promise
from tests.connections.cases import make_case, staff_of
from tests.outages.told import SlowProvider
from workorders.kinds import PROCESSES
from workorders.kinds.connection.models import Appointment, VisitSlot
from workorders.kinds.connection.services import appointments, feed, plans, stages, waiting
from workorders.kinds.connection.slots import free_slots
from workorders.models import WorkOrder
from workorders.services import control

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 8, tzinfo=CHINA)
STEPS, CASES = 70, 3
MOMENT = re.compile(r"(\d+)月(\d+)日(\d\d):(\d\d)")
OFF = "已取消"
VISITS = {"APPOINTMENT_MADE", "APPOINTMENT_MOVED", "APPOINTMENT_REMINDER"}
# Whose the minutes of a pause are, whose those of a wait: as docs/connection.md says, told here once more.
OF_A_PAUSE = {"customer_asks_later": "CUSTOMER", "road_closed": "PERMIT_OFFICE", "unsafe_weather": "UTILITY"}
MINUTES = """
SELECT owner, sum(extract(epoch FROM coalesce(upper(during), %s) - lower(during)))::bigint / 60
FROM workorders_ownedperiod WHERE order_id = %s GROUP BY 1
"""
OVER = {"ARCHIVED", "TERMINATED", "CANCELLED", "RETURNED_UPSTREAM"}


class Walk:
    """Applicants, a grid manager and a centre; every act takes its victim from the dice and may be refused."""

    def __init__(self, province, cast, dice, relayed):
        self.dice, self.at, self.actor, self.told, self.relayed = dice, MONDAY, cast.lin, [], relayed
        self.provider = SlowProvider(self.by_chance, self.meanwhile)
        self.left = {}  # key → what was agreed, and in which stage each case was, when the message left
        self.orders = [self.apply(n, province) for n in range(CASES)]
        self.agreed = dict.fromkeys(each.pk for each in self.orders)  # the oracle: (begin, end), or nobody is to come
        self.arrived, self.read = defaultdict(list), defaultdict(list)
        self.minutes = defaultdict(lambda: defaultdict(int))  # order → owner → how many, minute by minute of the walk
        self.held_up, self.paused_by, self.whose = {}, {}, dict.fromkeys(self.agreed, "UTILITY")

    def apply(self, n, province):
        known = {"customer_number": province.customer.number} if n == 0 else {}
        kind = self.dice.choice(["LV_RESIDENT", "MV_SINGLE"])
        return make_case(f"W{n}", sub_kind=kind, at=self.at, reporter_phone=f"+861380018{n:04}", **known)

    # --- what people do -----------------------------------------------------------------------------------------------
    def book(self, order):
        slot = self.slot(order)
        appointments.book(order_id=order.pk, slot=slot.starts_at, by=self.side(), at=self.at, actor=None)
        self.agreed[order.pk] = (slot.starts_at, slot.ends_at)

    def move(self, order):
        slot = self.slot(order)
        appointments.move(order_id=order.pk, slot=slot.starts_at, by=self.side(), reason="…", at=self.at, actor=None)
        self.agreed[order.pk] = (slot.starts_at, slot.ends_at)

    def cancel(self, order):
        appointments.cancel(order_id=order.pk, by=self.side(), reason="…", at=self.at, actor=None)
        self.agreed[order.pk] = None

    def arrive(self, order):
        appointments.arrive(order_id=order.pk, at=self.at, actor=None)
        self.here(order)

    def survey(self, order):
        plans.survey(order_id=order.pk, contacted_at=None, text="", kw=None, at=self.at, actor=self.actor)
        self.here(order)

    def reply(self, order):
        plans.reply_plan(
            order_id=order.pk,
            contacted_at=None,
            text="按申请",
            granted_kw=8,
            cost_saved=None,
            at=self.at,
            actor=self.actor,
        )

    def energise(self, order):
        stages.energise(order_id=order.pk, contacted_at=None, text="", at=self.at, actor=self.actor)
        self.here(order)

    def build(self, order):
        verb = self.dice.choice(["customer-builds", "works-over", "inspect-completion"])
        stages.record_stage(order_id=order.pk, verb=verb, contacted_at=None, text="", at=self.at, actor=self.actor)

    def wait(self, order):
        use = self.dice.choice([waiting.wait_for_grid, waiting.pass_wait_on])
        owner = self.dice.choice(["CONTRACTOR", "PERMIT_OFFICE", "UTILITY"])
        told = {"owner": owner, "blocker": "间隔", "responsible": "张工", "expected_at": None, "since": None}
        use(order_id=order.pk, at=self.at, actor=self.actor, **told)
        self.held_up[order.pk] = owner

    def suspend(self, order):
        reason = self.dice.choice(list(OF_A_PAUSE))
        control.suspend(order_id=order.pk, reason=reason, detail="", resume_at=None, at=self.at, actor=self.actor)
        self.agreed[order.pk], self.paused_by[order.pk] = None, OF_A_PAUSE[reason]

    def resume(self, order):
        control.resume(order_id=order.pk, at=self.at, actor=self.actor)

    def follow_up(self, order):
        feed.follow_up(order_id=order.pk, satisfaction="SATISFIED", comment="", at=self.at)

    def terminate(self, order):
        if self.dice.random() < 0.7:
            raise DomainError("another day")
        stages.terminate(order_id=order.pk, reason="撤回", at=self.at, actor=self.actor)
        self.agreed[order.pk] = None

    ACTS = {book: 14, move: 10, cancel: 6, arrive: 8, survey: 8, reply: 6, energise: 6, build: 5, wait: 3, suspend: 2, resume: 4, follow_up: 2, terminate: 1}  # fmt: skip

    def side(self):
        return self.dice.choice(["CUSTOMER", "UTILITY"])

    def slot(self, order):
        found = free_slots(order, at=self.at)[:4]
        if not found:
            raise DomainError("full")
        return self.dice.choice(found)

    def here(self, order):
        """Somebody was there for what was agreed; if it was nobody's hour any more, nobody was waited for."""
        if window := self.agreed[order.pk]:
            self.arrived[order.pk, window].append(self.at)
            self.agreed[order.pk] = None

    def by_chance(self, message):
        return Result.SENT if self.dice.random() < 0.7 else Result.LATER

    def meanwhile(self, messages):
        """What is agreed as they leave; and now and then somebody does something about the same matter."""
        stages = {order.pk: self.stage(order.pk) for order in self.orders}
        self.left |= {message.key: (dict(self.agreed), stages) for message in messages}
        if self.dice.random() < 0.5:
            self.act(self.about(self.dice.choice(messages)))

    def about(self, message):
        return next(order for order in self.orders if order.number in message.text)

    def stage(self, pk):
        with override("zh-hans"):
            return str(PROCESSES["CONNECTION"].states[WorkOrder.objects.get(pk=pk).status].label)

    # --- time passes, the house reacts, phones are read ----------------------------------------------------------------
    def step(self):
        minutes = self.dice.choice([0, 1, 20, 60, 100, 240, 700])
        for pk, owner in self.whose.items():
            self.minutes[pk][owner] += minutes
        self.at += timedelta(minutes=minutes)
        appointments.find_missed(at=self.at)
        for pk, window in self.agreed.items():
            if window and window[1] < self.at:
                self.agreed[pk] = None
        appointments.remind(at=self.at)
        self.act()
        self.look()
        for pk, status in WorkOrder.objects.filter(pk__in=self.whose).values_list("pk", "status"):
            self.whose[pk] = self.owner(pk, status)

    def owner(self, pk, status):
        """Whose minutes begin now: everything is said at the moment in which it is done."""
        told = {
            "SUSPENDED": self.paused_by.get(pk),
            "GRID_WORKS_WAIT": self.held_up.get(pk),
            "CUSTOMER_WORKS": "CUSTOMER",
        }
        return "" if status in OVER else told.get(status, "UTILITY")

    def act(self, order=None):
        act = self.dice.choices(list(self.ACTS), weights=list(self.ACTS.values()))[0]
        order = order or self.dice.choice(self.orders)
        try:
            with transaction.atomic():
                act(self, order)
            self.told.append(f"{self.at:%d %H:%M} {act.__name__} {order.pk}")
        except DomainError:
            pass
        self.relayed()

    def look(self):
        """Send what is due, and read every text on the day on which it comes."""
        before = len(self.provider.given)
        self.provider.at(self.at)
        for message in self.provider.given[before:]:
            if message.key in self.provider.taken:
                self.read[message.to].append((self.at, message.kind, message.text))
                if message.kind.startswith("APPOINTMENT"):
                    self.check(message)
                if message.kind == "STAGE_CHANGED":
                    order = self.about(message)
                    assert f"：{self.left[message.key][1][order.pk]}。" in message.text, (
                        message.text,
                        self.story(order),
                    )

    def check(self, message):
        """What leaves now holds now."""
        order = self.about(message)
        window, said = self.left[message.key][0][order.pk], windows_in(message.text)
        if OFF in message.text:
            known = [
                windows_in(text)[0]
                for _, kind, text in self.read[message.to][:-1]
                if order.number in text and kind in VISITS
            ]
            assert window is None, (message.text, window, self.story(order))
            assert said == known[-1:], (message.text, known, self.story(order))
        else:
            assert said[:2] == [told(each) for each in window or ()], (message.text, window, self.story(order))

    def story(self, order):
        return "\n".join(line for line in self.told if line.endswith(f" {order.pk}"))


def windows_in(text):
    return [tuple(map(int, found)) for found in MOMENT.findall(text)]


def told(moment):
    local = moment.astimezone(CHINA)
    return (local.month, local.day, local.hour, local.minute)


@pytest.fixture
def walked(province, cast, relayed, monkeypatch):
    staff_of(province)

    def walk_on(seed):
        walk = Walk(province, cast, random.Random(f"connections {seed}"), relayed)
        monkeypatch.setattr("workorders.handlers.now", lambda: walk.at)
        for _ in range(STEPS):
            walk.step()
        return walk

    return walk_on


@pytest.mark.seeds(8)
def test_what_applicants_read_is_what_was_agreed(walked, seed):
    walk = walked(seed)
    walk.ended_at = walk.at
    assert not Message.objects.filter(error="contradicts_without_reason").exists()
    for to, texts in walk.read.items():
        for (before, _, one), (after, _, other) in pairwise(without_echoes(texts)):
            assert one != other or came_between(walk, before, after), (to, one, "is read twice in a row")
    for order in walk.orders:
        last_word_holds(walk, order)
        every_minute_is_somebodys(walk, order)
    promises_came_true(walk)
    for slot in VisitSlot.objects.all():
        assert slot.booked == Appointment.objects.filter(slot=slot, status__in=["AGREED", "KEPT", "MISSED"]).count()
    said = any(
        kind in ("APPOINTMENT_MADE", "APPOINTMENT_MOVED") for texts in walk.read.values() for _, kind, _ in texts
    )
    assert Promise.objects.filter(kind="SLOT", void_at=None).exists() or not said, "what was read stands in the book"


def without_echoes(texts):
    """The texts without the reminders that say the hour that was told before them; one that says another is news, and so is what follows."""
    hour, plain = None, []
    for each in texts:
        if each[1] != "APPOINTMENT_REMINDER" or windows_in(each[2]) != hour:
            plain.append(each)
        hour = windows_in(each[2]) or hour
    return plain


def came_between(walk, before, after):
    """What is agreed after somebody was there is another matter, and may be at the hour that was told before."""
    return any(before <= moment <= after for moments in walk.arrived.values() for moment in moments)


def last_word_holds(walk, order):
    """Who is still expected was told this time last, once all that waits for the morning has gone."""
    walk.at = (walk.at + timedelta(days=1)).replace(hour=1) if walk.at.hour > 22 else walk.at
    phone = order.reporter_phone
    read = [each for each in walk.read[phone] if each[1].startswith("APPOINTMENT") and order.number in each[2]]
    texts = [text for _, _, text in read]
    waits = Message.objects.filter(subject_id=order.pk, family="appointment", state="WAITING").exists()
    window = walk.agreed[order.pk]
    if window and not waits:
        assert texts and windows_in(texts[-1])[:2] == [told(each) for each in window], (
            texts,
            window,
            walk.story(order),
        )
    if not window and not waits and texts and not is_over(walk, order, *read[-1]):
        assert OFF in texts[-1], (texts, walk.story(order))


def is_over(walk, order, read_at, _kind, text):
    """Whoever was told this waits no more: somebody has been there since, or the hour has passed."""
    came = [moment for (pk, _), moments in walk.arrived.items() if pk == order.pk for moment in moments]
    return any(moment >= read_at for moment in came) or any(end <= told(walk.at) for end in windows_in(text)[1:2])


def every_minute_is_somebodys(walk, order):
    """As many minutes of each owner as the walk has counted, so none twice and none of nobody, while the case lasts."""
    with connection.cursor() as cursor:
        cursor.execute(MINUTES, [walk.ended_at, order.pk])
        found = {owner: minutes for owner, minutes in cursor.fetchall() if minutes}
    assert found == {who: count for who, count in walk.minutes[order.pk].items() if who and count}, walk.story(order)


def promises_came_true(walk):
    """A word about an hour at which somebody came says when, and is taken back by no later word of another visit."""
    # In one moment a word may be told and then somebody come.
    assert not Promise.objects.filter(contradicts__kind="SLOT", contradicts__came_true_at__lt=F("told_at")).exists()
    for word in Promise.objects.filter(kind="SLOT", until_at__isnull=False, void_at=None):
        came, window = first_visit(walk, word)
        # Moved meanwhile, the visit was for another hour; and what is agreed after it, be it this hour again, is another matter.
        if window == (word.from_at, word.until_at):
            # Told in the very moment in which somebody came: before them or after them, one moment has no order.
            at_once = {moment for moment in visits_of(walk, word) if moment == word.told_at}
            assert word.came_true_at in {came, *at_once}, walk.story(WorkOrder.objects.get(pk=word.subject_id))


def visits_of(walk, word):
    return [moment for (pk, _), moments in walk.arrived.items() for moment in moments if pk == word.subject_id]


def first_visit(walk, word):
    """When somebody was there for the first time after these words, and for which hour."""
    visits = [
        (moment, window)
        for (pk, window), moments in walk.arrived.items()
        for moment in moments
        if pk == word.subject_id and moment > word.told_at
    ]
    return min(visits, default=(None, None))
