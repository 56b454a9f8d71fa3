"""Reactions of dispatch: a batch of events in, own services out."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import now

from command_center.ground.core.events import emit_all
from dispatch.events import CrewChanged, CrewFreed, CrewSos
from dispatch.models import Assignment, Crew
from dispatch.services import desk, telling, waiting
from dispatch.services.alarms import SOS, alarm_of_crew
from dispatch.services.routing import route_orders
from workorders.events import OrderEvent, WorkOrderSuspended
from workorders.kinds.fault.states import DONE, Status
from workorders.models import WorkOrder

NEEDS_NO_CREW = DONE | {Status.MERGED, Status.REPLIED}


def route_ready_orders(events: Sequence[OrderEvent]) -> None:
    """Orders that need a crew get the nearest qualified one."""
    route_orders(order_ids=[event.work_order_id for event in events], at=now())


def free_crews(events: Sequence[OrderEvent]) -> None:
    """An order that was cancelled, merged, answered or closed holds no crew."""
    at = now()
    with transaction.atomic():
        for order in WorkOrder.objects.locked().filter(pk__in=[event.work_order_id for event in events]):
            if order.status in NEEDS_NO_CREW:
                desk.free_crews(order, at=at, reason="no_longer_needed")


def route_waiting(events: Sequence[CrewFreed]) -> None:
    """A crew has room again: orders of its centre that waited are looked at once more."""
    centres = Crew.objects.filter(pk__in=[event.crew_id for event in events]).values_list("centre_id", flat=True)
    waiting.route_waiting(at=now(), centre_ids=set(centres), seconds=0)


def follow_pauses(events: Sequence[OrderEvent]) -> None:
    """A suspended order does not count as its crew's load, a resumed one does again: cards and waiting orders follow."""
    suspended = {event.work_order_id for event in events if isinstance(event, WorkOrderSuspended)}
    held = Assignment.objects.filter(released_at=None, order_id__in=[event.work_order_id for event in events])
    with transaction.atomic():
        emit_all(
            (CrewFreed if order_id in suspended else CrewChanged)(crew_id=crew_id, org_path=org_path)
            for crew_id, org_path, order_id in held.values_list("crew_id", "crew__org_path", "order_id")
        )


def alarm_for_help(events: Sequence[CrewSos]) -> None:
    """Somebody of a crew calls for help: an alarm of grade 1 with the last fix, until a person has seen it, by name."""
    names = dict(Crew.objects.filter(pk__in=[event.crew_id for event in events]).values_list("pk", "name"))
    with transaction.atomic():
        for event in events:
            alarm_of_crew(
                SOS,
                crew_id=event.crew_id,
                name=names.get(event.crew_id, ""),
                org_path=event.org_path,
                detail={**(event.position or {}), "device": event.device, "called_at": event.at},
                at=now(),
            )


def tell_of_crews(events: Sequence[OrderEvent]) -> None:
    """Who reported hears that the crew is on its way, or there; what is no longer so does not leave."""
    telling.tell_of_crews(order_ids={event.work_order_id for event in events}, at=now())
