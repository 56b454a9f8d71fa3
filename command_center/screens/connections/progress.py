"""``/connection/<token>/``: the applicant's page, complete without a script. The token is the right to one case."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from command_center.ground.organisation.unit_names import called, called_unit
from command_center.screens.connections import words
from command_center.screens.connections.acts import perform
from command_center.screens.connections.public import public_page
from command_center.screens.written import written
from customers.phones import mask_address
from workorders.kinds.connection.feed import entries
from workorders.kinds.connection.forms import DESIGNATED
from workorders.kinds.connection.models import ConnectionDocument
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.selectors import case_behind, limit_days, plan_holds_until, reckon, waits_for
from workorders.kinds.connection.services.appointments import purpose_of
from workorders.kinds.connection.slots import slot_choices, slot_words
from workorders.kinds.connection.states import Status
from workorders.kinds.connection.steps import LOW_VOLTAGE, public_steps
from workorders.models.orders import WorkOrder
from workorders.selectors.tracking import said_where


@public_page()
def progress_page(request: HttpRequest, token: str) -> HttpResponse:
    """Where the case stands, and what the applicant can do. A link that is unknown, revoked or over gets one plain page."""
    at = now()
    try:
        order = case_behind(token, at=at)
    except DomainError as refusal:
        return render(request, "connections/ended.html", {"written": written(request)}, status=refusal.status)
    if request.method != "POST":
        return _shown(request, token, order, **_told(request))
    try:
        done = perform(order, request, at=at)
    except DomainError as refusal:
        # What was typed stays in its field.
        said = {"refusal": refusal.detail or refusal.title, "typed": request.POST}
        order.refresh_from_db()
        return _shown(request, token, order, status=refusal.status, **said)
    messages.success(request, done)
    return HttpResponseRedirect(request.path)


def _shown(request: HttpRequest, token: str, order: WorkOrder, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"token": token, **progress_of(order, at=now()), **more}
    context["written"] = written(request) if not _has_form(context, request.POST.get("act", "")) else []
    return render(request, "connections/progress.html", context, status=status)


def _has_form(shown: dict[str, Any], act: str) -> bool:
    """Whether the page has the form in which this was typed, and shows it there."""
    return (
        act == "post"
        or (act == "answer" and bool(shown["answers"]))
        or (act == "designation" and bool(shown["designated"]))
    )


def _told(request: HttpRequest) -> dict[str, Any]:
    return {"is_new": "new" in request.GET, "papers_missing": request.GET.get("papers") == "missing"}


@public_page(("GET", "HEAD"))
def progress_photo(request: HttpRequest, token: str, post_id: int) -> HttpResponseBase:
    """A photo of the feed, for whoever has the link."""
    try:
        order = case_behind(token, at=now())
    except DomainError:
        return HttpResponse(status=404)
    row = order.feed_posts.filter(pk=post_id).exclude(photo="").first()
    if row is None:
        return HttpResponse(status=404)
    return FileResponse(row.photo.open(), content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


def progress_of(order: WorkOrder, *, at: datetime) -> dict[str, Any]:
    """What the applicant reads; the same words without a script as with one."""
    status, reckoning, purpose = Status(order.status), reckon(order, at=at), purpose_of(order)
    wait, signed = waits_for(order), order.supply_plans.filter(signed_at__isnull=False).order_by("-pk").first()
    plan, lapsed = (None, signed) if signed and signed.lapsed_at else (signed, None)
    steps = public_steps(order.sub_kind, status, order.suspended_from)
    appointment, slots = appointment_of(order), slot_choices(order) if purpose else []
    # Whoever is asked for a time reads that, and not beside it that they wait for us.
    asked = bool(slots) and (appointment is None or appointment["row"].agreed_at is None)
    labels = words.STEPS_OF_LOW_VOLTAGE if len(steps) == len(LOW_VOLTAGE) else words.STEPS
    return {
        "order": order,
        "now": at,
        "supply": CONNECTION.sub_kinds.get(order.sub_kind, ""),
        "headline": words.HEADLINES[status],
        "next": words.NEXT.get(status, ""),
        "tone": words.TONES.get(status, "doing"),
        "steps": [
            {"label": labels[step.code], "state": step.state, "state_label": words.STEP_STATES[step.state]}
            for step in steps
        ],
        "waiting": words.WAITS_FOR[reckoning.owner] if reckoning.owner and status not in DONE else "",
        "asked": asked,
        "wait": wait,
        "time_words": words.time_words(reckoning),
        "shares": words.shares(reckoning),
        "working_days": round(reckoning.scales.utility_days, 1),
        "limit_days": limit_days(order),
        "person": person_of(order),
        "case": order.connection_case,
        "address": order.address if said_where(order) else called(mask_address(order.address)),
        "papers": order.connection_documents.count(),
        "feed": [
            {**entry._asdict(), "side_label": words.SIDES.get(entry.side, "")} for entry in reversed(entries(order))
        ],
        "appointment": appointment,
        "slots": slots,
        "purpose": purpose.label if purpose else "",
        "plan": plan,
        "plan_holds_until": plan_holds_until(order),
        "plan_lapsed_at": lapsed.lapsed_at if lapsed else None,
        "answers": words.ANSWERS if status == Status.ENERGISED else [],
        "designated": DESIGNATED if status not in CONNECTION.ends else [],
        "paper_kinds": ConnectionDocument.What.choices if status not in CONNECTION.ends else [],
    }


def appointment_of(order: WorkOrder) -> dict[str, Any] | None:
    """What is agreed, or was missed last and has to be agreed anew; None where nobody is to come."""
    row = order.appointments.filter(status__in=("AGREED", "KEPT", "MISSED")).order_by("-pk").first()
    if row is None or purpose_of(order) != row.purpose:
        return None
    return {"row": row, "words": slot_words(row.starts_at, row.ends_at), "purpose": row.get_purpose_display()}


DONE = (Status.ENERGISED, Status.FOLLOWED_UP)


def person_of(order: WorkOrder) -> dict[str, str]:
    """Who is responsible by name, with the phone of their work; without one the unit, and the hotline in the end."""
    person, unit = order.connection_case.responsible, order.unit or order.centre
    phone = (person.phone if person else "") or unit.phone or "95598"
    name = called_unit(unit)
    return {"name": called(str(person)) if person else name, "unit": name, "phone": phone}
