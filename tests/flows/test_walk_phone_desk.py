"""A random walk of two crews without network and a desk: whatever a phone recorded is a step of its order or a kept late word.

Taps carry their moment and a key; a phone sends them whenever it is back, after the desk may have reassigned, cancelled or merged the
order, and sends again what it was not answered: the answer was lost, or the page was closed in between. ``--long`` walks a thousand seeds.
"""

import itertools
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.core.errors import DomainError
from dispatch.models import Assignment, Offer
from dispatch.services import desk
from tests.grid import make_waiting_order
from workorders.models import LateWord, StatusChange, WorkOrder
from workorders.services import control

pytestmark = pytest.mark.django_db

STEPS = 40
WAY = ["depart", "arrive", "start", "restore", "reply"]
BECOMES = dict(zip(WAY, ["EN_ROUTE", "ON_SITE", "REPAIRING", "RESTORED", "REPLIED"], strict=True))


class Phone:
    """One crew's phone: what it believes of the order in its hands, and the outbox."""

    def __init__(self, person: Any, crew: Any) -> None:
        self.person, self.crew, self.client = person, crew, APIClient()
        self.client.force_login(person)
        self.number, self.next, self.outbox, self.after_it = "", 0, [], []

    def accept(self) -> str:
        offer = Offer.objects.filter(crew=self.crew, status="OFFERED").first()
        if offer is None or self.outbox:
            return "nothing to accept"
        self.client.post(f"/api/v1/offers/{offer.pk}/accept/")
        self.after_it.append(offer.order.number)
        if not self.number:
            self.turn_to_next()
        return f"{self.person} accepts {offer.order.number}"

    def turn_to_next(self) -> None:
        """One job after the other: what was accepted on the way waits until this one is done or was taken away."""
        self.number, self.next = (self.after_it.pop(0) if self.after_it else ""), 0

    def tap(self, at: Any) -> str:
        if not self.number or self.next == len(WAY):
            return "nothing to do"
        verb = WAY[self.next]
        body: dict[str, Any] = {"observed_at": at.isoformat()}
        body |= {"permit_number": "QX-1"} if verb == "start" else {}
        if verb == "reply":
            body |= {"cause": "line", "measures": "合闸", "restored_at": at.isoformat(), "contacted": True}
        self.outbox.append((self.number, verb, body, f"{self.crew.pk}-{at.isoformat()}-{verb}"))
        self.next += 1
        return f"{self.person} taps {verb} {self.number}"

    def send(self) -> list[tuple[str, str, Any]]:
        """Everything that waits, in order; what was answered, with the moment of its tap."""
        sent, self.outbox = self.outbox, []
        for number, verb, body, key in sent:
            answer = self._post(number, verb, body, key)
            assert answer.status_code == 200, (number, verb, answer.data)
            if number == self.number and (verb == "reply" or "late" in answer.data):
                self.turn_to_next()
        return [(number, verb, parse_datetime(body["observed_at"])) for number, verb, body, _ in sent]

    def send_unheard(self, so_many: int) -> int:
        """The server has the first of what waits, and the phone does not know."""
        for number, verb, body, key in self.outbox[:so_many]:
            answer = self._post(number, verb, body, key)
            assert answer.status_code == 200, (number, verb, answer.data)
        return len(self.outbox[:so_many])

    def _post(self, number: str, verb: str, body: dict[str, Any], key: str) -> Any:
        path = f"/api/v1/work-orders/{number}/{verb}/"
        return self.client.post(path, body, format="json", headers={"Idempotency-Key": key})


class Shift:
    def __init__(self, cast: Any, province: Any, dice: random.Random) -> None:
        self.cast, self.dice, self.told = cast, dice, []
        self.phones = [Phone(cast.omar, province.dingzhai_crew), Phone(cast.tao, province.town_crew)]
        self.at = now() - timedelta(hours=8)
        self.words: list[tuple[str, str, Any]] = []

    def step(self) -> None:
        self.at += timedelta(minutes=self.dice.uniform(0.5, 8))
        act: Callable[..., str] = self.dice.choices(list(self.ACTS), weights=list(self.ACTS.values()))[0]
        try:
            what = act(self)
        except DomainError as refusal:
            what = f"refused: {refusal}"
        self.told.append(f"{self.at:%H:%M} {act.__name__}: {what}")

    def report(self) -> str:
        return make_waiting_order(f"R{len(self.told)}", at=self.at).number

    def phone(self, can: Callable[[Phone], Any]) -> Phone:
        """One that has something to do, else any of them."""
        return self.dice.choice([phone for phone in self.phones if can(phone)] or self.phones)

    def accept(self) -> str:
        return self.phone(lambda phone: Offer.objects.filter(crew=phone.crew, status="OFFERED").exists()).accept()

    def tap(self) -> str:
        return self.phone(lambda phone: phone.number and phone.next < len(WAY)).tap(self.at)

    def send(self) -> str:
        phone = self.dice.choice(self.phones)
        self.words += (sent := phone.send())
        return f"{phone.person} {len(sent)}"

    def send_and_be_cut_off(self) -> str:
        phone = self.phone(lambda phone: phone.outbox)
        return f"{phone.person} {phone.send_unheard(self.dice.randint(1, 3))} unheard"

    def held(self) -> WorkOrder:
        orders = list(WorkOrder.objects.filter(assignments__released_at=None, assignments__isnull=False).order_by("pk"))
        if not orders:
            raise DomainError("nobody")
        return self.dice.choice(orders)

    def reassign(self) -> str:
        order = self.held()
        desk.reassign(order_id=order.pk, reason="联系不上", at=self.at, actor=self.cast.mei)
        return order.number

    def cancel(self) -> str:
        order = self.held()
        control.cancel(order_id=order.pk, reason="重复", at=self.at, actor=self.cast.mei)
        return order.number

    def merge(self) -> str:
        order, parent = self.held(), self.dice.choice(list(WorkOrder.objects.order_by("pk")))
        if order == parent:
            return "itself"
        control.merge(order_id=order.pk, parent_id=parent.pk, at=self.at, actor=self.cast.mei)
        return f"{order.number} behind {parent.number}"

    def suspend(self) -> str:
        order = self.held()
        why = {"reason": "unsafe_weather", "detail": "", "resume_at": None}
        control.suspend(order_id=order.pk, **why, at=self.at, actor=self.cast.mei)
        return order.number

    def resume(self) -> str:
        paused = WorkOrder.objects.filter(status="SUSPENDED").order_by("pk").first()
        if paused is None:
            raise DomainError("nothing is suspended")
        return control.resume(order_id=paused.pk, at=self.at, actor=self.cast.mei).number

    ACTS: dict[Callable[..., str], int] = {
        report: 4, accept: 6, tap: 14, send: 3, send_and_be_cut_off: 3, reassign: 2, cancel: 1, merge: 1, suspend: 2, resume: 1
    }  # fmt: skip


@pytest.mark.seeds(4)
def test_no_word_of_a_crew_is_lost(seed, province, cast, relayed):
    shift = Shift(cast, province, random.Random(seed))
    for _ in range(3):
        shift.told.append(f"before the shift {shift.report()}")
        relayed()
    for _ in range(STEPS):
        shift.step()
        relayed()
    assert shift.words or any(phone.outbox for phone in shift.phones), "a walk on which nobody did anything"
    for phone in shift.phones:
        shift.words += phone.send()
        relayed()
    story = "\n".join(shift.told)
    for number, verb, tapped_at in shift.words:
        steps = StatusChange.objects.filter(order__number=number, new=BECOMES[verb], at__gte=tapped_at)
        late = LateWord.objects.filter(order__number=number, step=verb, observed_at=tapped_at)
        assert steps.exists() or late.exists(), f"{verb} of {number} at {tapped_at} is lost\n{story}"
    told = StatusChange.objects.filter(new__in=BECOMES.values(), actor__in=[cast.omar, cast.tao])
    assert len(shift.words) == told.count() + LateWord.objects.count(), story
    for order in WorkOrder.objects.all():
        assert order.assignments.filter(released_at=None).count() <= 1
        moves = list(order.status_changes.order_by("pk"))
        for before, move in itertools.pairwise(moves):
            assert move.actor not in (cast.omar, cast.tao) or move.at >= before.at, f"{order.number}\n{story}"
    ended = Assignment.objects.filter(released_at=None, order__status__in=["CANCELLED", "MERGED", "REPLIED"])
    assert not ended.exists(), story
