"""What somebody told us of a matter that is no fault, as the order engine takes it; pure."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from workorders.report import Report


@dataclass(frozen=True, kw_only=True)
class Matter:
    """An opinion, a request, a complaint … as it came in. ``reporter_phone`` E.164, places WGS-84 degrees or None.

    ``about`` and ``same_as`` are numbers of orders: the one it is about, and the one that is this very matter, told before
    through another channel. ``concerns`` and ``unit`` are codes of units: whom it is about, whom it was told to.
    """

    kind: str
    source: str
    source_id: str
    description: str
    sub_kind: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    customer_number: str = ""
    meter_number: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    about: str = ""
    same_as: str = ""
    concerns: str = ""
    unit: str = ""
    confidential: bool = False
    callback_wanted: bool = True
    booked_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.source_id

    @property
    def report(self) -> Report:
        """What it has in common with every report: who, by which way, about which supply, where."""
        names = (
            "source", "source_id", "description", "reporter_name", "reporter_phone", "customer_number", "meter_number",
            "address", "latitude", "longitude",
        )  # fmt: skip
        return Report(**{name: getattr(self, name) for name in names})

    @property
    def payload(self) -> dict[str, Any]:
        """As it is stored: what a repeated report is compared with."""
        told = asdict(self).items()
        return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in told}


def matter_of(payload: dict[str, Any]) -> Matter:
    """The matter that was stored as this payload."""
    told = dict(payload)
    if told.get("booked_at"):
        told["booked_at"] = datetime.fromisoformat(told["booked_at"])
    return Matter(**told)
