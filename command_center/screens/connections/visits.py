"""``/visits/``: the grid manager's phone, complete without a script. Today's appointments; one case with everything to be done.

Which buttons there are and what they ask is told by the process, as everywhere; the page draws what it is told.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from command_center.ground.core import audit
from command_center.ground.core.errors import DomainError, Invalid, NotAllowed, NotFound
from command_center.ground.core.values import CHINA
from command_center.ground.organisation.doors import rights_for
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, scoped
from command_center.screens.connections import words
from command_center.screens.connections.acts import said
from command_center.screens.connections.progress import progress_of
from command_center.screens.connections.public import sorry
from command_center.screens.pages import own_place
from command_center.screens.written import written
from workorders.api.verbs import plain
from workorders.engine.process import Verb
from workorders.engine.told import done_words, may_take, verbs_for
from workorders.kinds.connection.api.cases import with_case
from workorders.kinds.connection.feed import entries
from workorders.kinds.connection.models import Appointment
from workorders.kinds.connection.plan_words import reason_words
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.services.feed import post
from workorders.kinds.connection.slots import slot_words
from workorders.kinds.connection.states import Status
from workorders.kinds.connection.uses import CONNECTION_USES
from workorders.models.orders import WorkOrder

# Shown before what stands further ahead.
AHEAD = timedelta(days=7)


def for_visitors(page: Callable[..., HttpResponseBase]) -> Any:
    """Somebody with the right of the door; others are led to their own place. Who was signed out sees what they wrote."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @never_cache
    @wraps(page)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User):
            return sorry(request, 401) if request.method == "POST" else redirect_to_login(request.get_full_path())
        assert match
        if any(user.may(Right(right)) for right in rights_for("GET", match.route)):
            return page(request, user, *args, **kwargs)
        return sorry(request, 403) if request.method == "POST" else own_place(request, user)

    return door


@for_visitors
def visits_page(request: HttpRequest, user: User) -> HttpResponse:
    """The list, or with ``?case=`` one case; sent, a verb of it or a word for its feed."""
    number = request.GET.get("case", "")
    if not number and request.method != "POST":
        return _listed(request, user)
    try:
        order = case_of(user, number)
        if request.method != "POST":
            return _shown(request, user, order)
        messages.success(request, perform(order, request, user))
        return HttpResponseRedirect(request.get_full_path())
    except NotFound as refusal:
        for trace in refusal.traces:  # as the API's edge does: a reach over the border is kept
            audit.record(**trace)
        return _listed(request, user, status=404, refusal=refusal.detail or refusal.title, written=written(request))
    except DomainError as refusal:
        said = {"refusal": refusal.detail or refusal.title, "typed": request.POST}
        order.refresh_from_db()
        return _shown(request, user, order, status=refusal.status, **said)


def visits_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, served below `/visits/` because that is as far as it may reach."""
    response = render(request, "connections/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _listed(request: HttpRequest, user: User, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "connections/visits.html", visits_of(user, at=now()) | more, status=status)


def case_of(user: User, number: str) -> WorkOrder:
    return get_scoped(with_case(WorkOrder.objects.readable_by(user)), user, number=number)


def visits_of(user: User, *, at: datetime) -> dict[str, Any]:
    """Appointments of today and the days ahead, one's own first, and the cases that wait for one's next step."""
    today = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = _rows(user).filter(
        starts_at__gte=today, starts_at__lt=today + AHEAD, status__in=("AGREED", "KEPT", "MISSED")
    )
    told = [_visit(row, user, today + timedelta(days=1)) for row in rows.order_by("starts_at", "pk")]
    waiting = scoped(with_case(WorkOrder.objects.readable_by(user)), user).filter(
        Q(connection_case__responsible=user) | Q(connection_case__responsible=None),
        status__in=("ACCEPTED", "SURVEYED", "PLAN_REPLIED", "COMPLETION_INSPECTED"),
    )
    return {
        "today": [visit for visit in told if visit["is_today"]],
        "ahead": [visit for visit in told if not visit["is_today"]],
        "waiting": [
            {"number": order.number, "supply": CONNECTION.sub_kinds.get(order.sub_kind, ""), "state": CONNECTION.states[order.status].label,
             "address": order.address, "due_at": order.next_due_at}
            for order in waiting.order_by("next_due_at")[:50]
        ],
    }  # fmt: skip


def _rows(user: User) -> "QuerySet[Appointment]":
    mine = Q(person=user) | Q(person=None)
    rows = Appointment.objects.filter(mine) if not user.may(Right.CONNECTIONS) else Appointment.objects.all()
    return scoped(rows.select_related("order", "person"), user, field="order__org_path")


def _visit(row: Appointment, user: User, tomorrow: datetime) -> dict[str, Any]:
    return {
        "number": row.order.number, "when": slot_words(row.starts_at, row.ends_at), "purpose": row.get_purpose_display(),
        "status": row.status, "status_label": row.get_status_display(), "address": row.order.address,
        "is_today": row.starts_at < tomorrow, "agreed": row.agreed_at is not None,
    }  # fmt: skip


def _shown(request: HttpRequest, user: User, order: WorkOrder, *, status: int = 200, **more: Any) -> HttpResponse:
    verbs = verbs_for(order, user)
    context = progress_of(order, at=now()) | {
        "verbs": [_with_typed(verb, more.get("typed", {})) for verb in verbs],
        "next_by": "" if any(verb["primary"] for verb in verbs) else words.NEXT_BY.get(Status(order.status), ""),
        "state": CONNECTION.states[order.status].label,
        "applicant": {"name": order.reporter_name, "phone": order.reporter_phone},
        "feed": [
            {**entry._asdict(), "side_label": words.SIDES_FOR_US.get(entry.side, "")}
            for entry in reversed(entries(order))
        ],
        **_draft(order),
        "urged": order.notes.filter(urge=True).order_by("-pk").first(),
        "site": (order.latitude, order.longitude) if order.located else None,
        **more,
    }
    acts = {"post", *(verb["verb"] for verb in context["verbs"])}
    context["written"] = [] if request.POST.get("act") in acts else written(request)
    return render(request, "connections/visit.html", context, status=status)


def _with_typed(verb: dict[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The verb as told, with what was typed in its form when that was refused."""
    ours = typed if typed.get("act") == verb["verb"] else {}
    return verb | {"form": [field | {"typed": ours.get(field["name"], "")} for field in verb["form"]]}


def _draft(order: WorkOrder) -> dict[str, Any]:
    draft = order.supply_plans.filter(signed_at=None).first()
    return {"draft": draft, "draft_reasons": [reason_words(each) for each in draft.reasons] if draft else []}


def perform(order: WorkOrder, request: HttpRequest, user: User) -> str:
    """A verb of the case, or a word for its feed; what was done, in words. Raises a ``DomainError``."""
    act = request.POST.get("act", "")
    if act == "post":
        post(
            order_id=order.pk,
            text=said(request, "text"),
            photo=request.FILES.get("photo"),
            at=now(),
            actor=user,
        )
        return _("Sent: the applicant can read it.")
    verb = CONNECTION.by_name.get(act)
    if verb is None or not verb.rights or not may_take(verb, user):
        raise NotAllowed()
    use = CONNECTION_USES.get(verb.name) or plain(verb)
    use(order_id=order.pk, at=now(), actor=user, **_said(verb, request))
    return done_words(verb)


def _said(verb: Verb, request: HttpRequest) -> dict[str, Any]:
    """The fields of the verb's form as the API would read them. Raises ``Invalid`` with the first that is wrong."""
    if verb.form is None:
        return {}
    filled = {name: value for name, value in request.POST.items() if value != ""} | request.FILES.dict()
    form = verb.form(data=filled)
    if not form.is_valid():
        name, problems = next(iter(form.errors.items()))
        label = getattr(form.fields.get(name), "label", "") or name
        raise Invalid(_("%(what)s: %(rest)s") % {"what": label, "rest": problems[0]}, pointer=f"/{name}")
    return dict(form.validated_data)
