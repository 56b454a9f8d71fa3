"""Is this supply out? Answered about one account, to whoever knows its number and the end of a phone of it.

A wrong pair takes the same five queries as a right one and gets one neutral answer, whichever half was wrong.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from command_center.screens.status.words import BACK, CAUSE, CREW, PLANNED_CAUSE, crew_state
from customers.models import Contact, ServicePoint
from outages.ledger.selectors.known import covering, restored_lately
from outages.models import PREARRANGED, Outage

RECENTLY = timedelta(hours=12)
NOBODY = 0  # an id that no row has
POINTS_AT_MOST = 50


@dataclass(frozen=True, kw_only=True)
class Supply:
    """``state``: ``off``, ``back`` (lately), ``on``. ``meter`` are the last four of the meter, when there are several."""

    state: str
    meter: str = ""
    since: datetime | None = None
    back_at: datetime | None = None
    crew: str = ""
    cause: str = ""


def account_number(text: str) -> str:
    """As the register writes it: full-width digits, spaces and dashes are how people type (４２２８-2600 01 → 4228260001)."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def supplies_of(number: str, phone_end: str, *, at: datetime) -> list[Supply] | None:
    """The service points of the account; None when number and phone do not belong together. Five queries, always."""
    customer_id = _customer(number, phone_end)
    points = dict(
        ServicePoint.objects.filter(customer_id=customer_id or NOBODY)
        .order_by("pk")
        .values_list("pk", "meter_number")[:POINTS_AT_MOST]
    )
    ids = list(points) or [NOBODY]
    dark, lately = covering(ids), restored_lately(ids, since=at - RECENTLY)
    outages = Outage.objects.select_related("lead_order").in_bulk([*dark.values(), *lately.values()] or [NOBODY])
    if customer_id is None:
        return None
    several = len(points) > 1
    return [
        _supply(outages.get(dark.get(point, NOBODY)), outages.get(lately.get(point, NOBODY)), meter[-4:] * several)
        for point, meter in points.items()
    ]


def _customer(number: str, phone_end: str) -> int | None:
    """The account's id when one of its phones ends like that."""
    contacts = Contact.objects.filter(customer__number=number).values_list("customer_id", "phone")
    found = [hmac.compare_digest(phone[-4:].encode(), phone_end.encode()) for _, phone in contacts]
    return next((customer_id for (customer_id, _), same in zip(contacts, found, strict=True) if same), None)


def _supply(outage: Outage | None, over: Outage | None, meter: str) -> Supply:
    if outage is not None:
        planned = outage.kind in PREARRANGED
        crew = crew_state(outage.lead_order.status if outage.lead_order else None, planned=planned)
        return Supply(
            state="off",
            meter=meter,
            since=outage.started_at,
            back_at=outage.etr_at or outage.planned_end_at,
            crew=str(CREW[crew]),
            cause=str(PLANNED_CAUSE if planned else CAUSE.get(outage.cause_class, CAUSE["UNKNOWN"])),
        )
    if over is not None:
        return Supply(state="back", meter=meter, since=over.started_at, back_at=over.restored_at, crew=str(CREW[BACK]))
    return Supply(state="on", meter=meter)
