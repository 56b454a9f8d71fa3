"""What the desks' pages call the codes of a connection case."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from workorders.kinds.connection.api.stages import LABELS
from workorders.kinds.connection.models import (
    AppointmentStatus,
    ConnectionDocument,
    FeedPost,
    Purpose,
    Side,
    SupplyPlan,
)
from workorders.kinds.connection.models.case import Scheme
from workorders.kinds.connection.models.minutes import OWNERS
from workorders.models.aftercare import Satisfaction

STEPS = {
    "APPLY": _("Application"), "PLAN": _("Supply plan"), "CONNECT": _("Works and power on"),
    "CONNECT_LOW": _("Meter and power on"),
}  # fmt: skip
PARTS = {"stages": _("all stages in time"), "promise": _("the promise kept"), "satisfied": _("the customer satisfied")}


def tables() -> dict[str, Mapping[Any, Any]]:
    return {
        "owner": dict(OWNERS),
        "stage": LABELS,
        "appointment": dict(AppointmentStatus.choices),
        "purpose": dict(Purpose.choices),
        "side": dict(Side.choices),
        "paper": dict(ConnectionDocument.What.choices),
        "scheme": dict(Scheme.choices),
        "voltage": dict(SupplyPlan.Voltage.choices),
        "satisfaction": dict(Satisfaction.choices),
        "feed_side": dict(FeedPost.From.choices),
        "public_step": STEPS,
        "conformity_part": PARTS,
    }
