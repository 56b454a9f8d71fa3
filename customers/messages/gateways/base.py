"""The port through which messages leave the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What a gateway is given. ``key`` is the same however often the message is handed over."""

    key: str
    kind: str
    to: str
    text: str
    language: str
    variables: Mapping[str, str] = field(default_factory=dict)


class Result(StrEnum):
    SENT = "SENT"
    REFUSED = "REFUSED"  # will never go: no such number, a text that is not allowed
    LATER = "LATER"  # surely not taken over: try again
    UNKNOWN = "UNKNOWN"  # perhaps taken over: no answer came


@dataclass(frozen=True, kw_only=True)
class Outcome:
    key: str
    result: Result
    provider_id: str = ""
    error: str = ""


class Gateway(Protocol):
    """``is_idempotent``: the other side takes a key once, so that handing it over again is harmless."""

    name: str
    is_idempotent: bool
    most_at_once: int

    def send(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        """Hand over; an outcome for each, whatever happens. Raises nothing for what the other side does."""
