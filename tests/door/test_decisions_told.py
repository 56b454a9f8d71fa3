"""Why this crew, who decided it and for which reason: readable at the desk for as long as the order is."""

import pytest
from django.utils.timezone import now

from dispatch.models import Offer
from dispatch.services.offering import reject_offer
from tests.grid import make_held_order, make_offer, make_waiting_order
from workorders.models import WorkOrder

URL = "/api/v1/work-orders/"


def step(client, order, verb, body=None):
    return client.post(f"{URL}{order.number}/{verb}/", body or {})


def told(client, order):
    return [(row["text"], row["actor"]) for row in client.get(f"{URL}{order.number}/timeline/").data]


def test_the_decision_stays_readable_after_the_crew_accepted(mei, province):
    order = make_held_order()
    data = mei.get(f"{URL}{order.number}/candidates/").data
    assert data["stored"] is True and data["chosen_crew_ids"] == [province.dingzhai_crew.pk]
    assert [row["crew_name"] for row in data["candidates"]] == ["丁寨 01 班", "高乐山 01 班"]


def test_a_choice_by_hand_stands_in_the_timeline_with_its_person_and_reason(mei, province):
    order = make_waiting_order()
    step(mei, order, "assign", {"crew_id": province.town_crew.pk, "reason": "they are next door"})
    assert ("高乐山 01 班 · they are next door", "Mei") in told(mei, order)
    data = mei.get(f"{URL}{order.number}/candidates/").data
    assert (data["decided_by"], data["override_reason"]) == ("Mei", "they are next door")


def test_reassigning_names_who_did_it_and_why(mei, province):
    order = make_held_order()
    step(mei, order, "reassign", {"reason": "vehicle broke down"})
    entries = told(mei, order)
    assert any("vehicle broke down" in text and actor == "Mei" for text, actor in entries)
    withdrawn = [row for row in mei.get(f"{URL}{order.number}/timeline/").data if row["code"] == "WITHDRAWN"]
    assert [row["actor"] for row in withdrawn] == ["Mei"], "not the leader of the crew that lost it"


def test_reassigning_to_a_named_crew_asks_that_crew(mei, province):
    order = make_held_order()
    others = mei.get(f"{URL}{order.number}/candidates/?again=true").data["candidates"]
    assert [row["crew_id"] for row in others] == [province.town_crew.pk], "not the crew that holds it"
    body = {"reason": "vehicle broke down", "crew_id": province.town_crew.pk}
    assert step(mei, order, "reassign", body).data["status"] == "DISPATCHED"
    assert Offer.objects.get(order=order, status="OFFERED").crew == province.town_crew


def test_a_crew_that_cannot_go_takes_nothing_from_the_one_that_has_it(mei, lin, province):
    order = make_held_order()
    body = {"reason": "nearer", "crew_id": province.baifusi_crew.pk}
    assert step(mei, order, "reassign", body).status_code == 404, "another county's"
    assert step(lin, order, "reassign", body).status_code == 409
    assert WorkOrder.objects.get().status == "ACCEPTED"
    assert order.assignments.filter(released_at=None).get().crew == province.dingzhai_crew


def test_the_listed_reason_of_a_suspension_is_told(mei, province):
    order = make_waiting_order()
    step(mei, order, "suspend", {"reason": "road_closed", "detail": "until noon"})
    text, actor = next((text, actor) for text, actor in told(mei, order) if "until noon" in text)
    assert "road_closed" not in text and text.count("·") == 1, "the listed reason in words, then the free one"
    assert actor == "Mei"


@pytest.fixture
def registered(province):
    """A held order of a registered supply whose caller left no number."""
    order = make_held_order()
    WorkOrder.objects.update(reporter_phone="", reporter_name="", customer=province.customer)
    return order


def test_the_registered_phone_is_the_contact_of_who_left_none(mei, omar, registered):
    phone = "+8613800135612"
    assert omar.get(f"{URL}{registered.number}/").data["contact"]["phone"] == phone
    assert omar.get("/api/v1/me/work/").data["orders"][0]["contact"]["phone"] == phone
    assert step(mei, registered, "reveal", {"reason": "call-back"}).data["phone"] == phone


def test_the_desk_can_telephone_the_crew(mei, agent, province):
    order = make_held_order()
    number = "+8613900001234"
    assert mei.get(f"{URL}{order.number}/").data["crew_contact"] == {"name": "Omar", "phone": number}
    assert mei.get(f"/api/v1/crews/{province.dingzhai_crew.pk}/").data["leader"]["phone"] == number
    assert agent.get(f"{URL}{order.number}/").data["crew_contact"] is None


def test_an_offer_is_one_row_and_what_it_says_is_not_said_again(mei, province, cast):
    order = make_held_order(by=cast.omar)
    rows = mei.get(f"{URL}{order.number}/timeline/").data
    [offered] = [row for row in rows if row["kind"] == "offer"]
    assert offered["text"].startswith("丁寨 01 班") and offered["code"] == "OFFERED"
    assert [row["code"] for row in rows if row["kind"] == "status"] == [
        "RECEIVED", "JUDGED", "PENDING_DISPATCH", "ACCEPTED",
    ]  # fmt: skip


def test_a_refused_offer_is_one_row_with_its_reason(mei, province, cast):
    offer = make_offer()
    reject_offer(offer_id=offer.pk, reason="VEHICLE", detail="轮胎", at=now(), actor=cast.omar)
    rows = mei.get(f"{URL}{offer.order.number}/timeline/").data
    [refused] = [row for row in rows if row["code"] == "REJECTED"]
    assert "丁寨 01 班" in refused["text"] and "轮胎" in refused["text"] and "询问" in refused["text"]
    assert [row["code"] for row in rows if row["kind"] == "status"].count("PENDING_DISPATCH") == 1
    in_english = mei.get(f"{URL}{offer.order.number}/timeline/", HTTP_ACCEPT_LANGUAGE="en").data
    assert any("Dingzhai Crew 01" in row["text"] for row in in_english)
