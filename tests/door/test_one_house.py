"""Through the API: who calls again hears where the crew is; the desk merges, splits and asks for a second crew."""

import pytest
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from dispatch.services import fieldwork
from tests.door.test_fault_reports import URL, body
from tests.grid import make_held_order, make_order
from workorders.models import WorkOrder

ORDERS = "/api/v1/work-orders/"
HOUSE = {"customer_number": "4228260001"}


def verb(client, order, name, **data):
    return client.post(f"{ORDERS}{order.number}/{name}/", data)


def test_who_calls_again_hears_where_the_crew_is(agent, province, cast):
    order = make_held_order("A", **HOUSE)
    answer = agent.post(URL, body("B", **HOUSE))
    assert answer.status_code == 201 and answer.data["urged"] is True
    assert (answer.data["number"], answer.data["status"]) == (order.number, "RECEIVED")
    crew = answer.data["crew"]
    assert (crew["crew"], crew["unit"], crew["status"]) == ("丁寨 01 班", "丁寨供电所", "ACCEPTED")
    assert crew["minutes"] is None, "before it has set off nobody knows"
    crew_id = order.assignments.get().crew_id
    fieldwork.depart(order_id=order.pk, crew_id=crew_id, at=now(), actor=cast.omar)
    crew = agent.post(URL, body("C", **HOUSE)).data["crew"]
    assert crew["minutes"] and str(crew["minutes"]) in crew["words"]
    assert agent.post(URL, body("B", **HOUSE)).data["number"] == order.number


def test_a_first_call_tells_of_no_crew(agent):
    answer = agent.post(URL, body())
    assert answer.data["urged"] is False and answer.data["crew"] is None


def test_a_bulk_says_which_were_urges(agent, province):
    results = agent.post(f"{URL}bulk/", {"items": [body("A", **HOUSE), body("B", **HOUSE), body("C")]}).data["results"]
    assert [(r["status"], r["urged"]) for r in results] == [(201, False), (201, True), (201, False)]
    assert results[0]["number"] == results[1]["number"] and WorkOrder.objects.count() == 2


def test_the_desk_merges_and_splits_with_a_reason(mei, province):
    parent, order = make_order("A"), make_order("B")
    assert verb(mei, order, "merge", into=parent.number).status_code == 422
    assert verb(mei, order, "merge", into=parent.number, reason="同一处").data["status"] == "MERGED"
    assert order.status_changes.latest("pk").detail == f"{parent.number}: 同一处"
    answer = verb(mei, order, "split", reason="不是同一处")
    assert (answer.data["status"], answer.data["part"]) == ("RECEIVED", order.number)
    assert verb(mei, order, "split", reason="again").status_code == 409
    assert verb(mei, order, "merge", into=order.number, reason="?").status_code == 422
    assert verb(mei, order, "merge", into="20200101422826F000001", reason="?").status_code == 404


def test_an_order_is_not_merged_into_another_area(eva, mei, province):
    parent, order = make_order("A"), make_order("B", latitude=29.602, longitude=109.401)
    assert verb(mei, parent, "merge", into=order.number, reason="?").status_code == 404


def test_a_report_of_another_matter_gets_its_order(agent, mei, province):
    order = make_order("A", **HOUSE)
    agent.post(URL, body("B", **HOUSE, description="路边电杆歪了"))
    report = order.reports.get(urge=True)
    part = verb(mei, order, "split", reason="两件事", report=report.pk).data["part"]
    assert WorkOrder.objects.get(number=part).description == "路边电杆歪了"
    assert verb(mei, order, "split", reason="两件事", report=report.pk).status_code == 404


def test_a_second_crew_is_asked_for_by_name(mei, cast, province):
    order = make_order("A", **HOUSE)
    assert verb(mei, order, "second-crew", reason="").status_code == 422
    assert verb(mei, order, "second-crew", reason="两头查").status_code == 200
    order.refresh_from_db()
    assert (order.second_crew_by, order.second_crew_reason) == (cast.mei, "两头查")
    assert AuditEntry.objects.get(action="second_crew_asked").actor == cast.mei


def test_a_wrong_place_is_corrected_until_the_crew_is_there(mei, province):
    order = make_held_order("A", **HOUSE, latitude=39.9, longitude=116.4)
    assert order.attention == "pin_far"
    assert verb(mei, order, "locate", lat=29.68, lon=109.15).status_code == 200
    order.refresh_from_db()
    assert (order.latitude, order.attention, order.status) == (29.68, "", "ACCEPTED")
    assert "29.67200" in order.notes.latest("pk").text
    WorkOrder.objects.filter(pk=order.pk).update(status="ON_SITE")
    assert verb(mei, order, "locate", lat=29.69, lon=109.15).status_code == 409


def test_the_order_in_full_has_everybodys_words(agent, mei, province):
    order = make_order("A", **HOUSE, latitude=None, longitude=None, address="来凤县")
    agent.post(URL, body("B", **HOUSE, description="还没有电"))
    told = mei.get(f"{ORDERS}{order.number}/").data
    assert [(report["urge"], report["description"]) for report in told["reports"]][1] == (True, "还没有电")
    assert told["area"] is None
    lost = agent.post(URL, body("C", address="咸丰县城", lat=None, lon=None)).data["number"]
    assert mei.get(f"{ORDERS}{lost}/").data["area"]["name"] == "咸丰县"


@pytest.mark.parametrize("name", ["merge", "split", "second-crew"])
def test_only_who_dispatches_may(agent, province, name):
    assert verb(agent, make_order("A"), name, reason="?", into="X").status_code == 403
