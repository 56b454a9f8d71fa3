"""Every door that takes many at once: an item that nobody can read is named, and the good ones beside it are taken."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from rest_framework.test import APIClient

from dispatch.models import CrewPosition, PositionFix
from dispatch.services.devices import issue_device
from outages.models import Evidence
from tests.outages.lines import make_points
from tests.people import make_user
from workorders.models import FaultReport

BAD: list[Any] = [
    None, True, 5, "x", [], [[]], {}, {"id": "a\0b"}, {"at": "9999-12-31T23:59:59-12:00"}, {"lat": "NaN", "lon": []},
    {"a": {"b": {"c": None}}}, {"\ud800": "\ud800"},
]  # fmt: skip


def send(client, url, body):
    """Written by ourselves: a test client refuses to write what a bad sender writes."""
    return client.generic("POST", url, json.dumps(body), content_type="application/json")


@pytest.fixture
def place(province):
    """``place(1)``, ``place(2)``: where the crew was 20 and 10 seconds ago, having been at its station an hour before."""
    CrewPosition.objects.filter(crew=province.dingzhai_crew).update(fixed_at=now() - timedelta(hours=1))
    return lambda n: ({"lat": 29.665 + n / 10_000, "lon": 109.151}, now() - timedelta(seconds=30 - 10 * n))


@pytest.mark.parametrize("bad", BAD, ids=ascii)
def test_fault_reports(agent, bad):
    one, two = ({"source": "APP", "source_id": f"good-{n}", "description": f"没电 {n}"} for n in (1, 2))
    answer = send(agent, "/api/v1/fault-reports/bulk/", {"items": [one, bad, two]})
    assert [row["status"] for row in answer.json()["results"]] == [201, 422, 201]
    assert answer.json()["results"][1]["error"]
    assert set(FaultReport.objects.values_list("source_id", flat=True)) == {"good-1", "good-2"}


@pytest.mark.parametrize("bad", BAD, ids=ascii)
def test_meter_events(province, bad):
    head_end = APIClient()
    head_end.force_login(make_user("hes", "HEAD_END", province.province))
    one, two = (
        {"id": f"e{n}", "meter": point.meter_number, "at": now().isoformat(), "code": "3.26.0.47"}
        for n, point in enumerate(make_points(province.t2, 2))
    )
    answer = send(head_end, "/api/v1/meter-events/", {"source": "HES-1", "events": [one, bad, two]}).json()
    assert answer["new"] == Evidence.objects.count() == 2
    assert [each["number"] for each in answer["bad"]] == [2]


@pytest.mark.parametrize("bad", BAD, ids=ascii)
def test_positions_of_a_crew(omar, place, bad):
    one, two = (where | {"fixed_at": at.isoformat()} for where, at in map(place, (1, 2)))
    answer = send(omar, "/api/v1/positions/", {"items": [one, bad, two]}).json()
    assert [row["reason"] for row in answer["results"]] == ["", "unreadable", ""]


@pytest.mark.parametrize("bad", BAD, ids=ascii)
def test_positions_of_a_tracker(province, place, bad):
    token = issue_device(crew=province.dingzhai_crew)[1]
    one, two = (where | {"id": "P1", "timestamp": int(at.timestamp())} for where, at in map(place, (1, 2)))
    assert send(Client(), f"/gps/t/{token}", [one, bad, two]).status_code == 200
    assert PositionFix.objects.filter(verdict="").count() == 2
