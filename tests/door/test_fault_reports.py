"""POST fault-reports/: kept in any case, once in any case."""

from zlib import crc32

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.grid import NOWHERE, XUANTUO, phone_of
from workorders.models import FaultReport, WorkOrder

URL = "/api/v1/fault-reports/"
QUERIES = 17


def body(source_id="R1", **changes):
    """R1 is the customer's; every other ``source_id`` is another household of the village."""
    return {
        "source": "HOTLINE_95598",
        "source_id": source_id,
        "reporter": {"name": "冉小明", "phone": "138 0013 5612" if source_id == "R1" else phone_of(source_id)},
        "address": f"咸丰县 旋坨村五组{crc32(source_id.encode())}号",
        "lat": XUANTUO[0],
        "lon": XUANTUO[1],
        "description": "烤烟房空开烧毁",
        **changes,
    }


def test_it_opens_an_order(agent, province):
    answer = agent.post(URL, body())
    assert answer.status_code == 201, answer.data
    assert answer.data["status"] == "RECEIVED" and answer.data["located"] is True
    assert answer.data["unit"] == "丁寨供电所" and answer.data["area_kind"] == "RURAL"
    assert answer.data["arrive_due_at"] and "/track/" in answer.data["tracking_url"]
    order = WorkOrder.objects.get(number=answer.data["number"])
    assert order.reporter_phone == "+8613800135612"


def test_it_takes_few_queries(agent, cast):
    agent.post(URL, body("warm"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert agent.post(URL, body("R2")).status_code == 201
    assert len(queries) <= QUERIES, "\n".join(q["sql"][:120] for q in queries.captured_queries)


def test_the_same_report_gets_the_same_answer(agent):
    first, second = agent.post(URL, body()), agent.post(URL, body())
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert FaultReport.objects.count() == 1


def test_the_same_identity_with_another_story_is_refused(agent):
    agent.post(URL, body())
    answer = agent.post(URL, body(description="something else"))
    assert answer.status_code == 422 and answer.data["code"] == "idempotency_key_reused"
    assert answer["Content-Type"] == "application/problem+json"


def test_an_idempotency_key_repeats_the_answer(agent):
    headers = {"Idempotency-Key": "k1"}
    first = agent.post(URL, body(), headers=headers)
    assert agent.post(URL, body(), headers=headers).json() == first.json()
    assert agent.post(URL, body("R2"), headers=headers).status_code == 422


@pytest.mark.parametrize(
    "place", [{"lat": None, "lon": None}, {"lat": NOWHERE[0], "lon": NOWHERE[1]}, {"lat": 109.1, "lon": 29.6}]
)
def test_a_report_from_nowhere_is_kept_for_a_person(agent, place):
    answer = agent.post(URL, body(reporter={"phone": "13900000000"}, **place))
    assert answer.status_code == 201 and answer.data["located"] is False
    order = WorkOrder.objects.get(number=answer.data["number"])
    assert order.attention == "unlocated"


def test_a_phone_nobody_can_read_is_kept_as_it_was_said(agent):
    answer = agent.post(URL, body(reporter={"name": "", "phone": "next door"}))
    assert WorkOrder.objects.get(number=answer.data["number"]).reporter_phone == "next door"


def test_it_says_what_is_missing(agent):
    answer = agent.post(URL, {"source": "HOTLINE_95598", "source_id": "R1"})
    assert answer.status_code == 422
    assert answer.data["errors"][0]["pointer"] == "/description"


def test_it_wants_the_right(omar, auditor, client):
    assert omar.post(URL, body()).status_code == 403
    assert auditor.post(URL, body()).status_code == 403
    assert client.post(URL, body(), content_type="application/json").status_code == 401


def test_a_bulk_of_reports_answers_each(agent):
    agent.post(URL, body("known"))
    items = [
        body("A"),
        {"source": "HOTLINE_95598", "source_id": "bad"},
        body("known"),
        body("known", description="another"),
        body("A"),
        body("A", description="another"),
    ]
    answer = agent.post(f"{URL}bulk/", {"items": [*items, "nonsense"]})
    assert answer.status_code == 200
    assert answer.data["results"].pop()["status"] == 422
    assert [result["status"] for result in answer.data["results"]] == [201, 422, 200, 422, 200, 422]
    assert "description" in answer.data["results"][1]["error"]
    assert WorkOrder.objects.count() == 2


def test_a_big_bulk_takes_no_more_queries_than_a_small_one(agent):
    def count(name, size):
        with CaptureQueriesContext(connection) as queries:
            agent.post(f"{URL}bulk/", {"items": [body(f"{name}{n}") for n in range(size)]})
        return len(queries)

    agent.post(URL, body("warm"))
    assert count("a", 40) == count("b", 2)


@pytest.mark.parametrize("body", [{}, {"items": []}, {"items": {}}, {"items": [{}] * 1001}])
def test_a_bulk_is_a_list_of_at_most_a_thousand(agent, body):
    answer = agent.post(f"{URL}bulk/", body)
    assert answer.status_code == 422 and answer.data["errors"][0]["pointer"] == "/items"


def test_the_promise_is_the_clock(agent, province):
    answer = agent.post(URL, body())
    clock = WorkOrder.objects.get().clocks.get(code="ARRIVE")
    assert answer.data["arrive_due_at"] == clock.due_at.isoformat().replace("+00:00", "Z")
