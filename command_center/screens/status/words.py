"""Plain words of the status page: no code of ours reaches a customer."""

from django.utils.translation import gettext_lazy as _

from workorders.kinds.fault.states import AT_WORK, Status

ASSESSING, ON_THE_WAY, WORKING, BACK, PLANNED = "ASSESSING", "ON_THE_WAY", "WORKING", "BACK", "PLANNED"

CREW = {
    ASSESSING: _("Being assessed"),
    ON_THE_WAY: _("A repair crew has set off"),
    WORKING: _("Under repair"),
    BACK: _("Power is back on"),
    PLANNED: _("Planned work under way"),
}

CAUSE = {
    "NATURE": _("Weather or another natural cause"),
    "EXTERNAL_FORCE": _("Damage by others, such as building work or a vehicle"),
    "EQUIPMENT": _("A fault of the equipment"),
    "OPERATION": _("A fault of the equipment"),
    "DESIGN": _("A fault of the equipment"),
    "LV_BEFORE_METER": _("A fault of the equipment"),
    "LV_AFTER_METER": _("A fault on the customer's side"),
    "USER": _("A fault on a customer's equipment"),
    "UPSTREAM": _("A fault in the upper grid"),
    "UNKNOWN": _("The cause is being looked for"),
}
PLANNED_CAUSE = _("Planned work")

# Words of ODIN and of the GeoJSON form of outage maps.
ODIN_CREW = {ON_THE_WAY: "DISPATCHED", WORKING: "ARRIVED", BACK: "FIELD_COMPLETE"}


def crew_state(order_status: str | None, *, planned: bool) -> str:
    """What is being done, from the state of the order that leads the repair."""
    if planned:
        return PLANNED
    if order_status == Status.EN_ROUTE:
        return ON_THE_WAY
    if order_status in {status.value for status in (*AT_WORK, Status.SUSPENDED)}:
        return WORKING
    return ASSESSING
