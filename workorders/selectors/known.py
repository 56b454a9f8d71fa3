"""What can be told to a caller before anything is filed: the outage they are in, and the order that is open already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from customers.models import ServicePoint
from customers.services.named_places import Suggestion, suggest_places
from workorders.crew_news import crew_news
from workorders.known_outages import known_outages
from workorders.report import Report
from workorders.services.duplicate_search import open_matters, shared_phones
from workorders.services.intake import told_by
from workorders.services.opening import read_places


@dataclass(frozen=True, kw_only=True)
class Known:
    """``order``: as ``crew_news`` tells it. ``places``: what an address in words may mean."""

    point: ServicePoint | None
    outage: dict[str, Any] | None
    order: dict[str, Any] | None
    places: list[Suggestion]


def what_is_known(asked: Report, *, at: datetime) -> Known:
    """Nothing is written. ``asked`` holds what the caller has said so far."""
    [spot] = read_places([asked])
    told = told_by(asked, spot, shared_phones([asked.reporter_phone], at=at))
    same = open_matters([told], locked=False).matters.find(told)
    point_id = spot.point.pk if spot.point else None
    return Known(
        point=spot.point,
        outage=known_outages([point_id]).get(point_id) if point_id else None,
        order=crew_news([same.order_id]).get(same.order_id) if same and same.sure else None,
        places=suggest_places(asked.address) if asked.address and spot.latitude is None else [],
    )
