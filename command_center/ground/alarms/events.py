"""What can happen to an alarm. The boards show the present state of each."""

from dataclasses import dataclass
from typing import ClassVar

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AlarmEvent(Event):
    subject: ClassVar[str] = "alarm"
    subject_field: ClassVar[str] = "alarm_id"

    alarm_id: int


class AlarmRaised(AlarmEvent):
    """Something needs a person; the reason, its grade and its subject are on the card."""

    name: ClassVar[str] = "alarm.raised"


class AlarmChanged(AlarmEvent):
    """Its subject became graver or milder, or belongs to another centre now."""

    name: ClassVar[str] = "alarm.changed"


class AlarmLeft(AlarmEvent):
    """Its subject belongs to another centre: it is gone from the boards at ``org_path``."""

    name: ClassVar[str] = "alarm.left"
    leaves: ClassVar[bool] = True


class AlarmAcknowledged(AlarmEvent):
    """A person has seen it, by name; it stays until the matter is over."""

    name: ClassVar[str] = "alarm.acknowledged"


class AlarmCleared(AlarmEvent):
    """The matter is over."""

    name: ClassVar[str] = "alarm.cleared"
