"""What can happen in dispatch. Offers show on the order's card; crews have a card of their own."""

from dataclasses import dataclass
from typing import Any, ClassVar

from command_center.ground.core.events import Event
from workorders.events import OrderEvent


@dataclass(frozen=True, kw_only=True)
class OfferEvent(OrderEvent):
    offer_id: int
    crew_id: int


class OfferMade(OfferEvent):
    name = "offer.made"


class OfferAccepted(OfferEvent):
    name = "offer.accepted"


class OfferRejected(OfferEvent):
    name = "offer.rejected"


class OfferExpired(OfferEvent):
    name = "offer.expired"


class OfferWithdrawn(OfferEvent):
    name = "offer.withdrawn"


class DecisionMade(OrderEvent):
    """A decision was stored: a suggestion, or the reason why nobody can go."""

    name = "dispatch.decided"


@dataclass(frozen=True, kw_only=True)
class CrewChanged(Event):
    """The crew's work or duty changed."""

    name: ClassVar[str] = "crew.changed"
    subject: ClassVar[str] = "crew"
    subject_field: ClassVar[str] = "crew_id"

    crew_id: int


class CrewFreed(CrewChanged):
    """The crew has room for another job."""

    name: ClassVar[str] = "crew.freed"


@dataclass(frozen=True, kw_only=True)
class CrewMessaged(CrewChanged):
    """A desk has told the crew something."""

    name: ClassVar[str] = "crew.messaged"

    message_id: int


@dataclass(frozen=True, kw_only=True)
class CrewMessageRead(CrewMessaged):
    """Somebody of the crew has read it."""

    name: ClassVar[str] = "crew.message_read"


@dataclass(frozen=True, kw_only=True)
class CrewSos(Event):
    """Somebody of the crew called for help: a tracker's or a phone's SOS. ``at`` is the device's moment, ISO in UTC.

    ``position`` is the device's fix, else the crew's last known place: ``lat``, ``lon``, ``fixed_at``, ``accuracy_m``,
    and ``unbelieved`` with the reason where a fix was set aside; None when nobody knows.
    """

    name: ClassVar[str] = "crew.sos"
    subject: ClassVar[str] = "crew"
    subject_field: ClassVar[str] = "crew_id"

    crew_id: int
    position: dict[str, Any] | None
    at: str
    device: str
