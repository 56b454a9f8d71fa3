"""Outages and their history, the ledger of interruptions, evidence, checks, estimates and the sensitive register."""

from outages.models.checks import Answer, CheckAnswer, RestoreCheck
from outages.models.estimates import EstimateSource, RestorationEstimate
from outages.models.evidence import Evidence, EvidenceKind
from outages.models.figures import (
    Band,
    Counted,
    DailyFigure,
    FigureRun,
    MajorEventThreshold,
    ServedCustomers,
)
from outages.models.ledger import (
    Correction,
    CorrectionKind,
    CustomerBasis,
    EndedBy,
    Interruption,
    RestorationStep,
)
from outages.models.outage import (
    CauseClass,
    ChangeKind,
    OrderRole,
    Outage,
    OutageChange,
    OutageKind,
    OutageOrder,
    OutageScope,
)
from outages.models.parameters import JudgementLevel, JudgementParameter
from outages.models.register import (
    GeneratorAssignment,
    GeneratorStatus,
    GeneratorVehicle,
    SensitiveClass,
    SensitiveEntry,
    SensitiveUse,
)

__all__ = [
    "Answer",
    "Band",
    "CauseClass",
    "ChangeKind",
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
    "FigureRun",
    "GeneratorAssignment",
    "GeneratorStatus",
    "GeneratorVehicle",
    "Interruption",
    "JudgementLevel",
    "JudgementParameter",
    "MajorEventThreshold",
    "OrderRole",
    "Outage",
    "OutageChange",
    "OutageKind",
    "OutageOrder",
    "OutageScope",
    "RestorationEstimate",
    "RestorationStep",
    "RestoreCheck",
    "SensitiveClass",
    "SensitiveEntry",
    "SensitiveUse",
    "ServedCustomers",
]
