"""POST meter-events/: JSON and CIM, once each, the bad ones named."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.core.models import EventRecord
from outages.judging import api as meter_events
from outages.models import Evidence
from tests.door.counting import at_most
from tests.outages.lines import make_points
from tests.people import make_user

URL = "/api/v1/meter-events/"
AT = (now() - timedelta(minutes=2)).isoformat()
XML = """<EventMessage xmlns="http://iec.ch/TC57/2011/schema/message"><Header><Verb>created</Verb>
<Noun>EndDeviceEvents</Noun><Source>HES-ES</Source><MessageID>m-1</MessageID></Header><Payload>
<EndDeviceEvents xmlns="http://iec.ch/TC57/2011/EndDeviceEvents#"><EndDeviceEvent><mRID>e-1</mRID>
<createdDateTime>{at}</createdDateTime><Assets><Names><name>{meter}</name></Names></Assets>
<EndDeviceEventType ref="3.26.136.47"/></EndDeviceEvent></EndDeviceEvents></Payload></EventMessage>"""


@pytest.fixture
def head_end(province):
    client = APIClient()
    client.force_login(make_user("hes", "HEAD_END", province.province))
    return client


@pytest.fixture
def points(province):
    """Six residents in one transformer's area: enough neighbours to be believed."""
    return make_points(province.t2, 6)


def send(client, body, content_type="application/json"):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.generic("POST", URL, text, content_type=content_type)


def down(point, number=1, **fields):
    return {"id": f"e{number}", "meter": point.meter_number, "at": AT, "code": "3.26.0.47", **fields}


def test_power_events_are_kept_and_judged(head_end, points, province):
    events = [down(point, number) for number, point in enumerate(points)]
    with at_most(20):
        answer = send(head_end, {"source": "HES-1", "events": events})
    assert answer.data == {"message_id": "", "new": 6, "known": 0, "ignored": 0, "bad": []}
    row = Evidence.objects.order_by("pk")[0]
    assert (row.kind, row.source_key, row.org_path) == ("METER_OFF", "HES-1:e0", province.dingzhai.path)
    assert EventRecord.objects.get(name="signals.received").payload["evidence_ids"] == list(
        Evidence.objects.order_by("pk").values_list("pk", flat=True)
    )


def test_delivered_again_it_is_quiet(head_end, points):
    body = {"source": "HES-1", "events": [down(point, number) for number, point in enumerate(points)]}
    assert [send(head_end, body).data["new"] for _ in range(2)] == [6, 0]
    assert Evidence.objects.count() == 6


@pytest.mark.parametrize("content_type", ["application/xml", "text/xml; charset=utf-8"])
def test_cim_as_xml(head_end, points, content_type):
    answer = send(head_end, XML.format(at=AT, meter=points[0].meter_number), content_type)
    assert answer.data["bad"] == [] and answer.data["message_id"] == "m-1"
    assert Evidence.objects.get().source_key == "HES-ES:e-1"


def test_bad_ones_are_named_and_hurt_nobody(head_end, points):
    events = [
        down(points[0]), down(points[1], 2, at="yesterday"), down(points[1], 3, code="9.9"), "x",
        down(points[1], 4, meter="NONE"), down(points[2], 5, code="3.26.131.223"),
    ]  # fmt: skip
    data = send(head_end, {"source": "HES-1", "events": events}).data
    assert [(bad["number"], bad["code"]) for bad in data["bad"]] == [
        (2, "time_bad"), (3, "code_unknown"), (4, "not_an_object"), (5, "unknown_meter"),
    ]  # fmt: skip
    assert (data["new"], data["ignored"]) == (1, 1) and Evidence.objects.get().source_key == "HES-1:e1"


def test_a_head_end_reports_its_own_area_only(points, province):
    client = APIClient()
    client.force_login(make_user("hes2", "HEAD_END", province.laifeng))
    assert [bad["code"] for bad in send(client, [down(points[0])]).data["bad"]] == ["unknown_meter"]


@pytest.mark.parametrize("body", ["", "{", "[", '{"a": 1}', "<a/>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_cannot_be_read(head_end, body):
    answer = send(head_end, body)
    assert answer.status_code == 422 and answer.data["errors"][0]["pointer"] == "/events"


def test_too_many_at_once(head_end, points, monkeypatch):
    monkeypatch.setattr(meter_events, "EVENTS_AT_MOST", 1)
    assert send(head_end, [down(points[0]), down(points[1], 2)]).status_code == 422
    monkeypatch.setattr(meter_events, "BYTES_AT_MOST", 10)
    assert send(head_end, [down(points[0])]).status_code == 422
    assert not Evidence.objects.exists()


def test_only_head_ends(mei, points):
    assert send(mei, [down(points[0])]).status_code == 403
    assert send(APIClient(), [down(points[0])]).status_code == 401


def test_delivered_again_all_are_known(head_end, points):
    body = {"source": "HES-1", "events": [down(point, number) for number, point in enumerate(points)]}
    first, again = send(head_end, body).data, send(head_end, body).data
    assert [(said["new"], said["known"], said["ignored"]) for said in (first, again)] == [(6, 0, 0), (0, 6, 0)]


@pytest.mark.parametrize(
    "bad, code",
    [
        ({"meter": "a\0b"}, "unknown_meter"),
        ({"meter": "\ud800"}, "unknown_meter"),
        ({"at": "2026-11-28T00:00:00+23:59:59"}, None),
        ({"at": "9999-12-31T23:59:59-12:00"}, "time_bad"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "time_bad"),
        ({"id": "a\0b"}, None),
        ({"id": "\ud800" * 200}, None),
    ],
)
def test_a_bad_character_or_moment_hurts_no_neighbour(head_end, points, bad, code):
    answer = send(head_end, {"source": "HES\0", "events": [down(points[0], **bad), down(points[1], 2)]})
    assert answer.status_code == 200
    assert [each["code"] for each in answer.data["bad"]] == ([code] if code else [])
    assert Evidence.objects.filter(service_point=points[1]).exists()


def test_an_id_of_another_meter_is_said(head_end, points):
    send(head_end, {"source": "HES-1", "events": [down(points[0])]})
    data = send(head_end, {"source": "HES-1", "events": [down(points[1]), down(points[2], 2), down(points[3], 2)]}).data
    assert [(bad["number"], bad["code"]) for bad in data["bad"]] == [(1, "id_reused"), (3, "id_reused")]
    assert data["new"] == 1
