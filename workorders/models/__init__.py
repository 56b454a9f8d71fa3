"""Orders, their clocks and what was said about them: one namespace."""

from workorders.models.aftercare import Callback, Note, Rating, Reply, Satisfaction, TrackingLink
from workorders.models.clocks import Clock, ClockCode, Outcome, Pause, TimeLimit
from workorders.models.late_words import LateStep, LateWord
from workorders.models.orders import FaultKind, FaultReport, Source, StatusChange, Urgency, WorkOrder
from workorders.models.words import OrderWords

__all__ = [
    "Callback",
    "Clock",
    "ClockCode",
    "FaultKind",
    "FaultReport",
    "LateStep",
    "LateWord",
    "Note",
    "OrderWords",
    "Outcome",
    "Pause",
    "Rating",
    "Reply",
    "Satisfaction",
    "Source",
    "StatusChange",
    "TimeLimit",
    "TrackingLink",
    "Urgency",
    "WorkOrder",
]
