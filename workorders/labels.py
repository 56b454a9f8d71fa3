"""The people's words for the codes of the order engine."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workorders.kinds.common.forms import PAUSE_REASONS
from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import Status

STATUS: dict[Status, str | Promise] = {Status(code): state.label for code, state in FAULT.states.items()}
PAUSE: dict[str, str | Promise] = dict(PAUSE_REASONS)
# What a caller told of: codes of ``workorders/grading.py``.
DANGERS: dict[str, str | Promise] = {
    "fire": _("fire or sparks"),
    "smoke": _("smoke"),
    "electric_shock": _("electric shock"),
    "wire_down": _("line or pole down"),
    "exposed_wire": _("bare wire"),
    "equipment_hit": _("equipment hit"),
    "flooded": _("equipment flooded"),
    "trapped": _("people trapped"),
    "injury": _("people injured"),
    "hazard": _("danger"),
}
