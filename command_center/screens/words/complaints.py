"""What the desks' pages call the codes of a complaint."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from workorders.kinds.complaint.desk.risk import Risk

RISKS = {
    Risk.REGULATOR: _("By the regulator"),
    Risk.REOPENED: _("Reopened"),
    Risk.LATE: _("Past due"),
    Risk.CALLED_OFTEN: _("Told again and again"),
    Risk.FREQUENT_OUTAGES: _("Frequent outages"),
}
WAITS = {"downgrade": _("No complaint? To be decided"), "appeal": _("Appeal to be decided")}


def tables() -> dict[str, Mapping[Any, Any]]:
    return {"complaint_risk": RISKS, "complaint_wait": WAITS}
