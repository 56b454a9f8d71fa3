"""The reasons of a supply plan, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = {
    "kind_is_mv": _("Medium voltage was applied for: 10 kV."),
    "too_much_for_lv": _("%(kw)g kW is more than %(most)g kW, the most by low voltage: 10 kV."),
    "single_phase": _("%(kw)g kW is at most %(most)g kW: one phase is enough."),
    "three_phase": _("%(kw)g kW is at most %(most)g kW: low voltage, three phases."),
    "transformer_room": _("The transformer (%(rated)g kVA) can take %(kw)g kW more."),
    "feeder_room": _("The feeder (%(rated)g kVA) can take %(kw)g kW more."),
    "transformer_unknown": _("Nothing is known of the load of a transformer near the point: look on site."),
    "feeder_unknown": _("Nothing is known of the load of the feeder."),
    "no_room": _("%(kw)g kW is asked and there is room for %(room)g kW: works in the grid come first."),
    "room_enough": _("%(kw)g kW is asked and there is room for %(room)g kW."),
    "too_far": _("The transformer is %(m)g m away, more than %(most)g m: the line has to be extended first."),
    "distance": _("The transformer is %(m)g m away, by the map."),
    "capacity_open": _("No capacity was asked for: the survey says how much."),
    "loads_invented": _("Ratings and loads are invented: demonstration."),
    "rule_assumed": _("The formula is assumed: to be confirmed by the utility."),
}


def reason_words(reason: dict[str, Any]) -> str:
    """One reason as a sentence; a code that nobody knows any more stands for itself."""
    words = WORDS.get(reason.get("code", ""))
    return str(words) % reason if words else str(reason.get("code", ""))
