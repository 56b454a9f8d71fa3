"""Hand-overs that meet at the same instant, each on a connection of its own: one after the other, and nothing without a name."""

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from command_center.ground.custody.models import Custody, HandoverReceipt
from command_center.ground.custody.services import handing_over
from command_center.ground.custody.services.duty import duty_of, sign_off
from command_center.ground.custody.services.giving import give
from tests.at_once import at_once
from tests.custody.desks import holder_of, make_desks, nameless, on_duty
from tests.grid import make_order
from workorders.services.control import cancel

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def desks(province):
    desks = make_desks(province)
    on_duty(desks.an)
    desks.orders = [make_order(f"R{number}") for number in range(4)]
    on_duty(desks.bo)
    return desks


def ready(giver, to):
    handover = handing_over.begin(giver=giver, at=now())
    handing_over.set_rest(handover.pk, giver=giver, to=to)
    return handover


def test_two_tabs_close_the_same_hand_over_and_one_of_them_does(desks):
    handover = ready(desks.an, desks.bo)
    close = lambda: handing_over.close(handover.pk, giver=desks.an, at=now())  # noqa: E731
    answers = at_once(close, close)
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    assert HandoverReceipt.objects.get().items == 4
    assert {holder_of(order) for order in desks.orders} == {"bo"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_people_hand_over_to_each_other_and_one_of_them_stays(desks, _round):
    give([("order", desks.orders[0].pk)], to=desks.bo, at=now(), actor=desks.bo)
    mine, theirs = ready(desks.an, desks.bo), ready(desks.bo, desks.an)
    answers = at_once(
        lambda: handing_over.close(mine.pk, giver=desks.an, at=now()),
        lambda: handing_over.close(theirs.pk, giver=desks.bo, at=now()),
    )
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    stayed = desks.an if duty_of(desks.an) else desks.bo
    assert {holder_of(order) for order in desks.orders} == {stayed.username}
    assert nameless() == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_what_opens_in_the_moment_of_closing_has_the_name_of_somebody_who_is_there(desks, _round):
    handover = ready(desks.an, desks.bo)
    at_once(
        lambda: handing_over.close(handover.pk, giver=desks.an, at=now()),
        lambda: make_order("R7"),
        lambda: make_order("R8"),
    )
    assert set(Custody.objects.live().values_list("holder__username", flat=True)) == {"bo"}
    assert (Custody.objects.live().count(), nameless()) == (6, [])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_what_ends_in_the_moment_of_closing_has_no_name_left(desks, _round):
    handover = ready(desks.an, desks.bo)
    at_once(
        lambda: handing_over.close(handover.pk, giver=desks.an, at=now()),
        lambda: cancel(order_id=desks.orders[0].pk, reason="double", at=now(), actor=desks.an),
    )
    assert (holder_of(desks.orders[0]), nameless()) == (None, [])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_item_given_while_its_taker_signs_off_stays_with_one_of_the_two(desks, _round):
    at_once(
        lambda: give([("order", desks.orders[0].pk)], to=desks.bo, at=now(), actor=desks.an),
        lambda: sign_off(person=desks.bo, at=now()),
    )
    assert holder_of(desks.orders[0]) == ("bo" if duty_of(desks.bo) else "an")
    assert nameless() == []
