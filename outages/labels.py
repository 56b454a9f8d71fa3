"""The people's words for the codes of an outage's life."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outages.finding_rules import Effect
from outages.planned_states import PlanStatus
from outages.states import Status

STATUS: dict[Status, str | Promise] = {
    Status.PREDICTED: _("Predicted"),
    Status.PROBABLE: _("Probable"),
    Status.CONFIRMED: _("Confirmed"),
    Status.PARTIALLY_RESTORED: _("Partially restored"),
    Status.RESTORED: _("Supply restored"),
    Status.VERIFIED: _("Verified"),
    Status.CLOSED: _("Closed"),
    Status.DISMISSED: _("Dismissed"),
    Status.MERGED: _("Merged"),
}

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

# What became of a crew's finding, said to the crew and in the order's timeline.
EFFECT: dict[Effect, str | Promise] = {
    Effect.NOTED: _("kept, nothing changes"),
    Effect.OPENED: _("a new outage"),
    Effect.CONFIRMED: _("outage confirmed"),
    Effect.MOVED: _("outage moved here"),
    Effect.JOINED: _("part of a known outage"),
    Effect.SPLIT: _("a second outage below"),
    Effect.NESTED: _("dark still: an outage of its own"),
    Effect.CORRECTED: _("this customer was not dark"),
    Effect.DISMISSED: _("outage dismissed"),
    Effect.DISPUTED: _("telemetry or the desk says otherwise: a person looks"),
}
