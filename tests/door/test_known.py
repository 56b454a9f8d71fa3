"""The line for the caller before anything is filed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.grid import XUANTUO, make_held_order
from workorders.models import FaultReport

URL = "/api/v1/fault-reports/known/"


def test_an_open_order_is_told_by_number_phone_and_place(agent, province):
    order = make_held_order("R1", customer_number="4228260001")
    for ask in (
        {"customer_number": "４２２８２６０００１"},
        {"phone": "138 0013 5612"},
        {"lat": XUANTUO[0], "lon": XUANTUO[1]},
        {"meter_number": "m4228260001"},
    ):
        answer = agent.get(URL, ask)
        assert answer.data["order"]["number"] == order.number, ask
        assert answer.data["order"]["words"] in answer.data["words"]
    assert FaultReport.objects.count() == 1


def test_who_is_unknown_hears_nothing_and_nothing_is_written(agent, province):
    answer = agent.get(URL, {"customer_number": "999", "phone": "13911112222"})
    assert answer.data == {"words": "", "supply": None, "outage": None, "order": None, "places": []}
    assert FaultReport.objects.count() == 0


def test_towns_and_villages_are_suggested_while_typing(agent, province):
    places = agent.get(URL, {"address": "咸丰县丁寨乡旋坨村"}).data["places"]
    assert [(place["name"], place["unit"]) for place in places] == [("咸丰县丁寨乡旋坨村", "丁寨供电所")]
    assert (places[0]["lat"], places[0]["lon"]) == XUANTUO
    assert [place["name"] for place in agent.get(URL, {"address": "来凤县"}).data["places"]] == ["来凤县"]


def test_it_masks_the_address(agent, province):
    supply = agent.get(URL, {"customer_number": "4228260001"}).data["supply"]
    assert supply["address"].endswith("***") and "name" not in supply


def test_it_takes_few_queries(agent, province):
    agent.get(URL, {"customer_number": "4228260001"})
    with CaptureQueriesContext(connection) as queries:
        agent.get(URL, {"customer_number": "4228260001", "phone": "13800135612"})
    assert len(queries) <= 12, "\n".join(q["sql"][:100] for q in queries.captured_queries)
