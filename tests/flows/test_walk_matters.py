"""A random walk over matters and what hangs together with them: whoever follows, leads, supervises, answers for and hands over.

Every verb that a desk or a unit has is taken by its door's own use case, with words made up for its form; a verb that is new
walks along without a line here. After every step the checker (``matter_rows.py``) asks the rows in SQL, and a list kept by the
test itself says which report has to lie in an order of which kind. ``--long`` walks a thousand seeds.
"""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from command_center.ground.custody.models import DeskDuty
from command_center.ground.custody.services import duty, handing_over
from command_center.ground.organisation.roles import Role
from tests.custody.desks import nameless
from tests.flows.matter_rows import breaches
from tests.grid import make_order
from tests.people import make_user
from workorders.api import orders as api
from workorders.api.verbs import plain
from workorders.kinds import PROCESSES
from workorders.matter import Matter
from workorders.models import FaultReport, WorkOrder
from workorders.services import clocks, judging, matters

pytestmark = pytest.mark.django_db

STEPS = 50
CHANNELS = ["HOTLINE_95598", "HOTLINE_12345", "HOTLINE_12398", "PHONE", "APP"]
KINDS_TOLD = ["OPINION", "OPINION", "CONSULT", "SERVICE_REQ", "REPORT", "COMPLAINT"]
PHONES = [f"+861380000{n:04}" for n in range(9)]


class Desk:
    """What people may do with matters in some days; every act takes its victim from the dice, and may be refused."""

    def __init__(self, province, dice):
        self.dice, self.at, self.told, self.reports = dice, now() - timedelta(days=12), [], {}
        self.units = ["422826T01", "422826S01"]
        homes = {
            "bo": (Role.SUPERVISOR, province.xianfeng),
            "an": (Role.DISPATCHER, province.xianfeng),
            "qi": (Role.QUALITY_OFFICER, province.xianfeng),
            "quan": (Role.QUALITY_OFFICER, province.city),
            "ci": (Role.SUPERVISOR, province.city),
        }
        self.people = {name: make_user(name, role, home) for name, (role, home) in homes.items()}

    def step(self):
        self.at += timedelta(minutes=self.dice.choice([1, 3, 20, 90, 600]))
        clocks.warn_due(at=self.at)
        act = self.dice.choices(list(self.ACTS), weights=list(self.ACTS.values()))[0]
        try:
            with transaction.atomic():
                what = act(self)
        except DomainError as refusal:
            what = f"refused: {refusal.detail}"
        self.told.append(f"{act.__name__}: {what}")

    # --- what comes in ------------------------------------------------------------------------------------------------
    def tell(self):
        kind, process = (code := self.dice.choice(KINDS_TOLD)), PROCESSES[code]
        matter = Matter(
            kind=kind, sub_kind=self.dice.choice(list(process.sub_kinds)[:2]), source=self.dice.choice(CHANNELS),
            source_id=f"R{len(self.reports)}", description=f"第 {len(self.reports)} 次说", reporter_phone=self.dice.choice(PHONES),
            confidential=self.dice.random() < 0.2,
        )  # fmt: skip
        taken = matters.open_matter(matter, at=self.at, actor=self.people["qi"])
        self.reports[matter.source_id] = kind
        return f"{kind} {taken.order.number} {'joined' if taken.joined else ''} {matter.source}"

    def call(self):
        source_id = f"R{len(self.reports)}"
        order = make_order(source_id, at=self.at)
        self.reports[source_id] = order.kind
        return order.number

    def judge(self):
        """The part of the system that says what a call means."""
        order = self.pick(WorkOrder.objects.filter(kind="FAULT", status="RECEIVED"))
        if self.dice.random() < 0.5:
            judging.pass_on(order_ids=[order.pk], at=self.at)
        else:
            judging.hold(order_ids=[order.pk], attention="customer_side", at=self.at)
        return order.number

    # --- what people do -----------------------------------------------------------------------------------------------
    def verb(self):
        """Any verb of any order that stands open to a person; now and then one that its state does not allow."""
        live = WorkOrder.objects.exclude(status__in=["ARCHIVED", "CANCELLED", "CLEARED"])
        together = live.filter(
            Q(merged_orders__isnull=False) | Q(orders_about__isnull=False) | ~Q(parent=None)
        ).distinct()
        order = self.pick(together if self.dice.random() < 0.5 and together.exists() else live)
        return self.take(order)

    def merge(self):
        order = self.pick(WorkOrder.objects.filter(status__in=["RECEIVED", "DISPATCHED", "HANDLING"]))
        return self.take(order, "merge")

    def take(self, order, name=""):
        process = PROCESSES[order.kind]
        own = [verb for verb in process.verbs if verb.right and verb.served_by == "workorders"]
        legal = [verb for verb in own if order.status in verb.frm and name in ("", verb.name)]
        verb = self.dice.choice(legal if legal and self.dice.random() < 0.9 else own)
        # Some ends are rare, or the walk would be one of short lives.
        if verb.danger and self.dice.random() < 0.7:
            raise DomainError("another day")
        use = api.OF_KIND.get(order.kind, {}).get(verb.name) or api.USES.get(verb.name) or plain(verb)
        said = self.words(verb.form, order)
        use(order_id=order.pk, at=self.at, actor=self.people["qi"], **said)
        return f"{verb.name} {order.kind} {order.number} {said}"

    def words(self, form, order):
        """Something to say in every field of a form that matters; what may be left out is left out."""
        fields = form().fields if form else {}
        made_up = {
            "unit": lambda: self.dice.choice(self.units),
            "into": lambda: self.pick(WorkOrder.objects.filter(kind=order.kind).exclude(pk=order.pk)).number,
            "report": lambda: self.dice.choice([None, *order.reports.filter(urge=True).values_list("pk", flat=True)]),
            "to": lambda: self.at + timedelta(days=self.dice.choice([1, 30])),
            "clock": lambda: "",
            "rework": lambda: self.dice.random() < 0.5,
            "passed": lambda: self.dice.random() < 0.6,
            "second_person": lambda: "quan",
            "restored_at": lambda: None,
            "lat": lambda: 29.672,
            "lon": lambda: 109.141,
            "told_at": lambda: self.at,
            "not_told_reason": lambda: "",
            "contacted_at": lambda: None,
            "resume_at": lambda: None,
            "where": lambda: "晚报",
        }
        said = {}
        for name, field in fields.items():
            choices = list(getattr(field, "choices", {}))
            said[name] = (
                made_up[name]()
                if name in made_up
                else self.dice.choice(choices)
                if choices
                else "说明了情况，已处理完毕"
            )
        return said

    # --- who answers --------------------------------------------------------------------------------------------------
    def sign_on(self):
        person = self.people[self.dice.choice(list(self.people))]
        duty.sign_on(person=person, centre=person.home, at=self.at)
        return person.username

    def hand_over(self):
        giver = self.pick(DeskDuty.objects.filter(until=None)).person
        takers = [row.person for row in DeskDuty.objects.filter(until=None).exclude(person=giver)]
        handover = handing_over.begin(giver=giver, at=self.at)
        handing_over.set_rest(handover.pk, giver=giver, to=self.dice.choice(takers) if takers else None)
        handing_over.close(handover.pk, giver=giver, at=self.at)
        return giver.username

    def pick(self, rows):
        found = list(rows.order_by("pk"))
        if not found:
            raise DomainError("nobody")
        return self.dice.choice(found)

    ACTS = {tell: 14, call: 3, judge: 3, merge: 8, verb: 60, sign_on: 3, hand_over: 2}


def astray(desk):
    """Reports that lie in no order of their own kind: by the test's own list."""
    kept = dict(FaultReport.objects.values_list("source_id", "order__kind"))
    return {report: (kept.get(report), kind) for report, kind in desk.reports.items() if kept.get(report) != kind}


@pytest.mark.seeds(6)
def test_whatever_happens_to_matters_nobody_is_left_behind(province, seed):
    desk = Desk(province, random.Random(f"matters {seed}"))
    for _ in range(STEPS):
        desk.step()
        wrong = list(breaches())
        assert (wrong, astray(desk), nameless(at=desk.at)) == ([], {}, []), "\n".join(desk.told)
