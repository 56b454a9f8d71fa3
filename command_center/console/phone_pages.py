"""The two pages made for a phone: the crew's work at `/crew/`, the customer's link at `/track/<token>/`.

Both only show; every change goes through `/api/v1/`, like any other client.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from command_center.console.pages import page_by_role
from command_center.console.track_words import track_words
from command_center.console.tracking import track_status
from ground.core.errors import DomainError
from ground.organisation.models import User


@page_by_role
def crew_page(request: HttpRequest, user: User) -> HttpResponse:
    """The shell of the crew page; the work itself comes from `/api/v1/me/work/` and `/ws/crew/`."""
    return render(request, "crew/page.html", {"props": {"account_id": user.pk, "name": str(user)}})


def crew_manifest(request: HttpRequest) -> JsonResponse:
    """Lets a crew put the page on the phone's home screen."""
    icon = {"src": static("crew/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    manifest = {
        "name": _("Crew · power service"),
        "short_name": _("Crew"),
        "start_url": reverse("crew"),
        "scope": reverse("crew"),
        "display": "standalone",
        "background_color": "#0B0F14",
        "theme_color": "#11161D",
        "icons": [icon],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def crew_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, served below `/crew/` because that is as far as it may reach."""
    response = render(request, "crew/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@never_cache
def track_page(request: HttpRequest, token: str) -> HttpResponse:
    """The customer's page, complete without a script. A link that is unknown, revoked or over gets one plain page."""
    at = now()
    try:
        track = track_status(token, at=at)
    except DomainError as refusal:
        return private(render(request, "track/ended.html", status=refusal.status))
    paths = {"api_path": f"/api/v1/track/{token}/", "socket_path": f"/ws/track/{token}/"}
    return private(render(request, "track/page.html", {"track": track, **paths, **track_words(track, at=at)}))


def private(response: HttpResponse) -> HttpResponse:
    """The address is the key: keep it out of search engines and out of other sites' logs."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
