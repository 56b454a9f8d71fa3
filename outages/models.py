"""Outages and their history, the ledger of interruptions, evidence, checks, estimates and the sensitive register."""

from outages.estimates.models import RestorationEstimate
from outages.generators.models import GeneratorAssignment, GeneratorStatus, GeneratorVehicle
from outages.judging.models.evidence import Evidence, EvidenceKind, Extent
from outages.judging.models.parameters import JudgementParameter
from outages.ledger.models import Correction, CorrectionKind, CustomerBasis, Interruption, RestorationStep
from outages.life.choices import PREARRANGED, Answer, CauseClass, ChangeKind, EndedBy, EstimateSource, OutageKind
from outages.life.models import OrderRole, Outage, OutageChange, OutageOrder, OutageScope
from outages.planned.choices import PLAN_KINDS, Channel, NotDone, NoticeOutcome, PlanChangeKind
from outages.planned.models.notices import AffectedCustomer, Audience, Notice, NoticeRule, PeriodKind, ProtectedPeriod
from outages.planned.models.plan import (
    AlternativeKind,
    PlanAlternative,
    PlanChange,
    PlanFinding,
    PlannedDevice,
    PlannedMove,
    PlannedOutage,
    PlanWaiver,
    Severity,
)
from outages.reliability.models.figures import (
    Band,
    Counted,
    DailyFigure,
    FigureRun,
    MajorEventThreshold,
    ServedCustomers,
)
from outages.reliability.models.frequency import (
    FrequencyLevel,
    FrequentEntity,
    FrequentOutage,
    FrequentOutageRule,
    Operator,
    SpanKind,
)
from outages.sensitive.models import SensitiveClass, SensitiveEntry, SensitiveUse
from outages.verbs.models import CheckAnswer, RestoreCheck

__all__ = [
    "PLAN_KINDS",
    "PREARRANGED",
    "AffectedCustomer",
    "AlternativeKind",
    "Answer",
    "Audience",
    "Band",
    "CauseClass",
    "ChangeKind",
    "Channel",
    "CheckAnswer",
    "Correction",
    "CorrectionKind",
    "Counted",
    "CustomerBasis",
    "DailyFigure",
    "EndedBy",
    "EstimateSource",
    "Evidence",
    "EvidenceKind",
    "Extent",
    "FigureRun",
    "FrequencyLevel",
    "FrequentEntity",
    "FrequentOutage",
    "FrequentOutageRule",
    "GeneratorAssignment",
    "GeneratorStatus",
    "GeneratorVehicle",
    "Interruption",
    "JudgementParameter",
    "MajorEventThreshold",
    "NotDone",
    "Notice",
    "NoticeOutcome",
    "NoticeRule",
    "Operator",
    "OrderRole",
    "Outage",
    "OutageChange",
    "OutageKind",
    "OutageOrder",
    "OutageScope",
    "PeriodKind",
    "PlanAlternative",
    "PlanChange",
    "PlanChangeKind",
    "PlanFinding",
    "PlanWaiver",
    "PlannedDevice",
    "PlannedMove",
    "PlannedOutage",
    "ProtectedPeriod",
    "RestorationEstimate",
    "RestorationStep",
    "RestoreCheck",
    "SensitiveClass",
    "SensitiveEntry",
    "SensitiveUse",
    "ServedCustomers",
    "Severity",
    "SpanKind",
]
