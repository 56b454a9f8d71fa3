"""What somebody reported, as the order engine takes it; pure."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Report:
    """A fault report as it came in. ``latitude``/``longitude`` WGS-84 degrees or None; ``reporter_phone`` E.164."""

    source: str
    source_id: str
    description: str
    reporter_name: str = ""
    reporter_phone: str = ""
    customer_number: str = ""
    meter_number: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    occurred_at: datetime | None = None
    call_ended_at: datetime | None = None
    """When the hotline hung up: from then on the promises to the customer count."""
    remarks: str = ""
    """What was told beside all this, in the caller's words: shown as a note on the order."""

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.source_id

    def remarked(self, remarks: str) -> "Report":
        return replace(self, remarks=remarks) if remarks else self

    @property
    def payload(self) -> dict[str, Any]:
        """As it is stored: what a repeated report is compared with."""
        told = asdict(self).items()
        return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in told}


def report_of(payload: dict[str, Any]) -> Report:
    """The report that was stored as this payload."""
    known = {field.name for field in fields(Report)} & payload.keys()
    told = {name: payload[name] for name in known}
    for name in ("occurred_at", "call_ended_at"):
        if told.get(name):
            told[name] = datetime.fromisoformat(told[name])
    return Report(**told)


def same_story(payload: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two stored reports say the same; what is empty was not said."""
    one, two = ({key: value for key, value in p.items() if value not in ("", None)} for p in (payload, other))
    return one == two
