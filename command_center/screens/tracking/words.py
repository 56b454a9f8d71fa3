"""What a customer reads for each state of an order: no internal code ever reaches the page."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import WAITING

STATE_LABELS = {
    "RECEIVED": gettext_lazy("Report received"),
    "JUDGED": gettext_lazy("Report received"),
    "PENDING_DISPATCH": gettext_lazy("Finding the nearest crew"),
    "DISPATCHED": gettext_lazy("Finding the nearest crew"),
    "ACCEPTED": gettext_lazy("A crew has your report"),
    "EN_ROUTE": gettext_lazy("The crew is on its way"),
    "ON_SITE": gettext_lazy("The crew is with you"),
    "REPAIRING": gettext_lazy("Repair under way"),
    "SUSPENDED": gettext_lazy("Waiting to go on"),
    "MERGED": gettext_lazy("Part of a larger outage"),
    "CANCELLED": gettext_lazy("Report cancelled"),
    "RETURNED_UPSTREAM": gettext_lazy("Handed back to 95598"),
    "FALSE_ALARM": gettext_lazy("No fault found"),
}
MILESTONE_LABELS = {
    "ACCEPTED_REPORT": gettext_lazy("Report received"),
    "DISPATCHED": gettext_lazy("Crew assigned"),
    "EN_ROUTE": gettext_lazy("Crew set off"),
    "ON_SITE": gettext_lazy("Arrival at your place"),
    "RESTORED": gettext_lazy("Power restored"),
}
# The crew of an outage goes to the fault, and its customers follow from their homes.
FOLLOWED_LABELS = {"ON_SITE": gettext_lazy("Arrival at the fault")}
STEP_STATES = {"done": gettext_lazy("done"), "doing": gettext_lazy("now"), "todo": gettext_lazy("later")}
PAUSED = {"SUSPENDED", "MERGED"}
CLOSED = {"CANCELLED", "RETURNED_UPSTREAM", "FALSE_ALARM"}
DONE = {"RESTORED", "REPLIED", "REVIEWED", "CALLED_BACK", "ARCHIVED", "REWORK"}


def track_words(track: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Everything `track/page.html` shows besides the body of `GET /api/v1/track/<token>/` itself."""
    status = track["status"]
    eta_minutes = track["eta_minutes"]
    still_dark = track["area"] is not None and (track["explained"] or track["follows"])
    return {
        "now": at,
        "state_label": state_label(track),
        "tone": tone(track),
        "arrival_minutes": None if eta_minutes is None else max(1, round(eta_minutes)),
        "eta_at": moment(track["eta_at"]),
        "area_back_at": moment(track["area"]["back_at"]) if track["area"] else None,
        **power_back(track, at=at),
        "reported_at": moment(track["reported_at"]),
        "expires_at": moment(track["expires_at"]),
        "steps": steps(track, at=at),
        "shows_map": bool(track["home"] and track["crew"] and track["crew"].get("lat") is not None),
        "shows_safety": bool(track["safety_tip"]) and status not in DONE | CLOSED and not is_back(track),
        "shows_rating": bool(track["can_rate"] or track["rating"]) and not still_dark,
        "can_cancel": status in WAITING,
        "scores": range(1, 6),
        "scores_down": range(5, 0, -1),
    }


def state_label(track: dict[str, Any]) -> str:
    """The headline. Power is back only where somebody brought it back."""
    if track["explained"]:
        return _("Your supply is out") if track["area"] else _("Answered")
    if is_back(track):
        return _("Power is back")
    status = "MERGED" if track["follows"] else reads_as(track["status"], STATE_LABELS)
    return str(STATE_LABELS.get(status, _("Power is back")))


def reads_as(status: str, told: Collection[str]) -> str:
    """A state without words of its own reads like the last one of its part of the work that has some."""
    if status in told or status in DONE or status not in FAULT.states:
        return status
    phase = [code for code, state in FAULT.states.items() if state.phase == FAULT.states[status].phase and code in told]
    return phase[-1] if phase else status


def is_back(track: dict[str, Any]) -> bool:
    """A customer who follows an outage has power again as soon as its repair is done, unless theirs is out still."""
    return bool(track["follows"] and track["milestones"][-1]["state"] == "done")


def tone(track: dict[str, Any]) -> str:
    """The colour of the headline: ``done``, ``still`` or ``doing``."""
    if is_back(track):
        return "done"
    if track["status"] in PAUSED | CLOSED or track["explained"] or track["follows"]:
        return "still"
    return "done" if track["status"] in DONE else "doing"


def power_back(track: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """``restored_at`` the moment when it came back, ``back_at`` the crew's estimate, ``is_overdue`` where that has passed.

    Of an outage around the customer its own sentence tells the time.
    """
    last = track["milestones"][-1]
    if (track["status"] in DONE or is_back(track)) and not track["explained"]:
        return {"restored_at": moment(last["at"]), "back_at": None, "is_overdue": False}
    told = None if track["area"] or track["explained"] or track["status"] in CLOSED else moment(track.get("etr_at"))
    ahead = told is not None and told > at
    return {"restored_at": None, "back_at": told if ahead else None, "is_overdue": told is not None and not ahead}


def steps(track: dict[str, Any], *, at: datetime) -> list[dict[str, Any]]:
    """The progress list; an order that was called off or explained has a past but no future."""
    listed = [step(item, track, at=at) for item in track["milestones"]]
    if track["status"] in CLOSED or track["explained"]:
        return [item for item in listed if item["state"] == "done"]
    return [*listed, rating_step(track)]


def step(milestone: dict[str, Any], track: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """One line of the progress list; what is still ahead carries its estimate until that has passed."""
    code, state = milestone["code"], milestone["state"]
    estimate = moment({"ON_SITE": track["eta_at"], "RESTORED": track.get("etr_at")}.get(code))
    expected = estimate is not None and estimate > at and state != "done"
    return {
        "label": FOLLOWED_LABELS.get(code, MILESTONE_LABELS[code]) if track["follows"] else MILESTONE_LABELS[code],
        "detail": detail(code, state, track),
        "state": state,
        "state_label": STEP_STATES[state],
        "at": estimate if expected else moment(milestone["at"]),
        "expected": expected,
    }


def detail(code: str, state: str, track: dict[str, Any]) -> str:
    """The grey second line under a milestone, or nothing."""
    if code == "ACCEPTED_REPORT":
        return _("We have recorded your report")
    if code == "DISPATCHED" and track["crew"]:
        return _("Sent straight to the crew nearest to you: %(unit)s") % {"unit": track["crew"]["unit"]}
    if code == "RESTORED" and state == "todo":
        return _("The crew will tell you how long it takes once it has seen the fault")
    return ""


def rating_step(track: dict[str, Any]) -> dict[str, Any]:
    """The last line is the customer's own."""
    state = "done" if track["rating"] else "doing" if track["can_rate"] else "todo"
    return {"label": _("Your rating"), "detail": "", "state": state, "state_label": STEP_STATES[state], "at": None}


def moment(value: str | datetime | None) -> datetime | None:
    """The selector speaks as the API does, in RFC 3339 text."""
    return parse_datetime(value) if isinstance(value, str) else value
