"""What can happen to an outage. The card of the outage is pushed with each of them."""

from dataclasses import dataclass
from typing import ClassVar

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OutageEvent(Event):
    subject: ClassVar[str] = "outage"
    subject_field: ClassVar[str] = "outage_id"

    outage_id: int


class OutageOpened(OutageEvent):
    """Somebody is dark, or may be; the status says how sure it is."""

    name = "outage.opened"


class OutageProbable(OutageEvent):
    """Believed enough to stand in the ledger, not confirmed yet."""

    name = "outage.probable"


class OutageConfirmed(OutageEvent):
    """Telemetry or a person says so."""

    name = "outage.confirmed"


class OutageUnconfirmed(OutageEvent):
    """The confirmation was a mistake."""

    name = "outage.unconfirmed"


class OutageMoved(OutageEvent):
    """Another device up or down the line is its origin; other customers are affected."""

    name = "outage.moved"


class OutageLeft(OutageEvent):
    """It moved to another jurisdiction; ``org_path`` is the one it left, whose boards drop it."""

    name = "outage.left"
    leaves = True


class OutageSplit(OutageEvent):
    """Some of its customers are dark for another reason and now have an outage of their own."""

    name = "outage.split"


class OutageMerged(OutageEvent):
    """It was part of another one."""

    name = "outage.merged"


class OutageDismissed(OutageEvent):
    """Nobody was dark."""

    name = "outage.dismissed"


class OutageReinstated(OutageEvent):
    """Setting it aside was a mistake: dismissed or merged, it stands by itself again."""

    name = "outage.reinstated"


@dataclass(frozen=True, kw_only=True)
class CustomersRestored(OutageEvent):
    """A step brought power back to some; others are still dark."""

    name = "outage.customers_restored"

    step_id: int
    customers: int


@dataclass(frozen=True, kw_only=True)
class OutageRestored(OutageEvent):
    """The last dark customer has power again."""

    name = "outage.restored"

    step_id: int
    customers: int


@dataclass(frozen=True, kw_only=True)
class NestedOutageFound(OutageEvent):
    """After the return of power some turned out to be dark still; ``outage_id`` is their own outage."""

    name = "outage.nested_found"

    nested_in_id: int


@dataclass(frozen=True, kw_only=True)
class CheckStarted(OutageEvent):
    """A sample of its customers is asked whether power is back."""

    name = "outage.check_started"

    check_id: int


class OutageVerified(OutageEvent):
    """Enough of the sample has power."""

    name = "outage.verified"


class OutageReopened(OutageEvent):
    """Too few answered, or somebody is dark: it is not restored."""

    name = "outage.reopened"


class OutageClosed(OutageEvent):
    name = "outage.closed"


@dataclass(frozen=True, kw_only=True)
class EstimateChanged(OutageEvent):
    """There is a first or another estimate of the return of power."""

    name = "outage.estimate_changed"

    revision: int


@dataclass(frozen=True, kw_only=True)
class LedgerCorrected(OutageEvent):
    """Rows of the ledger were retracted and others appended: figures over this time change."""

    name = "outage.ledger_corrected"

    correction_id: int


class OutageChanged(OutageEvent):
    """A cause, an order, a count: something else on its card."""

    name = "outage.changed"


@dataclass(frozen=True, kw_only=True)
class SensitiveTouched(OutageEvent):
    """Customers of the sensitive register are dark: they are to be called."""

    name = "outage.sensitive_touched"

    grade: int


class OutageAttentionRaised(OutageEvent):
    """A person should look; the reason is on the card."""

    name = "outage.attention_raised"


@dataclass(frozen=True, kw_only=True)
class GeneratorChanged(OutageEvent):
    """A generator vehicle supplies customers of the outage, or was taken away."""

    name = "outage.generator_changed"

    assignment_id: int


@dataclass(frozen=True, kw_only=True)
class SignalsReceived(Event):
    """Meters or terminals reported: evidence that waits for the judge. No card shows it."""

    name: ClassVar[str] = "signals.received"
    subject: ClassVar[str] = "evidence"
    subject_field: ClassVar[str] = "first_id"

    first_id: int
    evidence_ids: list[int]
