"""Who leaves keeps no work: set inactive, or the shift ended."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dispatch.models import Assignment, Crew, Offer, Shift
from dispatch.services import fieldwork
from dispatch.services.off_duty import take_over_from_left_crews
from dispatch.tasks import tick_offers
from tests.grid import make_held_order, make_offer

pytestmark = pytest.mark.django_db


def set_inactive(crew):
    Crew.objects.filter(pk=crew.pk).update(active=False)


def end_shift(crew):
    Shift.objects.filter(crew=crew).update(ends_at=now() - timedelta(seconds=1))


@pytest.fixture(params=[set_inactive, end_shift])
def leave(request):
    return request.param


def test_an_order_not_set_off_to_is_taken_back_and_offered_on(province, cast, relayed, leave):
    order = make_held_order(by=cast.omar)
    crew = order.assignments.get().crew
    leave(crew)
    tick_offers()
    relayed()
    order.refresh_from_db()
    assert order.status == "DISPATCHED" and not Assignment.objects.filter(released_at=None).exists()
    assert Offer.objects.get(status="OFFERED").crew != crew
    assert crew.name in order.status_changes.get(reason="crew_left").detail


def test_for_one_under_way_a_person_is_asked_and_it_stays(province, cast, leave):
    order = make_held_order(by=cast.omar)
    crew = order.assignments.get().crew
    fieldwork.depart(order_id=order.pk, crew_id=crew.pk, at=now(), actor=cast.omar)
    leave(crew)
    assert take_over_from_left_crews(at=now()) == [order]
    order.refresh_from_db()
    assert (order.status, order.attention) == ("EN_ROUTE", "crew_left")
    assert take_over_from_left_crews(at=now()) == []


def test_an_open_offer_is_withdrawn_and_another_crew_asked(province, relayed, leave):
    offer = make_offer()
    leave(offer.crew)
    tick_offers()
    relayed()
    offer.refresh_from_db()
    assert offer.status == "WITHDRAWN"
    assert Offer.objects.get(status="OFFERED").crew != offer.crew


def test_a_crew_on_duty_keeps_what_it_holds(province, cast):
    order = make_held_order(by=cast.omar)
    assert take_over_from_left_crews(at=now()) == []
    order.refresh_from_db()
    assert order.status == "ACCEPTED"
