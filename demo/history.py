"""Two weeks of finished orders, invented, so that the demo's figures have a yesterday. Today is left to what happens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from demo.calls import SENTENCES, SURNAMES
from demo.repairs import REPAIRS
from workorders.kinds.fault.states import Status

DAYS = 14
ORDERS_A_DAY = 300
INVENTED = "demo-history"
# Mean minutes from the report to the crew's arrival, and how much they scatter.
ARRIVAL_MINUTES = {"URBAN": (19.0, 6.0), "RURAL": (33.0, 11.0), "REMOTE": (52.0, 16.0)}
LATE_SHARE, LATE_TIMES = 0.02, 3.0
# Steps after the report: (status, fewest, most minutes after the step before). None: driving and repairing, see below.
STEPS: tuple[tuple[Status, tuple[float, float] | None], ...] = (
    (Status.JUDGED, (0.005, 0.02)),
    (Status.PENDING_DISPATCH, (0.0, 0.0)),
    (Status.DISPATCHED, (0.01, 0.05)),
    (Status.ACCEPTED, (0.2, 2.4)),
    (Status.EN_ROUTE, (0.3, 2.0)),
    (Status.ON_SITE, None),
    (Status.REPAIRING, (2.0, 5.0)),
    (Status.RESTORED, None),
    (Status.REPLIED, (1.0, 4.5)),
    (Status.REVIEWED, (3.0, 25.0)),
    (Status.CALLED_BACK, (10.0, 90.0)),
    (Status.ARCHIVED, (0.0, 0.0)),
)
# Clock → from which moment it runs to which.
CLOCKS = {
    "ACCEPT": (Status.RECEIVED, Status.PENDING_DISPATCH),
    "CREW_ACCEPT": (Status.DISPATCHED, Status.ACCEPTED),
    "ARRIVE": (Status.RECEIVED, Status.ON_SITE),
    "RESTORE": (Status.RECEIVED, Status.RESTORED),
    "REPLY": (Status.RESTORED, Status.REPLIED),
    "REVIEW": (Status.REPLIED, Status.REVIEWED),
    "CALLBACK": (Status.REVIEWED, Status.CALLED_BACK),
}

Row = tuple[object, ...]


@dataclass(frozen=True)
class Place:
    """A customer's supply and the crew of its unit."""

    service_point_id: int
    customer_id: int
    unit_id: int
    centre_id: int
    centre_code: str
    grid_id: int | None
    node_id: int
    crew_id: int
    org_path: str
    latitude: float
    longitude: float
    area_kind: str
    address: str
    phone: str


@dataclass(frozen=True)
class PastOrder:
    """One finished order: where, and when each status began."""

    id: int
    number: str
    place: Place
    moments: dict[Status, datetime]
    reporter: str
    text: str
    repair: int


def finished_orders(rng: np.random.Generator, places: Sequence[Place], *, midnight: datetime) -> Iterator[PastOrder]:
    """Orders of the ``DAYS`` before ``midnight``, in the order of their reports; most calls come in the evening."""
    order_id = 0
    for day in range(DAYS, 0, -1):
        start = midnight - timedelta(days=day)
        minutes = np.sort(rng.normal(18, 5, ORDERS_A_DAY) % 24 * 60)
        for minute in minutes:
            order_id += 1
            place = places[int(rng.integers(0, len(places)))]
            moments = _moments(rng, start + timedelta(minutes=float(minute)), place.area_kind)
            if moments[Status.ARCHIVED] >= midnight:
                continue
            number = f"{start:%Y%m%d}{place.centre_code:0>6}F{order_id:06d}"
            yield PastOrder(
                order_id,
                number,
                place,
                moments,
                SURNAMES[int(rng.integers(0, len(SURNAMES)))] + "先生",
                SENTENCES[int(rng.integers(0, len(SENTENCES)))],
                int(rng.integers(0, len(REPAIRS))),
            )


def _moments(rng: np.random.Generator, reported_at: datetime, area_kind: str) -> dict[Status, datetime]:
    mean, scatter = ARRIVAL_MINUTES[area_kind]
    arrival = max(float(rng.normal(mean, scatter)), 8.0) * (LATE_TIMES if rng.random() < LATE_SHARE else 1.0)
    repair = float(rng.gamma(4.0, 8.0)) + 6.0
    moments, at = {Status.RECEIVED: reported_at}, reported_at
    for status, span in STEPS:
        if span is not None:
            at += timedelta(minutes=float(rng.uniform(*span)))
        elif status == Status.ON_SITE:
            at = reported_at + timedelta(minutes=arrival)
        else:
            at = moments[Status.ON_SITE] + timedelta(minutes=repair)
        moments[status] = at
    return moments


def change_rows(order: PastOrder) -> Iterator[Row]:
    """(order_id, old, new, at, recorded_at, reason, detail) of every step."""
    old = ""
    for status, at in order.moments.items():
        yield order.id, old, status.value, at, at, "", ""
        old = status.value


def clock_rows(order: PastOrder, limits: dict[tuple[str, str], int]) -> Iterator[Row]:
    """(order_id, code, started_at, limit, warn_percents, due_at, paused_seconds, stopped_at, outcome, warned)."""
    for code, (first, last) in CLOCKS.items():
        limit = limits.get((code, order.place.area_kind)) or limits[code, ""]
        started_at, stopped_at = order.moments[first], order.moments[last]
        due_at = started_at + timedelta(minutes=limit)
        outcome = "MET" if stopped_at <= due_at else "MISSED"
        yield order.id, code, started_at, limit, [50, 80, 100, 120], due_at, 0, stopped_at, outcome, 0


def order_row(order: PastOrder) -> Row:
    place, at = order.place, order.moments
    return (
        order.id, order.number, "FAULT", Status.ARCHIVED.value, "", len(at), place.centre_id, place.unit_id,
        place.grid_id, place.org_path, "HOTLINE_95598", order.reporter, place.phone, place.customer_id,
        place.service_point_id, place.node_id, order.text, place.address, place.latitude, place.longitude,
        place.area_kind, "LV", 3, "NORMAL", [], False, 2, 0, "", f"QX{order.id:06d}", at[Status.RECEIVED],
        at[Status.RECEIVED], at[Status.PENDING_DISPATCH], at[Status.ON_SITE], at[Status.RESTORED],
        at[Status.ARCHIVED], "", at[Status.ARCHIVED],
    )  # fmt: skip


def reply_row(order: PastOrder) -> Row:
    cause, measures, _ = REPAIRS[order.repair]
    restored_at, replied_at = order.moments[Status.RESTORED], order.moments[Status.REPLIED]
    return (
        order.id,
        cause,
        measures,
        restored_at,
        True,
        replied_at,
        "",
        "现场检查正常，已验电。",
        "满意",
        "",
        replied_at,
    )


def assignment_row(order: PastOrder) -> Row:
    accepted_at, archived_at = order.moments[Status.ACCEPTED], order.moments[Status.REPLIED]
    return order.id, order.place.crew_id, False, accepted_at, archived_at, "done"


def report_row(order: PastOrder) -> Row:
    payload = {"invented": True, "description": order.text}
    return "HOTLINE_95598", f"{INVENTED}-{order.id}", order.id, payload, order.moments[Status.RECEIVED]


def callback_row(order: PastOrder) -> Row:
    return order.id, "SATISFIED", "", order.moments[Status.CALLED_BACK]
