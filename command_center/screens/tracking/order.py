"""The customer's view of one order, put together from the order (workorders) and the crew (dispatch)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.core.geo import coarsen
from command_center.ground.core.values import iso
from command_center.ground.organisation.unit_names import called, called_unit
from command_center.screens.cards.crews import is_fresh
from command_center.screens.tracking.area_outage import area_outage
from command_center.screens.tracking.asks import asks_of
from command_center.screens.tracking.words import reads_as
from customers.phones import mask_address, mask_name
from dispatch.models import Assignment
from workorders.kinds.fault.states import AT_WORK, REPAIR_AHEAD, Status
from workorders.models import FaultKind, Rating, WorkOrder
from workorders.selectors.tracking import leading, milestones, order_behind, said_where, was_explained
from workorders.services.aftercare import RATEABLE
from workorders.services.tracking_links import ends_at

# Position and name of the crew are shown only on the way and at work, rounded (domain reference §7).
CREW_SHOWN = {Status.EN_ROUTE, *AT_WORK}
# Where the crew is concerns the customer until it stands at the door: then there is no map any more.
FOLLOWED = {Status.EN_ROUTE, Status.ON_SITE}
POSITION_ROUNDED_M = 50
HOTLINE = "95598"


def track_status(token: str, *, at: datetime) -> dict[str, Any]:
    """The body of ``GET /api/v1/track/<token>/``. Raises ``NotFound`` for unknown, expired and revoked links."""
    return track_of(order_behind(token, at=at), at=at)


def track_of(order: WorkOrder, *, at: datetime) -> dict[str, Any]:
    """What the customer of this order reads. Of an order that theirs follows: its steps and their times, nothing else."""
    holder = (
        order.assignments.filter(released_at=None)
        .select_related("crew__unit", "crew__leader", "crew__position")
        .first()
    )
    # Before it sets off nobody knows when it comes: minutes would run down while it stands in its yard.
    eta_at = holder.eta_at if holder and order.status == Status.EN_ROUTE else None
    rating = Rating.objects.filter(order=order).first()
    area, explained = area_outage(order, at=at), was_explained(order)
    return {
        "number": order.number,
        "status": order.status,
        "milestones": [{**step, "at": iso(step["at"])} for step in milestones(order, dark=area is not None)],
        "follows": order.parent is not None,
        "explained": explained,
        "sentence": explanation(dark=area is not None) if explained else sentence(order, dark=area is not None),
        "eta_at": iso(eta_at),
        "eta_minutes": round(max((eta_at - at).total_seconds() / 60, 0), 1) if eta_at else None,
        "late_minutes": _late_minutes(eta_at, at),
        "etr_at": iso(leading(order).etr_at),
        "area": area,
        "crew": _crew(holder, order, at) if holder else None,
        "home": {"lat": order.latitude, "lon": order.longitude} if order.located and order.status in FOLLOWED else None,
        "description": order.description,
        # What the customer wrote stays as they wrote it; what our register says is a name like any other.
        "address": order.address if said_where(order) else called(mask_address(order.address)),
        "reported_at": iso(order.reported_at),
        "safety_tip": safety_tip(order, at_home=area is None and order.parent is None),
        "asks": asks_of(order),
        "rating": rating.score if rating else None,
        "can_rate": rating is None and order.status in RATEABLE,
        "expires_at": iso(ends_at(order.tracking_link, order)),
    }


def _late_minutes(eta_at: datetime | None, at: datetime) -> int | None:
    late = (at - eta_at).total_seconds() / 60 if eta_at else 0
    return round(late) if late >= 1 else None


def _crew(holder: Assignment, order: WorkOrder, at: datetime) -> dict[str, Any]:
    """A position of a while ago is none: the customer would take it for where the crew is."""
    leader = holder.crew.leader
    name = mask_name(str(leader))[:1] if leader else ""
    shown: dict[str, Any] = {
        "name": _("Master %(name)s") % {"name": called(name)} if name else called(holder.crew.name),
        "unit": called_unit(holder.crew.unit),
        "phone_relay": HOTLINE,
        "coming": order.status == Status.EN_ROUTE,
        "lat": None,
        "lon": None,
        "fixed_at": None,
    }
    position = getattr(holder.crew, "position", None)
    if order.status in CREW_SHOWN and position and is_fresh(position.fixed_at, at):
        shown["lat"], shown["lon"] = coarsen(position.latitude, position.longitude, POSITION_ROUNDED_M)
        shown["fixed_at"] = iso(position.fixed_at)
    return shown


def sentence(order: WorkOrder, *, dark: bool = False) -> str:
    """Where things stand, in plain words; ``dark``: this customer is without power, whatever became of the repair."""
    if order.parent is not None:
        return _of_the_outage(Status(order.parent.status), dark=dark)
    words = {
        Status.RECEIVED: _("We have your report and are finding out what is wrong."),
        Status.JUDGED: _("We have your report and are finding the nearest crew."),
        Status.PENDING_DISPATCH: _("We are finding the nearest crew; this usually takes less than three minutes."),
        Status.DISPATCHED: _("The nearest crew has been asked; it usually answers within three minutes."),
        Status.ACCEPTED: _("A crew has taken your report and is getting ready to leave."),
        Status.EN_ROUTE: _("The crew is on its way to you."),
        Status.ON_SITE: _("The crew has arrived and is looking for the fault."),
        Status.REPAIRING: _("The crew is repairing the fault."),
        Status.SUSPENDED: _("The work is paused for a moment; we will go on as soon as it is safe."),
        Status.CANCELLED: _("This report was cancelled."),
        Status.RETURNED_UPSTREAM: _("95598 will answer you about this report."),
        Status.FALSE_ALARM: _("No fault was found."),
    }
    status = Status(reads_as(order.status, words))
    return str(words.get(status, _("Power is back. Thank you for your patience.")))


def _of_the_outage(leader: Status, *, dark: bool) -> str:
    """Where things stand for somebody whose report follows another one: the crew goes to the fault, not to their door."""
    words = {
        Status.ACCEPTED: _("A crew has taken it and is getting ready to leave."),
        Status.EN_ROUTE: _("The crew is on its way to the fault."),
        Status.ON_SITE: _("The crew is at the fault."),
        Status.REPAIRING: _("The crew is repairing the fault."),
        Status.SUSPENDED: _("The work is paused for a moment; we will go on as soon as it is safe."),
    }
    if leader not in REPAIR_AHEAD and not dark:
        return _("Power is back. Thank you for your patience.")
    leader = Status(reads_as(leader, words))
    belongs = _("Your report belongs to an outage that is already being worked on.")
    return " ".join([belongs, *([words[leader]] if leader in words else [])])


def explanation(*, dark: bool) -> str:
    """Where things stand for somebody to whom no crew goes, in plain words."""
    if dark:
        return _("We know of the outage at your place and no crew has to come to you.")
    return _("We have answered your report. If you are still without power, please call 95598.")


def safety_tip(order: WorkOrder, *, at_home: bool) -> str:
    """One safety sentence that fits the fault, "" where none does. ``at_home``: no outage around is known to be the matter."""
    kind = FaultKind(order.fault_kind or FaultKind.UNKNOWN)
    if order.hazard:
        return _("Stay at least 8 metres away, keep others away, and touch nothing.")
    if kind == FaultKind.NOT_ELECTRICAL:
        return ""
    if at_home and kind == FaultKind.METERING:
        return _("Please do not touch the meter box.")
    if at_home and kind == FaultKind.QUALITY:
        return _("Please unplug what is sensitive until the voltage is steady again.")
    if at_home and kind in (FaultKind.LV, FaultKind.CUSTOMER_SIDE):
        return _("Please do not touch burnt switches or loose wires before the crew arrives.")
    return _("Please keep away from wires that hang down or lie on the ground: they may be live.")
