"""A calendar of planned work as text (RFC 5545): what a calendar program subscribes to. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

FOLD_AT = 75
PRODUCT = "-//command centre//planned outages//ZH"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event. ``uid`` stays for its whole life, ``sequence`` rises with every change; aware moments."""

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    status: str = "CONFIRMED"
    place: tuple[float, float] | None = None


def calendar_of(name: str, entries: Iterable[Entry]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", f"X-WR-CALNAME:{escaped(name)}"]
    for entry in entries:
        lines += _lines(entry)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _lines(entry: Entry) -> list[str]:
    texts = {"SUMMARY": entry.summary, "DESCRIPTION": entry.description, "LOCATION": entry.location}
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{utc(entry.stamped_at)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART:{utc(entry.starts_at)}",
        f"DTEND:{utc(entry.ends_at)}",
        f"STATUS:{entry.status}",
        *(f"{name}:{escaped(text)}" for name, text in texts.items() if text),
        *([f"GEO:{entry.place[0]:.6f};{entry.place[1]:.6f}"] if entry.place else []),
        "END:VEVENT",
    ]


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """RFC 5545 §3.3.11; a carriage return must not begin a line of its own."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """At most 75 octets a line, never within a character (RFC 5545 §3.1); what follows begins with a space."""
    parts, room, octets = [""], FOLD_AT, 0
    for character in line:
        size = len(character.encode())
        if octets + size > room:
            parts.append("")
            room, octets = FOLD_AT - 1, 0
        parts[-1] += character
        octets += size
    return "\r\n ".join(parts)
