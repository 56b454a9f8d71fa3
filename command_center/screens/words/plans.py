"""What the screens call the codes of planned work."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from outages.planned.choices import Channel, NotDone, NoticeOutcome, PlanChangeKind
from outages.planned.models.plan import AlternativeKind

# What speaks against a plan (``outages/planned/selectors/clashes.py``), with places for its parameters.
FINDINGS = {
    "nobody_affected": _("By the network nobody goes dark."),
    "feeder_overlap": _("Another plan on a feeder at the same time: {plans}."),
    "feeder_near": _("Another plan on a feeder within seven days: {plans}. One outage could serve both."),
    "third_outage": _("With this plan the third outage within 60 days for some."),
    "protected_period": _("Within a protected period: {periods}."),
    "important_customers": _("{customers} important customers are affected."),
    "life_support": _("{customers} customers with life support are affected."),
    "time_critical": _("{customers} customers whose loss grows by the hour are affected."),
    "evening_peak": _("{minutes} minutes lie in the evening peak."),
    "notice_short": _("Told today it would be too late."),
    "transfer_possible": _("Closing {device} would keep {customers} customers supplied."),
}


def tables() -> dict[str, Mapping[Any, Any]]:
    return {
        "plan_finding": FINDINGS,
        "plan_change": dict(PlanChangeKind.choices),
        "not_done": dict(NotDone.choices),
        "alternative": dict(AlternativeKind.choices),
        "channel": dict(Channel.choices),
        "notice_outcome": dict(NoticeOutcome.choices),
    }
