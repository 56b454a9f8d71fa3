"""The people's words for the states of a planned outage."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outages.planned.states import PlanStatus

PLAN_STATUS: dict[PlanStatus, str | Promise] = {
    PlanStatus.DRAFT: _("Draft"),
    PlanStatus.CHECKED: _("Checked"),
    PlanStatus.APPROVED: _("Approved"),
    PlanStatus.NOTIFYING: _("Customers are being told"),
    PlanStatus.ANNOUNCED: _("Announced"),
    PlanStatus.IN_PROGRESS: _("Work in progress"),
    PlanStatus.RESTORED: _("Supply restored"),
    PlanStatus.CLOSED: _("Closed"),
    PlanStatus.POSTPONED: _("Postponed"),
    PlanStatus.CANCELLED: _("Cancelled"),
}
