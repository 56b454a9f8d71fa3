"""Planner, offers, waiting list and ``candidates/`` mean the same crews: one load, one answer to who may be asked."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dispatch import planner
from dispatch.models import Crew, CrewPosition, Decision, Offer
from dispatch.planner import plan
from dispatch.selectors.candidate_crews import crews_by_order, free_crews
from dispatch.services import desk, offering
from dispatch.services.offering import make_offers
from dispatch.services.routing import propose, route_orders
from dispatch.travel import StraightLineTravel
from tests.dispatch.crews import NOW, make_job
from tests.dispatch.crews import make_crew as crew_state
from tests.door.test_working import ORDERS, step
from tests.grid import XUANTUO, make_crew, make_held_order, make_waiting_order
from workorders.kinds.fault.states import WITH_CREW, Status
from workorders.models import WorkOrder
from workorders.services import control

pytestmark = pytest.mark.django_db
LIMIT = 3


def eligible(client, order):
    """The crews that the API calls eligible for the order."""
    answer = client.get(f"{ORDERS}{order.number}/candidates/").data
    return {row["crew_id"] for row in answer["candidates"]}


def accept_three(omar, crew):
    orders = []
    for n in range(LIMIT):
        order = make_waiting_order(f"H{n}")
        desk.assign_by_hand(order_id=order.pk, crew_id=crew.pk, reason="near", at=now(), actor=None)
        offer = order.offers.get(status="OFFERED")
        assert omar.post(f"/api/v1/offers/{offer.pk}/accept/").status_code == 200
        orders.append(order)
    return orders


def finish_without_reply(omar, order):
    for verb, body in (("depart", {}), ("arrive", {}), ("start", {"permit_number": "抢修单-1"}), ("restore", {})):
        answer = step(omar, order, verb, body)
        assert answer.status_code == 200, answer.data


def test_paper_that_a_crew_owes_does_not_keep_it_from_the_next_customer(omar, mei, relayed, province):
    """V2: three accepted, one restored without its reply, a fault beside it: the crew is asked and may set out."""
    crew = province.dingzhai_crew
    first, second, _ = accept_three(omar, crew)
    beside = make_waiting_order("BESIDE")
    assert crew.pk not in eligible(mei, beside), "three in hand are the limit"
    finish_without_reply(omar, first)
    assert crew.pk in eligible(mei, beside)
    relayed()
    offer = beside.offers.get()
    assert (offer.crew, offer.status) == (crew, "OFFERED")
    assert omar.post(f"/api/v1/offers/{offer.pk}/accept/").status_code == 200
    assert step(omar, second, "depart").status_code == 200, "the reply may wait, the next customer not"
    card = mei.get(f"/api/v1/crews/{crew.pk}/").data
    assert (card["active_orders"], card["state"]) == (LIMIT, "EN_ROUTE")
    reply = {"cause": "breaker", "measures": "replaced", "contacted": True}
    first.refresh_from_db()
    assert step(omar, first, "reply", {**reply, "restored_at": first.restored_at.isoformat()}).status_code == 200


def test_a_suspended_job_holds_nobody(omar, mei, province):
    crew = province.dingzhai_crew
    first, second, _ = accept_three(omar, crew)
    step(omar, first, "depart")
    assert step(omar, second, "depart").status_code == 409
    body = {"reason": "unsafe_weather", "resume_at": "2030-01-01T00:00:00Z"}
    assert step(mei, first, "suspend", body).status_code == 200
    assert crew.pk in eligible(mei, make_waiting_order("BESIDE"))
    assert step(omar, second, "depart").status_code == 200


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.MERGED}))
def test_what_is_called_eligible_is_offered(province, mei, status):
    """Whatever state the order is in that a crew holds: candidates, offers and the waiting list say the same."""
    crew = make_held_order("HELD").assignments.get().crew
    Crew.objects.filter(pk=crew.pk).update(workload_limit=1)
    WorkOrder.objects.update(status=status.value, suspended_from="ACCEPTED" if status == Status.SUSPENDED else "")
    order = make_waiting_order("NEW")
    called = crew.pk in eligible(mei, order)
    assert called == (status not in WITH_CREW)
    assert called == free_crews(now()).filter(pk=crew.pk).exists()
    decision = Decision.objects.create(order=order, at=now(), mode="AUTO", chosen_crew_ids=[crew.pk])
    assert called == bool(make_offers([decision], at=now()))


def test_only_crews_of_the_centre_are_weighed(province):
    order = make_waiting_order()
    assert set(crews_by_order([order])[order.pk]) == {province.dingzhai_crew.pk, province.town_crew.pk}


def test_a_crew_of_a_unit_above_serves_all_below(province):
    above = make_crew("CITY", "州应急班", province.city, place=XUANTUO)
    order = make_waiting_order()
    assert above.pk in {candidate.crew_id for candidate in propose([order], at=now())[0].candidates}


def test_busy_and_unskilled_crews_do_not_hide_the_free_one_behind_them(province):
    for n in range(70):
        make_crew(f"N{n}", f"{n} 班", province.dingzhai, place=XUANTUO, skills=("LV",))
    order = make_waiting_order(description="变压器不响了")
    assert order.fault_kind == "MV"
    route_orders(order_ids=[order.pk], at=now())
    assert Offer.objects.get().crew == province.dingzhai_crew


def test_a_crew_without_a_fresh_position_is_weighed_from_its_base(province):
    CrewPosition.objects.all().delete()
    route_orders(order_ids=[make_waiting_order().pk], at=now())
    assert Offer.objects.get().crew == province.dingzhai_crew


def taken_in_the_last_moment(monkeypatch, take):
    """Between the planner's answer and its offers somebody else is quicker, once."""
    really, times = offering._lock_crews_with_room, []

    def lock(crew_ids):
        if not times:
            times.append(1)
            take()
        return really(crew_ids)

    monkeypatch.setattr(offering, "_lock_crews_with_room", lock)


def test_an_order_whose_offer_falls_away_is_decided_again_at_once(province, monkeypatch):
    order, crew = make_waiting_order(), province.dingzhai_crew
    taken_in_the_last_moment(monkeypatch, lambda: Crew.objects.filter(pk=crew.pk).update(workload_limit=0))
    route_orders(order_ids=[order.pk], at=now())
    assert order.offers.get().crew == province.town_crew
    first, second = Decision.objects.order_by("pk")
    assert (first.chosen_crew_ids, first.reason) == ([crew.pk], "crew_taken_meanwhile")
    assert [row["why"] for row in second.rejected if row["crew_id"] == crew.pk] == [["workload_full", "already_tried"]]


def test_where_no_other_crew_is_left_it_says_so(province, monkeypatch):
    order = make_waiting_order()
    taken_in_the_last_moment(monkeypatch, lambda: Crew.objects.update(workload_limit=0))
    route_orders(order_ids=[order.pk], at=now())
    order.refresh_from_db()
    assert (order.status, order.attention) == ("PENDING_DISPATCH", "no_crew")


@pytest.mark.parametrize("end", ["reject", "expire", "withdraw"])
def test_an_offer_that_ends_lets_the_crew_be_asked_for_what_waits(province, relayed, end):
    Crew.objects.exclude(pk=province.dingzhai_crew.pk).update(active=False)
    asked, waits = make_waiting_order("A"), make_waiting_order("B")
    route_orders(order_ids=[asked.pk], at=now())
    route_orders(order_ids=[waits.pk], at=now())
    relayed()  # what was told of the two so far: from here on only the end of the offer can route again
    assert not waits.offers.exists()
    offer = asked.offers.get()
    if end == "reject":
        offering.reject_offer(offer_id=offer.pk, reason="OTHER", at=now(), actor=None)
    elif end == "expire":
        offering.expire_offers(at=now() + timedelta(minutes=4))
    else:
        control.cancel(order_id=asked.pk, reason="power is back", at=now())
    relayed()
    assert waits.offers.filter(status="OFFERED").exists()


def test_parts_that_share_no_crew_are_decided_as_one_problem_would_be(monkeypatch):
    jobs = [make_job(n, km_north=n) for n in range(1, 7)]
    crews = [crew_state(n, km_north=n * 1.3) for n in range(1, 8)]
    reach = {1: [1, 2], 2: [1, 2], 3: [3, 4], 4: [4, 5], 5: [6], 6: []}
    options = {"travel": StraightLineTravel(), "at": NOW, "reach": reach}
    split = plan(jobs, crews, **options)
    monkeypatch.setattr(planner, "_parts", lambda jobs, crews, reach: [(list(jobs), list(crews))])
    assert split == plan(jobs, crews, **options)
    assert [bool(decision.chosen) for decision in split] == [True] * 5 + [False]
