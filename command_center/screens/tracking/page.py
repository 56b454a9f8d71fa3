"""The customer's page at `/track/<token>/`. It shows; what is changed goes through `/api/v1/` or `asks.py`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from command_center.ground.core.errors import DomainError
from command_center.screens.tracking.asks import ask_words, heard
from command_center.screens.tracking.matter import matter_page
from command_center.screens.tracking.order import track_of
from command_center.screens.tracking.private import ended, private
from command_center.screens.tracking.words import track_words
from workorders.kinds import REPAIR_KINDS
from workorders.selectors.tracking import any_order_behind, order_behind
from workorders.services.tracking_links import PAGE_OF_KIND, url_of


@require_safe
@never_cache
def track_page(request: HttpRequest, token: str) -> HttpResponse:
    """The customer's page, complete without a script. A link that is unknown, revoked or over gets one plain page."""
    at = now()
    try:
        order = order_behind(token, at=at)
    except DomainError as refusal:
        return private(no_repair(request, token, refusal))
    track = track_of(order, at=at)
    paths = {"api_path": f"/api/v1/track/{token}/", "socket_path": f"/ws/track/{token}/", "token": token}
    asked = {**ask_words(order, track["asks"]), "heard": heard(request, track["asks"])}
    return private(render(request, "track/page.html", {"track": track, **paths, **asked, **track_words(track, at=at)}))


def no_repair(request: HttpRequest, token: str, refusal: DomainError) -> HttpResponse:
    """Behind this address is no repair: the page of another matter, or the one plain page."""
    try:
        order = any_order_behind(token, at=now())
    except DomainError:
        return ended(request, refusal)
    if order.kind in PAGE_OF_KIND:
        return redirect(url_of(order))
    return ended(request, refusal) if order.kind in REPAIR_KINDS else matter_page(request, order, token)
