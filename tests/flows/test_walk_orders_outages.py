"""A random walk over orders and outages at once: after every step each live outage is led and nobody is forgotten.

The checker (``tests/leads.py``) is SQL over the tables and shares no code with the product. ``--long`` walks a thousand seeds.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.core.errors import DomainError
from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import operate
from dispatch.models import Assignment, Offer
from dispatch.services import desk, fieldwork, offering
from outages.judging.services import promoting
from outages.leading.services import proactive_orders
from outages.models import Outage
from outages.verbs.services import dismissing, merging
from tests.flows.desk_moves import RARE_HANDS, RareHands
from tests.grid import make_customer, make_network, make_order
from tests.leads import breaches
from workorders.models import WorkOrder
from workorders.services import aftercare, control
from workorders.services.tracking_links import url_of

pytestmark = pytest.mark.django_db

STEPS = 25
PER_TRANSFORMER = 3


class Night(RareHands):
    """What people and switches may do in a night; every act takes its victim from the dice, and may be refused."""

    def __init__(self, network: Any, province: Any, cast: Any, dice: random.Random) -> None:
        self.cast, self.province, self.dice, self.told = cast, province, dice, []
        self.devices = [network.cb1, network.sw1, network.fu1, network.fu2]
        self.numbers = [f"{n}{count:03d}" for n in (1, 2, 3) for count in range(PER_TRANSFORMER)]
        for number in self.numbers:
            transformer = getattr(province, f"t{number[0]}")
            make_customer(number, f"张{number}", transformer, phone=f"+86138000{number}")

    def step(self) -> None:
        act: Callable[[], object] = self.dice.choices(list(self.ACTS), weights=list(self.ACTS.values()))[0]
        try:
            what = act(self)
        except DomainError as refusal:
            what = f"refused: {refusal}"
        self.told.append(f"{act.__name__}: {what}")

    def pick(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise DomainError("nobody")
        return self.dice.choice(found)

    def order(self, *statuses: str) -> Any:
        return self.pick(WorkOrder.objects.filter(status__in=statuses) if statuses else WorkOrder.objects.all())

    def switch(self) -> str:
        device = self.dice.choice(self.devices)
        opened = self.dice.random() < 0.6
        operate(branch_id=device.pk, opened=opened, at=now(), source=OperationSource.SCADA)
        return f"{device.code} {'opens' if opened else 'closes'}"

    def call(self) -> str:
        number = self.dice.choice(self.numbers)
        words = "电线掉在地上冒火花" if self.dice.random() < 0.1 else "家里没电"
        order = make_order(f"{number}-{len(self.told)}", customer_number=number, reporter_phone="", description=words)
        return f"{number} {order.number}"

    def accept(self) -> str:
        offer = self.pick(Offer.objects.filter(status="OFFERED"))
        offering.accept_offer(offer_id=offer.pk, at=now(), actor=self.cast.omar)
        return offer.order.number

    def reject(self) -> str:
        offer = self.pick(Offer.objects.filter(status="OFFERED"))
        offering.reject_offer(offer_id=offer.pk, reason="BUSY", at=now(), actor=self.cast.omar)
        return offer.order.number

    def work(self) -> str:
        """The next step of a crew that holds an order."""
        held = self.pick(Assignment.objects.filter(released_at=None).select_related("order"))
        who = {"order_id": held.order_id, "crew_id": held.crew_id, "at": now(), "actor": self.cast.omar}
        status = held.order.status
        if status == "ACCEPTED":
            fieldwork.depart(**who)
        elif status == "EN_ROUTE":
            fieldwork.arrive(**who)
        elif status == "ON_SITE":
            fieldwork.start_repair(**who, permit_number="QX-1", etr_at=None)
        elif status == "REPAIRING":
            fieldwork.restore(**who)
        elif status == "RESTORED":
            said = aftercare.Checklist(cause="line", measures="合闸", restored_at=now(), contacted=True)
            fieldwork.reply(**who | {"at": now()}, checklist=said)
        return f"{held.order.number} from {status}"

    def review(self) -> str:
        order = self.order("REPLIED")
        passed = self.dice.random() < 0.8
        aftercare.review_reply(order_id=order.pk, passed=passed, comment="看", at=now(), actor=self.cast.mei)
        return f"{order.number} {passed}"

    def call_back(self) -> str:
        order = self.order("REVIEWED", "MERGED")
        aftercare.call_back(order_id=order.pk, satisfaction="SATISFIED", comment="", at=now(), actor=self.cast.mei)
        return order.number

    def cancel(self) -> str:
        order = self.order()
        control.cancel(order_id=order.pk, reason="重复", at=now(), actor=self.cast.mei)
        return order.number

    def withdraw(self) -> str:
        order = self.order("RECEIVED", "JUDGED", "PENDING_DISPATCH")
        path = url_of(order).split("/track/")[1]
        return f"{order.number} {APIClient().post(f'/api/v1/track/{path}cancel/').status_code}"

    def reassign(self) -> str:
        order = self.order()
        desk.reassign(order_id=order.pk, reason="太远", at=now(), actor=self.cast.mei)
        return order.number

    def suspend(self) -> str:
        order, reason = self.order(), self.dice.choice(["customer_asks_later", "unsafe_weather"])
        control.suspend(order_id=order.pk, reason=reason, detail="", resume_at=None, at=now(), actor=self.cast.mei)
        return f"{order.number} {reason}"

    def resume(self) -> str:
        order = self.order("SUSPENDED")
        control.resume(order_id=order.pk, at=now(), actor=self.cast.mei)
        return order.number

    def dismiss(self) -> str:
        outage = self.pick(Outage.objects.live())
        dismissing.dismiss(outage_id=outage.pk, reason="误判", at=now(), actor=self.cast.mei)
        return outage.number

    def reinstate(self) -> str:
        outage = self.pick(Outage.objects.filter(status="DISMISSED"))
        dismissing.reinstate(outage_id=outage.pk, reason="确实停电", at=now(), actor=self.cast.mei)
        return outage.number

    def merge(self) -> str:
        one, other = self.pick(Outage.objects.live()), self.pick(Outage.objects.live())
        if one == other:
            return "nothing"
        merging.merge(outage_id=one.pk, parent_id=other.pk, reason="同一故障", at=now(), actor=self.cast.mei)
        return f"{one.number} into {other.number}"

    def unmerge(self) -> str:
        outage = self.pick(Outage.objects.filter(status="MERGED"))
        merging.unmerge(outage_id=outage.pk, reason="不是一处", at=now(), actor=self.cast.mei)
        return outage.number

    def promote_unopposed(self) -> str:
        return str(promoting.promote_unopposed(at=now() + timedelta(hours=1)))

    ACTS: dict[Callable[..., object], int] = {
        switch: 8, call: 16, accept: 8, reject: 1, work: 20, review: 4, call_back: 4, cancel: 5, withdraw: 4, reassign: 2,
        suspend: 3, resume: 3, dismiss: 1, reinstate: 2, merge: 1, unmerge: 1, promote_unopposed: 2,
    }  # fmt: skip
    ACTS |= RARE_HANDS


@pytest.mark.seeds(4)
def test_every_live_outage_is_led_and_nobody_is_forgotten(seed, province, cast, relayed):
    night = Night(make_network(province), province, cast, random.Random(seed))
    for _ in range(STEPS):
        night.step()
        relayed()
        sweep()
        relayed()
        assert breaches() == {}, story(night)


def sweep() -> None:
    """The minute in which calls are expected is over, and the tick comes."""
    Outage.objects.update(detected_at=F("detected_at") - timedelta(minutes=2))
    proactive_orders.open_missing_orders(at=now())


def story(night: Night) -> str:
    rows = WorkOrder.objects.order_by("pk").values_list(
        "number", "status", "parent__number", "outage_link__outage__number"
    )
    outages = Outage.objects.order_by("pk").values_list("number", "status", "customers_out", "lead_order__number")
    return "\n".join([*night.told, *map(str, rows), *map(str, outages)])
