"""What can happen to a shift."""

from dataclasses import dataclass
from typing import ClassVar

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class HandoverClosed(Event):
    """A shift has handed over: each of its open items has a new name; ``items`` of those of which everybody there may hear."""

    name: ClassVar[str] = "handover.closed"
    subject: ClassVar[str] = "handover"
    subject_field: ClassVar[str] = "handover_id"

    handover_id: int
    items: int
