"""The customer's page of a matter that no crew repairs: steps, answer, and of a complaint the withdrawal. Complete without a script."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from command_center.ground.core import audit
from command_center.ground.core.api.throttles import AnonThrottle
from command_center.ground.core.client_marks import device_kind, mark_of
from command_center.ground.core.errors import DomainError, NotFound
from command_center.ground.core.values import storable_text
from command_center.screens.tracking.private import ended, private
from workorders.kinds import PROCESSES
from workorders.kinds.complaint.process import COMPLAINT
from workorders.kinds.complaint.services import withdrawing
from workorders.models import WorkOrder
from workorders.selectors.public_steps import answered_words, headline, public_steps
from workorders.selectors.tracking import any_order_behind
from workorders.services.tracking_links import ends_at

LONGEST_REASON = 200


def matter_page(request: HttpRequest, order: WorkOrder, token: str, **more: Any) -> HttpResponse:
    """``more``: ``refused`` a sentence, ``code_until`` the moment until which a code is good."""
    context = {
        "token": token,
        "order": order,
        "kind": PROCESSES[order.kind].label,
        "headline": headline(order),
        "steps": public_steps(order),
        "answer": answered_words(order),
        "expires_at": ends_at(order.tracking_link, order),
        "may_withdraw": withdrawing.may_withdraw(order),
        **more,
    }
    return render(request, "track/matter.html", context)


# The address is the key, and no cookie says who comes: there is nothing that another site could forge.
@csrf_exempt
@never_cache
@require_POST
def withdraw_page(request: HttpRequest, token: str) -> HttpResponse:
    """Without a code: one is sent to the complainant's phone. With it: the complaint is withdrawn."""
    at = now()
    try:
        order = _complaint_behind(token, at)
    except DomainError as refusal:
        return private(ended(request, refusal))
    more = _withdrawn(request, order, at) if "code" in request.POST else _asked(request, order, at)
    order.refresh_from_db()
    return private(matter_page(request, order, token, **more))


def _complaint_behind(token: str, at: datetime) -> WorkOrder:
    order = any_order_behind(token, at=at)
    if order.kind != COMPLAINT.kind:
        raise NotFound()
    return order


def _asked(request: HttpRequest, order: WorkOrder, at: datetime) -> dict[str, Any]:
    typed = {"reason": request.POST.get("reason", "")}
    try:
        return {"code_until": withdrawing.ask_code(order_id=order.pk, at=at), **typed}
    except DomainError as refusal:
        return {"refused": refusal.detail, **typed}


def _withdrawn(request: HttpRequest, order: WorkOrder, at: datetime) -> dict[str, Any]:
    said = {name: storable_text(request.POST.get(name, "")).strip() for name in ("code", "reason")}
    typed = {"code_until": at, "reason": said["reason"]}
    if len(said["reason"]) > LONGEST_REASON:
        return {"refused": _("Please say it in no more than %(most)s characters.") % {"most": LONGEST_REASON}, **typed}
    try:
        done = withdrawing.withdraw(order_id=order.pk, at=at, **said)
    except DomainError as refusal:
        return {"refused": refusal.detail, "reason": said["reason"]}
    if not done:
        return {"refused": _("This is not the code."), **typed}
    audit.record(
        actor=None, action="withdrawn_by_link", object_kind="workorder", object_ref=order.number,
        address_mark=mark_of(AnonThrottle().get_ident(request)),  # type: ignore[arg-type]
        device=device_kind(request.headers.get("User-Agent", "")),
    )  # fmt: skip
    return {}
