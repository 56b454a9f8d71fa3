"""A connection's own facts, beside what every order has."""

from workorders.kinds.connection.models.case import ConnectionCase, ConnectionDocument, Scheme
from workorders.kinds.connection.models.minutes import GridDependency, OwnedPeriod
from workorders.kinds.connection.models.supply import HeadroomRule, NodeLoad, SupplyPlan
from workorders.kinds.connection.models.visits import (
    Appointment,
    AppointmentStatus,
    FeedPost,
    Purpose,
    Side,
    VisitSlot,
)

__all__ = [
    "Appointment",
    "AppointmentStatus",
    "ConnectionCase",
    "ConnectionDocument",
    "FeedPost",
    "GridDependency",
    "HeadroomRule",
    "NodeLoad",
    "OwnedPeriod",
    "Purpose",
    "Scheme",
    "Side",
    "SupplyPlan",
    "VisitSlot",
]
