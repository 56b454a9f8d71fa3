"""Orders, their clocks and what was said about them: one namespace."""

from workorders.asking.models import CustomerAnswer
from workorders.clocks.codes import ClockCode
from workorders.confidential.models import Complainant
from workorders.filings.models import Filing, FilingPause
from workorders.kinds.complaint.models import (
    Appeal,
    Category,
    CategoryTree,
    Classification,
    Complaint,
    Downgrade,
    Grade,
    Measure,
)
from workorders.kinds.connection.models import (
    Appointment,
    ConnectionCase,
    ConnectionDocument,
    FeedPost,
    GridDependency,
    HeadroomRule,
    NodeLoad,
    OwnedPeriod,
    SupplyPlan,
    VisitSlot,
)
from workorders.kinds.service_request.models import ServiceRequest
from workorders.models.aftercare import Callback, Note, Rating, Reply, Satisfaction, TrackingLink
from workorders.models.calendar import WorkdayException, WorkHours
from workorders.models.clocks import Basis, Clock, DueChange, Outcome, Pause, TimeLimit, Voltage
from workorders.models.escalation import Escalation, EscalationCall, EscalationRule
from workorders.models.handling import Answer, Transfer
from workorders.models.late_words import LateStep, LateWord
from workorders.models.orders import FaultKind, FaultReport, Source, StatusChange, Urgency, WorkOrder
from workorders.models.saved_views import SavedView, ViewedScreen
from workorders.models.words import OrderWords
from workorders.retention.models import LegalHold, Pseudonymised
from workorders.surveys.models import Survey

__all__ = [
    "Answer",
    "Appeal",
    "Appointment",
    "Basis",
    "Callback",
    "Category",
    "CategoryTree",
    "Classification",
    "Clock",
    "ClockCode",
    "Complainant",
    "Complaint",
    "ConnectionCase",
    "ConnectionDocument",
    "CustomerAnswer",
    "Downgrade",
    "DueChange",
    "Escalation",
    "EscalationCall",
    "EscalationRule",
    "FaultKind",
    "FaultReport",
    "FeedPost",
    "Filing",
    "FilingPause",
    "Grade",
    "GridDependency",
    "HeadroomRule",
    "LateStep",
    "LateWord",
    "LegalHold",
    "Measure",
    "NodeLoad",
    "Note",
    "OrderWords",
    "Outcome",
    "OwnedPeriod",
    "Pause",
    "Pseudonymised",
    "Rating",
    "Reply",
    "Satisfaction",
    "SavedView",
    "ServiceRequest",
    "Source",
    "StatusChange",
    "SupplyPlan",
    "Survey",
    "TimeLimit",
    "TrackingLink",
    "Transfer",
    "Urgency",
    "ViewedScreen",
    "VisitSlot",
    "Voltage",
    "WorkHours",
    "WorkOrder",
    "WorkdayException",
]
