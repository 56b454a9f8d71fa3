"""What happens to the network. A device has no card on the boards yet; the numbers and the outages react."""

from dataclasses import dataclass
from typing import ClassVar

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DeviceOperated(Event):
    """A device was opened or closed, ``at`` in RFC 3339. ``late``: a newer position was known already, so the present
    one did not change."""

    name: ClassVar[str] = "device.operated"
    subject: ClassVar[str] = "device"
    subject_field: ClassVar[str] = "branch_id"

    branch_id: int
    operation_id: int
    opened: bool
    at: str
    source: str
    late: bool = False
