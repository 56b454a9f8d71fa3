"""Every verb that ends, stops or moves the leading order or its outage: afterwards an order leads, and nobody is forgotten."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dispatch.services import desk, fieldwork, off_duty
from dispatch.services.offering import accept_offer
from outages.findings.services.findings import CrewFinding, take_finding
from outages.leading.services.proactive_orders import open_missing_orders
from outages.ledger.services import correcting
from outages.models import Outage
from outages.verbs.services import dismissing, moving, restoring, splitting
from tests.flows.test_led_on import led  # noqa: F401
from tests.flows.test_outage_night import call, town, trip  # noqa: F401
from tests.leads import breaches
from tests.outages.lines import below
from workorders.models import WorkOrder
from workorders.services import aftercare, control, judging
from workorders.services.locating import locate_order

pytestmark = pytest.mark.django_db


class Stage:
    """A tripped feeder with 61 customers in the dark and six calls; omar's crew was asked for the first."""

    def __init__(self, led, town, cast, relayed):  # noqa: F811
        self.outage, self.town, self.cast, self.relayed = led, town, cast, relayed
        self.leader = led.lead_order
        self.by = {"at": now(), "actor": cast.mei}

    def crew_goes(self, *steps):
        offer = self.leader.offers.get(status="OFFERED")
        accept_offer(offer_id=offer.pk, at=now(), actor=self.cast.omar)
        for step in steps:
            more = {"permit_number": "QX-1", "etr_at": None} if step is fieldwork.start_repair else {}
            step(**self.held(offer.crew_id), **more)
            self.relayed()
        return self.held(offer.crew_id)

    def held(self, crew_id):
        return {"order_id": self.leader.pk, "crew_id": crew_id, "at": now(), "actor": self.cast.omar}

    def on_site(self):
        return self.crew_goes(fieldwork.depart, fieldwork.arrive)

    def some_have_power(self):
        """The crew says so, below T1 only: forty are dark still."""
        held = self.crew_goes(fieldwork.depart, fieldwork.arrive, fieldwork.start_repair)
        restoring.restore(outage_id=self.outage.pk, at=now(), scope=below(self.town.province.t1))
        # Past the event of the crew's word, which would end the whole outage with the switch.
        WorkOrder.objects.filter(pk=self.leader.pk).update(status="RESTORED", restored_at=now())
        self.relayed()
        return held

    def replied(self):
        held = self.some_have_power()
        said = aftercare.Checklist(cause="line", measures="合闸", restored_at=now(), contacted=True)
        fieldwork.reply(**held | {"at": now()}, checklist=said)
        self.relayed()

    def reviewed(self, passed=True):
        self.replied()
        aftercare.review_reply(order_id=self.leader.pk, passed=passed, comment="看", **self.by)

    def a_follower(self):
        return self.leader.merged_orders.order_by("pk").first()


def reassigned(on):
    on.crew_goes(fieldwork.depart)
    desk.reassign(order_id=on.leader.pk, reason="太远", **on.by)


def suspended_and_resumed(on):
    on.on_site()
    said = {"reason": "customer_asks_later", "detail": "", "resume_at": None}
    control.suspend(order_id=on.leader.pk, **said, **on.by)
    on.relayed()
    control.resume(order_id=on.leader.pk, **on.by)


def a_follower_split(on):
    control.split(order_id=on.a_follower().pk, reason="不是一回事", **on.by)


def moved_to_another_county(on):
    locate_order(order_id=on.leader.pk, latitude=29.6, longitude=109.4, **on.by)


def crew_inactive(on):
    on.crew_goes()
    crew = on.leader.assignments.get().crew
    crew.active = False
    crew.save(update_fields=["active"])
    off_duty.take_over_from_left_crews(at=now())


def nothing_found(on):
    fieldwork.find_nothing(text="现场有电", **on.on_site())


def only_one_house(on):
    held = on.on_site()
    said = CrewFinding(extent="HOUSE", seen_at=now())
    take_finding(order_id=held["order_id"], finding=said, at=now(), actor=on.cast.omar)


def below_another_device(on):
    held = on.on_site()
    said = CrewFinding(extent="DEVICE", device="FU2", seen_at=now())
    take_finding(order_id=held["order_id"], finding=said, at=now(), actor=on.cast.omar)


def restored_and_taken_back(on):
    held = on.some_have_power()
    open_missing_orders(at=now() + timedelta(minutes=2))
    on.relayed()
    fieldwork.take_back_restored(text="又停了", **held)


def replied(on):
    on.replied()


def sent_back_for_rework(on):
    on.reviewed(passed=False)


def not_satisfied(on):
    on.reviewed()
    aftercare.call_back(order_id=on.leader.pk, satisfaction="UNSATISFIED", comment="没电", rework=True, **on.by)


def a_follower_not_satisfied(on):
    follower = on.a_follower()
    on.reviewed()
    if WorkOrder.objects.get(pk=follower.pk).status == "MERGED":
        aftercare.call_back(order_id=follower.pk, satisfaction="UNSATISFIED", comment="没电", rework=True, **on.by)


def explained(on):
    WorkOrder.objects.filter(pk=on.leader.pk).update(status="JUDGED")
    on.leader.offers.update(status="WITHDRAWN", answered_at=now())
    judging.explain(order_ids=[on.leader.pk], cause="x", measures="x", restored_at=now(), **on.by)


def outage_dismissed(on):
    dismissing.dismiss(outage_id=on.outage.pk, reason="误判", **on.by)


def outage_split(on):
    splitting.split(outage_id=on.outage.pk, scope=below(on.town.province.t2), reason="两处", **on.by)


def outage_split_after_the_reply(on):
    on.replied()
    splitting.split(outage_id=on.outage.pk, scope=below(on.town.province.t2), reason="两处", **on.by)


def outage_moved(on):
    scope = below(on.town.province.t2, on.town.province.t3)
    moving.move_to(outage_id=on.outage.pk, scope=scope, device_id=on.town.fu2.pk, reason="在支线", **on.by)


def some_never_off(on):
    correcting.correct_never_off(outage_id=on.outage.pk, scope=below(on.town.province.t1), reason="有电", **on.by)


def all_have_power_and_some_lose_it_again(on):
    on.replied()
    restoring.restore(outage_id=on.outage.pk, at=now())
    on.relayed()
    scope = below(on.town.province.t3)
    restoring.lose_again(outage_id=on.outage.pk, scope=scope, since=now(), at=now())


PATHS = [
    reassigned, suspended_and_resumed, a_follower_split, moved_to_another_county, crew_inactive, nothing_found,
    only_one_house, below_another_device, restored_and_taken_back, replied, sent_back_for_rework, not_satisfied,
    a_follower_not_satisfied, explained, outage_dismissed, outage_split, outage_split_after_the_reply, outage_moved,
    some_never_off, all_have_power_and_some_lose_it_again,
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_somebody_leads_after(path, led, town, cast, relayed):  # noqa: F811
    Outage.objects.update(detected_at=now() - timedelta(minutes=5))
    path(Stage(led, town, cast, relayed))
    relayed()
    open_missing_orders(at=now() + timedelta(minutes=2))
    relayed()
    assert breaches() == {}
