"""Batches of meter events, well-formed and not, in the forms of standards.md §1."""

import json
from datetime import UTC, datetime

import pytest

from outages.judging.event_codes import DEFAULT_CODES, EventCodes, Meaning
from outages.judging.meter_messages import UnreadableBatch, read_batch

NEW, OLD = "http://iec.ch/TC57/2011/EndDeviceEvents#", "http://iec.ch/TC57/2009/EndDeviceEvents#"


def cim_event(code="3.26.136.47", meter="4200099887", at="2026-07-19T00:15:02+08:00"):
    return f"""<EndDeviceEvent><mRID>5d1e</mRID><createdDateTime>{at}</createdDateTime><severity>high</severity>
  <Assets><Names><name>{meter}</name></Names></Assets>
  <EndDeviceEventDetails><name>seq</name><value>343</value></EndDeviceEventDetails>
  <EndDeviceEventType ref="{code}"/><UsagePoint><mRID>UP-420</mRID></UsagePoint></EndDeviceEvent>"""


def cim(*events, namespace=NEW, before=""):
    return f"""<?xml version="1.0"?>{before}
<EventMessage xmlns="http://iec.ch/TC57/2011/schema/message"><Header><Verb>created</Verb><Noun>EndDeviceEvents</Noun>
 <Revision>2.0</Revision><Source>HES-ES</Source><MessageID>8f0c</MessageID></Header>
 <Payload><EndDeviceEvents xmlns="{namespace}">{"".join(events)}</EndDeviceEvents></Payload></EventMessage>""".encode()


class TestCodes:
    @pytest.mark.parametrize(
        ("code", "meaning"),
        [
            ("3.26.0.47", Meaning.DOWN),
            ("3.26.136.66", Meaning.DOWN),
            ("3.26.0.85", Meaning.DOWN),
            ("3.26.136.216", Meaning.UP),
            ("3.26.131.223", Meaning.VOLTAGE),
            ("3.12.0.1", None),
        ],
    )
    def test_the_defaults(self, code, meaning):
        assert EventCodes().meaning("anybody", code) == meaning

    def test_a_source_may_differ_without_touching_the_others(self):
        codes = EventCodes(by_source={"odd": {"3.26.0.85": Meaning.MOMENTARY, "3.26.0.47": None}})
        assert codes.meaning("odd", "3.26.0.85") == Meaning.MOMENTARY
        assert codes.meaning("odd", "3.26.0.47") is None
        assert codes.meaning("odd", "3.26.136.47") == Meaning.DOWN
        assert codes.meaning("HES", "3.26.0.85") == DEFAULT_CODES["3.26.0.85"]


class TestXml:
    @pytest.mark.parametrize("namespace", [NEW, OLD])
    def test_both_namespaces(self, namespace):
        batch = read_batch(cim(cim_event(), namespace=namespace))
        (event,) = batch.events
        assert (batch.source, batch.message_id, batch.bad) == ("HES-ES", "8f0c", ())
        assert (event.event_id, event.meter, event.usage_point) == ("5d1e", "4200099887", "UP-420")
        assert (event.code, event.meaning, event.source) == ("3.26.136.47", Meaning.DOWN, "HES-ES")
        assert event.at == datetime(2026, 7, 18, 16, 15, 2, tzinfo=UTC)

    def test_bad_ones_are_listed_one_by_one(self):
        body = cim(
            cim_event(),
            cim_event(code="3.9.9.9"),
            cim_event(meter=""),
            cim_event(at="yesterday"),
            cim_event(at="2026-07-19T00:15:02"),
            cim_event(code=""),
            cim_event(code="3.26.0.216"),
        )
        batch = read_batch(body)
        assert [event.meaning for event in batch.events] == [Meaning.DOWN, Meaning.UP]
        assert [(bad.number, bad.code) for bad in batch.bad] == [
            (2, "code_unknown"),
            (3, "meter_missing"),
            (4, "time_bad"),
            (5, "time_bad"),
            (6, "code_missing"),
        ]

    def test_thousands(self):
        batch = read_batch(cim(*(cim_event(meter=f"M{number}") for number in range(5_000))))
        assert (len(batch.events), batch.events[-1].meter) == (5_000, "M4999")

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (cim(cim_event(), namespace="http://example.org/"), "namespace_unknown"),
            (cim(before='<!DOCTYPE x [<!ENTITY e "e">]>'), "dtd_refused"),
            (cim(before="<!DOCTYPE x>"), "dtd_refused"),
            (b"<EventMessage>", "not_xml"),
            (b"<a/>", "no_events"),
            (b"{", "not_json"),
            (b"\xff\xfe\x00", "not_json"),
            (b"3", "no_events"),
            (b'{"events": 3}', "no_events"),
            (b'{"Payload": 3}', "no_events"),
            (b"[" * 100_000, "not_json"),
            (b"", "not_json"),
        ],
    )
    def test_what_cannot_be_read_says_why(self, body, code):
        with pytest.raises(UnreadableBatch) as caught:
            read_batch(body)
        assert caught.value.code == code


class TestJson:
    GOOD = {"id": "e1", "meter": "M1", "at": "2026-07-19T00:15:02+08:00", "code": "3.26.0.47"}

    def test_plain(self):
        batch = read_batch(json.dumps({"source": "HES-1", "events": [self.GOOD, 7, {"meter": "M2"}]}).encode())
        (event,) = batch.events
        assert (event.source, event.meter, event.meaning) == ("HES-1", "M1", Meaning.DOWN)
        assert [(bad.number, bad.code) for bad in batch.bad] == [(2, "not_an_object"), (3, "code_missing")]

    def test_the_list_alone(self):
        assert len(read_batch(json.dumps([self.GOOD]).encode()).events) == 1

    def test_the_mirror_of_the_message(self):
        event = {
            "mRID": "5d1e",
            "createdDateTime": self.GOOD["at"],
            "Assets": {"Names": [{"name": "M1"}]},
            "EndDeviceEventType": {"ref": "3.26.136.216"},
            "UsagePoint": {"mRID": "UP-1"},
        }
        content = {"Header": {"Source": "HES-2", "MessageID": "m"}, "Payload": {"EndDeviceEvents": [event]}}
        batch = read_batch(json.dumps(content).encode())
        (read,) = batch.events
        assert (batch.message_id, read.source, read.meter, read.meaning) == ("m", "HES-2", "M1", Meaning.UP)

    def test_numbers_as_ids_are_read_and_other_shapes_are_not(self):
        odd = {**self.GOOD, "meter": 4200, "id": None}
        worse = {**self.GOOD, "meter": ["M1"]}
        batch = read_batch(json.dumps([odd, worse]).encode())
        assert [event.meter for event in batch.events] == ["4200"]
        assert [(bad.number, bad.code) for bad in batch.bad] == [(2, "meter_missing")]
