"""A message with invented values: what a text looks like before anybody gets it."""

from datetime import datetime, timedelta

from command_center.ground.core.values import CHINA
from customers.messages.catalogue import KINDS, MOMENTS
from customers.messages.promises import Told
from customers.messages.wording import write

EXAMPLE = {
    "address": "旋坨村三组12号",
    "cause": "设备",
    "number": "20260718422826G000017",
    "person": "王师傅",
    "phone": "027-95598",
    "what": "装表接电",
    "stage": "现场勘查",
    "danger": "电线断落",
    "url": "https://example.invalid/track/…",
}
NINE = datetime(2026, 7, 18, 21, 0, tzinfo=CHINA)


def example_text(kind: str, template: str, language: str) -> str:
    """The text as a customer would read it on an invented evening."""
    hours = {"since": -2, "before": -1, "from": 0, "until": 1, "at": 1}
    moments = {name: (NINE + timedelta(hours=hours[name])).isoformat() for name in MOMENTS}
    values = {name: value for name, value in (EXAMPLE | moments).items() if name in KINDS[kind].variables}
    promised = KINDS[kind].promises
    last = Told(kind=promised, until_at=NINE, told_at=NINE) if promised else None
    return write(kind, template, values, reason="crew_on_site", last=last, language=language, zone=CHINA)
