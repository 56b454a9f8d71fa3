"""A hand-over closes only when every open item has a new name; then all of them have it in one moment."""

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import Conflict, Invalid, NotFound
from command_center.ground.custody.models import Custody, HandoverReceipt
from command_center.ground.custody.services import handing_over
from command_center.ground.custody.services.duty import duty_of, sign_off
from tests.custody.desks import holder_of, make_desks, nameless, on_duty
from tests.grid import make_order
from workorders.services.control import cancel


@pytest.fixture
def desks(province):
    """an has three open items; bo has come to relieve them."""
    desks = make_desks(province)
    on_duty(desks.an)
    desks.orders = [make_order(f"R{number}") for number in range(3)]
    on_duty(desks.bo)
    return desks


@pytest.fixture
def handover(desks):
    return handing_over.begin(giver=desks.an, at=now())


def refs(orders):
    return [("order", order.pk) for order in orders]


def test_it_does_not_close_while_one_item_has_no_new_name(desks, handover):
    handing_over.fill(handover.pk, refs(desks.orders[:2]), giver=desks.an, to=desks.bo)
    with pytest.raises(Conflict) as refusal:
        handing_over.close(handover.pk, giver=desks.an, at=now())
    assert refusal.value.data == {"nameless": 1, "items": [{"kind": "order", "id": desks.orders[2].pk}]}
    assert {holder_of(order) for order in desks.orders} == {"an"}


def test_with_a_name_for_each_it_closes_and_the_giver_is_off_duty(desks, handover):
    handing_over.fill(handover.pk, refs(desks.orders), giver=desks.an, to=desks.bo)
    handing_over.close(handover.pk, giver=desks.an, at=now())
    assert {holder_of(order) for order in desks.orders} == {"bo"}
    assert (duty_of(desks.an), nameless()) == (None, [])


def test_what_comes_in_meanwhile_is_in_it_too(desks, handover):
    handing_over.fill(handover.pk, refs(desks.orders), giver=desks.an, to=desks.bo)
    late = make_order("R9")
    with pytest.raises(Conflict):
        handing_over.close(handover.pk, giver=desks.an, at=now())
    handing_over.set_rest(handover.pk, giver=desks.an, to=desks.bo)
    handing_over.close(handover.pk, giver=desks.an, at=now())
    assert holder_of(late) == "bo"


def test_a_remark_stays_with_its_item_and_a_name_does_not_wipe_it_out(desks, handover):
    first = refs(desks.orders[:1])
    handing_over.fill(handover.pk, first, giver=desks.an, remark="the dog bites")
    handing_over.fill(handover.pk, first, giver=desks.an, to=desks.bo)
    handing_over.set_rest(handover.pk, giver=desks.an, to=desks.bo)
    handing_over.close(handover.pk, giver=desks.an, at=now())
    row = Custody.objects.live().get(item_id=desks.orders[0].pk)
    assert (row.remark, row.why, row.given_by) == ("the dog bites", "HANDED_OVER", desks.an)


def test_an_item_that_ended_meanwhile_is_simply_gone(desks, handover):
    handing_over.fill(handover.pk, refs(desks.orders), giver=desks.an, to=desks.bo)
    cancel(order_id=desks.orders[0].pk, reason="double", at=now(), actor=desks.an)
    handing_over.close(handover.pk, giver=desks.an, at=now())
    assert HandoverReceipt.objects.get().items == 2
    assert nameless() == []


def test_nobody_hands_over_to_themselves_to_a_stranger_or_to_somebody_who_is_not_there(desks, handover):
    for person in (desks.an, desks.lei, desks.ci):
        with pytest.raises(Invalid):
            handing_over.fill(handover.pk, refs(desks.orders), giver=desks.an, to=person)


def test_a_relief_who_has_left_again_takes_nothing(desks, handover):
    handing_over.set_rest(handover.pk, giver=desks.an, to=desks.bo)
    sign_off(person=desks.bo, at=now())
    with pytest.raises(Invalid, match="不在班"):
        handing_over.close(handover.pk, giver=desks.an, at=now())
    assert {holder_of(order) for order in desks.orders} == {"an"}


def test_the_next_one_reads_it_by_name(desks, handover):
    handing_over.set_rest(handover.pk, giver=desks.an, to=desks.bo)
    handing_over.close(handover.pk, giver=desks.an, at=now())
    first = handing_over.confirm_read(handover.pk, person=desks.bo, at=now()).read_at
    assert handing_over.confirm_read(handover.pk, person=desks.bo, at=now()).read_at == first
    with pytest.raises(NotFound):
        handing_over.confirm_read(handover.pk, person=desks.ci, at=now())


def test_no_relief_comes_and_the_city_takes_it(province):
    desks = make_desks(province)
    on_duty(desks.an)
    order = make_order("R1")
    on_duty(desks.ci)
    handover = handing_over.begin(giver=desks.an, at=now())
    handing_over.set_rest(handover.pk, giver=desks.an, to=desks.ci)
    handing_over.close(handover.pk, giver=desks.an, at=now())
    assert (holder_of(order), nameless()) == ("ci", [])


def test_it_can_be_dropped_and_begun_again(desks, handover):
    handing_over.drop(handover.pk, giver=desks.an, at=now())
    again = handing_over.begin(giver=desks.an, at=now())
    assert again.pk != handover.pk
    with pytest.raises(Conflict):
        handing_over.close(handover.pk, giver=desks.an, at=now())
