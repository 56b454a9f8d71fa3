import json
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.gps_messages import KNOT_MS, UnknownForm, UnreadableMessage, read_messages
from tests.data import SHARED

NOW = datetime(2026, 7, 18, 16, 20, 30, tzinfo=UTC)
NAMES = st.sampled_from(
    [
        "_type",
        "location",
        "coords",
        "device_id",
        "id",
        "lat",
        "lon",
        "tst",
        "timestamp",
        "battery",
        "level",
        "latitude",
        "longitude",
        "accuracy",
        "topic",
    ]
) | st.text(max_size=3)
FORM = "application/x-www-form-urlencoded"


def read(**request):
    (message,) = read_messages(received_at=NOW, **request)
    return message


def test_the_osmand_query():
    message = read(
        query="id=902064&lat=30.5062&lon=114.3981&timestamp=2026-07-18T16:20:11Z&hdop=6.0&altitude=24.0"
        "&speed=12.4&bearing=88&batt=87"
    )
    assert (message.device_id, message.battery, message.alarm) == ("902064", 87, "")
    assert (message.fix.lat, message.fix.lon, message.fix.heading) == (30.5062, 114.3981, 88)
    assert message.fix.fixed_at == datetime(2026, 7, 18, 16, 20, 11, tzinfo=UTC)
    assert message.fix.speed_ms == pytest.approx(12.4 * KNOT_MS)


def test_the_form_of_traccar_client_10():
    message = read(
        body=b"id=48241179&lat=30.5062&lon=114.3981&timestamp=1784391611&accuracy=5.0&altitude=24.0&speed=12.4"
        b"&bearing=88.0&batt=87&charge=false",
        content_type=FORM,
    )
    assert (message.device_id, message.fix.accuracy_m, message.fix.battery) == ("48241179", 5, 87)
    assert message.fix.fixed_at == datetime.fromtimestamp(1784391611, UTC)


def test_a_heartbeat_without_place_is_a_sign_of_life():
    message = read(body=b"id=48241179&timestamp=1784391611&batt=40", content_type=FORM)
    assert message.fix is None
    assert message.battery == 40


def test_a_notification_token_alone_is_one_too():
    assert read(body=b"id=48241179&notificationToken=abc", content_type=FORM).sent_at == NOW


def test_an_alarm_is_told():
    assert read(query="id=1&lat=30&lon=114&alarm=sos").alarm == "sos"


@pytest.mark.parametrize(
    "stamp",
    [
        "1784391611",
        "1784391611000",
        "1784391611000000",
        "2026-07-18T16:20:11Z",
        "2026-07-18 16:20:11",
        "2026/07/18 16:20:11",
        "2026/7/18 16:20:11",
        "2026-07-19T00:20:11+08:00",  # the bare plus arrives as a blank
        "2026-07-19T00:20:11%2B0800",
        "2026-07-18T13:20:11-03:00",
        "20260718T162011Z",
    ],
)
def test_every_way_to_write_the_time(stamp):
    assert read(query=f"id=1&timestamp={stamp}").sent_at == datetime(2026, 7, 18, 16, 20, 11, tzinfo=UTC)


def test_microseconds_are_kept():
    assert read(query="id=1&timestamp=2026-07-18T16:20:11.123456789Z").sent_at.microsecond == 123456


@pytest.mark.parametrize(
    "stamp",
    ["yesterday", "0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59", "inf", "nan", "1e308", "2026-13-40"],
)
def test_a_time_that_nobody_can_read_is_now_and_marked(stamp):
    message = read(query=f"id=1&lat=30&lon=114&timestamp={stamp}")
    assert message.fix.lat == 30 and isinstance(message.fix.fixed_at, datetime)
    if stamp != "1e308":
        assert (message.sent_at, message.fix.has_own_time) == (NOW, False)


@pytest.mark.parametrize("speed", ["inf", "-inf", "nan", "1e999"])
def test_an_infinite_number_is_none(speed):
    assert read(query=f"id=1&lat=30&lon=114&speed={speed}").fix.speed_ms is None


@pytest.mark.parametrize("name", ["a%00b", "a%0Ab", "%EF%BB%BFab"])
def test_a_name_is_text_that_a_database_takes(name):
    assert read(query=f"id={name}&lat=30&lon=114").device_id == "ab"
    assert read(body=b'{"id":"a\\ud800b","lat":30,"lon":114}').device_id == "ab"


@pytest.mark.parametrize(
    "request_parts",
    [
        {"query": "lat=60&lon=30"},
        {"body": b'{"location":{}}'},
        {"body": b'[{"lat":60,"lon":30}]'},
        {"body": b'{"lat":60,"lon":30}'},
    ],
)
def test_a_message_need_not_name_itself(request_parts):
    assert read(**request_parts).device_id == ""


def test_one_bad_item_of_an_array_leaves_the_others():
    items = [
        {"id": "1", "lat": 30, "lon": 114},
        {"lat": "x", "timestamp": {}},
        None,
        {"id": "1", "lat": 31, "lon": 114},
    ]
    messages = read_messages(body=json.dumps(items).encode(), received_at=NOW)
    assert [message.fix and message.fix.lat for message in messages] == [30, None, 31]


def test_owntracks_is_one_phone_by_topic_and_by_headers():
    body = {"_type": "location", "lat": 30.5, "lon": 114.4, "tst": 1784391611, "tid": "21"}
    by_topic = read(body=json.dumps({**body, "topic": "owntracks/omar/phone"}).encode())
    by_event = read(body=json.dumps({**body, "_type": "transition", "topic": "owntracks/omar/phone/event"}).encode())
    by_headers = read(body=json.dumps(body).encode(), limit_user="omar", limit_device="phone")
    assert {m.device_id for m in (by_topic, by_event, by_headers)} == {"owntracks/omar/phone"}
    assert read(body=json.dumps(body).encode()).is_label, "two letters name nobody"


def test_a_traccar_server_forwards_positions_and_events():
    position = {"fixTime": "2026-07-18T16:20:11.000+00:00", "latitude": 30.5, "longitude": 114.4, "speed": 12.4}
    position |= {"course": 88, "accuracy": 0, "valid": True, "attributes": {"batteryLevel": 87, "alarm": "sos"}}
    body = {"position": position, "device": {"id": 5, "uniqueId": "48241179"}}
    message = read(body=json.dumps(body).encode())
    assert (message.device_id, message.battery, message.alarm, message.is_forwarded) == ("48241179", 87, "sos", True)
    assert message.fix.fixed_at == datetime(2026, 7, 18, 16, 20, 11, tzinfo=UTC)
    assert (message.fix.speed_ms, message.fix.accuracy_m) == (pytest.approx(12.4 * KNOT_MS), None)
    event = {"event": {"type": "alarm", "attributes": {"alarm": "sos"}}, "device": {"uniqueId": "48241179"}}
    assert read(body=json.dumps(event).encode()).alarm == "sos"


def test_the_address_form_of_a_traccar_server():
    message = read(query="uniqueId=48241179&latitude=30.5&longitude=114.4&fixTime=1784391611000&course=88&speed=1")
    assert (message.device_id, message.fix.lat, message.fix.heading, message.is_forwarded) == (
        "48241179",
        30.5,
        88,
        True,
    )
    assert message.fix.fixed_at == datetime.fromtimestamp(1784391611, UTC)


def test_json_of_another_machine_is_said_so():
    with pytest.raises(UnknownForm, match="imei, where"):
        read_messages(body=b'{"imei":"1","where":[30,114]}', received_at=NOW)


def test_a_position_marked_invalid_is_not_one():
    assert read(query="id=1&lat=30&lon=114&valid=false").fix is None


def test_the_json_of_traccar_client_9():
    location = {
        "timestamp": "2025-06-15T13:45:12.862Z",
        "coords": {"latitude": 30.5062, "longitude": 114.3981, "accuracy": 5, "speed": 18.67, "heading": -1},
        "battery": {"level": 0.79},
        "mock": True,
    }
    message = read(body=json.dumps({"location": location, "device_id": "48241179"}).encode())
    assert (message.fix.speed_ms, message.fix.heading, message.fix.is_mock) == (18.67, None, True)
    assert message.battery == pytest.approx(79)


def test_json_without_coords_is_a_sign_of_life():
    body = {"location": {"timestamp": "2025-06-15T13:45:12.862Z", "battery": {"level": -1}}, "device_id": "7"}
    message = read(body=json.dumps(body).encode())
    assert (message.fix, message.battery) == (None, None)


def test_a_flat_array_holds_several():
    item = {"id": "48241179", "lat": 30.5, "lon": 114.4, "timestamp": 1784391611, "speed": 12.4, "batt": 87}
    messages = read_messages(body=json.dumps([item, item | {"timestamp": 1784391626}]).encode(), received_at=NOW)
    assert [message.fix.fixed_at.second for message in messages] == [11, 26]


def test_owntracks_drives_in_kilometres_an_hour():
    body = {"_type": "location", "lat": 30.5, "lon": 114.4, "tst": 1784391611, "vel": 36, "tid": "21", "batt": 9}
    message = read(body=json.dumps(body).encode())
    assert (message.device_id, message.fix.speed_ms, message.battery) == ("21", pytest.approx(10), 9)


@pytest.mark.parametrize(
    "body", [b'{"_type":"lwt","tst":1}', b'{"_type":"status"}', b'{"_type":"encrypted","data":"x"}']
)
def test_owntracks_messages_without_a_place_are_nothing(body):
    assert read_messages(body=body, received_at=NOW) == []


def test_an_empty_request_is_nothing():
    assert read_messages(received_at=NOW) == []


@pytest.mark.parametrize(
    "request_parts",
    [
        {"body": b"{not json"},
        {"body": b"[1,2", "content_type": "application/json"},
    ],
)
def test_what_is_no_message_is_said_so(request_parts):
    with pytest.raises(UnreadableMessage):
        read_messages(received_at=NOW, **request_parts)


def traccar_cases():
    path = SHARED / "gps" / "traccar_cases.json"
    return json.loads(path.read_text())["cases"] if path.exists() else []


@pytest.mark.skipif(not traccar_cases(), reason="needs the shared fixture gps/traccar_cases.json")
@pytest.mark.parametrize("case", traccar_cases())
def test_it_reads_what_traccar_reads(case):
    request = {
        "query": urlsplit(case.get("uri", "")).query,
        "body": case.get("body", "").encode(),
        "content_type": case.get("content_type", ""),
    }
    if case["expected"] is None:
        with_nothing(request)
        return
    message, expected = read(**request), case["expected"]
    assert message.device_id == expected["device"]
    told = expected["time"]
    assert message.sent_at == (NOW if told == "time of receipt" else datetime.fromisoformat(told))
    if "lat" not in expected:
        assert message.fix is None
        return
    assert (message.fix.lat, message.fix.lon) == pytest.approx((expected["lat"], expected["lon"]))
    assert message.fix.altitude_m == expected.get("altitude_m")
    assert message.fix.accuracy_m == expected.get("accuracy_m")
    assert message.fix.heading == expected.get("course")
    assert message.battery == pytest.approx(expected["attributes"].get("batteryLevel"))
    knots = expected.get("speed_knots")
    assert message.fix.speed_ms == (None if knots is None else pytest.approx(knots * KNOT_MS, abs=1e-3))


def with_nothing(request):
    with suppress(UnreadableMessage):
        # Traccar wants a name in the message; here the token is one.
        assert [message for message in read_messages(received_at=NOW, **request) if message.device_id] == []


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_no_json_breaks_the_reader(content):
    with suppress(UnreadableMessage):
        read_messages(body=json.dumps(content).encode(), received_at=NOW)


@given(st.binary(max_size=80), st.text(max_size=40), st.sampled_from(["", FORM, "application/json"]))
def test_no_bytes_break_the_reader(body, query, content_type):
    with suppress(UnreadableMessage):
        read_messages(query=query, body=body, content_type=content_type, received_at=NOW)
