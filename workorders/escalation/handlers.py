"""Reactions of the escalation: a batch of events in, calls to people out."""

from collections.abc import Sequence

from django.utils.timezone import now

from command_center.ground.alarms.events import AlarmAcknowledged
from workorders.escalation import services
from workorders.events import ClockWarned


def escalate_limits(events: Sequence[ClockWarned]) -> None:
    """A share of a limit is used up: the rules of that share call whom they name."""
    services.escalate_limits([(event.work_order_id, event.code, event.percent) for event in events], at=now())


def hear_acknowledgements(events: Sequence[AlarmAcknowledged]) -> None:
    """The person who was called has acknowledged at the board."""
    services.acknowledge_with_alarms([event.alarm_id for event in events], at=now())
