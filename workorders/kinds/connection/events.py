"""What can happen to a connection beside its steps. The card of the order is pushed with each of them."""

from dataclasses import dataclass

from workorders.events import OrderEvent


@dataclass(frozen=True, kw_only=True)
class AppointmentEvent(OrderEvent):
    """``starts_at`` and ``ends_at`` are those of the slot, RFC 3339; ``by`` who did it: CUSTOMER or UTILITY."""

    appointment_id: int
    purpose: str
    starts_at: str
    ends_at: str
    by: str = ""


class AppointmentMade(AppointmentEvent):
    """A slot was agreed, or offered to the applicant to be confirmed."""

    name = "appointment.made"


class AppointmentAgreed(AppointmentEvent):
    """The applicant said yes to the time that we proposed."""

    name = "appointment.agreed"


class AppointmentMoved(AppointmentEvent):
    """It has another slot, which is the one told here."""

    name = "appointment.moved"


class AppointmentCancelled(AppointmentEvent):
    name = "appointment.cancelled"


class AppointmentNear(AppointmentEvent):
    """It begins within two hours: the applicant is to be reminded. Once an appointment."""

    name = "appointment.near"


class VisitorOnTheWay(AppointmentEvent):
    name = "appointment.on_the_way"


class VisitorArrived(AppointmentEvent):
    name = "appointment.arrived"


class AppointmentMissed(AppointmentEvent):
    """Its slot is over, and nobody was there."""

    name = "appointment.missed"


@dataclass(frozen=True, kw_only=True)
class FeedPosted(OrderEvent):
    """Somebody wrote on the progress of the case; ``side`` is APPLICANT, MANAGER or CENTRE."""

    name = "connection.posted"

    side: str


class SupplyPlanSigned(OrderEvent):
    """A person signed the supply plan, and it was replied to the applicant."""

    name = "connection.plan_signed"


@dataclass(frozen=True, kw_only=True)
class DesignationReported(OrderEvent):
    """三指定: somebody named the applicant's designer, builder or supplier. ``supervision`` is the number of the order that follows it up."""

    name = "connection.designation_reported"

    supervision: str
