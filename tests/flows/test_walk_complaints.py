"""Random lives of complaints: who works on them, in whose name they stand, and what their customers read on the phone.

The oracle keeps what the walk did (who was answered, who withdrew, who wants to stay unknown), asks the rows in SQL and reads the
texts; it shares no code with complaints, messages or custody. ``--long`` walks a thousand seeds.
"""

import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from command_center.ground.core.errors import DomainError
from command_center.ground.core.values import CHINA
from command_center.ground.custody.models import DeskDuty
from command_center.ground.custody.services import duty, handing_over
from command_center.ground.organisation.roles import Role
from customers.messages.gateways import Result
from customers.models import Message
from tests.custody.desks import nameless
from tests.door.test_confidential import rows_that_say
from tests.flows.matter_rows import breaches
from tests.outages.told import SlowProvider
from tests.people import make_user
from workorders.api import orders as api
from workorders.api.verbs import plain
from workorders.engine.told import may_take
from workorders.kinds import PROCESSES
from workorders.kinds.complaint.services import withdrawing
from workorders.matter import Matter
from workorders.models import WorkOrder
from workorders.services import clocks, matters

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 8, tzinfo=CHINA)
STEPS = 100
AT_FIRST = 3
CODE = 123456
TAKEN_UP, ANSWERED = "已有专人联系处理", "已答复"
COMPLAINT = PROCESSES["COMPLAINT"]
LET_GO = {"WITHDRAWN", "DOWNGRADED", "CANCELLED", "RETURNED_UPSTREAM"}

# Whoever worked on a complaint about their own unit; who let one go alone; what was reopened with a clock of its own.
RULES = {
    "the unit concerned worked on it": """
        SELECT o.number, u.username || ' ' || c.new FROM workorders_statuschange c
        JOIN workorders_workorder o ON o.id = c.order_id JOIN organisation_user u ON u.id = c.actor_id
        JOIN organisation_orgunit h ON h.id = u.home_id JOIN organisation_orgunit about ON about.id = o.concerns_id
        WHERE o.kind = 'COMPLAINT' AND h.path LIKE about.path || '%' AND c.new IN
            ('CONTACTED', 'INVESTIGATING', 'LIABILITY_DECIDED', 'MEASURES', 'ANSWERED', 'REPLIED', 'REVIEWED', 'DOWNGRADED')""",
    "it stands in the name of the unit concerned": """
        SELECT o.number, u.username FROM workorders_workorder o JOIN organisation_orgunit about ON about.id = o.concerns_id
        JOIN custody_custody h ON h.item_kind = 'order' AND h.item_id = o.id AND h.until IS NULL
        JOIN organisation_user u ON u.id = h.holder_id JOIN organisation_orgunit home ON home.id = u.home_id
        WHERE o.kind = 'COMPLAINT' AND home.path LIKE about.path || '%'""",
    "it was let go by one person": """
        SELECT o.number, o.status FROM workorders_workorder o WHERE o.kind = 'COMPLAINT' AND o.status = 'DOWNGRADED' AND NOT EXISTS (
            SELECT FROM workorders_downgrade d WHERE d.order_id = o.id AND d.granted AND d.asked_by_id <> d.decided_by_id
                AND d.opinion_id IS NOT NULL)""",
    "it goes on with a younger clock": """
        SELECT o.number, c.started_at::text FROM workorders_complaint again JOIN workorders_workorder o ON o.id = again.order_id
        JOIN workorders_workorder first ON first.id = again.reopens_id JOIN workorders_clock c ON c.order_id = o.id AND c.code = 'C_ANSWER'
        WHERE c.started_at <> first.reported_at""",
    "a justified one is answered without a remedy": """
        SELECT o.number, f.liability FROM workorders_complaint f JOIN workorders_workorder o ON o.id = f.order_id
        WHERE f.liability IN ('LIABLE', 'PARTLY') AND o.status IN ('ANSWERED', 'REPLIED', 'REVIEWED', 'CALLED_BACK', 'ARCHIVED')
            AND NOT EXISTS (SELECT FROM workorders_measure m WHERE m.order_id = o.id)""",
}


class Desk:
    """Two officers and one above, the station that handles, the one concerned, the customers; every act may be refused."""

    def __init__(self, province, dice, relayed):
        self.dice, self.at, self.told, self.relayed = dice, MONDAY, [], relayed
        homes = {
            "qi": (Role.QUALITY_OFFICER, province.xianfeng),
            "qin": (Role.QUALITY_OFFICER, province.xianfeng),
            "quan": (Role.QUALITY_OFFICER, province.city),
            "hao": (Role.QUALITY_OFFICER, province.dingzhai),
            "head": (Role.STATION_HEAD, province.town),
            "hua": (Role.STATION_HEAD, province.dingzhai),
            "bo": (Role.SUPERVISOR, province.xianfeng),
        }
        self.people = {name: make_user(name, role, home) for name, (role, home) in homes.items()}
        self.provider, self.read = SlowProvider(self.by_chance, self.meanwhile), defaultdict(list)
        self.left = {}  # key → in which state every complaint was when the message left
        self.filed, self.answers, self.hidden = {}, defaultdict(int), {}

    def by_chance(self, message):
        return Result.SENT if self.dice.random() < 0.7 else Result.LATER

    def meanwhile(self, messages):
        states = dict(WorkOrder.objects.filter(kind="COMPLAINT").values_list("pk", "status"))
        self.left |= dict.fromkeys([message.key for message in messages], states)
        if self.dice.random() < 0.3:
            self.act()
        if self.dice.random() < 0.2:
            self.act(lambda _desk: self.withdraw(self.about(self.dice.choice(messages))))

    def step(self):
        self.at += timedelta(minutes=self.dice.choice([1, 5, 30, 120, 700]))
        clocks.warn_due(at=self.at)
        self.act()
        before = len(self.provider.given)
        self.provider.at(self.at)
        for message in self.provider.given[before:]:
            if message.key in self.provider.taken:
                self.read[message.to].append(message.text)
                self.check(message)

    def about(self, message):
        return WorkOrder.objects.get(number=next(n for n in self.numbers() if n in message.text))

    def act(self, said=None):
        drawn = self.dice.choices(list(self.ACTS), weights=list(self.ACTS.values()))[0]
        act = said or (Desk.tell if len(self.filed) < AT_FIRST else drawn)
        try:
            with transaction.atomic():
                self.told.append(f"{self.at:%d %H:%M} {act.__name__} {act(self)}")
        except DomainError as refusal:
            self.told.append(f"{act.__name__}: refused, {refusal.detail or refusal.title}")
        self.relayed()

    # --- what people do -----------------------------------------------------------------------------------------------
    def tell(self):
        n = len(self.told)
        matter = Matter(
            kind="COMPLAINT", sub_kind=self.dice.choice(["SERVICE", "SERVICE", "OUTAGE"]), source=self.dice.choice(["HOTLINE_95598", "HOTLINE_12345"]),
            source_id=f"R{n}", description="抢修超时", reporter_name=f"覃{n:03}", reporter_phone=f"+861380019{self.dice.randrange(4):04}",
            confidential=self.dice.random() < 0.2, concerns="422826T01" if self.dice.random() < 0.6 else "",
        )  # fmt: skip
        taken = matters.open_matter(matter, at=self.at, actor=self.people["qi"])
        self.filed.setdefault(taken.order.pk, matter.reporter_phone)
        if matter.confidential:
            self.hidden[taken.order.pk] = [matter.reporter_name, matter.reporter_phone]
        return taken.order.number

    def verb(self):
        """Any verb by anybody who has the right, mostly of those that its state allows."""
        order = self.pick(self.open())
        person = self.people[self.dice.choice(["qi", "qi", "qin", "qin", "quan", *self.people])]
        verbs = [verb for verb in COMPLAINT.verbs if verb.right and may_take(verb, person)]
        legal = [verb for verb in verbs if verb.is_offered(order)]
        is_new = not order.classifications.exists()
        forth = [verb for verb in legal if verb.primary or (is_new and verb.name == "classify")]
        pool = forth if forth and self.dice.random() < 0.8 else legal if legal and self.dice.random() < 0.9 else verbs
        if not pool:
            raise DomainError("nothing for this person")
        verb = self.dice.choice(pool)
        if verb.danger and self.dice.random() < 0.6:
            raise DomainError("another day")
        use = api.OF_KIND["COMPLAINT"].get(verb.name) or api.USES.get(verb.name) or plain(verb)
        use(order_id=order.pk, at=self.at, actor=person, **self.words(verb.form))
        if verb.name == "answer":
            self.answers[order.pk] += 1
        return f"{person.username} {verb.name} {order.number}"

    def words(self, form):
        made_up = {
            "unit": self.dice.choice(["422826S01", "422826S01", "422826S01", "422826T01"]), "category": self.dice.choice(["bill", "bill", "frequent-outage"]),
            "grade": "ORDINARY", "meter_number": "M4228260001", "report": None, "to": self.at + timedelta(days=1), "clock": "",
            "due_on": None, "told_at": self.at, "not_told_reason": "", "contacted_at": None, "rework": self.dice.random() < 0.3,
            "passed": self.dice.random() < 0.4, "granted": self.dice.random() < 0.5, "where": "晚报",
        }  # fmt: skip
        fields = form().fields if form else {}
        choices = {name: list(getattr(field, "choices", {})) for name, field in fields.items()}
        return {
            name: made_up[name]
            if name in made_up
            else self.dice.choice(choices[name])
            if choices[name]
            else "说明了情况"
            for name in fields
        }

    def withdraw(self, order=None):
        """The customer, by link and the code on their phone."""
        order = order or self.pick(self.open())
        withdrawing.ask_code(order_id=order.pk, at=self.at)
        withdrawing.withdraw(order_id=order.pk, code=f"{CODE}", reason="", at=self.at)
        return order.number

    def sign_on(self):
        person = self.people[self.dice.choice(list(self.people))]
        duty.sign_on(person=person, centre=self.people["qi"].home, at=self.at)
        return person.username

    def hand_over(self):
        giver = self.pick(DeskDuty.objects.filter(until=None)).person
        takers = [row.person for row in DeskDuty.objects.filter(until=None).exclude(person=giver)]
        handover = handing_over.begin(giver=giver, at=self.at)
        handing_over.set_rest(handover.pk, giver=giver, to=self.dice.choice(takers) if takers else None)
        handing_over.close(handover.pk, giver=giver, at=self.at)
        return giver.username

    ACTS = {tell: 8, verb: 90, withdraw: 4, sign_on: 3, hand_over: 2}

    def open(self):
        return WorkOrder.objects.filter(kind="COMPLAINT").exclude(status__in=[*LET_GO, "FINAL_ANSWER"])

    def pick(self, rows):
        found = list(rows.order_by("pk"))
        if not found:
            raise DomainError("nobody")
        return self.dice.choice(found[-4:])

    # --- what the customer reads --------------------------------------------------------------------------------------
    def check(self, message):
        order = self.about(message)
        assert order.pk not in self.hidden, "who wants to stay unknown is told nothing"
        assert self.left[message.key][order.pk] not in LET_GO, (order.status, message.text)
        said = [text for text in self.read[message.to] if order.number in text and ANSWERED in text]
        assert len(said) <= self.answers[order.pk], "no answer is told that was not given"

    def numbers(self):
        return list(WorkOrder.objects.filter(kind="COMPLAINT").values_list("number", flat=True))


def wrong_rows():
    with connection.cursor() as cursor:
        for rule, sql in RULES.items():
            cursor.execute(sql)
            yield from ((rule, *row) for row in cursor.fetchall())


@pytest.mark.seeds(3)
def test_whatever_happens_to_complaints_nobody_is_forgotten_pressed_or_misled(province, relayed, monkeypatch, seed):
    monkeypatch.setattr("customers.verification.services.secrets.randbelow", lambda most: CODE)
    desk = Desk(province, random.Random(f"complaints {seed}"), relayed)
    monkeypatch.setattr("workorders.handlers.now", lambda: desk.at)
    for number in range(STEPS):
        desk.step()
        if number % 4:
            continue
        assert (list(breaches()), list(wrong_rows()), nameless(at=desk.at)) == ([], [], []), "\n".join(desk.told)
    every_answer_was_heard(desk)
    sent = Message.objects.filter(state="SENT", kind__startswith="COMPLAINT_").count()
    assert sum(map(len, desk.read.values())) >= sent, "what counts as sent was read"
    for pk, words in desk.hidden.items():
        said = [(word, table) for word in words if not others_say(desk, word) for table in rows_that_say(word)]
        assert said == [], (WorkOrder.objects.get(pk=pk).number, "\n".join(desk.told))


def every_answer_was_heard(desk):
    """As often as somebody was answered, but where the night or a later answer came in between, or they want to stay unknown."""
    for pk, count in desk.answers.items():
        order = WorkOrder.objects.get(pk=pk)
        if pk in desk.hidden or not order.reporter_phone:
            continue
        unsent = Message.objects.filter(
            subject_id=pk, kind="COMPLAINT_ANSWERED", state__in=["WAITING", "REPLACED"]
        ).count()
        heard = [text for text in desk.read[order.reporter_phone] if order.number in text and ANSWERED in text]
        assert len(heard) + unsent == count, (order.number, heard, unsent, "\n".join(desk.told))


def others_say(desk, word):
    """The same phone has told another matter, openly."""
    return word.startswith("+") and any(phone == word for pk, phone in desk.filed.items() if pk not in desk.hidden)
