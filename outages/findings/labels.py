"""The people's words for what became of a crew's finding."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outages.findings.rules import Effect

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
