"""What can happen to an order. The card of the order is pushed with each of them."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event):
    subject: ClassVar[str] = "order"
    subject_field: ClassVar[str] = "work_order_id"

    work_order_id: int


@dataclass(frozen=True, kw_only=True)
class MatterOpened(OrderEvent):
    """An order exists that nobody judges for darkness: an opinion, a request, a complaint … ``kind`` says which."""

    name = "matter.opened"

    kind: str

    @classmethod
    def of(cls, row: Any, **facts: Any) -> Self:
        return super().of(row, kind=row.kind, **facts)


@dataclass(frozen=True, kw_only=True)
class MatterMoved(OrderEvent):
    """Such an order took a step: ``verb`` as its process names it, ``status`` where it stands now.

    ``rev`` tells the step apart from the same one taken again later; 0 in events of an older version.
    """

    name = "matter.moved"

    kind: str
    verb: str
    status: str
    rev: int = 0

    @classmethod
    def of_step(cls, row: Any, verb: str, **facts: Any) -> Self:
        return cls.of(row, kind=row.kind, verb=verb, status=row.status, rev=row.rev, **facts)


class WorkOrderOpened(OrderEvent):
    """A fault order exists; nobody has judged it yet."""

    name = "workorder.opened"


class DangerTold(OrderEvent):
    """Whoever opened it, or called again, told of a danger."""

    name = "workorder.danger_told"


class WorkOrderLocated(OrderEvent):
    """A person put an order on the map that could not be located by itself."""

    name = "workorder.located"


class WorkOrderLeft(OrderEvent):
    """It was put on the map of another jurisdiction; ``org_path`` is the one it left, whose boards drop it."""

    name = "workorder.left"
    leaves = True


class WorkOrderReady(OrderEvent):
    """Judged, and it needs a crew."""

    name = "workorder.ready"


class WorkOrderDispatched(OrderEvent):
    """It is offered to a crew."""

    name = "workorder.dispatched"


class WorkOrderAccepted(OrderEvent):
    """A crew took it: it now has its second custodian, the repairer."""

    name = "workorder.accepted"


class CrewDeparted(OrderEvent):
    name = "workorder.departed"


class CrewArrived(OrderEvent):
    name = "workorder.arrived"


class RepairStarted(OrderEvent):
    name = "workorder.repair_started"


class FaultFound(OrderEvent):
    """The crew on site said what it found: how far it is dark, the cause, a danger."""

    name = "workorder.fault_found"


class PowerRestored(OrderEvent):
    name = "workorder.restored"


class PowerNotRestored(OrderEvent):
    """The crew took its word back: the repair goes on."""

    name = "workorder.not_restored"


class ReplyFiled(OrderEvent):
    name = "workorder.replied"


class ReplyReviewed(OrderEvent):
    name = "workorder.reviewed"


class ReworkAsked(OrderEvent):
    name = "workorder.rework_asked"


class CustomerCalledBack(OrderEvent):
    name = "workorder.called_back"


class WorkOrderArchived(OrderEvent):
    name = "workorder.archived"


class WorkOrderSuspended(OrderEvent):
    name = "workorder.suspended"


class WorkOrderResumed(OrderEvent):
    name = "workorder.resumed"


class WorkOrderCancelled(OrderEvent):
    """Cancelled, returned upstream or found to be a false alarm: no crew is needed any more."""

    name = "workorder.cancelled"


@dataclass(frozen=True, kw_only=True)
class WorkOrderReturned(OrderEvent):
    """退单: not ours, whoever sent the reports has to answer them. ``reports`` are ``{"source", "source_id"}`` each."""

    name = "workorder.returned_upstream"

    number: str
    reason: str
    reports: list[dict[str, str]]


class WorkOrderMerged(OrderEvent):
    """It now follows its parent; no crew of its own."""

    name = "workorder.merged"


class WorkOrderSplit(OrderEvent):
    """It stands on its own again and must be judged."""

    name = "workorder.split"


@dataclass(frozen=True, kw_only=True)
class LateWordReceived(OrderEvent):
    """A crew's phone told something after the order had been taken from it. ``observed_at`` is its moment, RFC 3339."""

    name = "workorder.late_word"

    step: str
    observed_at: str
    in_time: bool


class NoteAdded(OrderEvent):
    name = "workorder.note_added"


class CustomerContacted(OrderEvent):
    """Somebody spoke with the customer while a crew has the order."""

    name = "workorder.customer_contacted"


class CustomerUrged(OrderEvent):
    name = "workorder.urged"


class AttentionRaised(OrderEvent):
    """A person should look; the reason is on the card."""

    name = "workorder.attention_raised"


class AttentionCleared(OrderEvent):
    """A reason why a person should look is answered; what is left is on the card."""

    name = "workorder.attention_cleared"


class WorkOrderRated(OrderEvent):
    name = "workorder.rated"


@dataclass(frozen=True, kw_only=True)
class CustomerAnswered(OrderEvent):
    """The customer answered a question of their link: ``verdict`` and ``change`` as ``workorders/asking/verdicts.py`` names them."""

    name = "workorder.customer_answered"

    answer_id: int
    question: str
    verdict: str
    change: str


@dataclass(frozen=True, kw_only=True)
class ClockWarned(OrderEvent):
    """A clock has used 50, 80, 100 or 120 per cent of its limit."""

    name = "clock.warned"

    code: str
    percent: int


@dataclass(frozen=True, kw_only=True)
class ClockMoved(OrderEvent):
    """A due moment was moved other than by a pause (``services/due_moments.py``). ``due_at`` is the new one."""

    name = "clock.moved"

    code: str
    due_at: str
