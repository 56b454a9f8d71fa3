"""Signing on and off: nobody leaves with an open item in their name, and nothing stays with somebody who has gone."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.custody.models import DeskDuty
from command_center.ground.custody.services.duty import duty_of, end_lost_duties, relieve_absent, sign_off, sign_on
from command_center.ground.custody.services.giving import give
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.custody.desks import holder_of, make_desks, nameless, on_duty
from tests.grid import make_order


@pytest.fixture
def desks(province):
    return make_desks(province)


def test_one_person_sits_at_one_desk(desks, province):
    on_duty(desks.an)
    with pytest.raises(Conflict, match="咸丰县"):
        sign_on(person=desks.an, centre=province.xianfeng, at=now())


def test_nobody_signs_on_outside_their_area_or_at_a_station(desks, province):
    for centre in (province.laifeng, province.city, province.dingzhai):
        with pytest.raises(Invalid):
            sign_on(person=desks.an, centre=centre, at=now())


def test_whoever_holds_something_cannot_leave(desks):
    on_duty(desks.an)
    make_order("R1")
    with pytest.raises(Conflict) as refusal:
        sign_off(person=desks.an, at=now())
    assert refusal.value.data == {"held": 1}
    assert duty_of(desks.an) is not None


def test_an_empty_desk_is_left_at_once(desks):
    on_duty(desks.an)
    sign_off(person=desks.an, at=now())
    assert duty_of(desks.an) is None


def test_who_has_gone_without_a_word_is_relieved_and_their_items_fall_to_who_is_there(desks):
    on_duty(desks.an)
    order = make_order("R1")
    on_duty(desks.bo)
    relieve_absent(duty_id=duty_of(desks.an).pk, reason="taken ill", at=now(), actor=desks.bo)
    assert holder_of(order) == "bo"
    assert DeskDuty.objects.get(person=desks.an).end_reason == "taken ill"
    assert nameless() == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.MANAGER}, {"home": None}])
def test_who_may_sit_at_the_desk_no_more_is_signed_off_by_the_sweep(desks, change):
    on_duty(desks.an, at=now() - timedelta(hours=1))
    order = make_order("R1")
    on_duty(desks.ci)
    User.objects.filter(pk=desks.an.pk).update(**change)
    assert end_lost_duties(at=now()) == 1
    assert (duty_of(desks.an), holder_of(order), nameless()) == (None, "ci", [])


def test_an_item_is_given_to_somebody_on_duty_who_answers_for_its_place(desks):
    for person in (desks.an, desks.bo, desks.lei):
        on_duty(person)
    order = make_order("R1")
    give([("order", order.pk)], to=desks.bo, at=now(), actor=desks.bo, remark="mine")
    assert holder_of(order) == "bo"
    for unfit in (desks.lei, desks.ci):
        with pytest.raises(Invalid):
            give([("order", order.pk)], to=unfit, at=now(), actor=desks.bo)


def test_what_has_ended_is_given_to_nobody(desks):
    on_duty(desks.an)
    with pytest.raises(Conflict):
        give([("order", 4711)], to=desks.an, at=now(), actor=desks.an)
