"""Who could go, and why: the stored decision of an order, or what the planner would say now."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from command_center.ground.core.values import iso
from command_center.ground.organisation.places import locate_many, units_by_id
from command_center.screens.cards.crews import crew_cards
from customers.phones import mask_name
from dispatch.models import CrewMember, DispatchPolicy, Mode
from dispatch.services.planning import candidate_rows, rejected_rows
from dispatch.services.routing import propose
from workorders.kinds.fault.states import WAITING, Status
from workorders.models import WorkOrder


def candidates_of(order: WorkOrder, *, at: datetime, again: bool = False, named: bool = False) -> dict[str, Any]:
    """The body of ``GET work-orders/{number}/candidates/``. ``stored`` says whether it was decided or is a preview.

    ``again``: who could take it now instead of the crew that holds it. ``named``: crew members by their full names, for
    who sends them out.
    """
    decision = order.decisions.select_related("decided_by").order_by("-pk").first()
    if again or decision is None or Status(order.status) in WAITING:
        return _preview(order, at, named)
    return _answer(
        at=decision.at,
        mode=decision.mode,
        chosen=decision.chosen_crew_ids,
        regret_minutes=decision.regret_minutes,
        reason=decision.override_reason or decision.reason,
        override_reason=decision.override_reason,
        decided_by=str(decision.decided_by) if decision.decided_by else "",
        stored=True,
        candidates=decision.candidates,
        rejected=decision.rejected,
        named=named,
    )


def nobody(*, at: datetime) -> dict[str, Any]:
    """The same body where no crew is asked: the order is no repair."""
    nothing: dict[str, Any] = {"mode": "", "chosen": [], "regret_minutes": None, "reason": "", "stored": False}
    return _answer(at=at, **nothing, candidates=[], rejected=[], named=False)


def candidates_at(
    order: WorkOrder, latitude: float, longitude: float, *, at: datetime, named: bool = False
) -> dict[str, Any]:
    """Who could go if the order lay there; nothing is written. Raises ``Invalid`` outside the province."""
    place = locate_many([(latitude, longitude)])[0]
    if place is None:
        raise Invalid(_("This place lies outside the province."), pointer="/lat")
    units = units_by_id([i for i in (place.centre_id, place.unit_id) if i])
    order.latitude, order.longitude, order.area_kind = latitude, longitude, place.area_kind
    order.centre, order.unit = units[place.centre_id], units.get(place.unit_id or 0)
    order.org_path = (order.unit or order.centre).path
    return _preview(order, at, named)


def _preview(order: WorkOrder, at: datetime, named: bool) -> dict[str, Any]:
    policy = DispatchPolicy.objects.filter(centre=order.centre_id).first()
    proposal = propose([order], at=at)[0] if order.located else None
    holders = set(order.assignments.filter(released_at=None).values_list("crew_id", flat=True))
    rows = [row for row in candidate_rows(proposal) if row["crew_id"] not in holders] if proposal else []
    return _answer(
        at=at,
        mode=policy.mode if policy else Mode.AUTO.value,
        chosen=list(proposal.chosen) if proposal else [],
        regret_minutes=proposal.regret_minutes if proposal else None,
        reason=proposal.reason if proposal else "unlocated",
        stored=False,
        candidates=rows,
        rejected=[row for row in rejected_rows(proposal) if row["crew_id"] not in holders] if proposal else [],
        named=named,
    )


def _answer(
    *,
    at: datetime,
    mode: str,
    chosen: list[int],
    regret_minutes: float | None,
    reason: str,
    override_reason: str = "",
    decided_by: str = "",
    stored: bool,
    candidates: list[dict[str, Any]],
    rejected: list[dict[str, Any]],
    named: bool,
) -> dict[str, Any]:
    return {
        "decided_at": iso(at),
        "mode": mode,
        "chosen_crew_id": chosen[0] if chosen else None,
        "chosen_crew_ids": chosen,
        "regret_minutes": regret_minutes,
        "reason": reason,
        "override_reason": override_reason,
        "decided_by": decided_by,
        "stored": stored,
        "candidates": _with_crews(candidates, at, named),
        "rejected": rejected,
    }


def _with_crews(candidates: list[dict[str, Any]], at: datetime, named: bool) -> list[dict[str, Any]]:
    """Each candidate with where its crew is, what it can do and who is in it."""
    ids = [row["crew_id"] for row in candidates]
    if not ids:
        return []
    cards, members = crew_cards(ids, at=at), _members(ids, named)
    return [{**row, "members": members[row["crew_id"]], **_shown(cards.get(row["crew_id"], {}))} for row in candidates]


def _shown(card: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": card.get("unit", ""),
        "skills": card.get("skills", []),
        "lat": card.get("lat"),
        "lon": card.get("lon"),
    }


def _members(crew_ids: list[int], named: bool) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    rows = CrewMember.objects.filter(crew_id__in=crew_ids, to_on=None).select_related("person").order_by("pk")
    for member in rows:
        names[member.crew_id].append(str(member.person) if named else mask_name(str(member.person)))
    return names
