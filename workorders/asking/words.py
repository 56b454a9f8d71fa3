"""What the desk reads of an answer by link: what was said, the verdict and its reason, what it changed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workorders.asking.verdicts import Change, Extent, Supply

SAID = {
    Extent.ONLY_US: gettext_lazy("Only their house"),
    Extent.NEIGHBOURS: gettext_lazy("The neighbours too"),
    Extent.UNKNOWN: gettext_lazy("They do not know"),
    Supply.ON: gettext_lazy("Power is on"),
    Supply.OFF: gettext_lazy("Still without power"),
}
WHY = {
    "pin_unreadable": gettext_lazy("no place could be read"),
    "pin_in_words": gettext_lazy("described in words: set the place on the map"),
    "pin_too_late": gettext_lazy("the repair was done already"),
    "pin_follows": gettext_lazy("the order follows another one"),
    "pin_coarse": gettext_lazy("the phone knows its place only roughly"),
    "pin_coarse_kept": gettext_lazy("the phone knows its place only roughly"),
    "pin_outside": gettext_lazy("outside the province"),
    "pin_far": gettext_lazy("far from the supply or the place told before"),
    "pin_other_county": gettext_lazy("in another county than the address"),
    "pin_same": gettext_lazy("the place that was known"),
    "pin_crew_there": gettext_lazy("a crew is at work: tell it"),
    "pin_sets": gettext_lazy("there was no place before"),
    "pin_moves": gettext_lazy("near the supply or the place told before"),
    "photo_unreadable": gettext_lazy("no picture could be read"),
    "photo_too_late": gettext_lazy("the repair was done already"),
    "photo_shown": gettext_lazy("look at the photo"),
    "extent_unreadable": gettext_lazy("no choice could be read"),
    "extent_unknown": gettext_lazy("says nothing new"),
    "extent_too_late": gettext_lazy("the repair was done already"),
    "neighbours_dark": gettext_lazy("one more dark place"),
    "only_us": gettext_lazy("perhaps the customer's own side"),
    "neighbours_lit": gettext_lazy("the ledger says that the neighbours are dark too"),
    "supply_unreadable": gettext_lazy("no choice could be read"),
    "off_reported": gettext_lazy("taken as a report"),
    "off_again": gettext_lazy("said a moment ago"),
    "on_confirmed": gettext_lazy("after the repair"),
    "on_at_site": gettext_lazy("the crew on site says it"),
    "on_before_repair": gettext_lazy("nobody has repaired anything yet"),
    "on_but_dark": gettext_lazy("the ledger says that this supply is out"),
    "on_later_outage": gettext_lazy("a later outage asks its own customers"),
}
CHANGED = {
    Change.NONE: gettext_lazy("nothing changed"),
    Change.KEPT: gettext_lazy("kept on file"),
    Change.SHOWN: gettext_lazy("shown to desk and crew"),
    Change.PLACE_SET: gettext_lazy("place set"),
    Change.PLACE_MOVED: gettext_lazy("place corrected"),
    Change.EVIDENCE: gettext_lazy("evidence for the judge of outages"),
    Change.REPORTED: gettext_lazy("a report like any call"),
    Change.CONFIRMED: gettext_lazy("counts as confirmed"),
}


def said_words(row: Any) -> str:
    """What was said, as people say it; a pin with its accuracy."""
    said = row.said.get("said") or row.said.get("words") or row.said.get("raw")
    if said in SAID:
        return str(SAID[said])
    if row.latitude is not None:
        place = f"{row.latitude:.5f}, {row.longitude:.5f}"
        if row.accuracy_m is not None:
            place += _(" (accurate to %(metres)d m)") % {"metres": round(row.accuracy_m)}
        return f"{said} · {place}" if row.said.get("words") else place
    return str(said or "")


def answer_words(row: Any) -> str:
    """One line for the timeline and the panel."""
    parts = [
        said_words(row), str(row.get_verdict_display()), str(WHY.get(row.rule, row.rule)),
        str(CHANGED.get(row.change, row.change)), *([row.settled_how] if row.settled_how else []),
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)
