"""A waiting order goes to the nearest qualified crew, or says why nobody can go; the decision can be argued with."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from dispatch.models import Certificate, Decision, DispatchPolicy, Mode, Offer, Shift
from dispatch.services.offering import expire_offers
from dispatch.services.routing import release_due_decisions, route_orders
from tests.grid import IN_TOWN, XUANTUO, make_crew, make_waiting_order
from workorders.engine.writing import raise_attention

pytestmark = pytest.mark.django_db


def route(order, at=None):
    decisions = route_orders(order_ids=[order.pk], at=at or now())
    order.refresh_from_db()
    return decisions[0] if decisions else None


def test_the_nearest_crew_of_the_county_gets_the_offer(province):
    order = make_waiting_order()
    decision = route(order)
    offer = Offer.objects.get()
    assert (offer.crew, order.status) == (province.dingzhai_crew, "DISPATCHED")
    assert [row["crew_id"] for row in decision.candidates] == [province.dingzhai_crew.pk, province.town_crew.pk]
    assert decision.regret_minutes == 0
    assert decision.candidates[0]["eta_minutes"] <= decision.candidates[1]["eta_minutes"]


def test_a_nearer_crew_of_another_county_may_not_go(province):
    border = make_crew("C99", "界外班", province.baifusi, place=XUANTUO)
    route(make_waiting_order())
    assert Offer.objects.get().crew != border


@pytest.mark.parametrize(
    ("description", "prepare", "why"),
    [
        ("家里没电", lambda p: Shift.objects.all().delete(), "not_on_duty"),
        ("变压器不响了", lambda p: Certificate.objects.filter(skill="MV").delete(), "lacks_skill"),
        ("家里没电", lambda p: Certificate.objects.update(expires_on=date(2020, 1, 1)), "certificate_expired"),
        ("家里没电", lambda p: Shift.objects.update(ends_at=now() + timedelta(minutes=10)), "handover"),
        ("变压器不响了", lambda p: Shift.objects.update(people=1), "too_few_people"),
    ],
)
def test_where_nobody_can_go_the_order_waits_with_the_reason(province, description, prepare, why):
    prepare(province)
    order = make_waiting_order(description=description)
    decision = route(order)
    assert (order.status, order.attention) == ("PENDING_DISPATCH", "no_crew")
    assert decision.reason == "no_eligible_crew"
    assert all(why in row["why"] for row in decision.rejected)


def test_looking_again_in_vain_is_no_new_decision(province):
    Shift.objects.all().delete()
    order = make_waiting_order()
    route(order)
    assert route(order) is None
    assert Decision.objects.count() == 1


def test_a_freed_crew_takes_what_waited(province, relayed):
    orders = [make_waiting_order(f"R{n}") for n in range(3)]
    relayed()
    waiting = [order for order in orders if not order.offers.exists()]
    assert len(waiting) == 1
    make_crew("C98", "增援班", province.dingzhai)
    route_orders(order_ids=[waiting[0].pk], at=now())
    assert waiting[0].offers.count() == 1


def test_a_batch_is_one_problem_and_no_crew_is_asked_twice(province):
    orders = [
        make_waiting_order("A", latitude=XUANTUO[0], longitude=XUANTUO[1]),
        make_waiting_order("B", latitude=IN_TOWN[0], longitude=IN_TOWN[1]),
    ]
    route_orders(order_ids=[order.pk for order in orders], at=now())
    assert {offer.crew for offer in Offer.objects.all()} == {province.dingzhai_crew, province.town_crew}


def test_a_grave_order_goes_to_two_crews_at_once(province):
    order = make_waiting_order(description="电线断落在地上冒火花")
    route(order)
    assert order.grade == 1
    assert order.offers.count() == 2


def test_suggest_only_leaves_the_choice_to_a_person(province):
    DispatchPolicy.objects.create(centre=province.xianfeng, mode=Mode.SUGGEST)
    order = make_waiting_order()
    decision = route(order)
    assert (order.status, order.attention, Offer.objects.count()) == ("PENDING_DISPATCH", "suggestion", 0)
    assert decision.chosen_crew_ids == [province.dingzhai_crew.pk]


def test_automatic_after_a_pause_waits_for_the_pause(province):
    DispatchPolicy.objects.create(centre=province.xianfeng, mode=Mode.DELAYED, pause_seconds=30)
    order, at = make_waiting_order(), now()
    route(order, at)
    assert release_due_decisions(at=at + timedelta(seconds=29)) == 0
    assert release_due_decisions(at=at + timedelta(seconds=31)) == 1
    assert Offer.objects.get().crew == province.dingzhai_crew


def test_a_stale_position_counts_from_the_base_with_a_penalty(province):
    province.dingzhai_crew.position.delete()
    decision = route(make_waiting_order())
    parts = {row["crew_id"]: row["score_parts"] for row in decision.candidates}
    assert parts[province.dingzhai_crew.pk]["stale_position"] == 15
    assert parts[province.town_crew.pk]["stale_position"] == 0


def test_routing_twice_changes_nothing(province):
    order = make_waiting_order()
    route(order)
    assert route(order) is None
    assert Offer.objects.count() == 1


def test_attention_is_raised_once(province):
    order = make_waiting_order()
    raise_attention([order], "no_crew")
    rev = order.rev
    raise_attention([order], "no_crew")
    assert order.rev == rev


def test_an_expired_offer_goes_to_the_next_candidate(province, relayed):
    order = make_waiting_order()
    route(order)
    assert expire_offers(at=now() + timedelta(minutes=3, seconds=1)) == 1
    relayed()
    assert list(order.offers.order_by("pk").values_list("crew__code", "status")) == [
        ("C01", "EXPIRED"),
        ("C02", "OFFERED"),
    ]
