"""The calendar feed as text: escaping, folding, moments in UTC (RFC 5545)."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from outages.planned.icalendar import Entry, calendar_of, escaped, folded

CHINA = timezone(timedelta(hours=8))
ENTRY = Entry(
    uid="20260719422826P000001@planned-outages",
    sequence=3,
    stamped_at=datetime(2026, 7, 1, 12, tzinfo=CHINA),
    starts_at=datetime(2026, 7, 19, 8, tzinfo=CHINA),
    ends_at=datetime(2026, 7, 19, 18, tzinfo=CHINA),
    summary="更换开关",
    place=(29.67, 109.14),
)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_an_entry_is_an_event():
    assert unfolded(calendar_of("计划停电", [ENTRY])) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//command centre//planned outages//ZH", "X-WR-CALNAME:计划停电",
        "BEGIN:VEVENT", "UID:20260719422826P000001@planned-outages", "DTSTAMP:20260701T040000Z", "SEQUENCE:3",
        "DTSTART:20260719T000000Z", "DTEND:20260719T100000Z", "STATUS:CONFIRMED", "SUMMARY:更换开关",
        "GEO:29.670000;109.140000", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut():
    text = calendar_of("x", [replace(ENTRY, description="因线路检修需要停电，" * 40)])
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75 and len(lines) > 20
    assert all(line.decode() for line in lines[:-1])
    assert "因线路检修需要停电，" * 40 in "".join(unfolded(text))


@pytest.mark.parametrize("length", [73, 74, 75, 76, 148, 149, 150, 1000])
def test_folding_loses_nothing(length):
    line = "a" * length
    assert folded(line).replace("\r\n ", "") == line


def test_text_cannot_begin_a_line_of_its_own():
    assert escaped("a;b,c\\d\r\nEND:VEVENT\rx") == "a\\;b\\,c\\\\d\\nEND:VEVENT\\nx"
