"""What the screens call the codes of outages. A sentence has places, ``{reports}``, for the parameters that the card holds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import DeviceKind
from outages.findings.rules import Effect
from outages.life.choices import Answer, CauseClass, ChangeKind, EndedBy, EstimateSource, OutageKind
from outages.models import EvidenceKind, Extent, SensitiveClass, SensitiveUse

EFFECTS = {
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
# What the system writes as the reason of a change or estimate; what people wrote stays as it is.
BECAUSE = {
    "desk": _("the desk says so"),
    "crew": _("the crew says so"),
    "device_opened": _("a device opened"),
    "judgement": _("by judgement"),
    "callback": _("by call-backs"),
    "check": _("by the check"),
    "check_failed": _("the check found customers dark"),
    "corrected": _("the ledger was corrected"),
    "lost_again": _("power was lost again"),
    "unconfirmed": _("confirmation withdrawn"),
    "first": _("first estimate"),
    "crew_on_site": _("crew arrived"),
    "handed_back": _("handed back to the computer"),
    "history": _("from earlier outages"),
    "default": _("without history"),
}
# ``outages/judging/judgement/explaining.py`` and the services that open outages. With ``.phases`` where phases are named.
REASONS = {
    "crew_on_site": _("A crew in front of the device says it is open."),
    "breaker_trip": _("The breaker itself reported the trip."),
    "device_opened": _("Telemetry: {device} opened."),
    "device_opened.phases": _("Telemetry: {device} opened; phase {phases} out."),
    "reports_below": _("{reports} of {places} places below this device reported."),
    "share_reached": _("{share} of the places below reported; {threshold} is enough for this kind of device."),
    "share_below": _("Only {share} of the places below reported; {threshold} would be enough for this kind of device."),
    "several_branches": _("Reports come from {branches} separate branches, which only this device feeds together."),
    "terminal_off": _("{terminals} terminals below lost power."),
    "meters_disagree": _("{places} places below answer with power."),
    "lower_device_cleared": _("The device below it was ruled out: telemetry shows it closed."),
    "no_device_above": _("No device is known above these reports."),
    "closed_again": _("The device was seen to close again."),
    "no_neighbour_reports": _("No neighbour behind the same device reported."),
    "planned": _("Planned work {plan}."),
    "single_customer": _("One customer alone; the crew found the supply off and restored it."),
    "split": _("Split off from {outage}."),
    "still_dark": _("Still dark after {outage} was restored: a device further down is open."),
    "check": _("Found dark when customers of {outage} were asked."),
}


def tables() -> dict[str, Mapping[Any, Any]]:
    return {
        "outage_kind": dict(OutageKind.choices),
        "cause": dict(CauseClass.choices),
        "evidence": dict(EvidenceKind.choices),
        "ended_by": dict(EndedBy.choices),
        "estimate": dict(EstimateSource.choices),
        "outage_change": dict(ChangeKind.choices),
        "because": {code.lower(): word for code, word in EndedBy.choices} | BECAUSE,
        "sensitive": dict(SensitiveClass.choices),
        "use": dict(SensitiveUse.choices),
        "outage_reason": REASONS,
        "device": dict(DeviceKind.choices),
        "extent": dict(Extent.choices),
        "effect": EFFECTS,
        "answer": dict(Answer.choices),
    }
