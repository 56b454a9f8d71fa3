"""The database is away, or its disk is full: whoever reports hears "later", and the probe of the load balancer says so."""

import contextlib

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from command_center.screens import health
from tests.grid import make_order

REPORT = {"source": "APP", "source_id": "1", "description": "没电"}
AWAY = [OperationalError("could not extend file: No space left on device"), InterfaceError("connection already closed")]


@contextlib.contextmanager
def refusing(error, only=""):
    def refuse(execute, sql, params, many, context):
        if only in sql:
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("error", AWAY, ids=["full", "away"])
@pytest.mark.parametrize("from_where", ["", "INSERT"], ids=["at the door", "while writing"])
def test_a_report_is_asked_to_come_again(agent, error, from_where):
    agent.raise_request_exception = False
    with refusing(error, only=from_where):
        answer = agent.post("/api/v1/fault-reports/", REPORT)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json" and answer.json()["code"] == "unavailable"
    assert agent.post("/api/v1/fault-reports/", REPORT).status_code == 201, "and then it is taken"


@pytest.mark.parametrize("path", ["/", "/login/", "/track/guess/", "/admin/"])
def test_a_page_says_so_too(mei, path):
    mei.raise_request_exception = False
    with refusing(AWAY[1]):
        answer = mei.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "服务暂时中断" in answer.content.decode()


def test_a_mistake_of_ours_is_still_a_500(mei, province, monkeypatch):
    order = make_order()
    mei.raise_request_exception = False
    monkeypatch.setattr("command_center.screens.board.api.orders.order_detail", lambda *_: 1 / 0)
    assert mei.get(f"/api/v1/work-orders/{order.number}/").status_code == 500


@pytest.fixture
def probe(monkeypatch):
    monkeypatch.setattr(health, "_wrote_at", float("-inf"))
    monkeypatch.setattr(health, "_redis", lambda: "ok")
    monkeypatch.setattr(health, "_relay", lambda: "ok")
    return Client()


def test_ready_means_that_it_can_write(db, probe):
    assert probe.get("/readyz").json()["postgresql"] == "ok"
    health._wrote_at = float("-inf")
    with refusing(AWAY[0], only="INSERT INTO room_left"):
        answer = probe.get("/readyz")
    assert (answer.status_code, answer.json()["postgresql"]) == (503, "OperationalError")


def test_it_writes_now_and_then_and_not_for_everybody_who_asks(db, probe, django_assert_num_queries):
    probe.get("/readyz")
    with django_assert_num_queries(1):
        probe.get("/readyz")


def test_strangers_are_not_told_which_part_it_is(db, probe):
    for stranger in ({"REMOTE_ADDR": "198.51.100.7"}, {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}):
        answer = probe.get("/readyz", **stranger)
        assert answer.status_code == 200 and "postgresql" not in answer.json()
