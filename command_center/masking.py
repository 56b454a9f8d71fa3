"""The last net under every log line: whatever a library writes, no link, token or phone number stands in it."""

import hashlib
import re
from collections.abc import Callable
from re import Match, Pattern
from typing import Any

Change = str | Callable[[Match[str]], str]


def _mark(found: Match[str]) -> str:
    return f"{found[1]}#{hashlib.sha256(found[2].encode()).hexdigest()[:8]}"


def _phone(found: Match[str]) -> str:
    return f"{found[1]}****{found[2]}"


RULES: list[tuple[Pattern[str], Change]] = [
    (re.compile(r"(/(?:track|gps/t)/)([^/?\s\"'<>]{8,})"), _mark),
    (re.compile(r"(/[^\s?\"']*)\?[^\s\"']+"), r"\1?…"),
    (re.compile(r"\b(Token|Basic|Bearer) [A-Za-z0-9+/=_-]{8,}"), r"\1 …"),
    (re.compile(r"(?<![\d.])(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?![\d.])"), _phone),
    # What PostgreSQL tells of the row that it refused.
    (re.compile(r"DETAIL: .*"), "DETAIL: …"),
    (re.compile(r"^CONTEXT: .*", re.MULTILINE), "CONTEXT: …"),
]


def masked(text: str) -> str:
    for pattern, change in RULES:
        text = pattern.sub(change, text)
    return text


def mask_event(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """A processor of structlog."""
    return {key: _masked_value(value) for key, value in event.items()}


def _masked_value(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _masked_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked_value(inner) for inner in value]
    return value if value is None or isinstance(value, int | float | bool) else masked(repr(value))
