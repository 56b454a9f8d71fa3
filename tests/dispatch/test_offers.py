"""The offer protocol: exactly one crew wins, the next is asked at once, two failures call the supervisor."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import Conflict, Invalid, NotAllowed
from dispatch.models import Decision, Offer
from dispatch.services import desk, fieldwork
from dispatch.services.offering import accept_offer, reject_offer
from tests.grid import make_crew, make_held_order, make_offer, make_waiting_order

pytestmark = pytest.mark.django_db


def test_accepting_makes_the_crew_the_second_custodian(province, cast):
    offer = make_offer()
    assignment = accept_offer(offer_id=offer.pk, at=now(), actor=cast.omar)
    order = assignment.order
    order.refresh_from_db()
    assert (order.status, order.custodian_count) == ("ACCEPTED", 2)
    assert order.clocks.get(code="CREW_ACCEPT").outcome == "MET"


def test_a_refusal_asks_the_next_at_once_and_is_no_custodian(province, cast, relayed):
    offer = make_offer()
    reject_offer(offer_id=offer.pk, reason="NO_PARTS", at=now(), actor=cast.omar)
    relayed()
    second = Offer.objects.exclude(pk=offer.pk).get()
    assert (second.crew, second.status) == (province.town_crew, "OFFERED")
    accept_offer(offer_id=second.pk, at=now(), actor=cast.tao)
    offer.order.refresh_from_db()
    assert offer.order.custodian_count == 2


def test_two_failures_call_the_supervisor(province, cast, relayed):
    offer = make_offer()
    for _ in range(2):
        reject_offer(offer_id=Offer.objects.get(status="OFFERED").pk, reason="BUSY", at=now(), actor=cast.omar)
        relayed()
    offer.order.refresh_from_db()
    assert (offer.order.status, offer.order.attention) == ("PENDING_DISPATCH", "two_failures")


def test_the_first_of_two_crews_wins_and_the_other_is_told(province, cast):
    make_offer(description="电线断落在地上冒火花")
    first, second = Offer.objects.order_by("pk")
    accept_offer(offer_id=second.pk, at=now(), actor=cast.tao)
    first.refresh_from_db()
    assert first.status == "WITHDRAWN"
    with pytest.raises(Conflict):
        accept_offer(offer_id=first.pk, at=now(), actor=cast.omar)


def test_one_refusal_of_two_leaves_the_other_offer_standing(province, cast):
    order = make_offer(description="电线断落在地上冒火花").order
    reject_offer(offer_id=order.offers.order_by("pk")[0].pk, reason="BUSY", at=now(), actor=None)
    order.refresh_from_db()
    assert order.status == "DISPATCHED"


def test_an_offer_that_ran_out_cannot_be_accepted(province, cast):
    offer = make_offer()
    with pytest.raises(Conflict):
        accept_offer(offer_id=offer.pk, at=now() + timedelta(minutes=4), actor=cast.omar)


def test_refusing_twice_is_refusing_once(province, cast):
    offer = make_offer()
    for _ in range(2):
        reject_offer(offer_id=offer.pk, reason="BUSY", at=now(), actor=cast.omar)
    assert Offer.objects.count() == 1


def test_a_person_may_choose_another_crew_with_a_reason(province, cast):
    order = make_waiting_order()
    choice = {"order_id": order.pk, "crew_id": province.town_crew.pk, "at": now(), "actor": cast.mei}
    with pytest.raises(Invalid):
        desk.assign_by_hand(**choice, reason="")
    desk.assign_by_hand(**choice, reason="带有备件")
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.override_reason) == (cast.mei, "带有备件")
    assert decision.regret_minutes > 0
    assert Offer.objects.get().crew == province.town_crew


def test_a_person_cannot_send_a_crew_that_may_not_go(province, cast):
    with pytest.raises(Conflict):
        desk.assign_by_hand(
            order_id=make_waiting_order().pk, crew_id=province.baifusi_crew.pk, reason="x", at=now(), actor=cast.mei
        )


def test_a_reassigned_order_looks_for_another_crew(province, cast, relayed):
    order = make_held_order()
    desk.reassign(order_id=order.pk, reason="车辆故障", at=now(), actor=cast.mei)
    relayed()
    order.refresh_from_db()
    assert order.status == "DISPATCHED"
    assert order.offers.get(status="OFFERED").crew == province.town_crew
    assert order.assignments.filter(released_at=None).count() == 0


def test_a_crew_drives_to_one_job_at_a_time(province, cast):
    first = make_held_order("R1")
    crew = first.assignments.get().crew
    second = make_held_order("R2", latitude=29.66, longitude=109.15)
    second.assignments.update(crew=crew)
    fieldwork.depart(order_id=first.pk, crew_id=crew.pk, at=now(), actor=cast.omar)
    with pytest.raises(Conflict):
        fieldwork.depart(order_id=second.pk, crew_id=crew.pk, at=now(), actor=cast.omar)


def test_another_crew_cannot_work_on_it(province, cast):
    order = make_held_order()
    with pytest.raises(NotAllowed):
        fieldwork.depart(order_id=order.pk, crew_id=province.town_crew.pk, at=now(), actor=cast.tao)


@pytest.mark.parametrize(
    ("place", "detail"),
    [((29.672, 109.141), "verified"), ((29.68, 109.141), "unverified:890"), ((None, None), "unverified:no_position")],
)
def test_an_arrival_far_away_counts_but_is_marked(province, cast, place, detail):
    order = make_held_order()
    step = {"order_id": order.pk, "crew_id": order.assignments.get().crew_id, "at": now(), "actor": cast.omar}
    fieldwork.depart(**step)
    fieldwork.arrive(**step, lat=place[0], lon=place[1])
    order.refresh_from_db()
    assert order.status == "ON_SITE"
    assert order.status_changes.get(new="ON_SITE").detail == detail


def test_a_full_crew_is_not_asked(province, cast):
    make_crew("C50", "另一班", province.dingzhai, place=(29.70, 109.20))
    province.dingzhai_crew.workload_limit = 1
    province.dingzhai_crew.save(update_fields=["workload_limit"])
    make_held_order("R1")
    assert make_offer("R2").crew != province.dingzhai_crew
