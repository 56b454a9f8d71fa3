"""One case of any kind, played through the engine with given moments: after each step its state, its owner and every clock.

Script: ``{"opened_at", "channel", "facts": {…}, "holidays": [days], "workdays": [days], "steps": [{"at", "verb", "by", "data"}]}``. Moments are
RFC 3339, days ``YYYY-MM-DD``. ``facts`` are columns of the order (``area_kind``, ``fault_kind``, ``grade``, ``hazard``, ``attention`` …);
``reported_at`` among them is when the hotline hung up, before the order came here. A step's ``data`` may say ``entered_at``: when it was told. Here
only the engine acts: no judge, no planner, no crew. A step that is refused says why and changes nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime

from command_center.ground.core.errors import DomainError
from command_center.ground.core.values import CHINA
from command_center.ground.organisation.models import Level, OrgUnit, User
from workorders.clocks import arithmetic
from workorders.engine import subject as hooks
from workorders.engine.advance import advance
from workorders.engine.process import ClockRule, Process
from workorders.kinds.connection.minutes import periods_of
from workorders.kinds.connection.selectors import reckoned
from workorders.models import Clock, ConnectionCase, StatusChange, WorkdayException, WorkOrder
from workorders.services import clocks, handling, matters

FACTS = {
    "area_kind", "fault_kind", "sub_kind", "grade", "urgency", "hazard", "attention", "description", "address",
    "confidential", "callback_wanted", "reported_at",
}  # fmt: skip


class BadScript(ValueError):
    """The script cannot be meant; the message says where."""


def listed(process: Process) -> dict[str, Any]:
    """The states, verbs and clocks of a kind as plain values."""
    return {
        "kind": process.kind,
        "initial": str(process.initial),
        "states": [
            {
                "state": str(code),
                "label": str(state.label),
                "owner": state.owner,
                "clock": state.clock,
                "told": state.told,
                "end": state.end,
            }
            for code, state in process.states.items()
        ],
        "verbs": [
            {
                "verb": verb.name,
                "from": sorted(map(str, verb.frm)),
                "to": str(verb.to) or "SAME",
                "by": [str(right) for right in verb.rights] or [verb.by],
                "starts": list(verb.starts),
                "stops": list(verb.stops),
                "pauses": list(verb.pauses),
                "resumes": verb.resumes,
                "reopens": list(verb.reopens),
                "voids": list(verb.voids),
            }
            for verb in process.verbs
        ],
        "clocks": [
            {"clock": code, "since": _since(rule), "own_minutes": rule.own_minutes}
            for code, rule in process.clocks.items()
        ],
    }


def _since(rule: ClockRule) -> str:
    return rule.since or (f"{rule.shares}, or the step" if rule.shares else "the step")


def play(process: Process, script: dict[str, Any]) -> list[dict[str, Any]]:
    """The case after its opening and after each step, oldest first. Raises ``BadScript``."""
    opened_at = moment(script, "opened_at", "the script")
    _days(script)
    order = _opened(process, script, opened_at)
    told = [{"step": "open", **_standing(process, order.pk, opened_at)}]
    told.extend(_steps(process, order.pk, script.get("steps", [])))
    return told


def moment(holder: dict[str, Any], name: str, where: str) -> datetime:
    at = parse_datetime(str(holder.get(name, "")))
    if at is None:
        raise BadScript(f"{where}: {name} is no moment such as 2026-07-18T20:00:00+08:00")
    return at if at.tzinfo else at.replace(tzinfo=CHINA)


def _days(script: dict[str, Any]) -> None:
    for name, working in (("holidays", False), ("workdays", True)):
        for told in script.get(name, []):
            day = parse_date(str(told))
            if not isinstance(day, date):
                raise BadScript(f"{name}: {told} is no day such as 2026-10-01")
            WorkdayException.objects.update_or_create(
                day=day, centre=None, defaults={"is_working_day": working, "name": "script"}
            )


def _opened(process: Process, script: dict[str, Any], at: datetime) -> WorkOrder:
    facts = dict(script.get("facts", {}))
    if unknown := sorted(set(facts) - FACTS):
        raise BadScript(f"facts: no such fact: {', '.join(unknown)}")
    if "reported_at" in facts:
        facts["reported_at"] = moment(facts, "reported_at", "facts")
    centre = OrgUnit.objects.create(
        code="99", name="—", level=Level.PROVINCE, path="99/", latitude=30.6, longitude=114.3
    )
    order = WorkOrder(
        number="CASE-1",
        kind=process.kind,
        status=str(process.initial),
        centre=centre,
        org_path=centre.path,
        source=script.get("channel", "PHONE"),
        received_at=at,
        **{"description": "—", "reported_at": at, **facts},
    )
    running = clocks.planned(order, process.clocks_at_opening(order.source), at=at)
    order.save()
    clocks.insert(running)
    StatusChange.objects.create(order=order, old="", new=order.status, at=at)
    hooks.follow(process.kind, [order], at=at)
    return order


def _steps(process: Process, order_id: int, steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(steps, 1):
        where, verb = f"step {number}", str(step.get("verb", ""))
        at = moment(step, "at", where)
        if verb not in {*process.by_name, "told-again"}:
            raise BadScript(f"{where}: {process.kind} has no verb {verb!r}")
        words = " · ".join(str(word) for word in (step.get("by"), *step.get("data", {}).values()) if word)
        clocks.warn_due(at=at)
        refused = None
        try:
            with transaction.atomic():
                _take(order_id, verb, step.get("data", {}), words, at)
        except DomainError as refusal:
            refused = {"code": refusal.code, "detail": str(refusal.detail)}
        yield {"step": verb, **({"refused": refused} if refused else {}), **_standing(process, order_id, at)}


def _take(order_id: int, verb: str, data: dict[str, Any], words: str, at: datetime) -> None:
    """One step. Only an extension does more than move: it is the clock that it is about."""
    if verb == "extend":
        to = moment(data, "to", "data of the extension")
        clock, reason = str(data.get("clock", "")), str(data.get("reason", "")) or "script"
        handling.extend(order_id=order_id, to=to, reason=reason, clock=clock, at=at, actor=_anybody())
    elif verb == "told-again":
        order = WorkOrder.objects.lock(order_id)
        matters.told_again(order, channel=str(data.get("channel", "")), at=at)
    else:
        order = WorkOrder.objects.lock(order_id)
        entered_at = moment(data, "entered_at", f"data of {verb}") if "entered_at" in data else None
        more: dict[str, Any] = {"parent": _order_in_front(order)} if verb == "merge" else {}
        advance([order], verb, at=at, detail=words, entered_at=entered_at, **more)


def _order_in_front(order: WorkOrder) -> WorkOrder:
    """Another order of the same matter, which the case follows from now on."""
    return WorkOrder.objects.create(
        number="CASE-0", kind=order.kind, status=str(order.process.initial), centre=order.centre,
        org_path=order.org_path, source=order.source, reported_at=order.reported_at, received_at=order.received_at,
        description=order.description, area_kind=order.area_kind,
    )  # fmt: skip


def _anybody() -> User:
    """Who signs what must be signed: the scratch database has no people."""
    person, _created = User.objects.get_or_create(username="script")
    return person


def _standing(process: Process, order_id: int, at: datetime) -> dict[str, Any]:
    """Where the case stands at that moment, as the rows say it."""
    clocks.warn_due(at=at)
    order = WorkOrder.objects.get(pk=order_id)
    rows = Clock.objects.filter(order=order).select_related("order").order_by("pk")
    return {
        "at": at.isoformat(),
        "state": order.status,
        "owner": process.states[order.status].owner,
        "next_due": order.next_due_code or None,
        "clocks": [_clock(row, at) for row in rows],
        **_minutes(order, at),
    }


def _minutes(order: WorkOrder, at: datetime) -> dict[str, Any]:
    """Of a connection: whose minutes they were up to now, and both scales in working days."""
    case = ConnectionCase.objects.filter(order=order).first()
    if case is None:
        return {}
    reckoning = reckoned(order, periods_of(order.pk), case.energised_at, at=at)
    return {
        "minutes_by_owner": {owner.value: round(count, 2) for owner, count in reckoning.minutes.items()},
        "utility_working_days": round(reckoning.scales.utility_days, 2),
        "whole_working_days": round(reckoning.scales.whole_days, 2),
    }


def _clock(row: Clock, at: datetime) -> dict[str, Any]:
    state = clocks.state_of(row)
    return {
        "clock": row.code,
        "started_at": row.started_at.astimezone(CHINA).isoformat(),
        "due_at": row.due_at.astimezone(CHINA).isoformat(),
        "raw_minutes": round(arithmetic.raw_minutes(state, at), 2),
        "net_minutes": round(arithmetic.net_minutes(state, at), 2),
        "limit_minutes": row.limit_minutes,
        "paused": row.paused_at is not None,
        "warnings": [
            {"percent": percent, "at": arithmetic.moment_at(state, percent).astimezone(CHINA).isoformat()}
            for percent in sorted(state.warn_percents)
            if percent <= row.warned_percent
        ],
        "outcome": row.outcome or None,
        "basis": row.basis or None,
        "outer": _outer(row),
    }


def _outer(row: Clock) -> dict[str, Any] | None:
    """The wider of two limits on one clock, where there is one."""
    if row.outer_due_at is None:
        return None
    due_at = row.outer_due_at.astimezone(CHINA).isoformat()
    return {"basis": row.outer_basis, "due_at": due_at, "outcome": row.outer_outcome or None}
