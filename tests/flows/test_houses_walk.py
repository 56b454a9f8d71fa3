"""A random walk over reports, supplies and crews. After each step its own SQL asks what must always be true.

The oracle shares no code with the product: who called about which house is kept here, the rest is read from the tables.
"""

import random

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from dispatch.handlers import free_crews
from dispatch.models import Assignment, Offer
from dispatch.services import fieldwork
from dispatch.services.desk import reassign
from dispatch.services.offering import accept_offer, reject_offer
from dispatch.services.routing import route_orders
from tests.grid import make_crew, make_customer, make_report
from workorders.events import WorkOrderMerged
from workorders.models import WorkOrder
from workorders.services import control, one_crew_per_supply
from workorders.services.aftercare import Checklist
from workorders.services.intake import open_fault_orders
from workorders.services.judging import pass_on

pytestmark = pytest.mark.django_db
STEPS, HOUSES, CREWS = 60, 5, 4
CALM, DANGERS = ("没电了", "还是没电", "跳闸"), ("电线断落在地上冒火花", "表箱冒烟")

DOUBLE_CREWS = """
SELECT o.service_point_id, count(*) FROM dispatch_assignment a JOIN workorders_workorder o ON o.id = a.order_id
 WHERE a.released_at IS NULL AND o.restored_at IS NULL AND o.second_crew_reason = '' AND o.service_point_id IS NOT NULL
 GROUP BY 1 HAVING count(*) > 1
"""
NOT_ONE_OPENING = """
SELECT o.id FROM workorders_workorder o LEFT JOIN workorders_faultreport r ON r.order_id = o.id AND NOT r.urge
 GROUP BY o.id HAVING count(r.id) <> 1
"""
MILD_DANGERS = """
SELECT r.source_id FROM workorders_faultreport r JOIN workorders_workorder o ON o.id = r.order_id
 WHERE r.source_id = ANY(%s) AND (NOT o.hazard OR o.grade <> 1 OR o.status = 'MERGED')
"""


def rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class Walk:
    def __init__(self, province, cast, seed):
        self.chance, self.province, self.cast = random.Random(seed), province, cast
        self.houses = [
            make_customer(
                f"42282610{n:02d}", f"户{n}", province.t1, phone=f"+861380000{n:04d}", place=(29.65 + n / 500, 109.15)
            ).service_points.get()
            for n in range(HOUSES)
        ]
        for n in range(CREWS):
            make_crew(f"W{n}", f"{n} 班", province.dingzhai, place=(29.65 + n / 100, 109.15))
        self.house_of: dict[str, int] = {}
        self.dangers: list[str] = []

    def step(self):
        act = self.chance.choices(
            [self.call, self.judge, self.route, self.answer, self.work, self.desk], [4, 2, 3, 3, 3, 2]
        )[0]
        try:
            with transaction.atomic():
                act()
        except DomainError:
            pass  # a refusal is an answer

    def call(self):
        told = []
        for _ in range(self.chance.randint(1, 3)):
            house, source_id = self.chance.choice(self.houses), f"w{len(self.house_of)}"
            danger = self.chance.random() < 0.15
            pin = {"latitude": house.latitude, "longitude": house.longitude}
            who = self.chance.choice(
                [
                    {"customer_number": house.customer.number},
                    {"meter_number": house.meter_number, **pin},
                    {"reporter_phone": house.customer.contacts.get().phone},
                    pin,
                ]
            )
            blank = {"reporter_phone": "", "reporter_name": "", "address": "", "latitude": None, "longitude": None}
            words = self.chance.choice(DANGERS if danger else CALM)
            told.append(make_report(source_id, description=words, **{**blank, **who}))
            self.house_of[source_id] = house.pk
            self.dangers += [source_id] * danger
        open_fault_orders(told, at=now())

    def judge(self):
        pass_on(order_ids=self.some(status="RECEIVED"), at=now())

    def route(self):
        route_orders(order_ids=self.some(status="PENDING_DISPATCH"), at=now())

    def answer(self):
        offer = Offer.objects.filter(status="OFFERED").order_by("?").first()
        if offer and self.chance.random() < 0.85:
            accept_offer(offer_id=offer.pk, at=now(), actor=None)
        elif offer:
            reject_offer(offer_id=offer.pk, reason="BUSY", at=now(), actor=None)

    def work(self):
        held = self.pick(Assignment.objects.filter(released_at=None).select_related("order"))
        if held is None:
            return
        who = {"order_id": held.order_id, "crew_id": held.crew_id, "at": now(), "actor": None}
        if held.order.status == "ACCEPTED":
            fieldwork.depart(**who)
        elif held.order.status == "EN_ROUTE":
            fieldwork.arrive(**who)
        elif held.order.status == "ON_SITE":
            fieldwork.restore(**who)
        else:
            done = Checklist(cause="跳闸", measures="合闸", restored_at=now(), contacted=True, contacted_at=now())
            fieldwork.reply(checklist=done, **who)

    def desk(self):
        order, other = self.pick(WorkOrder.objects.all()), self.pick(WorkOrder.objects.all())
        if order is None:
            return
        acts = [
            lambda: control.merge(order_id=order.pk, parent_id=other.pk, reason="?", at=now(), actor=self.cast.mei),
            lambda: control.split(order_id=order.pk, reason="?", at=now(), actor=self.cast.mei),
            lambda: control.cancel(order_id=order.pk, reason="?", at=now(), actor=self.cast.mei),
            lambda: reassign(order_id=order.pk, reason="?", at=now(), actor=self.cast.mei),
            lambda: one_crew_per_supply.ask_second_crew(order_id=order.pk, reason="?", at=now(), actor=self.cast.mei),
        ]
        self.chance.choice(acts)()
        free_crews([WorkOrderMerged.of(order)])  # as the wiring does

    def some(self, **wanted):
        ids = list(WorkOrder.objects.filter(**wanted).order_by("pk").values_list("pk", flat=True))
        return [pk for pk in ids if self.chance.random() < 0.8]

    def pick(self, queryset):
        found = list(queryset.order_by("pk"))
        return self.chance.choice(found) if found else None

    def check(self):
        assert rows(DOUBLE_CREWS) == []
        assert rows(NOT_ONE_OPENING) == []
        told = rows("SELECT source_id, order_id, urge FROM workorders_faultreport ORDER BY id")
        assert sorted(source_id for source_id, *_ in told) == sorted(self.house_of)
        opened_for = {order_id: self.house_of[source_id] for source_id, order_id, urge in told if not urge}
        assert all(opened_for[order_id] == self.house_of[source_id] for source_id, order_id, _ in told)
        assert rows(MILD_DANGERS, self.dangers) == []


@pytest.mark.seeds(2)
def test_one_house_has_one_crew_whatever_happens(province, cast, seed):
    walk = Walk(province, cast, seed)
    for _ in range(STEPS):
        walk.step()
        walk.check()
