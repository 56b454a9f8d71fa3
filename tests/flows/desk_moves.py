"""The rarer hands of a night: verbs of desk, phone and switchboard that end, change or move an order or an outage.

Mixed into the random walk over orders and outages; each takes its victim from the dice and may be refused.
"""

import random
from collections.abc import Callable
from typing import Any

from django.utils.timezone import now

from dispatch.models import Assignment, Crew
from dispatch.services import fieldwork, off_duty
from outages.findings.services.findings import CrewFinding, take_finding
from outages.ledger.services import correcting
from outages.life.selectors.affected import scope_of_device
from outages.models import Answer, Outage, RestoreCheck
from outages.verbs.services import closing, confirming, moving, restoring, splitting, verifying
from tests.outages.lines import below
from workorders.services import aftercare, control, judging, one_crew_per_supply
from workorders.services.locating import locate_order

IN_XIANFENG, IN_LAIFENG = (29.66, 109.15), (29.6, 109.4)
EXTENTS = ("NOBODY", "HOUSE", "VILLAGE", "DEVICE")


class RareHands:
    """``dice``, ``cast``, ``province``, ``devices``, ``pick`` and ``order`` come from the night."""

    dice: random.Random
    cast: Any
    province: Any
    devices: list[Any]
    pick: Callable[[Any], Any]
    order: Callable[..., Any]

    def said(self) -> dict[str, Any]:
        return {"reason": "现场核实", "at": now(), "actor": self.cast.mei}

    # --- orders -------------------------------------------------------------------------------------------------------
    def end_otherwise(self) -> str:
        order, verb = self.order(), self.dice.choice(["false-alarm", "return-upstream"])
        control.cancel(order_id=order.pk, verb=verb, **self.said())
        return f"{order.number} {verb}"

    def explain(self) -> str:
        order = self.order("RECEIVED", "JUDGED", "PENDING_DISPATCH")
        words = {"cause": "customer_side", "measures": "电话解释", "restored_at": now()}
        done = judging.explain(order_ids=[order.pk], at=now(), actor=self.cast.mei, **words)
        return f"{order.number} {len(done)}"

    def send_on(self) -> str:
        order = self.order("JUDGED")
        judging.send_on(order_id=order.pk, at=now(), actor=self.cast.mei)
        return str(order.number)

    def merge_orders(self) -> str:
        one, other = self.order(), self.order()
        control.merge(order_id=one.pk, parent_id=other.pk, **self.said())
        return f"{one.number} into {other.number}"

    def split_order(self) -> str:
        order = self.order("MERGED")
        control.split(order_id=order.pk, **self.said())
        return str(order.number)

    def second_crew(self) -> str:
        order = self.order("PENDING_DISPATCH", "DISPATCHED")
        one_crew_per_supply.ask_second_crew(order_id=order.pk, **self.said())
        return str(order.number)

    def locate(self) -> str:
        order, place = self.order(), self.dice.choice([IN_XIANFENG, IN_LAIFENG])
        locate_order(order_id=order.pk, latitude=place[0], longitude=place[1], at=now(), actor=self.cast.mei)
        return f"{order.number} {place}"

    def unhappy(self) -> str:
        order, rework = self.order("REVIEWED", "MERGED"), self.dice.random() < 0.5
        said = {"satisfaction": self.dice.choice(["UNSATISFIED", "NOT_REACHED"]), "comment": "还是没电"}
        rework = rework and said["satisfaction"] == "UNSATISFIED"
        aftercare.call_back(order_id=order.pk, rework=rework, at=now(), actor=self.cast.mei, **said)
        return f"{order.number} {said['satisfaction']} rework={rework}"

    def reply_again(self) -> str:
        order = self.order("REWORK")
        last = order.assignments.order_by("-pk").first()
        said = aftercare.Checklist(cause="line", measures="合闸", restored_at=now(), contacted=True)
        fieldwork.reply(order_id=order.pk, crew_id=last.crew_id, checklist=said, at=now(), actor=self.cast.omar)
        return str(order.number)

    # --- crews --------------------------------------------------------------------------------------------------------
    def not_restored(self) -> str:
        held = self._held("RESTORED")
        fieldwork.take_back_restored(text="又停了", **self._by(held))
        return str(held.order.number)

    def find_nothing(self) -> str:
        held = self._held("ON_SITE")
        fieldwork.find_nothing(text="现场有电", **self._by(held))
        return str(held.order.number)

    def find(self) -> str:
        held, extent = self._held("ON_SITE", "REPAIRING"), self.dice.choice(EXTENTS)
        device = self.dice.choice(self.devices).code if extent == "DEVICE" else ""
        finding = CrewFinding(extent=extent, device=device, seen_at=now(), hazard=self.dice.random() < 0.1)
        kept = take_finding(order_id=held.order_id, finding=finding, at=now(), actor=self.cast.omar)
        return f"{held.order.number} {extent} {device}: {kept.detail['effect']}"

    def leave_or_come(self) -> str:
        crew = self.pick(Crew.objects.all())
        crew.active = not crew.active
        crew.save(update_fields=["active"])
        return f"{crew.name} {crew.active} {len(off_duty.take_over_from_left_crews(at=now()))}"

    def _held(self, *statuses: str) -> Any:
        return self.pick(Assignment.objects.filter(released_at=None, order__status__in=statuses))

    def _by(self, held: Any) -> dict[str, Any]:
        return {"order_id": held.order_id, "crew_id": held.crew_id, "at": now(), "actor": self.cast.omar}

    # --- outages ------------------------------------------------------------------------------------------------------
    def confirm(self) -> str:
        outage = self.pick(Outage.objects.live())
        confirming.confirm(outage_id=outage.pk, at=now(), actor=self.cast.mei)
        return str(outage.number)

    def unconfirm(self) -> str:
        outage = self.pick(Outage.objects.live())
        confirming.unconfirm(outage_id=outage.pk, **self.said())
        return str(outage.number)

    def move_to(self) -> str:
        outage, device = self.pick(Outage.objects.live()), self.dice.choice(self.devices)
        scope = scope_of_device(device.pk, at=now())
        moving.move_to(outage_id=outage.pk, scope=scope, device_id=device.pk, **self.said())
        return f"{outage.number} to {device.code}"

    def split_outage(self) -> str:
        outage = self.pick(Outage.objects.live())
        part = splitting.split(outage_id=outage.pk, scope=self._a_transformer(), **self.said())
        return f"{outage.number} leaves {part.number}"

    def restore_some(self) -> str:
        outage = self.pick(Outage.objects.live())
        done = restoring.restore(outage_id=outage.pk, scope=self._a_transformer(), at=now(), actor=self.cast.mei)
        return f"{outage.number} {done.customers} on, {done.still_dark} dark"

    def ask_and_weigh(self) -> str:
        check = self.pick(RestoreCheck.objects.filter(finished_at=None))
        answers = {
            point: self.dice.choice(list(Answer)) for point in check.answers.values_list("service_point", flat=True)
        }
        verifying.record_answers(check_id=check.pk, answers=answers, at=now())
        outage = verifying.finish_check(check_id=check.pk, at=now(), actor=self.cast.mei)
        return f"{outage.number} {outage.status}"

    def close(self) -> str:
        outage, keep = self.pick(Outage.objects.filter(status="VERIFIED")), self.dice.random() < 0.3
        closing.close(outage_id=outage.pk, keep_order=keep, at=now(), actor=self.cast.mei)
        return f"{outage.number} keep={keep}"

    def was_never_off(self) -> str:
        outage = self.pick(Outage.objects.all())
        correcting.correct_never_off(outage_id=outage.pk, scope=self._a_transformer(), **self.said())
        return str(outage.number)

    def was_off(self) -> str:
        outage = self.pick(Outage.objects.all())
        scope = self._a_transformer()
        correcting.correct_was_off(
            outage_id=outage.pk, scope=scope, off_at=outage.started_at, on_at=None, **self.said()
        )
        return str(outage.number)

    def _a_transformer(self) -> Any:
        return below(self.dice.choice([self.province.t1, self.province.t2, self.province.t3]))


RARE_HANDS = {
    RareHands.end_otherwise: 3, RareHands.explain: 2, RareHands.send_on: 2, RareHands.merge_orders: 3,
    RareHands.split_order: 3, RareHands.second_crew: 1, RareHands.locate: 2, RareHands.unhappy: 3,
    RareHands.reply_again: 3, RareHands.not_restored: 3, RareHands.find_nothing: 2, RareHands.find: 5,
    RareHands.leave_or_come: 2, RareHands.confirm: 2, RareHands.unconfirm: 1, RareHands.move_to: 2,
    RareHands.split_outage: 2, RareHands.restore_some: 4, RareHands.ask_and_weigh: 4, RareHands.close: 3,
    RareHands.was_never_off: 1, RareHands.was_off: 1,
}  # fmt: skip
