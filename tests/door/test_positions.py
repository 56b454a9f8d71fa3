"""POST positions/ for one's own crew, and /gps/t/<token> for phone apps."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from command_center.ground.core.api.throttles import DeviceThrottle
from command_center.ground.core.models import EventRecord
from dispatch.models import CrewPosition, PositionDevice, PositionFix, Shift
from dispatch.services.devices import issue_device, revoke_devices
from tests.door.counting import at_most

URL = "/api/v1/positions/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def crew(cast, province):
    CrewPosition.objects.filter(crew=province.dingzhai_crew).update(fixed_at=now() - timedelta(hours=1))
    return province.dingzhai_crew


@pytest.fixture
def token(crew):
    return issue_device(crew=crew)[1]


def item(**changes):
    return {"lat": 29.665, "lon": 109.151, "fixed_at": now().isoformat(), "accuracy": 8, "battery": 80, **changes}


def test_a_crew_tells_where_it_is(omar, crew):
    with at_most(14):
        answer = omar.post(URL, {"items": [item(), item(lat=99)]})
    assert answer.status_code == 200
    assert [row["outcome"] for row in answer.data["results"]] == ["ACCEPTED", "QUARANTINED"]
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665


def test_the_desk_is_told_how_often_a_place_was_made_up(omar, mei, crew):
    omar.post(URL, {"items": [item(mock=True), item(mock=True, lat=29.7), item()]})
    assert mei.get(f"/api/v1/crews/{crew.pk}/").data["mock_fixes"] == 2
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665
    PositionFix.objects.update(received_at=now() - timedelta(hours=25))
    assert mei.get(f"/api/v1/crews/{crew.pk}/").data["mock_fixes"] == 0


def test_only_for_its_own_crew(omar, mei, crew, province):
    away = item(crew_id=province.town_crew.pk, lat=29.7)
    answer = omar.post(URL, {"items": [away, item(crew_id=crew.pk)]})
    assert [row["reason"] for row in answer.data["results"]] == ["other_crew", ""]
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665
    assert CrewPosition.objects.get(crew=province.town_crew).latitude != 29.7
    assert mei.post(URL, {"items": [item()]}).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_osmand_form(token, crew, method):
    at = int(now().timestamp())
    response = getattr(Client(), method)(
        f"/gps/t/{token}?id=P1&lat=29.665&lon=109.151&timestamp={at}&speed=12.4&bearing=88&batt=87"
    )
    position = CrewPosition.objects.get(crew=crew)
    assert response.status_code == 200
    assert (position.latitude, position.battery_percent) == (29.665, 87)
    assert position.speed_ms == pytest.approx(6.38, abs=0.01)


def test_the_traccar_form_needs_no_csrf_and_no_slash(token, crew):
    body = f"id=P1&lat=29.665&lon=109.151&timestamp={int(now().timestamp())}&speed=0&batt=50"
    client = Client(enforce_csrf_checks=True)
    for path in (f"/gps/t/{token}", f"/gps/t/{token}/"):
        assert client.post(path, body, content_type=FORM).status_code == 200
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665


@pytest.mark.parametrize("body", ["{broken", "[]", '{"_type":"lwt","tst":1}', "lat=nan&lon=1&id=P1", "id=P1", ""])
def test_bad_data_is_answered_with_200(token, crew, body):
    kind = "application/json" if body[:1] in "{[" else FORM
    assert Client().post(f"/gps/t/{token}", body, content_type=kind).status_code == 200
    assert not PositionFix.objects.filter(verdict="").exists()


def test_an_unknown_or_revoked_device_must_stop(token):
    assert Client().get("/gps/t/no-such-token?id=P1").status_code == 404
    revoke_devices(list(PositionDevice.objects.values_list("pk", flat=True)), at=now())
    assert Client().get(f"/gps/t/{token}?id=P1").status_code == 404


def test_the_token_is_bound_to_the_first_device(token, crew):
    Client().get(f"/gps/t/{token}?id=P1")
    Client().get(f"/gps/t/{token}?id=P2&lat=29.665&lon=109.151")
    assert PositionDevice.objects.get().device_id == "P1"
    assert not PositionFix.objects.exists()


def test_owntracks_gets_a_list_of_commands(token, crew):
    body = {"_type": "location", "lat": 29.665, "lon": 109.151, "tst": int(now().timestamp()), "tid": "21"}
    assert Client().post(f"/gps/t/{token}", json.dumps(body), content_type="application/json").json() == []
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665


def test_a_device_that_is_too_quick_waits_and_loses_nothing(crew, province, monkeypatch):
    monkeypatch.setattr(DeviceThrottle, "THROTTLE_RATES", {"gps": "3/min"})
    monkeypatch.setattr("dispatch.api.gps.time.time", lambda: 1_800_000_010.0)
    _, token = issue_device(crew=province.dingzhai_crew, device_id="P1")
    _, other = issue_device(crew=province.town_crew, device_id="P2")
    at = int(now().timestamp())
    places = [f"/gps/t/{token}?id=P1&lat=29.6600{n}&lon=109.151&timestamp={at - 10 + n}" for n in range(4)]
    answers = [Client().get(place) for place in places]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "50"
    assert Client().get(f"/gps/t/{other}?id=P2&lat=29.665&lon=109.151").status_code == 200
    monkeypatch.setattr("dispatch.api.gps.time.time", lambda: 1_800_000_061.0)
    assert Client().get(places[-1]).status_code == 200
    assert CrewPosition.objects.get(crew=province.dingzhai_crew).latitude == 29.66003


def test_without_redis_positions_come_in(province, monkeypatch):
    def away(*_, **__):
        raise ConnectionError

    monkeypatch.setattr("django.core.cache.backends.locmem.LocMemCache.add", away)
    _, token = issue_device(crew=province.dingzhai_crew, device_id="P1")
    assert Client().get(f"/gps/t/{token}?id=P1&lat=29.665&lon=109.151").status_code == 200


def test_one_bad_item_never_holds_back_its_neighbours(omar, crew):
    bad = [item(fixed_at="yesterday"), item(lat="north"), "x", item(fixed_at="9999-12-31T23:59:59Z")]
    far = item(fixed_at=(now() + timedelta(hours=2)).isoformat())
    answer = omar.post(URL, {"items": [*bad, far, item(speed="inf", battery="nan", heading="nan")]}, format="json")
    assert answer.status_code == 200, answer.data
    told = [(row["outcome"], row["reason"]) for row in answer.data["results"]]
    assert told == [("QUARANTINED", "unreadable")] * 4 + [("QUARANTINED", "in_the_future"), ("ACCEPTED", "")]
    assert CrewPosition.objects.get(crew=crew).speed_ms is None


def test_a_position_that_an_app_made_up_is_set_aside_and_shown(token, omar, crew):
    place = CrewPosition.objects.get(crew=crew).latitude
    Client().get(f"/gps/t/{token}?id=P1&lat=29.68&lon=109.151&mock=true")
    assert omar.post(URL, {"items": [item(mock=True)]}, format="json").data["results"][0]["reason"] == "mock"
    assert CrewPosition.objects.get(crew=crew).latitude == place
    assert PositionFix.objects.filter(verdict="mock").count() == 2
    assert PositionDevice.objects.get().mock_count == 1


@pytest.mark.parametrize(
    "query", ["lat=29.665&lon=109.151", "id=&lat=29.665&lon=109.151", "id=%00&lat=29.665&lon=109.151"]
)
def test_the_token_is_the_device(token, crew, query):
    Client().get(f"/gps/t/{token}?id=P1")
    assert Client().get(f"/gps/t/{token}?{query}").status_code == 200
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665
    assert PositionDevice.objects.get().device_id == "P1"


def test_owntracks_by_topic_then_by_headers_then_by_its_two_letters(token, crew):
    headers = {"X-Limit-U": "omar", "X-Limit-D": "phone"}
    for n, (extra, sent) in enumerate([({"topic": "owntracks/omar/phone"}, {}), ({}, headers), ({"tid": "ph"}, {})]):
        body = {
            "_type": "location",
            "lat": 29.665 + n / 10000,
            "lon": 109.151,
            "tst": int(now().timestamp()) - 30 + 10 * n,
        }
        Client().post(f"/gps/t/{token}", json.dumps(body | extra), content_type="application/json", headers=sent)
        assert CrewPosition.objects.get(crew=crew).latitude == 29.665 + n / 10000


def test_a_time_that_cannot_be_read_is_now_and_marked(token, crew):
    Client().get(f"/gps/t/{token}?id=P1&lat=29.665&lon=109.151&timestamp=yesterday")
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665
    assert PositionFix.objects.get().verdict == "no_time"


def test_an_array_with_a_bad_item_keeps_the_good_ones(token, crew):
    at = int(now().timestamp())
    items = [{"id": "P1", "lat": 29.665, "lon": 109.151, "timestamp": at - 10}, None, {"lat": "x", "lon": 1}]
    items.append({"id": "P1", "lat": 29.6651, "lon": 109.151, "timestamp": at})
    assert Client().post(f"/gps/t/{token}", json.dumps(items), content_type="application/json").status_code == 200
    assert PositionFix.objects.filter(verdict="").count() == 2


def test_a_new_phone_on_an_old_token_is_shown_and_bound_by_a_person(token, crew, cast):
    Client().get(f"/gps/t/{token}?id=OLD")
    for _ in range(2):
        assert Client().get(f"/gps/t/{token}?id=NEW&lat=29.665&lon=109.151").status_code == 200
    device = PositionDevice.objects.get()
    assert (device.device_id, device.other_device_id, device.other_count) == ("OLD", "NEW", 2)
    assert not PositionFix.objects.exists()
    office = Client()
    office.force_login(cast.boss)
    page = office.get("/admin/dispatch/positiondevice/?other=yes")
    assert "NEW" in page.content.decode()
    office.post("/admin/dispatch/positiondevice/", {"action": "bind_other", "_selected_action": [device.pk]})
    Client().get(f"/gps/t/{token}?id=NEW&lat=29.665&lon=109.151")
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665
    assert PositionDevice.objects.get().other_count == 0


def test_a_server_that_forwards_is_taken_or_told(token, crew):
    def forward(body):
        return Client().post(f"/gps/t/{token}", json.dumps(body), content_type="application/json")

    position = {"fixTime": now().isoformat(), "latitude": 29.665, "longitude": 109.151, "valid": True}
    assert forward({"position": position, "device": {"uniqueId": "P1"}}).status_code == 200
    assert CrewPosition.objects.get(crew=crew).latitude == 29.665
    other = forward({"position": position, "device": {"uniqueId": "P2"}})
    assert (other.status_code, other["Content-Type"]) == (422, "application/problem+json") and "P2" in other.json()[
        "detail"
    ]
    assert forward({"imei": "1", "where": [29.6, 109.1]}).status_code == 422


class TestSos:
    """``alarm=sos`` is a fact of its own, with the place, once, on duty or not."""

    def calls(self):
        return [event.payload for event in EventRecord.objects.filter(name="crew.sos")]

    def test_it_is_told_with_the_place(self, token, crew):
        at = int(now().timestamp())
        for _ in range(2):  # the phone heard no answer and says it again
            assert (
                Client().get(f"/gps/t/{token}?id=P1&lat=29.665&lon=109.151&timestamp={at}&alarm=SOS").status_code == 200
            )
        (call,) = self.calls()
        assert (call["crew_id"], call["device"], call["org_path"]) == (crew.pk, "P1", crew.org_path)
        assert (call["position"]["lat"], call["position"]["unbelieved"]) == (29.665, "")
        assert datetime.fromisoformat(call["at"]).timestamp() == at

    def test_without_a_fix_the_last_known_place_is_told(self, token, crew):
        Client().get(f"/gps/t/{token}?id=P1&alarm=sos")
        assert self.calls()[0]["position"]["lat"] == 29.66

    def test_off_duty_it_is_told_although_no_trail_is_kept(self, token, crew):
        Shift.objects.all().delete()
        Client().get(f"/gps/t/{token}?id=P1&lat=29.665&lon=109.151&alarm=sos")
        assert len(self.calls()) == 1 and not PositionFix.objects.exists()

    def test_a_fix_that_is_not_believed_says_so(self, token, crew):
        CrewPosition.objects.filter(crew=crew).update(fixed_at=now())
        Client().get(f"/gps/t/{token}?id=P1&lat=39.9&lon=116.4&alarm=sos")
        assert self.calls()[0]["position"]["unbelieved"] == "impossible_speed"

    def test_another_alarm_is_no_call_for_help(self, token, crew):
        Client().get(f"/gps/t/{token}?id=P1&alarm=lowBattery")
        assert self.calls() == []


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "253402300799", "-62135596800", "1e300"]
)
def test_a_fix_of_the_year_10000_is_put_aside_and_can_be_looked_at(token, crew, signed_in, moment):
    """PostgreSQL would keep a year that nothing here can read again."""
    quoted = moment.replace("+", "%2B")
    assert Client().get(f"/gps/t/{token}?id=P1&lat=29.665&lon=109.151&timestamp={quoted}").status_code == 200
    stored = list(PositionFix.objects.values_list("fixed_at", flat=True))
    assert all(1970 <= fixed_at.year < 2100 for fixed_at in stored if fixed_at)
    assert signed_in("boss").get("/admin/dispatch/positionfix/").status_code == 200
