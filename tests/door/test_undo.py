"""What was just done by mistake goes back by the way that its process declares, as a step of its own in the history."""

import pytest

from dispatch.models import Offer
from tests.grid import make_held_order, make_order
from workorders.engine.told import undo_of
from workorders.kinds.fault.process import FAULT
from workorders.models import WorkOrder

API = "/api/v1/work-orders/"
SUSPEND = {"reason": "unsafe_weather", "detail": "雷暴"}


def undo(person, number, answer):
    """Take back what was answered, as a screen does."""
    assert answer.status_code == 200, answer.data
    back = answer.data["undo"]
    again = person.post(f"{API}{number}/{back['path']}/", back["body"])
    assert again.status_code == 200, again.data
    return again.data


def history(order):
    return list(order.status_changes.order_by("pk").values_list("old", "new", "reason"))


def test_a_suspension_taken_back_is_a_resumption(mei, province, cast):
    order = make_held_order(by=cast.omar)
    answer = mei.post(f"{API}{order.number}/suspend/", SUSPEND)
    assert answer.data["undo"]["seconds"] == 10
    undo(mei, order.number, answer)
    assert history(order)[-2:] == [("ACCEPTED", "SUSPENDED", "unsafe_weather"), ("SUSPENDED", "ACCEPTED", "resumed")]


def test_a_merge_taken_back_stands_alone_with_its_reason(mei, province):
    leader, order = make_order("R1"), make_order("R2")
    answer = mei.post(f"{API}{order.number}/merge/", {"into": leader.number, "reason": "同一处"})
    assert answer.data["undo"]["body"] == {"reason": "当即撤回"}
    undo(mei, order.number, answer)
    order.refresh_from_db()
    assert order.parent_id is None and order.status_changes.filter(old="MERGED").get().detail == "当即撤回"


def test_an_offer_taken_back_asks_that_crew_no_more(mei, province, cast, relayed):
    order = make_order("R1")
    relayed()
    first = Offer.objects.get(order=order)
    other = next(crew for crew in (province.dingzhai_crew, province.town_crew) if crew.pk != first.crew_id)
    answer = mei.post(f"{API}{order.number}/assign/", {"crew_id": other.pk, "reason": "更近"})
    undo(mei, order.number, answer)
    assert not Offer.objects.open().filter(order=order).exists()
    assert ("DISPATCHED", "PENDING_DISPATCH", "recalled") in history(order)
    relayed()
    assert not Offer.objects.open().filter(order=order, crew=other).exists()


def test_once_the_crew_has_accepted_it_is_too_late_and_says_so(mei, omar, province, cast):
    order = make_held_order(by=cast.omar)
    assert mei.post(f"{API}{order.number}/recall/").status_code == 409
    assert WorkOrder.objects.get(pk=order.pk).status == "ACCEPTED"


@pytest.mark.parametrize("verb, body", [("cancel", {"reason": "误录"}), ("urge", {}), ("note", {"text": "…"})])
def test_what_has_no_way_back_offers_none(mei, province, cast, verb, body):
    order = make_held_order(by=cast.omar)
    assert mei.post(f"{API}{order.number}/{verb}/", body).data["undo"] is None


def test_it_is_offered_to_who_may_go_back_and_only_from_where_the_way_begins(cast):
    assert undo_of(FAULT, "suspend", "SUSPENDED", cast.mei)["path"] == "resume"
    assert undo_of(FAULT, "suspend", "SUSPENDED", cast.agent) is None
    assert undo_of(FAULT, "suspend", "CANCELLED", cast.mei) is None
