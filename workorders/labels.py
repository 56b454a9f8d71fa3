"""The people's words for the codes of the order engine."""

from django.utils.functional import Promise

from workorders.kinds.common.forms import PAUSE_REASONS
from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import Status

STATUS: dict[Status, str | Promise] = {Status(code): state.label for code, state in FAULT.states.items()}
PAUSE: dict[str, str | Promise] = dict(PAUSE_REASONS)
